"""Who scores harsher or kinder than others on the same applications.

score = middle + application + assessor + what is left, each of the last three drawn around 0, with
variances by restricted maximum likelihood and effects by Henderson's equations (C. R. Henderson,
"Best linear unbiased estimation and prediction under a selection model", *Biometrics* 31, 1975;
S. R. Searle, G. Casella, C. E. McCulloch, *Variance Components*, 1992, chapter 7). Applications
are eliminated first, which leaves a square as wide as there are assessors. An effect so predicted
is shrunken: somebody who has read little is near 0.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from math import exp, log1p, sqrt
from typing import Any, Final

import numpy as np

from award.statistics.rules.lowest import lowest

LEAST_RELIABLE: Final = 0.5
"""Below this, correcting by somebody's severity on average does as much harm as good."""
LEAST_REREAD: Final = 10
"""Applications with two sheets, below which nothing can be told apart."""
_NOTHING: Final = 1e-6
_FARTHEST: Final = 16.0
_START: Final = (-0.7, -2.3)
_VANISHING: Final = -7.0
_SPECK: Final = 1e-10
"""Added to each squared score, so that there is a likelihood where nothing is left."""


class CannotSay(Exception):
    """There is no such number; the words say why."""


@dataclass(frozen=True)
class Sheets:
    """What each assessor gave each application, higher being better, as columns of numbers. `off`
    is by how much each application's mean is off that of its sheets, NaN where it has none, and
    `off_without` the same when a sheet is left out."""

    application: Any
    assessor: Any
    score: Any
    applications: int
    assessors: int
    off: Any = 0.0
    off_without: Any = 0.0

    @cached_property
    def means(self) -> Any:
        """Of each application."""
        return self.sums / self.number + self.off

    @cached_property
    def number(self) -> Any:
        """Sheets of each application."""
        return np.bincount(self.application, minlength=self.applications).astype(float)

    @cached_property
    def load(self) -> Any:
        """Sheets of each assessor."""
        return np.bincount(self.assessor, minlength=self.assessors).astype(float)

    @cached_property
    def read(self) -> Any:
        """Has (row: application, column: assessor) been read?"""
        found = np.zeros((self.applications, self.assessors))
        found[self.application, self.assessor] = 1.0
        return found

    @cached_property
    def sums(self) -> Any:
        return np.bincount(self.application, weights=self.score, minlength=self.applications)


def groups(sheets: Sheets) -> int:
    """How many parts the applications fall into, those with a reader in common together."""
    parent = list(range(sheets.applications + sheets.assessors))

    def root(one: int) -> int:
        while parent[one] != one:
            parent[one] = parent[parent[one]]
            one = parent[one]
        return one

    pairs = zip(sheets.application.tolist(), sheets.assessor.tolist(), strict=True)
    for application, assessor in pairs:
        parent[root(application)] = root(sheets.applications + assessor)
    return len({root(one) for one in range(sheets.applications)})


@dataclass(frozen=True)
class Model:
    """What was fitted. Variances and effects are on the scale of the scores, higher being better:
    `effects` are by how much each assessor gives more than others."""

    middle: float
    application_variance: float
    assessor_variance: float
    residual_variance: float
    effects: Any
    effect_errors: Any
    inverse: Any
    kept: Any
    """`inverse` is of the square of middle and effects, `kept` the share of each application's own
    scores that isn't taken for its quality, by sheet."""
    sheets: Sheets

    @property
    def assessors_differ(self) -> bool:
        return self.assessor_variance > 0

    @property
    def reliability(self) -> float:
        """How much of what is between the assessors the predicted effects tell, 0 to 1."""
        if not self.assessors_differ:
            return 0.0
        return float(1 - (self.effect_errors**2).mean() / self.assessor_variance)

    @cached_property
    def quality(self) -> tuple[Any, Any]:
        """What each application is worth, shrunken, and the error of saying so."""
        s = self.sheets
        given = s.sums - s.number * self.middle - s.read @ self.effects
        along = np.column_stack((1 - self.kept * s.number, -self.kept[:, None] * s.read))
        spread = self.kept + ((along @ self.inverse) * along).sum(axis=1)
        return self.middle + self.kept * given, np.sqrt(self.residual_variance * spread)

    @property
    def adjusted(self) -> Any:
        """The mean of each application less its assessors' effects."""
        s = self.sheets
        return s.means - s.read @ self.effects / s.number


def fitted(sheets: Sheets) -> Model:
    """CannotSay where there is too little, or nothing varies."""
    if int((sheets.number > 1).sum()) < LEAST_REREAD:
        raise CannotSay(f"fewer than {LEAST_REREAD} applications have two sheets or more")
    middle, size = float(sheets.score.mean()), float(sheets.score.std())
    if size <= 1e-9 * max(1.0, abs(middle)):
        raise CannotSay("all totals are the same")
    even = Sheets(
        sheets.application,
        sheets.assessor,
        (sheets.score - middle) / size,
        sheets.applications,
        sheets.assessors,
    )
    if _remainder(even) <= _NOTHING * len(sheets.score):
        raise CannotSay("whoever read the same application gave it the same total")
    square = _Square(even)
    application, assessor = _ratios(square)
    solved, inverse, residual = square.solve(application, assessor)
    effects, errors = solved[1:], np.sqrt(residual * np.diag(inverse)[1:])
    return Model(
        middle=middle + size * float(solved[0]),
        application_variance=size**2 * application * residual,
        assessor_variance=size**2 * assessor * residual,
        residual_variance=size**2 * residual,
        effects=size * effects,
        effect_errors=size * errors,
        inverse=inverse,
        kept=application / (1 + application * sheets.number),
        sheets=sheets,
    )


class _Square:
    """Henderson's equations without the applications, with the scores themselves as a last row and
    column. What depends on how many sheets an application has is added up once for each number."""

    def __init__(self, sheets: Sheets) -> None:
        self.rows, number = len(sheets.score), sheets.number
        totals = np.bincount(sheets.assessor, weights=sheets.score, minlength=sheets.assessors)
        total, squares = sheets.score.sum(), (sheets.score**2).sum()
        self.whole = np.block(
            [
                [np.array([[self.rows]]), sheets.load[None, :], np.array([[total]])],
                [sheets.load[:, None], np.diag(sheets.load), totals[:, None]],
                [np.array([[total]]), totals[None, :], np.array([[squares + _SPECK * self.rows]])],
            ]
        )
        along = np.column_stack((number, sheets.read, sheets.sums))
        self.parts = [
            (float(n), int(mine.sum()), along[mine].T @ along[mine])
            for n in np.unique(number[number > 0])
            for mine in [number == n]
        ]
        self.one = np.ones(len(self.whole))
        self.one[[0, -1]] = 0.0

    def _made(self, application: float, assessor: float) -> tuple[Any, Any, float]:
        """The square for effects in units of √assessor, its scale, and the log of what the
        applications add to the determinant."""
        made, log = self.whole.copy(), 0.0
        for n, many, both in self.parts:
            made -= application / (1 + application * n) * both
            log += many * log1p(application * n)
        scale = 1 + (sqrt(assessor) - 1) * self.one
        made *= scale[:, None] * scale
        made[np.diag_indices_from(made)] += self.one
        return made, scale[:-1], log

    def unlikely(self, application: float, assessor: float) -> float:
        """-2 × the restricted log likelihood of those ratios of variances, but for a constant. The
        last of the triangle's diagonal is what is left of the scores."""
        made, _scale, log = self._made(application, assessor)
        diagonal = 2 * np.log(np.diagonal(np.linalg.cholesky(made)))
        return float((self.rows - 1) * diagonal[-1] + log + diagonal[:-1].sum())

    def solve(self, application: float, assessor: float) -> tuple[Any, Any, float]:
        """Middle and effects, the inverse of their square, and the residual variance."""
        made, scale, _log = self._made(application, assessor)
        inverse, right = np.linalg.inv(made[:-1, :-1]), made[:-1, -1]
        solved = inverse @ right
        residual = float(made[-1, -1] - solved @ right) / (self.rows - 1)
        return scale * solved, scale[:, None] * inverse * scale, residual


def _remainder(sheets: Sheets) -> float:
    """What is left of the squares when every application has a middle of its own."""
    centred = sheets.score - (sheets.sums / sheets.number)[sheets.application]
    return float((centred**2).sum())


def _ratios(square: _Square) -> tuple[float, float]:
    """The likeliest variances of applications and of assessors, ÷ the residual one. One that makes
    nothing likelier is 0."""
    unlikely, logs = lowest(lambda at: square.unlikely(*map(_ratio, at)), _START)
    found = [(unlikely, *map(_ratio, logs)), (square.unlikely(0.0, 0.0) - 2 * _NOTHING, 0.0, 0.0)]
    if logs[1] < _VANISHING:
        one, (log,) = lowest(lambda at: square.unlikely(_ratio(at[0]), 0.0), _START[:1])
        found.append((one - _NOTHING, _ratio(log), 0.0))
    if logs[0] < _VANISHING:
        one, (log,) = lowest(lambda at: square.unlikely(0.0, _ratio(at[0])), _START[1:])
        found.append((one - _NOTHING, 0.0, _ratio(log)))
    _unlikely, application, assessor = min(found)
    return application, assessor


def _ratio(log: float) -> float:
    return exp(min(max(log, -_FARTHEST), _FARTHEST))
