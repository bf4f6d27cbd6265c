"""The additive model, against the whole likelihood and by rounds whose truth is known."""

from __future__ import annotations

import numpy as np
import pytest

from award.statistics.rules import severity
from award.statistics.rules.lowest import lowest
from award.statistics.rules.severity import CannotSay, Sheets, fitted, groups
from tests.statistics.made import Made, made


def wholly(sheets: Sheets, application: float, assessor: float) -> float:
    """-2 × the restricted log likelihood out of the whole covariance of the scores."""
    a = (sheets.application[:, None] == sheets.application[None, :]) * application
    j = (sheets.assessor[:, None] == sheets.assessor[None, :]) * assessor
    v = a + j + np.eye(len(sheets.score))
    inverse, ones = np.linalg.inv(v), np.ones(len(sheets.score))
    below = ones @ inverse @ ones
    left = sheets.score - (ones @ inverse @ sheets.score) / below
    squares = left @ inverse @ left
    return float((len(ones) - 1) * np.log(squares) + np.linalg.slogdet(v)[1] + np.log(below))


@pytest.fixture(scope="module")
def uneven() -> Sheets:
    """40 applications read one to four times."""
    whole = made(7, 40, 9, each=4).sheets
    kept = np.random.Generator(np.random.PCG64(8)).random(160) < 0.7
    kept[::4] = True
    return Sheets(whole.application[kept], whole.assessor[kept], whole.score[kept], 40, 9)


def test_it_is_the_whole_likelihood(uneven: Sheets) -> None:
    centred = Sheets(uneven.application, uneven.assessor, uneven.score - uneven.score.mean(), 40, 9)
    square = severity._Square(centred)
    apart = [
        square.unlikely(a, j) - wholly(centred, a, j)
        for a, j in ((0.0, 0.0), (1.0, 0.3), (0.2, 2.0), (5.0, 0.01), (0.0, 1.0), (1.0, 0.0))
    ]
    assert np.ptp(apart) < 1e-8


def test_effects_and_errors_are_those_of_the_whole_model(uneven: Sheets) -> None:
    """By the covariance of everything, without eliminating anything."""
    model = fitted(uneven)
    n = len(uneven.score)
    a = (uneven.application[:, None] == np.arange(40)[None, :]).astype(float)
    j = (uneven.assessor[:, None] == np.arange(9)[None, :]).astype(float)
    va, vj, ve = model.application_variance, model.assessor_variance, model.residual_variance
    inverse = np.linalg.inv(va * a @ a.T + vj * j @ j.T + ve * np.eye(n))
    ones = np.ones(n)
    below = ones @ inverse @ ones
    middle = ones @ inverse @ uneven.score / below
    left = inverse @ (uneven.score - middle)
    assert model.middle == pytest.approx(middle, abs=1e-8)
    assert model.effects == pytest.approx(vj * j.T @ left, abs=1e-8)
    quality, error = model.quality
    assert quality == pytest.approx(middle + va * a.T @ left, abs=1e-8)
    along = np.ones(40) - va * a.T @ inverse @ ones
    expected = va - np.diag(va * a.T @ inverse @ a * va) + along**2 / below
    assert error**2 == pytest.approx(expected, abs=1e-8)
    off = vj * j.T @ inverse @ ones
    expected = vj - np.diag(vj * j.T @ inverse @ j * vj) + off**2 / below
    assert model.effect_errors**2 == pytest.approx(expected, abs=1e-8)
    best = wholly(uneven, va / ve, vj / ve)
    for times in (0.9, 1.1):
        assert best < wholly(uneven, times * va / ve, vj / ve)
        assert best < wholly(uneven, va / ve, times * vj / ve)


def test_planted_severities_are_recovered() -> None:
    round_ = made(1, 900, 60)
    model = fitted(round_.sheets)
    assert np.corrcoef(model.effects, round_.given)[0, 1] > 0.9
    assert model.assessor_variance == pytest.approx(round_.given.var(), rel=0.3)
    assert model.application_variance == pytest.approx(1, rel=0.15)
    assert model.residual_variance == pytest.approx(1, rel=0.1)
    within = np.abs(model.effects - round_.given + round_.given.mean()) < 1.96 * model.effect_errors
    assert 0.85 <= within.mean() <= 1
    assert model.reliability > 0.75


def test_adjusting_brings_the_order_nearer_to_the_truth() -> None:
    """Harsh and kind assessors who read much: of the true best fifth more are found."""

    def found(round_: Made, by: np.ndarray) -> float:
        best, chosen = np.argsort(-round_.quality)[:40], np.argsort(-by)[:40]
        return len(set(best) & set(chosen)) / 40

    rounds = [made(seed, 200, 20, differ=1.0) for seed in range(12)]
    raw = np.mean([found(one, one.sheets.sums / one.sheets.number) for one in rounds])
    adjusted = np.mean([found(one, fitted(one.sheets).adjusted) for one in rounds])
    assert adjusted > raw + 0.03


def test_nobody_differs() -> None:
    for seed in range(40):
        round_ = made(seed, 60, 12, differ=0.0)
        model = fitted(round_.sheets)
        if not model.assessors_differ:
            break
    else:
        pytest.fail("chance alone always made assessors differ")
    assert not model.effects.any() and model.reliability == 0
    assert model.adjusted == pytest.approx(round_.sheets.sums / round_.sheets.number)


def test_what_is_refused() -> None:
    whole = made(3, 30, 6).sheets
    thin = Sheets(np.arange(30), whole.assessor[::3], whole.score[::3], 30, 6)
    with pytest.raises(CannotSay, match="two sheets"):
        fitted(thin)
    same = Sheets(whole.application, whole.assessor, np.full(90, 6.3), 30, 6)
    with pytest.raises(CannotSay, match="all totals are the same"):
        fitted(same)
    exact = np.arange(30.0)[whole.application]
    with pytest.raises(CannotSay, match="gave it the same total"):
        fitted(Sheets(whole.application, whole.assessor, exact, 30, 6))


def test_assessors_who_differ_by_exactly_so_much() -> None:
    whole = made(3, 30, 6).sheets
    score = np.arange(30.0)[whole.application] + 3 * whole.assessor
    model = fitted(Sheets(whole.application, whole.assessor, score, 30, 6))
    assert model.effects == pytest.approx(3 * np.arange(6.0) - 7.5, abs=0.1)


def test_parts_that_nobody_joins_are_counted() -> None:
    one, other = made(3, 30, 6).sheets, made(4, 20, 5).sheets
    both = Sheets(
        np.concatenate((one.application, other.application + 30)),
        np.concatenate((one.assessor, other.assessor + 6)),
        np.concatenate((one.score, other.score)),
        50,
        11,
    )
    assert (groups(one), groups(both)) == (1, 2)


def test_the_lowest_point_is_found() -> None:
    height, at = lowest(lambda x: (1 - x[0]) ** 2 + 20 * (x[1] - x[0] ** 2) ** 2, (-1.0, 2.0))
    assert height < 1e-8 and at == pytest.approx((1, 1), abs=1e-3)
    assert lowest(lambda x: abs(x[0] - 3), (0.0,))[1] == pytest.approx((3,), abs=1e-4)
