"""Rounds as lists show them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import BindParameter, Select, bindparam, false, func, select, true

from award.foundation import clock
from award.foundation.columns import Column, Kind, Link, Tag
from award.foundation.db import UTCDateTime
from award.foundation.many import among_given, given, on_postgresql, plain_rows
from award.foundation.paging import paged
from award.foundation.policy import SYSTEM, Actor, reads_everything
from award.foundation.tables import ListView, Page, View
from award.rounds.models import Round, RoundPhase
from award.rounds.rules.stages import Stage, stage_of

_NOW: BindParameter[datetime] = bindparam("now", type_=UTCDateTime())
SOON = 50
"""Rounds that are open or come next, shown at once."""


@dataclass(frozen=True)
class PhaseRow:
    """A phase of a listed round; money in whole pounds, None where there is no limit."""

    phase: int
    budget_gbp: int | None
    cap_gbp: int | None


@dataclass(frozen=True)
class RoundRow:
    """A round as lists show it."""

    id: int
    reference: str
    title: str
    stage: Stage
    announced_at: datetime
    opens_at: datetime
    closes_at: datetime
    budget_gbp: int
    phases: tuple[PhaseRow, ...]
    by_invitation: bool = False
    """It is the second stage of another round."""
    invites: bool = False
    """It is a first stage: it decides about no money."""


def open_and_next_rounds(now: datetime) -> list[RoundRow]:
    """Announced rounds that haven't closed, those that close first in front."""
    return _rows(plain_rows(_soon(), {"now": now}))


@cache
def _soon() -> _Listed:
    query = _listed().where(Round.announced_at <= _NOW, Round.closes_at > _NOW)
    return query.order_by(Round.closes_at, Round.id).limit(SOON)


def next_change(now: datetime) -> datetime | None:
    """When the next round is announced, opens or closes."""
    (found,) = plain_rows(_changes(), {"now": now})
    return min(filter(None, found), default=None)


@cache
def _changes() -> Select[Any]:
    moments = (Round.announced_at, Round.opens_at, Round.closes_at)
    firsts: list[Any] = [
        select(func.min(each)).where(each > _NOW).scalar_subquery() for each in moments
    ]
    return select(*firsts)


def closed_rounds(actor: Actor, view: View[RoundRow]) -> Page[RoundRow]:
    """Announced rounds that have closed, the last to close in front."""
    now = clock.now()
    query = _listed().where(Round.announced_at <= now, Round.closes_at <= now)
    return paged(query, view, Round.closes_at.desc(), Round.id, rows=_rows)


def all_rounds(actor: Actor = SYSTEM, view: View[RoundRow] | None = None) -> Page[RoundRow]:
    """Every round for those who read everything, all of them unless `view` asks for a page."""
    scope = true() if reads_everything(actor) or actor.is_system else false()
    view = view or ROUNDS.whole(actor)
    return paged(_listed().where(scope), view, Round.id, rows=_rows)


_Listed = Select[int, str, str, datetime, datetime, datetime, int, int | None, bool]


def _listed() -> _Listed:
    return select(Round.id, Round.reference, Round.title, Round.announced_at, Round.opens_at,
                  Round.closes_at, Round.budget_gbp, Round.follows_id,
                  Round.followed.label("followed"))  # fmt: skip


def _rows(found: Sequence[Any]) -> list[RoundRow]:
    now = clock.now()
    phases = _phases_of([row.id for row in found])
    return [
        RoundRow(
            id=row.id,
            reference=row.reference,
            title=row.title,
            stage=stage_of(row, now),
            announced_at=row.announced_at,
            opens_at=row.opens_at,
            closes_at=row.closes_at,
            budget_gbp=row.budget_gbp,
            phases=tuple(phases.get(row.id, ())),
            by_invitation=row.follows_id is not None,
            invites=row.followed,
        )
        for row in found
    ]


def _phases_of(round_ids: Iterable[int]) -> dict[int, list[PhaseRow]]:
    found: dict[int, list[PhaseRow]] = {}
    which = {"round_ids": given(round_ids)}
    for round_id, phase, budget_gbp, cap_gbp in plain_rows(_phases(on_postgresql()), which):
        found.setdefault(round_id, []).append(PhaseRow(phase, budget_gbp, cap_gbp))
    return found


@cache
def _phases(postgresql: bool) -> Select[Any]:
    shown: list[Any] = [
        RoundPhase.round_id, RoundPhase.phase, RoundPhase.budget_gbp, RoundPhase.cap_gbp
    ]  # fmt: skip
    return (
        select(*shown)
        .where(among_given(RoundPhase.round_id, "round_ids", postgresql=postgresql))
        .order_by(RoundPhase.round_id, RoundPhase.phase)
    )


def _links(row: RoundRow) -> tuple[Link, ...]:
    view = "Preview" if row.stage is Stage.SETUP else "View"
    return (Link(view, "rounds.show", {"reference": row.reference}, f" {row.title}"),)


def _ways_to_change(row: RoundRow) -> tuple[Link, ...]:
    of = {"reference": row.reference}
    return (
        Link("Change", "rounds_staff.edit", of, f" {row.title}"),
        Link("Criteria", "rounds_staff.criteria", of, f" of {row.title}"),
    )


ROUNDS = ListView(
    "rounds",
    "All rounds, times in London",
    (
        Column("reference", "Reference", lambda r: r.reference, Kind.REFERENCE,
               sort=Round.reference),
        Column("title", "Title", lambda r: r.title, stays=True, names_row=True,
               shows=lambda r: Link(r.title, "reporting.round", {"reference": r.reference})),
        Column("stage", "Stage", lambda r: r.stage.label,
               shows=lambda r: Tag(r.stage.label, r.stage.colour)),
        Column("opens_at", "Opening time", lambda r: r.opens_at, Kind.MOMENT, sort=Round.opens_at,
               downwards=True),
        Column("closes_at", "Closing time", lambda r: r.closes_at, Kind.MOMENT,
               sort=Round.closes_at, downwards=True),
        Column("phases", "Phases", lambda r: ", ".join(str(one.phase) for one in r.phases)),
        Column("budget_gbp", "Budget", lambda r: r.budget_gbp, Kind.MONEY, sort=Round.budget_gbp,
               downwards=True),
        Column("read", "Read", lambda r: None, Kind.ACTION, shows=_links),
        Column("change", "Change", lambda r: None, Kind.ACTION, permission="round.manage",
               shows=_ways_to_change),
    ),
    rows=all_rounds,
    permission="round.list",
    one="round",
    sort="closes_at",
    empty="No round has been set up yet. A round says when people can apply, for how much, and how "
    "applications are judged.",
    download="round.list",
)  # fmt: skip
CLOSED_ROUNDS = ListView(
    "closed",
    "Closed rounds",
    (Column("title", "Title", lambda r: r.title),),
    rows=closed_rounds,
    permission="public",
    one="closed round",
    anchor="closed",
)
