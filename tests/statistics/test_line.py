"""Chances, fragility and wrong selections, against slow ways and by rounds whose truth is known."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import multivariate_normal, norm

from award.statistics.rules import line
from award.statistics.rules.severity import Sheets, fitted
from tests.statistics.made import made


def in_bins(applications: int, assessors: int, rounds: int) -> list[tuple[int, float]]:
    """Of rounds made at random: by fifths of the chance, how many and how far from what was so."""
    said, so = [], []
    places = applications // 5
    for seed in range(rounds):
        round_ = made(1_000 + seed, applications, assessors)
        said.append(line.chances(*fitted(round_.sheets).quality, places))
        so.append(np.isin(np.arange(applications), np.argsort(-round_.quality)[:places]))
    chance, true = np.concatenate(said), np.concatenate(so)
    which = np.minimum(4, (chance * 5).astype(int))
    return [
        (int((which == at).sum()), float(chance[which == at].mean() - true[which == at].mean()))
        for at in range(5)
    ]


@pytest.mark.parametrize(
    ("applications", "assessors", "rounds"), [(30, 6, 320), (72, 12, 140), (900, 60, 10)]
)
def test_the_chance_is_what_comes_true(applications: int, assessors: int, rounds: int) -> None:
    for number, apart in in_bins(applications, assessors, rounds):
        assert number > 500 and abs(apart) < 0.05


def test_chances_add_up_to_the_places() -> None:
    quality, error = np.array([5.0, 4.0, 3.0, 3.0]), np.array([0.5, 1.0, 1.0, 1.0])
    for places in (1, 2, 3):
        found = line.chances(quality, error, places)
        assert found.sum() == pytest.approx(places)
        assert found[2] == pytest.approx(found[3])
    assert (line.chances(quality, error, 9) == 1).all()


def test_wrong_share() -> None:
    """0.3972559 is what the authors' own program gives for 2.79 raters of reliability 0.34."""
    average = 2.79 * 0.34 / (1 + 1.79 * 0.34)
    assert line.wrong_share(average, 0.18) == pytest.approx(0.3972559, abs=1e-7)
    for reliability, selected in ((0.3, 0.1), (0.64, 0.25), (0.95, 0.6)):
        z, rho = norm.ppf(1 - selected), reliability**0.5
        both = multivariate_normal.cdf([-z, -z], cov=[[1, rho], [rho, 1]])
        expected = 1 - both / selected
        assert line.wrong_share(reliability, selected) == pytest.approx(expected, abs=1e-6)
    assert line.wrong_share(0, 0.2) == pytest.approx(0.8)
    assert line.wrong_share(-0.3, 0.2) == pytest.approx(0.8)
    assert line.wrong_share(1, 0.2) == pytest.approx(0, abs=1e-3)
    assert line.wrong_share(0.5, 1) == 0


def one_by_one(sheets: Sheets, places: int) -> list[bool]:
    """Each sheet left out in turn, and everybody's standing looked at again."""

    def means(kept: np.ndarray) -> np.ndarray:
        found = np.full(sheets.applications, -np.inf)
        for at in range(sheets.applications):
            mine = sheets.score[kept & (sheets.application == at)]
            if len(mine):
                found[at] = mine.mean()
        return found

    every = np.ones(len(sheets.score), dtype=bool)
    now = line.standing(means(every), places)
    changed = []
    for at in range(len(sheets.score)):
        kept = every.copy()
        kept[at] = False
        changed.append(bool((line.standing(means(kept), places) != now).any()))
    return changed


@pytest.mark.parametrize("seed", range(6))
def test_fragile_sheets_are_those_that_leaving_out_shows(seed: int) -> None:
    """Whole numbers from 1 to 4, so that there are ties at the line; some are read once."""
    draw = np.random.Generator(np.random.PCG64(seed))
    whole = made(seed, 14, 5).sheets
    kept = draw.random(42) < 0.8
    kept[::3] = True
    score = draw.integers(1, 5, 42).astype(float)
    sheets = Sheets(whole.application[kept], whole.assessor[kept], score[kept], 14, 5)
    for places in (1, 4, 7, 13, 14, 20):
        found = line.fragile(sheets.application, sheets.score, 14, places)
        assert found.tolist() == one_by_one(sheets, places), places


def test_fragile_by_adjusted_scores_is_what_solving_again_shows() -> None:
    """With the variances as they are, everything else worked out anew without the sheet."""
    sheets = made(5, 20, 5).sheets
    model = fitted(sheets)
    found = line.fragile_adjusted(model, 6)
    va, vj, ve = model.application_variance, model.assessor_variance, model.residual_variance
    now, again = line.standing(model.adjusted, 6), []
    for at in range(len(sheets.score)):
        kept = np.arange(len(sheets.score)) != at
        a, j, y = sheets.application[kept], sheets.assessor[kept], sheets.score[kept]
        cov = va * (a[:, None] == a) + vj * (j[:, None] == j) + ve * np.eye(len(y))
        inverse, ones = np.linalg.inv(cov), np.ones(len(y))
        left = inverse @ (y - ones @ inverse @ y / (ones @ inverse @ ones))
        effects = vj * np.array([left[j == one].sum() for one in range(5)])
        adjusted = np.array([(y - effects[j])[a == one].mean() for one in range(20)])
        again.append(bool((line.standing(adjusted, 6) != now).any()))
    assert found.tolist() == again and any(again) and not all(again)


def test_ties_lie_across_the_line_together() -> None:
    assert line.standing(np.array([9.0, 7.0, 7.0, 5.0]), 2).tolist() == [1, 0, 0, -1]
    assert line.standing(np.array([9.0, 7.0, 7.0, 5.0]), 3).tolist() == [1, 1, 1, -1]
    assert line.standing(np.array([9.0, 7.0]), 2).tolist() == [1, 1]


def test_ranks_lie_around_ones_own() -> None:
    quality, error = np.array([9.0, 5.0, 5.0, 1.0]), np.full(4, 0.2)
    best, worst = line.rank_ranges(quality, error)
    assert best[0] == pytest.approx(0.6) and worst[0] == pytest.approx(1.4)
    assert best[1] == pytest.approx(1.7) and worst[1] == pytest.approx(3.3)


def test_ranks_of_many_are_those_of_each() -> None:
    draw = np.random.Generator(np.random.PCG64(9))
    quality, error = draw.normal(0, 1, 1_100), draw.uniform(0.2, 0.6, 1_100)
    best, worst = line.rank_ranges(quality, error)
    for at in (0, 499, 500, 1_099):
        for end, found in ((norm.ppf(0.9), best), (norm.ppf(0.1), worst)):
            level = quality[at] + end * error[at]
            assert found[at] == pytest.approx(0.5 + norm.cdf((quality - level) / error).sum())


@pytest.mark.parametrize("places", [1, 7, 40, 59])
def test_a_range_of_ranks_crosses_the_line_where_the_chance_is_unsure(places: int) -> None:
    draw = np.random.Generator(np.random.PCG64(places))
    quality, error = draw.normal(0, 1, 60), draw.uniform(0.1, 0.9, 60)
    best, worst = line.rank_ranges(quality, error)
    chances = line.chances(quality, error, places)
    crosses = (best < places + 0.5) & (places + 0.5 < worst)
    assert crosses.tolist() == ((chances > 0.1) & (chances < 0.9)).tolist() and crosses.any()
