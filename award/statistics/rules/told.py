"""A report as JSON and as text."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from award.statistics.rules.agreement import Agreement
from award.statistics.rules.report import Report

_OVERALL: Final = "overall"
_AGREEMENT: Final = ("alpha", "alpha_interval", "icc_single", "icc_average")


def as_json(report: Report) -> dict[str, Any]:
    """What is None has a `reason` in the same object: which names, and why."""
    return {
        "applications": [
            _with_reason(
                {
                    "application": one.application,
                    "n": one.n,
                    "mean": one.mean,
                    "median": one.median,
                    "sd": one.sd,
                    "range": one.range,
                    "adjusted": one.adjusted,
                    "rank": one.rank,
                    "adjusted_rank": one.adjusted_rank,
                    "p_above_line": one.p_above_line,
                },
                one.reasons,
            )
            for one in report.applications
        ],
        "assessors": [
            _with_reason(
                {
                    "assessor": one.assessor,
                    "n": one.n,
                    "mean": one.mean,
                    "severity": one.severity,
                    "severity_interval": _pair(one.severity_interval),
                },
                one.reasons,
            )
            for one in report.assessors
        ],
        "criteria": [_agreement(one.criterion, one.agreement) for one in report.criteria],
        "overall": _agreement(
            _OVERALL,
            report.overall,
            {"expected_wrong_share": report.expected_wrong_share},
            report.wrong_share_reason,
        ),
    }


def _agreement(
    name: str, found: Agreement, more: Mapping[str, float | None] | None = None, why: str = ""
) -> dict[str, Any]:
    row = {
        "criterion": name,
        "n": found.n,
        "alpha": found.alpha,
        "alpha_interval": _pair(found.alpha_interval),
        "icc_single": found.icc_single,
        "icc_average": found.icc_average,
        **(more or {}),
    }
    reasons = {name: found.reason for name in _AGREEMENT if row[name] is None}
    reasons |= {name: why for name, value in (more or {}).items() if value is None}
    return _with_reason(row, reasons)


def _with_reason(row: dict[str, Any], reasons: Mapping[str, str]) -> dict[str, Any]:
    if not reasons:
        return row
    named: dict[str, list[str]] = {}
    for name, why in reasons.items():
        named.setdefault(why, []).append(name)
    row["reason"] = "; ".join(f"{', '.join(names)}: {why}" for why, names in named.items())
    return row


def _pair(interval: tuple[float, float] | None) -> list[float] | None:
    return None if interval is None else list(interval)


def as_text(report: Report) -> Iterable[str]:
    """Lines for a terminal."""
    better = "lower" if report.lower_is_better else "higher"
    yield (
        f"{counted(len(report.applications), 'application')}, "
        f"{counted(len(report.assessors), 'assessor')}, "
        f"{counted(len(report.criteria), 'criterion', 'criteria')}; {better} scores are better."
    )
    yield ""
    yield from _applications(report)
    yield ""
    yield "Assessors: severity is by how many points they score harsher than others on the same"
    yield "applications (below 0: kinder), drawn towards 0 the less they read."
    yield from _lined(
        ("assessor", "n", "mean", "sd", "severity", "from", "to", "beyond chance"),
        (
            (one.assessor, one.n, _two(one.mean), _two(one.sd), _two(one.severity),
             *_ends(one.severity_interval), "yes" if one.stands_out else "")
            for one in report.assessors
        ),
    )  # fmt: skip
    yield ""
    yield "Agreement: 1 all the same, 0 as by chance."
    rows = [(one.criterion, one.agreement) for one in report.criteria]
    yield from _lined(
        ("criterion", "n", "alpha", "from", "to", "ICC of one", "ICC of the mean"),
        (
            (name, one.n, _two(one.alpha), *_ends(one.alpha_interval), _two(one.icc_single),
             _two(one.icc_average))
            for name, one in [*rows, (_OVERALL, report.overall)]
        ),
    )  # fmt: skip
    yield ""
    yield from _sentences(report)


def counted(number: int, one: str, more: str = "") -> str:
    return f"{number:,} {one if number == 1 else more or one + 's'}"


def _applications(report: Report) -> Iterable[str]:
    yield from _lined(
        ("rank", "application", "n", "mean", "median", "sd", "range", "adjusted", "adjusted rank",
         "chance", "one sheet", "adjusted"),
        (
            (one.rank, one.application, one.n, _two(one.mean), _two(one.median), _two(one.sd),
             _two(one.range), _two(one.adjusted), one.adjusted_rank, _two(one.p_above_line),
             one.fragile, one.fragile_adjusted)
            for one in report.applications
        ),
    )  # fmt: skip
    if report.places is not None:
        yield "chance: to be above the line. one sheet: how many of its sheets, left out alone,"
        yield "would change who is above it, by the mean and by the adjusted score."


def _sentences(report: Report) -> Iterable[str]:
    if report.adjusting_reason:
        yield f"No adjusted scores: {report.adjusting_reason}."
    if report.chance_reason:
        yield f"No chance of being above the line: {report.chance_reason}."
    else:
        unsure = [one for one in report.applications if one.unsure]
        yield f"{len(unsure)} can’t be told apart from the line: {_named(unsure)}."
    reasons = {one.agreement.reason for one in report.criteria} | {report.overall.reason}
    for reason in sorted(reasons - {""}):
        yield f"No agreement where it is left empty: {reason}."
    if report.expected_wrong_share is not None:
        yield (
            f"Expected share of wrong selections: {report.expected_wrong_share:.2f} at least, "
            "even if the scores are of the right thing."
        )
    if report.wrong_by_chances is not None:
        yield (
            f"By the chances of those above the line: {report.wrong_by_chances:.2f}. Go by this "
            "where the two differ: the other takes worth to be spread like a bell."
        )


def _named(applications: Sequence[Any]) -> str:
    return ", ".join(one.application for one in applications) or "none"


def _two(value: float | None) -> str:
    return "" if value is None else f"{value:.2f}".replace("-0.00", "0.00")


def _ends(interval: tuple[float, float] | None) -> tuple[str, str]:
    return ("", "") if interval is None else (_two(interval[0]), _two(interval[1]))


def _lined(headings: Sequence[str], rows: Iterable[Sequence[object]]) -> Iterable[str]:
    """Columns as wide as what is in them; names at the left, numbers at the right."""
    cells = [["" if one is None else str(one) for one in row] for row in rows]
    wide = [max(map(len, column)) for column in zip(headings, *cells, strict=True)]
    names = {at for at, heading in enumerate(headings) if heading in _NAMES}
    for row in (headings, *cells):
        yield "  ".join(
            cell.ljust(wide[at]) if at in names else cell.rjust(wide[at])
            for at, cell in enumerate(row)
        ).rstrip()


_NAMES: Final = frozenset({"application", "assessor", "criterion"})
