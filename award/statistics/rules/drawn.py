"""A round's statistics as plots and sentences."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from award.assessment.rules.ordering import EXACT
from award.statistics.rules.plots import Bar, Mark, Plot, scale

if TYPE_CHECKING:
    from award.statistics.rules.agreement import Agreement
    from award.statistics.rules.report import Application, Assessor, Report

MOST_PEOPLE: Final = 16
MOST_AROUND: Final = 24
WEAK, GOOD = 0.4, 0.667
"""Krippendorff takes α from 0.667 for the lowest that allows tentative conclusions."""


@dataclass(frozen=True)
class PanelMeans:
    """Of the scores on one criterion, of `applications` that both panels read."""

    title: str
    professional: float
    lived: float
    applications: int


def in_a_word(found: Agreement) -> str:
    """Of an α that is known. Where its interval has room for weak and for good alike, neither is
    said."""
    alpha, (low, high) = found.alpha or 0.0, found.alpha_interval or (0.0, 0.0)
    if found.alpha_interval and low < WEAK and high >= GOOD:
        return "unsure"
    return "weak" if alpha < WEAK else "fair" if alpha < GOOD else "good"


def silent(report: Report) -> str:
    """Why nothing is said of agreement, on any criterion; "" where something is."""
    found = [one.agreement for one in report.criteria] + [report.overall]
    return "" if any(one.alpha is not None for one in found) else report.overall.reason


def agreement_plot(name: str, report: Report, titles: Mapping[str, str]) -> Plot | None:
    """The best agreed upon first."""
    bars = sorted(
        (
            Bar(titles.get(one.criterion, one.criterion), *interval, alpha, alpha < WEAK)
            for one in report.criteria
            if (interval := one.agreement.alpha_interval) and (alpha := one.agreement.alpha)
            is not None
        ),
        key=lambda bar: (-bar.middle, bar.label),
    )  # fmt: skip
    if not bars:
        return None
    says = (
        f"From {bars[0].label}, {bars[0].middle:.2f}, to {bars[-1].label}, "
        f"{bars[-1].middle:.2f}. The table has the numbers."
    )
    start = min(0.0, scale([bar.low for bar in bars], 0.2)[0])
    title = "Agreement on each criterion, with a 95% interval"
    return Plot(
        name, title, says, bars, start, 1.0, ("by chance" if start == 0 else "", "all the same"),
        (Mark(WEAK, "weak below", dashed=True),), band=(start, WEAK),
    )  # fmt: skip


def severity_plot(name: str, people: Sequence[tuple[str, bool, Assessor]]) -> Plot | None:
    """`people`: name, whether of the lived-experience panel, and what was reckoned of them, the
    harshest first. Of many those at either end."""
    bars = [
        Bar(label, interval[0], interval[1], one.severity or 0.0, one.stands_out, lived)
        for label, lived, one in people
        if (interval := one.severity_interval) is not None
    ]
    if len(bars) > MOST_PEOPLE:
        half = MOST_PEOPLE // 2
        bars = [*bars[:half], *bars[-half:]]
    if not bars:
        return None
    far = scale([abs(end) for bar in bars for end in (bar.low, bar.high)], 5)[1]
    out = sum(bar.stands_out for bar in bars)
    stand = "stands" if out == 1 else "stand"
    says = f"{out} of the {len(bars)} shown {stand} further off than chance explains."
    return Plot(
        name, "How much harsher or kinder each assessor scores, with a 95% interval", says, bars,
        -far, far, ("kinder", "harsher"), (Mark(0, ""),),
    )  # fmt: skip


def panels_plot(panels: Sequence[PanelMeans]) -> Plot | None:
    """The mean of either panel on each criterion, furthest apart first."""
    ordered = sorted(panels, key=lambda one: -abs(one.lived - one.professional))
    bars = [
        Bar(
            one.title,
            min(one.professional, one.lived),
            max(one.professional, one.lived),
            one.professional,
            True,
            other=one.lived,
        )
        for one in ordered
    ]
    if not bars:
        return None
    start, end = scale([end for bar in bars for end in (bar.low, bar.high)], 1)
    says = f"They part most on {bars[0].label}, by {bars[0].high - bars[0].low:.1f}."
    return Plot(
        "panels", "Mean of each panel on each criterion, from 1 to 10", says, bars, start, end
    )


def around_the_line(report: Report, shortlist: Mapping[str, int]) -> list[Application]:
    """Those whose ranks are nearest to it, half of them above; equal ones as the shortlist has
    them."""
    ranked = [one for one in report.applications if one.ranks and one.rank]
    ranked.sort(key=lambda one: (one.rank or 0, shortlist.get(one.application, 0)))
    above = [one for one in ranked if (one.rank or 0) <= (report.places or 0)]
    half = MOST_AROUND // 2
    return [*above[-half:], *ranked[len(above) : len(above) + half]]


def _by_rank(one: Application, shortlist: Mapping[str, int]) -> str:
    """Its label: the one rank that other pages say too, and what it is."""
    return f"{shortlist.get(one.application, '–')}  {one.application}"


def line_plot(report: Report, shortlist: Mapping[str, int]) -> Plot | None:
    """Drawn by ranks of the mean; `shortlist` has those of the shortlist, by reference."""
    shown = around_the_line(report, shortlist)
    if not shown or report.places is None:
        return None
    bars = [
        Bar(_by_rank(one, shortlist), *one.ranks, one.rank or 0, one.unsure)
        for one in shown
        if one.ranks
    ]
    start, end = scale([end for bar in bars for end in (bar.low, bar.high, bar.middle)], 5)
    unsure = [one.rank for one in report.applications if one.unsure and one.rank]
    says = f"{len(unsure)} can’t be told apart from the line after the best {report.places}."
    at = report.places + 0.5
    return Plot(
        "line", "The ranks by mean that each application may have, around the line", says, bars,
        max(0.5, start), max(end, at), ("better rank", ""), (Mark(at, "the line"),),
    )  # fmt: skip


def spread_plot(
    applications: Sequence[Application], threshold: int, shortlist: Mapping[str, int]
) -> Plot | None:
    """From the lowest total of each that has a mean to the highest, with the mean; `shortlist` has
    ranks by reference."""
    shown = [(one, one.mean) for one in applications if one.mean is not None]
    if not shown:
        return None
    bars = [
        Bar(
            _by_rank(one, shortlist), one.lowest, one.highest, mean,
            round(mean, EXACT) < threshold,
        )
        for one, mean in shown
    ]  # fmt: skip
    ends = [threshold, *(end for bar in bars for end in (bar.low, bar.high))]
    start, end = scale(ends, 10)
    widest = max((one for one, _mean in shown), key=lambda one: one.highest - one.lowest)
    says = f"The widest is {widest.application}, {widest.highest - widest.lowest:.0f} points."
    return Plot(
        "spread", "Totals of each application’s sheets, in per cent", says, bars, start, end,
        marks=(Mark(threshold, "threshold", dashed=True),),
    )  # fmt: skip


def three_sentences(
    report: Report, titles: Mapping[str, str], shortlist: Mapping[str, int]
) -> list[str]:
    """What matters most, in plain words."""
    said = (_agree(report, titles), _differ(report), _unsure(report, shortlist))
    return [one for one in said if one]


def nothing_said(report: Report) -> list[str]:
    """Which columns are empty in every row of the table, and why."""
    adjusted, chance = report.adjusting_reason, report.chance_reason
    found = [f"“Adjusted” and “Its rank” are empty: {adjusted}."] if adjusted else []
    if report.places is None:
        return [*found, "“Chance” and “Fragile” are empty: there is no line."]
    if adjusted and adjusted == chance:
        return [f"“Adjusted”, “Its rank”, “Chance” and “May rank” are empty: {adjusted}."]
    return [*found, f"“Chance” and “May rank” are empty: {chance}."] if chance else found


def _agree(report: Report, titles: Mapping[str, str]) -> str:
    known = [one for one in report.criteria if one.agreement.alpha is not None]
    if not known:
        return "There are too few sheets to say how well assessors agree."
    known.sort(key=lambda one: -(one.agreement.alpha or 0))
    best, worst = known[0], known[-1]
    words = [in_a_word(one.agreement) for one in (best, worst)]
    names = [titles.get(one.criterion, one.criterion) for one in (best, worst)]
    if best is worst:
        return f"Agreement on “{names[0]}” is {words[0]}."
    return f"Agreement is best on “{names[0]}” ({words[0]}) and least on “{names[1]}” ({words[1]})."


def _differ(report: Report) -> str:
    if report.severity_reason:
        return f"Nothing is said of harsh or kind assessors: {report.severity_reason}."
    out, many = sum(one.stands_out for one in report.assessors), len(report.assessors)
    score = "scores" if out == 1 else "score"
    said = f"{out} of {many} assessors {score} harsher or kinder than chance explains"
    if report.adjusting_reason or report.places is None:
        return f"{said}."
    moved = sum(
        (one.rank or 0) <= report.places < (one.adjusted_rank or 0)
        for one in report.applications
        if one.rank
    )
    would = "1 application" if moved == 1 else f"{moved or 'no'} applications"
    return f"{said}; adjusting for it would move {would} below the line, and moves none by itself."


def _unsure(report: Report, shortlist: Mapping[str, int]) -> str:
    """With their ranks on the shortlist, and how many of those between are surer."""
    if report.chance_reason:
        return ""
    unsure = [one for one in report.applications if one.unsure and one.rank]
    ranks = [at for one in unsure if (at := shortlist.get(one.application)) is not None]
    if not unsure:
        return "Every application can be told apart from the line."
    if len(unsure) == 1:
        which = f", rank {ranks[0]}," if ranks else ""
        return f"1 application{which} can’t be told apart from the line."
    if not ranks:
        return f"{len(unsure)} applications can’t be told apart from the line."
    first, last = min(ranks), max(ranks)
    between = sum(
        one.rank is not None and first <= shortlist.get(one.application, 0) <= last
        for one in report.applications
    )
    of = "" if between <= len(unsure) else f" of the {between}"
    return (
        f"{len(unsure)}{of} applications from rank {first} to rank {last} can’t be told apart from "
        "the line."
    )
