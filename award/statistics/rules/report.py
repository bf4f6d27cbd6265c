"""Everything that a table of scores can tell, and why not where it can't."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np

from award.statistics.rules import line
from award.statistics.rules.agreement import Agreement, agreement
from award.statistics.rules.severity import (
    LEAST_RELIABLE,
    CannotSay,
    Model,
    Sheets,
    fitted,
    groups,
)
from award.statistics.rules.table import Table

ONE_SHEET: Final = "one sheet has no spread"
NO_LINE: Final = "no number of places is given"
NO_DIFFERENCE: Final = "assessors don’t differ measurably"
TOO_THIN: Final = "too few sheets to tell how harsh each assessor is, so adjusting would add noise"
NO_QUALITY: Final = "applications don’t differ measurably"

Interval = tuple[float, float]
Reasons = Mapping[str, str]


@dataclass(frozen=True)
class Application:
    """`reasons` says of each name that is None why. `fragile` counts sheets each of which, left
    out, would change who is above the line; `fragile_adjusted` the same by adjusted scores."""

    application: str
    n: int
    mean: float
    median: float
    sd: float | None
    range: float | None
    adjusted: float | None
    rank: int
    adjusted_rank: int | None
    p_above_line: float | None
    lowest: float
    highest: float
    ranks: Interval | None = None
    fragile: int | None = None
    fragile_adjusted: int | None = None
    reasons: Reasons = field(default_factory=dict)

    @property
    def unsure(self) -> bool:
        """Can’t it be told apart from the line?"""
        low, high = line.UNSURE
        return self.p_above_line is not None and low < self.p_above_line < high


@dataclass(frozen=True)
class Assessor:
    """`severity` is by how many points they score harsher than others on the same applications;
    below 0 they are kinder."""

    assessor: str
    n: int
    mean: float
    sd: float | None
    severity: float | None
    severity_interval: Interval | None
    reasons: Reasons = field(default_factory=dict)

    @property
    def stands_out(self) -> bool:
        """Is chance a poor explanation?"""
        found = self.severity_interval
        return found is not None and not found[0] <= 0 <= found[1]


@dataclass(frozen=True)
class Criterion:
    """How far those agree who scored it."""

    criterion: str
    agreement: Agreement

    @property
    def n(self) -> int:
        return self.agreement.n


@dataclass(frozen=True)
class Report:
    """Applications in rank order, assessors and criteria by name."""

    applications: Sequence[Application]
    assessors: Sequence[Assessor]
    criteria: Sequence[Criterion]
    overall: Agreement
    expected_wrong_share: float | None
    wrong_share_reason: str
    places: int | None
    lower_is_better: bool
    groups: int
    severity_reliability: float | None
    adjusting_reason: str
    chance_reason: str


@dataclass(frozen=True)
class _Fit:
    model: Model | None
    severity: str
    adjusted: str
    chance: str


def report(table: Table, *, places: int | None = None, lower_is_better: bool = False) -> Report:
    """`places`: how many can be selected, from the best down."""
    better = -table.score if lower_is_better else table.score
    sheets = Sheets(
        table.application, table.assessor, better, len(table.applications), len(table.assessors)
    )
    parts = groups(sheets)
    fit = _fit(sheets, parts)
    overall = agreement(table.application, table.score)
    share, why_not = _wrong_share(overall, places, len(table.applications))
    return Report(
        applications=_applications(table, sheets, fit, places, lower_is_better),
        assessors=_assessors(table, sheets, fit),
        criteria=[
            Criterion(name, agreement(*table.of_criterion(at)))
            for at, name in enumerate(table.criteria)
        ],
        overall=overall,
        expected_wrong_share=share,
        wrong_share_reason=why_not,
        places=places,
        lower_is_better=lower_is_better,
        groups=parts,
        severity_reliability=fit.model.reliability if fit.model else None,
        adjusting_reason=fit.adjusted,
        chance_reason=fit.chance if places is not None else NO_LINE,
    )


def _fit(sheets: Sheets, parts: int) -> _Fit:
    if parts > 1:
        apart = (
            f"the applications fall into {parts} groups that no assessor joins, so a harsh group "
            "looks like a weak one"
        )
        return _Fit(None, apart, apart, apart)
    try:
        model = fitted(sheets)
    except CannotSay as error:
        return _Fit(None, str(error), str(error), str(error))
    severity = "" if model.assessors_differ else NO_DIFFERENCE
    thin = TOO_THIN if model.reliability < LEAST_RELIABLE else ""
    chance = "" if model.application_variance > 0 else NO_QUALITY
    return _Fit(model, severity, severity or thin, chance)


def _wrong_share(
    overall: Agreement, places: int | None, applications: int
) -> tuple[float | None, str]:
    if places is None:
        return None, NO_LINE
    if overall.icc_average is None:
        return None, overall.reason
    return line.wrong_share(overall.icc_average, places / applications), ""


def _applications(
    table: Table, sheets: Sheets, fit: _Fit, places: int | None, lower_is_better: bool
) -> list[Application]:
    n = sheets.number.astype(int)
    rows: list[list[float]] = [[] for _ in table.applications]
    for at, score in zip(table.application.tolist(), table.score.tolist(), strict=True):
        rows[at].append(score)
    better = sheets.sums / sheets.number
    ranks = _ranks(better)
    sign = -1.0 if lower_is_better else 1.0
    none: list[Any] = [None] * len(rows)
    adjusted, adjusted_ranks = none, none
    if fit.model and not fit.adjusted:
        adjusted = (sign * fit.model.adjusted).tolist()
        adjusted_ranks = _ranks(fit.model.adjusted)
    chances, between = none, none
    if fit.model and not fit.chance:
        quality, error = fit.model.quality
        between = list(
            zip(*(one.tolist() for one in line.rank_ranges(quality, error)), strict=True)
        )
        if places is not None:
            chances = line.chances(quality, error, places).tolist()
    fragile, by_adjusted = none, none
    if places is not None:
        fragile = _counted(sheets, line.fragile(sheets.application, sheets.score, len(n), places))
        if adjusted is not none and fit.model:
            by_adjusted = _counted(sheets, line.fragile_adjusted(fit.model, places))
    why_chance = fit.chance if places is not None else NO_LINE
    found = [
        Application(
            application=name,
            n=int(n[at]),
            mean=float(np.mean(rows[at])),
            median=float(np.median(rows[at])),
            sd=_sd(rows[at]),
            range=max(rows[at]) - min(rows[at]) if len(rows[at]) > 1 else None,
            adjusted=adjusted[at],
            rank=ranks[at],
            adjusted_rank=adjusted_ranks[at],
            p_above_line=chances[at],
            lowest=min(rows[at]),
            highest=max(rows[at]),
            ranks=between[at],
            fragile=fragile[at],
            fragile_adjusted=by_adjusted[at],
            reasons=_reasons(
                ("sd", len(rows[at]) < 2, ONE_SHEET),
                ("range", len(rows[at]) < 2, ONE_SHEET),
                ("adjusted", adjusted[at] is None, fit.adjusted),
                ("adjusted_rank", adjusted[at] is None, fit.adjusted),
                ("p_above_line", chances[at] is None, why_chance),
            ),
        )
        for at, name in enumerate(table.applications)
    ]
    return sorted(found, key=lambda one: (one.rank, one.application))


def _counted(sheets: Sheets, which: Any) -> list[int]:
    counted = np.bincount(sheets.application[which], minlength=sheets.applications)
    return [int(one) for one in counted]


def _assessors(table: Table, sheets: Sheets, fit: _Fit) -> list[Assessor]:
    rows: list[list[float]] = [[] for _ in table.assessors]
    for at, score in zip(table.assessor.tolist(), table.score.tolist(), strict=True):
        rows[at].append(score)
    found = []
    for at, name in enumerate(table.assessors):
        severity, interval = None, None
        if fit.model and not fit.severity:
            severity, error = -float(fit.model.effects[at]), float(fit.model.effect_errors[at])
            interval = severity - 1.96 * error, severity + 1.96 * error
        found.append(
            Assessor(
                name,
                len(rows[at]),
                float(np.mean(rows[at])),
                _sd(rows[at]),
                severity,
                interval,
                _reasons(
                    ("severity", severity is None, fit.severity),
                    ("severity_interval", severity is None, fit.severity),
                ),
            )
        )
    return found


def _ranks(values: Any) -> list[int]:
    """1 for the highest; equal ones share a rank, and the next is skipped."""
    exact = np.round(values, 9)
    ordered = np.sort(-exact)
    return [int(one) + 1 for one in np.searchsorted(ordered, -exact, side="left")]


def _sd(scores: Sequence[float]) -> float | None:
    return float(np.std(scores, ddof=1)) if len(scores) > 1 else None


def _reasons(*rows: tuple[str, bool, str]) -> dict[str, str]:
    return {name: why for name, missing, why in rows if missing}
