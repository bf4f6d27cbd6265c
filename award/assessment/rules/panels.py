"""A panel with criteria of its own: what its sheets come to, beside what decides, never in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from award.assessment.rules.ordering import EXACT
from award.assessment.rules.profiles import PROFESSIONAL
from award.assessment.rules.scoring import ScoredSheet, Statistics, application_statistics
from award.rounds.rules.criteria import LIVED

ANYBODY: Final = "anybody"
"""In place of a panel, where a round doesn't say how many sheets each writes."""
POOLS: Final = {
    PROFESSIONAL: "professional panel",
    LIVED: "lived-experience panel",
    ANYBODY: "assessors",
}
MOST_BESIDE: Final = 9
"""Sheets of a panel with criteria of its own that one application is given."""
APART: Final = 15
"""Points of 100 from which the panels differ."""
PART: Final = "The panels differ"
NO_MEAN: Final = "no score on one of the criteria counts"
PARTING: Final = (
    f"The panels differ where one mean reaches the threshold and the other does not, or where they "
    f"are {APART} points or more apart"
)


def who_counts(own_criteria: bool) -> str:
    """Whose sheets an application needs before it ranks."""
    return "professional assessors" if own_criteria else "assessors"


class Needed(NamedTuple):
    """What an application needs before it ranks: so many sheets. `own_criteria`: those of the
    lived-experience panel are on criteria of its own, and stand beside them. `lived`: how many that
    panel writes, where whoever reads this knows what staff chose (None: anybody writes any)."""

    sheets: int
    own_criteria: bool = False
    lived: int | None = None

    @property
    def wanted(self) -> dict[str, int]:
        """By pool."""
        if self.own_criteria:
            return {PROFESSIONAL: self.sheets, LIVED: self.lived or 0}
        if self.lived is None:
            return {ANYBODY: self.sheets}
        lived = min(self.lived, self.sheets)
        return {PROFESSIONAL: self.sheets - lived, LIVED: lived}

    @property
    def most_lived(self) -> int:
        """Sheets that the lived-experience panel could write."""
        return MOST_BESIDE if self.own_criteria else self.sheets

    def pool(self, panel: str) -> str:
        """From which of `wanted` a sheet of this panel is."""
        return panel if panel in self.wanted else ANYBODY

    def tells(self, pool: str) -> bool:
        """Can there be too many of it? Not of those beside, before staff say how many."""
        return bool(self.wanted[pool]) or not self.own_criteria

    def still(self, covered: int, lived: int) -> dict[str, int]:
        """By pool, how many more it needs; below 0, it has more. `covered` count towards what it
        needs; `lived` are from that panel, among these or beside."""
        others = covered if self.own_criteria else covered - lived
        have = {ANYBODY: covered, PROFESSIONAL: others, LIVED: lived}
        return {pool: many - have[pool] for pool, many in self.wanted.items()}

    @property
    def who(self) -> str:
        """Of whom there can be enough."""
        split = self.lived is not None and (self.lived or not self.own_criteria)
        return "assessors of the same panel" if split else who_counts(self.own_criteria)

    def has(self, have: int, pool: str = ANYBODY) -> str:
        """So many of how many it needs of a pool: "2 of 3 needed", "3, 1 more than needed"."""
        wanted = self.wanted.get(pool, self.sheets)
        count = wanted if have <= wanted and wanted else have
        whom = "" if pool == ANYBODY else f" {self.whom(pool, count)}"
        if count == wanted and wanted:
            return f"{have} of {wanted}{whom} needed"
        more = f"{have - wanted} more than" if wanted else "none"
        return f"{have}{whom}, {more} needed"

    def whom(self, pool: str, many: int = 2) -> str:
        """Those of a pool."""
        named = {PROFESSIONAL: "professional assessor", LIVED: "lived-experience assessor"}
        return f"{named.get(pool, 'assessor')}{'' if many == 1 else 's'}"

    @property
    def one(self) -> str:
        """One of them, with their article."""
        return "a professional assessor" if self.own_criteria else "an assessor"

    @property
    def by_panel(self) -> str:
        """Who writes them."""
        joined = ", and beside these " if self.own_criteria else ", "
        return joined.join(f"{many} by the {POOLS[pool]}" for pool, many in self.wanted.items())

    @property
    def said(self) -> str:
        """How many, and whose: "3 sheets by professional assessors are"."""
        return f"{self._sheets} {'is' if self.sheets == 1 else 'are'}"

    @property
    def _sheets(self) -> str:
        number = "1 sheet" if self.sheets == 1 else f"{self.sheets} sheets"
        if self.lived is not None:
            return f"{number} ({self.by_panel})"
        return f"{number} by {self.who}" if self.own_criteria else number

    def unranked(self, submitted: int, mean_pct: float | None) -> str:
        """Why an application with so many of them in doesn't rank, "" where it does: "1 of the 2
        sheets it needs is in" (the rule: `decisions.rules.ranking.is_ranked`)."""
        if submitted < self.sheets:
            there = f"{submitted or 'none'} of the {self._sheets} it needs"
            return f"{there} {'is' if submitted == 1 else 'are'} in"
        return NO_MEAN if mean_pct is None else ""


@dataclass(frozen=True)
class Panels:
    """The sheets of one application: those on the round's criteria, and those on the panel's."""

    deciding: Sequence[ScoredSheet]
    lived: Sequence[ScoredSheet]


def higher_by(lived_pct: float | None, others_pct: float | None) -> float | None:
    """Points between what the panels made of the same criteria; below 0, the lived-experience
    panel scored lower."""
    return None if lived_pct is None or others_pct is None else lived_pct - others_pct


class Alike(NamedTuple):
    """What sheets on the same criteria come to: those of the lived-experience panel, and others."""

    lived: Statistics
    others: Statistics


def told_apart(sheets: Sequence[ScoredSheet], weights: Mapping[str, int]) -> Alike:
    """Each panel by itself, of sheets that all count towards the one mean."""
    lived = [one for one in sheets if one.sat_on == LIVED]
    others = [one for one in sheets if one.sat_on != LIVED]
    return Alike(application_statistics(lived, weights), application_statistics(others, weights))


def by_panel(sheets: Sequence[ScoredSheet]) -> Panels:
    return Panels(
        [one for one in sheets if one.panel != LIVED], [one for one in sheets if one.panel == LIVED]
    )


def part(mean_pct: float | None, panel_pct: float | None, threshold_pct: float) -> bool:
    """Do the panels' means part? Not where one has none. Compared to so many decimals as ranks."""
    if mean_pct is None or panel_pct is None:
        return False
    mean, panel = round(mean_pct, EXACT), round(panel_pct, EXACT)
    across = (mean >= threshold_pct) != (panel >= threshold_pct)
    return across or round(abs(mean - panel), EXACT) >= APART


def beside(
    decides_pct: float | None, lived: Statistics, alike: Alike, threshold_pct: float
) -> dict[str, object]:
    """What lists keep of the panel, as columns. `decides_pct` is the mean that the others come to,
    or what they agreed; `lived` are sheets on criteria of the panel's own, and `alike` those that
    both panels write on the same."""
    others = alike.others.mean_pct if alike.lived.n else None
    return {
        "panel_submitted": lived.n,
        "panel_mean_pct": lived.mean_pct,
        "panels_part": part(decides_pct, lived.mean_pct, threshold_pct)
        or part(others, alike.lived.mean_pct, threshold_pct),
        "lived_counted": alike.lived.n,
        "lived_mean_pct": alike.lived.mean_pct,
        "others_mean_pct": others,
    }
