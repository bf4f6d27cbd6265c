"""Regimes as staff list them: which are in force, and which nobody has looked at for long."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from award.foundation import clock
from award.foundation.columns import Column, Kind, Link, Note, Part, Tag
from award.foundation.policy import Actor
from award.foundation.tables import Filter, ListView, Page, View, page_of
from award.rounds.queries import regimes
from award.rounds.rules.regimes import Regime

DUE = "due"


@dataclass(frozen=True)
class RegimeRow:
    """A record with how it stands today."""

    regime: Regime
    today: date

    @property
    def state(self) -> str:
        if self.regime.holds(self.today):
            return "In force"
        return "To come" if self.regime.valid_from > self.today else "Over"

    @property
    def due(self) -> bool:
        """Only what is in force has to be looked at again."""
        return self.state != "Over" and self.regime.stale(self.today)


def _rows(_actor: Actor, view: View[RegimeRow]) -> Page[RegimeRow]:
    today = clock.today()
    found = [RegimeRow(one, today) for one in regimes.known().all]
    if view.one("review") == DUE:
        found = [row for row in found if row.due]
    return page_of(found, view)


def due() -> int:
    """How many are in force and due for a review."""
    today = clock.today()
    return sum(RegimeRow(one, today).due for one in regimes.known().all)


def _review(row: RegimeRow) -> Part | tuple[Part, ...]:
    return (
        (row.regime.reviewed_on, Tag("Review due", "orange")) if row.due else row.regime.reviewed_on
    )


def _from(row: RegimeRow) -> Part | tuple[Part, ...]:
    day = row.regime.valid_from
    return (day, Note("Date not confirmed")) if row.regime.unsure else day


REGIMES = ListView(
    "regimes",
    "Laws and standards behind questions",
    (
        Column("regime", "Regime", lambda row: row.regime.title, stays=True, names_row=True,
               sort=lambda row: row.regime.title,
               shows=lambda row: Link(row.regime.title, "rounds_reference.regime",
                                      {"key": row.regime.key, "version": row.regime.version})),
        Column("name", "Name in question sets", lambda row: row.regime.name, Kind.REFERENCE,
               usual=False),
        Column("says", "In plain words", lambda row: row.regime.says, usual=False),
        Column("state", "Stands", lambda row: row.state,
               shows=lambda row: Tag(row.state, "green" if row.state == "In force" else "grey")),
        Column("valid_from", "From", lambda row: row.regime.valid_from, Kind.DATE,
               sort=lambda row: row.regime.valid_from, downwards=True, shows=_from),
        Column("valid_to", "To", lambda row: row.regime.valid_to, Kind.DATE),
        Column("unsure", "Not confirmed", lambda row: row.regime.unsure, usual=False),
        Column("changed", "What changed", lambda row: row.regime.changed, usual=False),
        Column("source", "Source", lambda row: row.regime.source),
        Column("address", "Address", lambda row: row.regime.address, usual=False),
        Column("reviewed_on", "Reviewed", lambda row: row.regime.reviewed_on, Kind.DATE,
               sort=lambda row: row.regime.reviewed_on, shows=_review),
        Column("reviewed_by", "By", lambda row: row.regime.reviewed_by),
    ),
    rows=_rows,
    permission="regime.list",
    one="record",
    filters=(
        Filter("review", "Review", lambda: {DUE: "Due: six months have passed"},
               none=lambda _value: "Every record in force was reviewed in the last six months."),
    ),
    empty="No record is stored. They come with: flask rounds import-reference-data",
    size=100,
    download="round.list",
)  # fmt: skip
