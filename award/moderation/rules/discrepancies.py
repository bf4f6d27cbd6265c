"""Why the views of assessors are worth talking about. Pure functions over sheets that count."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean, stdev
from typing import Final

from award.assessment.rules.ordering import EXACT
from award.foundation.figures import plainly

TOTALS_APART: Final = 25
SCORES_APART: Final = 4
TINTED: Final = 3
"""Points of 10 from which the ends of a row stand out."""
OUTLYING: Final = 2
"""Standard deviations."""
PANELS_PART: Final = 15
LIVED: Final = "lived_experience"


@dataclass(frozen=True)
class Scored:
    """A sheet: who, on which panel, its total, and its scores that count by criterion key."""

    who: str
    panel: str
    total_pct: float
    scores: Mapping[str, int]
    recommend: bool


def reasons(sheets: Sequence[Scored], titles: Mapping[str, str]) -> list[str]:
    """Sentences without a full stop, the widest gaps first; empty when the sheets agree. `titles`
    by criterion key, in the order of the round."""
    if len(sheets) < 2:
        return []
    totals = [sheet.total_pct for sheet in sheets]
    found = []
    spread = round(max(totals) - min(totals), EXACT)
    if spread >= TOTALS_APART:
        found.append(f"totals are {plainly(spread, TOTALS_APART)} points apart")
    apart = {key: gap for key in titles if (gap := gap_on(sheets, key)) >= SCORES_APART}
    for key in sorted(apart, key=lambda key: -apart[key]):
        found.append(f"{titles[key]}: scores are {apart[key]} apart")
    yes = sum(sheet.recommend for sheet in sheets)
    if 0 < yes < len(sheets):
        found.append(f"{yes} of {len(sheets)} recommend it")
    found += [f"{who} is more than 2 standard deviations from the mean" for who in outliers(sheets)]
    lived = [sheet.total_pct for sheet in sheets if sheet.panel == LIVED]
    others = [sheet.total_pct for sheet in sheets if sheet.panel != LIVED]
    if lived and others and abs(fmean(lived) - fmean(others)) >= PANELS_PART:
        found.append(
            f"the panels part: lived experience {fmean(lived):.1f}, "
            f"professional {fmean(others):.1f}"
        )
    return found


def gap_on(sheets: Sequence[Scored], key: str) -> int:
    """How far apart the scores on a criterion are."""
    given = [sheet.scores[key] for sheet in sheets if key in sheet.scores]
    return max(given) - min(given) if given else 0


def outliers(sheets: Sequence[Scored]) -> list[str]:
    """Whose total is far from the others’; of fewer than six sheets nobody’s can be."""
    totals = [sheet.total_pct for sheet in sheets]
    if len(totals) < 2 or not (spread := stdev(totals)):
        return []
    middle = fmean(totals)
    return [s.who for s in sheets if abs(s.total_pct - middle) > OUTLYING * spread]
