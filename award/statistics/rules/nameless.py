"""What may be said of each assessor to a reader who may not know who they are."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from award.statistics.rules.report import Assessor

LEAST_SHEETS: Final = 5
"""The reader sees every sheet under a letter that is dealt anew for each application: the mean of
fewer would tell which letters are the same person."""


def enough(assessors: Sequence[Assessor]) -> list[Assessor]:
    """Those of whom a mean can be shown. One alone among the others, or a few sheets of theirs,
    would follow from all the rest: then who has fewest of those shown goes with them."""
    ordered = sorted(assessors, key=lambda one: (one.n, one.assessor))
    hidden = sum(one.n < LEAST_SHEETS for one in ordered)
    while hidden and (hidden < 2 or sum(one.n for one in ordered[:hidden]) < LEAST_SHEETS):
        hidden += 1
        if hidden >= len(ordered):
            return []
    return ordered[hidden:]
