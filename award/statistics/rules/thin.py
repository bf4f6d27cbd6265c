"""A round of which nothing but means and spreads can be said yet: why, and what it would take."""

from __future__ import annotations

from typing import TYPE_CHECKING

from award.statistics.rules.drawn import silent

if TYPE_CHECKING:
    from award.statistics.rules.report import Report


def too_thin(report: Report, *, line: bool) -> str:
    """In one statement; "" where anything can be said of agreement, of who is harsh or kind, or of
    the line. `line`: is there one in what the scores are of?"""
    if not (silent(report) and report.severity_reason and report.chance_reason):
        return ""
    of = ["how far assessors agree", "who is harsher or kinder than others"]
    of += ["how sure the line is"] if line else []
    nothing = f"Nothing can be said yet of {', '.join(of[:-1])} or {of[-1]}."
    return f"{nothing} {_why(report)} What is known stands below."


def _why(report: Report) -> str:
    from award.statistics.rules.agreement import LEAST_APPLICATIONS, LEAST_PAIRS

    several = [one.n for one in report.applications if one.n > 1]
    pairs = sum(n * (n - 1) // 2 for n in several)
    if len(several) >= LEAST_APPLICATIONS and pairs >= LEAST_PAIRS:
        reasons = dict.fromkeys([report.overall.reason, report.severity_reason])
        return f"The scores tell too little: {'; '.join(reasons)}."
    so_far = (
        f"so far there {'is' if len(several) == 1 else 'are'} {len(several)}, with "
        f"{pairs} {'pair' if pairs == 1 else 'pairs'}"
        if several
        else "so far there is none"
    )
    return (
        f"It takes {LEAST_APPLICATIONS} applications with two sheets or more that count, and "
        f"{LEAST_PAIRS} pairs of sheets of the same application: {so_far}."
    )
