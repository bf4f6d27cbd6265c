"""Means of criteria where single scores are left out, and what is said to whom."""

from __future__ import annotations

import numpy as np
import pytest

from award.assessment.rules.scoring import ScoredSheet, application_statistics, running_pct
from award.statistics.rules import line
from award.statistics.rules.means import means_of
from award.statistics.rules.nameless import enough
from award.statistics.rules.report import Assessor, report
from award.statistics.rules.table import Cell, table_of


def test_means_of_criteria_are_left_without_each_sheet_too() -> None:
    """Where single scores are left out, the standing of each is that of the ranking's means."""
    draw, weights = np.random.Generator(np.random.PCG64(3)), {"need": 60, "team": 40}
    given = {
        (f"A{a}", f"P{j}"): {
            key: int(draw.integers(1, 11)) for key in weights if (a + j, key) != (2, "need")
        }
        for a in range(8) for j in range(3)
    }  # fmt: skip
    totals = {name: running_pct(scores, weights) or 0.0 for name, scores in given.items()}
    cells = [
        Cell(*name, key, float(value)) for name, s in given.items() for key, value in s.items()
    ]
    found = report(table_of(cells, totals), places=3, means=means_of(given, weights))

    def means(without: tuple[str, str] | None = None) -> np.ndarray:
        of = [
            [
                ScoredSheet(scores, True, True, frozenset(weights.keys() - scores.keys()))
                for (one, who), scores in given.items()
                if one == f"A{a}" and (one, who) != without
            ]
            for a in range(8)
        ]
        return np.array([application_statistics(one, weights).mean_pct for one in of])

    now = line.standing(means(), 3)
    changing = [name for name in given if (line.standing(means(name), 3) != now).any()]
    for one in found.applications:
        assert one.mean == pytest.approx(means()[int(one.application[1])])
        assert one.fragile == sum(name[0] == one.application for name in changing)
    assert changing
    # Without any score on a criterion there is no mean, so no rank.
    nothing = {name: {"team": 5} if name[0] == "A1" else s for name, s in given.items()}
    cells = [Cell(*name, key, float(v)) for name, s in nothing.items() for key, v in s.items()]
    found = report(table_of(cells), places=3, means=means_of(nothing, weights))
    last = found.applications[-1]
    assert (last.application, last.mean, last.rank) == ("A1", None, None)
    assert "no score on one of the criteria" in last.reasons["rank"]


@pytest.mark.parametrize(
    ("loads", "shown"),
    [
        ((9, 5, 7), (5, 7, 9)),
        ((9, 5, 7, 1), (7, 9)),
        ((9, 5, 7, 1, 2), (7, 9)),
        ((9, 5, 7, 3, 2), (5, 7, 9)),
        ((9, 1), ()),
        ((2, 2, 2), ()),
        ((), ()),
    ],
)
def test_nobody_without_a_name_is_told_by_few_sheets(
    loads: tuple[int, ...], shown: tuple[int, ...]
) -> None:
    """Nor is one alone told by what all the others leave."""
    every = [Assessor(f"P{at}", n, 60.0, None, None, None) for at, n in enumerate(loads)]
    assert tuple(one.n for one in enough(every)) == shown
