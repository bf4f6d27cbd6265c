"""Everything that a table of scores can tell, and why not where it can't."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from math import isnan
from types import MappingProxyType
from typing import Any, Final

import numpy as np

from award.statistics.rules import line
from award.statistics.rules.agreement import Agreement, agreement
from award.statistics.rules.means import Mean, with_means
from award.statistics.rules.places import places_of
from award.statistics.rules.reasons import FOR_ALL, NO_MEAN
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
    out, would change who is above the line; `fragile_adjusted` the same by adjusted scores. The
    `rank` is None for one that takes no place, the `mean` where the caller knows of none."""

    application: str
    n: int
    mean: float | None
    median: float
    sd: float | None
    range: float | None
    adjusted: float | None
    rank: int | None
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


@dataclass(frozen=True)
class Report:
    """Applications in rank order, assessors and criteria by name. `competing` of the applications
    can take one of the `places`; the reasons are "" where there is what they are about.
    `expected_wrong_share` follows from reliability and share selected, `wrong_by_chances` from the
    chances of those selected."""

    applications: Sequence[Application]
    assessors: Sequence[Assessor]
    criteria: Sequence[Criterion]
    overall: Agreement
    expected_wrong_share: float | None
    wrong_share_reason: str
    wrong_by_chances: float | None
    places: int | None
    competing: int
    lower_is_better: bool
    severity_reason: str
    adjusting_reason: str
    chance_reason: str


@dataclass(frozen=True)
class _Fit:
    model: Model | None
    severity: str
    adjusted: str
    chance: str


def report(
    table: Table,
    *,
    places: int | None = None,
    lower_is_better: bool = False,
    out: Mapping[str, str] = MappingProxyType({}),
    ranges: bool = False,
    means: Mapping[str, Mean] = MappingProxyType({}),
) -> Report:
    """`places`: how many can be selected, from the best down. Applications that are `out`, each for
    a reason, tell of assessors as all do, but have no rank and take no place. `ranges`: of ranks
    too, for plots. `means` of those whose mean isn't that of their sheets."""
    sign = -1.0 if lower_is_better else 1.0
    sheets = Sheets(
        table.application,
        table.assessor,
        sign * table.score,
        len(table.applications),
        len(table.assessors),
    )
    sheets = with_means(sheets, table, means, sign)
    out = {name: NO_MEAN for name, one in means.items() if one.of is None} | dict(out)
    competing = sum(name not in out for name in table.applications)
    no_line = FOR_ALL if places is not None and places >= competing > 0 else NO_LINE
    if not competing or no_line == FOR_ALL:
        places = None
    fit = _fit(sheets)
    overall = agreement(table.application, table.score)
    share, why_not = _wrong_share(overall, places, competing)
    chance = no_line if places is None else fit.chance
    applications = _applications(
        table, sheets, replace(fit, chance=chance), places, out, sign, ranges
    )
    return Report(
        applications=applications,
        assessors=_assessors(table, fit),
        criteria=[
            Criterion(name, agreement(*table.of_criterion(at)))
            for at, name in enumerate(table.criteria)
        ],
        overall=overall,
        expected_wrong_share=share,
        wrong_share_reason=no_line if places is None else why_not,
        wrong_by_chances=_wrong_by_chances(applications, places),
        places=places,
        competing=competing,
        lower_is_better=lower_is_better,
        severity_reason=fit.severity,
        adjusting_reason=fit.adjusted,
        chance_reason=chance,
    )


def _fit(sheets: Sheets) -> _Fit:
    parts = groups(sheets)
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
    overall: Agreement, places: int | None, competing: int
) -> tuple[float | None, str]:
    if places is None:
        return None, NO_LINE
    if overall.icc_average is None:
        return None, overall.reason
    return line.wrong_share(overall.icc_average, places / competing), ""


def _wrong_by_chances(applications: Sequence[Application], places: int | None) -> float | None:
    known = [
        (one.rank, one.p_above_line)
        for one in applications
        if one.rank is not None and one.p_above_line is not None
    ]
    if not known or places is None:
        return None
    ranks, chances = zip(*known, strict=True)
    return line.wrong_among(ranks, chances, min(places, len(known)))


def _applications(
    table: Table,
    sheets: Sheets,
    fit: _Fit,
    places: int | None,
    out: Mapping[str, str],
    sign: float,
    ranges: bool,
) -> list[Application]:
    rows = _rows(table.application, table.score, len(table.applications))
    adjusting, model = (None if why else fit.model for why in (fit.adjusted, fit.chance))
    within = np.array([name not in out for name in table.applications])
    stands = places_of(sheets, within, places, adjusting=adjusting, model=model, ranges=ranges)
    means = sheets.means.tolist()
    found = []
    for name, mine, one, mean in zip(table.applications, rows, stands, means, strict=True):
        why_out = out.get(name, "")
        no_chance = fit.chance or why_out
        found.append(
            Application(
                application=name,
                n=len(mine),
                mean=None if isnan(mean) else sign * mean,
                median=float(np.median(mine)),
                sd=_sd(mine),
                range=max(mine) - min(mine) if len(mine) > 1 else None,
                adjusted=None if one.adjusted is None else sign * one.adjusted,
                rank=one.rank,
                adjusted_rank=one.adjusted_rank,
                p_above_line=one.chance,
                lowest=min(mine),
                highest=max(mine),
                ranks=one.ranks,
                fragile=one.fragile,
                fragile_adjusted=one.fragile_adjusted,
                reasons=_reasons(
                    ("sd", len(mine) < 2, ONE_SHEET),
                    ("range", len(mine) < 2, ONE_SHEET),
                    ("mean", isnan(mean), NO_MEAN),
                    ("rank", one.rank is None, why_out),
                    ("adjusted", one.adjusted is None, fit.adjusted or NO_MEAN),
                    ("adjusted_rank", one.adjusted_rank is None, fit.adjusted or why_out),
                    ("p_above_line", one.chance is None, no_chance),
                ),
            )
        )
    return sorted(found, key=lambda one: (one.rank is None, one.rank or 0, one.application))


def _assessors(table: Table, fit: _Fit) -> list[Assessor]:
    found = []
    rows = _rows(table.assessor, table.score, len(table.assessors))
    for at, (name, mine) in enumerate(zip(table.assessors, rows, strict=True)):
        severity, interval = None, None
        if fit.model and not fit.severity:
            severity, error = -float(fit.model.effects[at]), float(fit.model.effect_errors[at])
            interval = severity - 1.96 * error, severity + 1.96 * error
        reasons = _reasons(
            ("severity", severity is None, fit.severity),
            ("severity_interval", severity is None, fit.severity),
        )
        mean = float(np.mean(mine))
        found.append(Assessor(name, len(mine), mean, _sd(mine), severity, interval, reasons))
    return found


def _rows(number: Any, score: Any, many: int) -> list[list[float]]:
    rows: list[list[float]] = [[] for _ in range(many)]
    for at, one in zip(number.tolist(), score.tolist(), strict=True):
        rows[at].append(one)
    return rows


def _sd(scores: Sequence[float]) -> float | None:
    return float(np.std(scores, ddof=1)) if len(scores) > 1 else None


def _reasons(*rows: tuple[str, bool, str]) -> dict[str, str]:
    return {name: why for name, missing, why in rows if missing}
