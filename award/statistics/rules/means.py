"""Means of applications some of whose single scores are left out. The ranking weighs the means of
their criteria, which isn't the mean of what is left of each sheet."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from award.assessment.rules.scoring import ScoredSheet, application_statistics
from award.statistics.rules.severity import Sheets
from award.statistics.rules.table import Table


class Mean(NamedTuple):
    """What the ranking goes by, and what it would be without each assessor's sheet; None where a
    criterion has no score."""

    of: float | None
    without: Mapping[str, float | None]


Given = Mapping[tuple[str, str], Mapping[str, int]]
"""By application and assessor: the scores that count, by key of the criterion."""


def means_of(given: Given, weights: Mapping[str, int]) -> dict[str, Mean]:
    """Of those applications alone, by name: the others' is the mean of their sheets."""
    sheets: dict[str, dict[str, ScoredSheet]] = {}
    for (application, assessor), scores in given.items():
        left_out = frozenset(weights.keys() - scores.keys())
        one = ScoredSheet(scores, in_scope=False, recommend=False, left_out=left_out)
        sheets.setdefault(application, {})[assessor] = one

    def mean(some: Iterable[ScoredSheet]) -> float | None:
        return application_statistics([*some], weights).mean_pct

    return {
        application: Mean(
            mean(mine.values()),
            {who: mean(one for name, one in mine.items() if name != who) for who in mine},
        )
        for application, mine in sheets.items()
        if any(one.left_out for one in mine.values())
    }


def with_means(sheets: Sheets, table: Table, means: Mapping[str, Mean], sign: float) -> Sheets:
    """The same sheets, knowing how far the means are off those of whole sheets."""
    if not means:
        return sheets
    off, without = np.zeros(sheets.applications), np.zeros(len(sheets.score))
    for at, name in enumerate(table.applications):
        if name in means:
            known = means[name].of
            plain = sheets.sums[at] / sheets.number[at]
            off[at] = np.nan if known is None else sign * known - plain
    pairs: list[tuple[int, int]] = [
        *zip(sheets.application.tolist(), sheets.assessor.tolist(), strict=True)
    ]
    for at, (a, j) in enumerate(pairs):
        name = table.applications[a]
        if name in means and sheets.number[a] > 1:
            known = means[name].without[table.assessors[j]]
            plain = (sheets.sums[a] - sheets.score[at]) / (sheets.number[a] - 1)
            without[at] = -np.inf if known is None else sign * known - plain
    return replace(sheets, off=off, off_without=without)
