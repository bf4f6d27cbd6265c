"""How sure the line is: who is above it, and what would have moved it.

Quality of each application is known up to a normal error (`severity.Model.quality`). The level t
at which the chances add up to the K places, ΣΦ((quality - t)/error) = K, is where the line runs;
Φ((quality - t)/error) is the chance to be among the best K. Drawing a handful of scores again says
something else: it adds the noise that is in the scores already a second time, and by 20 to 30
points of a hundred it is wrong.

The expected share of wrong selections is by F. Bartoš and P. Martinková, "Selecting applicants
based on multiple ratings", arXiv 2207.09101: with R the reliability of the mean, s the share that
is selected and z = Φ⁻¹(1 - s), it is 1 - P(Z₁ > z, Z₂ > z)/s for two normal variables that
correlate by √R. It holds at best: the scores may be of something else than what is wanted. It
knows only how many are selected and that worth is spread like a bell. Where a few stand far below
the rest, they alone make the scores reliable, and their distance says nothing of those at the line:
there the chances themselves are to be asked (`wrong_among`).
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from math import asin, erfc, pi, sqrt
from operator import itemgetter
from statistics import NormalDist
from typing import Any, Final

import numpy as np

UNSURE: Final = (0.1, 0.9)
"""Between these chances an application can't be told apart from the line."""
_FAR: Final = NormalDist().inv_cdf(UNSURE[1])
"""Errors from where an application stands to either end of the ranks that it may have. By the same
measure: its range reaches across the line if its chance lies between the two, and only then."""
_EXACT: Final = 9
_PART: Final = 500
"""So many rows at once, which bounds the memory that a round of thousands takes."""


def chances(quality: Any, error: Any, places: int) -> Any:
    """Of each application to be among the best `places`; they add up to it."""
    if places >= len(quality):
        return np.ones(len(quality))
    low, high = float((quality - 9 * error).min()), float((quality + 9 * error).max())
    for _step in range(60):
        middle = (low + high) / 2
        if float(_below((quality - middle) / error).sum()) > places:
            low = middle
        else:
            high = middle
    return _below((quality - (low + high) / 2) / error)


def _below(z: Any) -> Any:
    """Φ, without SciPy, which takes longer to load than this for a round."""
    return np.array([erfc(one) for one in (-z / sqrt(2)).tolist()]) / 2


def rank_ranges(quality: Any, error: Any) -> tuple[Any, Any]:
    """Where each would stand among the ranks at either end of its own interval, of 80 in 100: the
    first takes from 0.5 to 1.5, so that the line after K places is at K + 0.5. All ahead of it are
    counted with their chances, itself too, as in `chances`."""
    from scipy.special import ndtr

    def at(level: Any) -> Any:
        found = np.empty(len(level))
        for start in range(0, len(level), _PART):
            part = level[start : start + _PART]
            ahead = ndtr((quality[None, :] - part[:, None]) / error[None, :])
            found[start : start + _PART] = 0.5 + ahead.sum(axis=1)
        return found

    return at(quality + _FAR * error), at(quality - _FAR * error)


def wrong_among(ranks: Sequence[int], chances: Sequence[float], places: int) -> float:
    """Of the best `places` by rank, the share expected not to be among the true best: what their
    chances themselves say. Of those who share a rank across the line, each counts in part."""
    wrong, left = 0.0, places
    for _rank, group in groupby(sorted(zip(ranks, chances, strict=True)), key=itemgetter(0)):
        doubts = [1 - chance for _same, chance in group]
        taken = min(left, len(doubts))
        wrong += sum(doubts) * taken / len(doubts)
        left -= taken
    return wrong / places


def wrong_share(reliability: float, selected: float) -> float:
    """Of those selected, how many would not be if there were no noise."""
    if selected >= 1:
        return 0.0
    z = NormalDist().inv_cdf(1 - selected)
    rho = sqrt(min(1.0, max(0.0, reliability)))
    # Over the angle whose sine the correlation is, the bivariate normal is one smooth integral
    # (Z. Drezner and G. O. Wesolowsky, "On the computation of the bivariate normal integral",
    # Journal of Statistical Computation and Simulation 35, 1990).
    nodes, weights = np.polynomial.legendre.leggauss(60)
    half = asin(rho) / 2
    inside = np.exp(-(z**2) / (1 + np.sin(half * (nodes + 1))))
    both = selected**2 + half * float(weights @ inside) / (2 * pi)
    return min(1 - selected, max(0.0, 1 - both / selected))


def standing(values: Any, places: int) -> Any:
    """1 above the line, 0 where a tie lies across it, -1 below; of many rows at once. What has no
    score left (minus infinity) is below wherever the line is."""
    exact = np.round(values, _EXACT)
    if places >= exact.shape[-1]:
        return np.where(np.isneginf(exact), -1, 1)
    ordered = np.sort(exact, axis=-1)
    last_in, first_out = ordered[..., -places, None], ordered[..., -places - 1, None]
    below = (exact < last_in) | np.isneginf(exact)
    return np.where(exact > first_out, 1, np.where(below, -1, 0))


def fragile(
    application: Any,
    score: Any,
    applications: int,
    places: int,
    *,
    off: Any = 0.0,
    off_without: Any = 0.0,
) -> Any:
    """Which sheets, one at a time left out of its application's mean, would change who is above
    the line. Whoever else moves, moves because that application does: so its own standing tells."""
    number = np.bincount(application, minlength=applications)
    sums = np.bincount(application, weights=score, minlength=applications)
    means = np.round(sums / number + off, _EXACT)
    now = standing(means, places)
    alone = number[application] == 1
    if places >= applications:
        return alone
    ordered = np.sort(means)
    last_in, first_out = ordered[-places], ordered[-places - 1]
    # What it has to beat is the K-th best of the others.
    beat = np.where(means[application] > first_out, first_out, last_in)
    left = np.maximum(1, number - 1)[application]
    new = np.round((sums[application] - score) / left + off_without, _EXACT)
    after = np.sign(new - beat).astype(int)
    return np.where(alone, now[application] >= 0, after != now[application])


def fragile_adjusted(model: Any, places: int, within: Any = slice(None)) -> Any:
    """The same by adjusted scores, with the variances as they are: leaving a row out of Henderson's
    equations changes effects by inverse · row · residual / (1 - leverage). `within` are those that
    compete."""
    s = model.sheets
    now = standing(model.adjusted[within], places)
    quality, _error = model.quality
    rows, found = len(s.score), np.zeros(len(s.score), dtype=bool)
    residual = s.score - quality[s.application] - model.effects[s.assessor]
    for start in range(0, rows, _PART):
        part = slice(start, start + _PART)
        a, j = s.application[part], s.assessor[part]
        each = np.arange(len(a))
        along = np.column_stack(
            (1 - model.kept[a] * s.number[a], -model.kept[a][:, None] * s.read[a])
        )
        along[each, j + 1] += 1.0
        moved = along @ model.inverse
        leverage = (moved * along).sum(axis=1) + model.kept[a]
        shift = -(moved * (residual[part] / (1 - leverage))[:, None])[:, 1:]
        effects = model.effects[None, :] + shift
        sums, number = s.sums, s.number
        values = s.means[None, :] - effects @ s.read.T / number[None, :]
        alone = number[a] == 1
        own = sums[a] - s.score[part] - (effects * s.read[a]).sum(axis=1) + effects[each, j]
        own = own / np.maximum(1, number[a] - 1) + np.broadcast_to(s.off_without, rows)[part]
        values[each, a] = np.where(alone, -np.inf, own)
        found[part] = (standing(values[:, within], places) != now[None, :]).any(axis=1)
    return found
