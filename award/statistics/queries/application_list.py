"""A round's applications with what can be said of each, as a list."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from award.foundation.columns import Column, Kind, Link, Note
from award.foundation.marking import OPINION
from award.foundation.policy import Actor
from award.foundation.tables import Filter, ListView, Page, View, page_of
from award.moderation.queries.panels import Panel, panel_of
from award.statistics.queries.whole import Whole, whole
from award.statistics.rules.thin import too_thin

if TYPE_CHECKING:
    from award.statistics.rules.report import Application

PER_PAGE = 25
WHICH = {
    "unsure": "Can’t be told apart from the line",
    "fragile": "One sheet would move it across the line",
    "moved": "Adjusting would move it across the line",
}


@dataclass(frozen=True)
class Stat:
    """An application with its title, its rank on the shortlist, and what a panel agreed of it;
    `places` stand above the line of its round."""

    of: Application
    title: str
    places: int | None
    ranked: int | None
    agreed: float | None

    @property
    def moved(self) -> bool:
        """Would the adjusted score put it on the other side of the line?"""
        rank, adjusted = self.of.rank, self.of.adjusted_rank
        if rank is None or adjusted is None or self.places is None:
            return False
        return (rank <= self.places) != (adjusted <= self.places)

    @property
    def chance(self) -> float | None:
        """In per cent."""
        return None if self.of.p_above_line is None else 100 * self.of.p_above_line

    def usual_order(self) -> tuple[bool, int, float, str]:
        mean = -1.0 if self.of.mean is None else self.of.mean
        return self.ranked is None, self.ranked or 0, -mean, self.of.application

    @property
    def may_rank(self) -> str:
        """The ends of its range, nearest to whole ranks."""
        if self.of.ranks is None:
            return ""
        best, worst = map(round, self.of.ranks)
        return f"{best:,}" if best == worst else f"{best:,} to {worst:,}"

    @property
    def why_not(self) -> str:
        """Why a number is missing."""
        return "; ".join(sorted(set(self.of.reasons.values())))

    @property
    def named_by(self) -> tuple[Link | Note, ...]:
        """On the page: its title, and why it takes no place above the line where it can't."""
        reference, why = self.of.application, self.of.reasons.get("rank")
        link = Link(self.title or reference, "moderation.item", {"reference": reference})
        so = "Not ranked" if self.ranked is None else "Can’t stand above the line"
        return link, Note(reference), *((Note(f"{so}: {why}"),) if why else ())

    def is_one(self, which: str) -> bool:
        if which == "unsure":
            return self.of.unsure
        if which == "fragile":
            return bool(self.of.fragile)
        return self.moved if which else True


def application_list(found: Whole) -> ListView[Stat]:
    """In the order of their ranks on the shortlist, those without one last by their means. Columns
    that can have no number are there for who asks for them."""
    places, line = found.deciding.report.places if found.deciding else None, found.line
    thick = found.deciding is None or not too_thin(found.deciding.report, line=False)

    def rows(_actor: Actor, view: View[Stat]) -> Page[Stat]:
        wanted = view.one("which")
        each = (
            Stat(
                one,
                line.titles.get(one.application, ""),
                places,
                line.ranks.get(one.application),
                line.agreed.get(one.application),
            )
            for one in found.applications
        )
        wanted_ones = [one for one in each if one.is_one(wanted)]
        return page_of(sorted(wanted_ones, key=Stat.usual_order), view)

    return ListView(
        "statistics",
        "Statistics of applications",
        (
            Column("reference", "Reference", lambda r: r.of.application, Kind.REFERENCE,
                   sort=lambda r: r.of.application, usual=False),
            Column("title", "Application", lambda r: r.title, sort=lambda r: r.title.casefold(),
                   names_row=True, stays=True,
                   shows=lambda r: r.named_by),
            Column("ranked", "Rank", lambda r: r.ranked, Kind.INTEGER, sort=lambda r: r.ranked),
            Column("rank", "By mean", lambda r: r.of.rank, Kind.INTEGER,
                   sort=lambda r: r.of.rank),
            Column("n", "Sheets", lambda r: r.of.n, Kind.INTEGER, sort=lambda r: r.of.n),
            Column("mean", "Mean (%)", lambda r: r.of.mean, Kind.PERCENT,
                   sort=lambda r: r.of.mean, downwards=True),
            Column("agreed", "Agreed (%)", lambda r: r.agreed, Kind.PERCENT,
                   sort=lambda r: r.agreed, downwards=True, usual=bool(found.agreed)),
            Column("median", "Median (%)", lambda r: r.of.median, Kind.PERCENT, usual=False),
            Column("sd", "Standard deviation (points)", lambda r: r.of.sd, Kind.DECIMAL,
                   sort=lambda r: r.of.sd, downwards=True, usual=False),
            Column("range", "Apart (points)", lambda r: r.of.range, Kind.DECIMAL,
                   sort=lambda r: r.of.range, downwards=True),
            Column("adjusted", "Adjusted (%)", lambda r: r.of.adjusted, Kind.PERCENT,
                   sort=lambda r: r.of.adjusted, downwards=True, usual=thick),
            Column("adjusted_rank", "Its rank", lambda r: r.of.adjusted_rank, Kind.INTEGER,
                   sort=lambda r: r.of.adjusted_rank, usual=thick),
            Column("chance", "Chance (%)", lambda r: r.chance, Kind.PERCENT,
                   sort=lambda r: r.chance, downwards=True, usual=thick),
            Column("may_rank", "May rank", lambda r: r.may_rank, usual=thick),
            Column("fragile", "Fragile (sheets)", lambda r: r.of.fragile, Kind.INTEGER,
                   sort=lambda r: r.of.fragile, downwards=True),
            Column("fragile_adjusted", "Fragile, adjusted (sheets)",
                   lambda r: r.of.fragile_adjusted, Kind.INTEGER,
                   sort=lambda r: r.of.fragile_adjusted, downwards=True,
                   usual=False),
            Column("why_not", "Why a number is missing", lambda r: r.why_not, usual=False),
        ),
        rows=rows,
        permission="statistics.view",
        one="application",
        filters=(Filter("which", "Which", lambda: dict(WHICH)),),
        size=PER_PAGE,
        empty="No sheet of this round counts yet.",
        thing=found.panel,
        chaired=True,
        about=found.panel.round,
        download="statistics.view",
        marking=OPINION,
        anchor="statistics",
    )  # fmt: skip


def statistics_of(actor: Actor, reference: str) -> ListView[Stat] | None:
    """That list of the round with this reference."""
    panel: Panel | None = panel_of(actor, reference)
    return application_list(whole(panel, actor)) if panel else None
