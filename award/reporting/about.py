"""A download's sheet "About", in words that a reader of the file understands years later."""

from __future__ import annotations

from typing import Any

from award.assessment.rules.disagreeing import MEASURED, SCORES_APART, TOTALS_APART
from award.assessment.rules.panels import PARTING
from award.decisions.queries.shortlist_list import order_of, shortlist_on
from award.decisions.rules.shortlist_row import ShortlistRow
from award.design.formatters import long_datetime, money, plural
from award.foundation.tables import Page, View


def asked(view: View[Any]) -> dict[str, Any]:
    """What was asked of a list, but for its columns: single values alone, numbers as numbers."""
    found = view.arguments(columns=None)
    flat = {k: v[0] if isinstance(v, list) and len(v) == 1 else v for k, v in found.items()}
    return {k: int(v) if isinstance(v, str) and v.isdecimal() else v for k, v in flat.items()}


def rows(view: View[Any], page: Page[Any], everything: str | None = None) -> str:
    """How many of how many, and by what they were chosen."""
    one, many = view.table.one, view.table.many or None
    said = "; ".join(words for words, _left in view.pills())
    if not said:
        return everything or f"All {plural(page.total, one, many)}"
    of = f"{page.total:,} of {everything}" if everything else plural(page.total, one, many)
    return f"{of}, filtered by: {said}"


_OF_MONEY = (
    "budget_gbp", "awarded_gbp", "staged_gbp", "taken_above_the_line_gbp", "Funding line", "Money",
)  # fmt: skip
"""What is not said of a first stage."""


def shortlist(
    view: View[ShortlistRow], page: Page[ShortlistRow]
) -> tuple[dict[str, Any], dict[str, str]]:
    """About a shortlist and the view of it that was taken: for a machine, and in words."""
    found, round_ = shortlist_on(page), view.table.about
    weights = sorted(round_.criteria, key=lambda criterion: criterion.position)
    whole = plural(found.everything, "application")
    machine: dict[str, Any] = {
        "round": round_.reference,
        "round_title": round_.title,
        "rows_in_round": found.everything,
        "weights": {criterion.key: criterion.weight for criterion in round_.criteria},
        "threshold_pct": round_.threshold_pct,
        "min_assessments": round_.min_assessments,
        "budget_gbp": round_.budget_gbp,
        "awarded_gbp": found.line.awarded_gbp,
        "staged_gbp": found.line.staged_gbp,
        "taken_above_the_line_gbp": found.line.above_gbp,
        "ties_broken_by": [
            *(title for _key, title in found.tie_breakers),
            "smaller standard deviation",
            "lot, where the round has drawn lots",
            "then the rank is shared",
        ],
    }
    in_words = {
        "Round": f"{round_.reference}, {round_.title}; closes {long_datetime(round_.closes_at)}",
        "Rows": whole if view.filtered else f"All {whole} of the round",
        "Order": f"{order_of(view)}. When an application was submitted plays no part.",
        "Ranking": "By weighted mean, not rounded, of applications with at least "
        f"{plural(round_.min_assessments, 'assessment')}.",
        "Weights": ", ".join(f"{criterion.title} {criterion.weight}%" for criterion in weights),
        "Ties": "Told apart by the mean for "
        + ", then ".join(title for _key, title in found.tie_breakers)
        + ", then by the smaller standard deviation, then by lot where the round has drawn lots. "
        "What is still equal shares a rank.",
        "Threshold": f"A weighted mean of {round_.threshold_pct:g}%. The money also asks for a "
        "majority: more than half of the assessors find it in scope and recommend it.",
        "To discuss": f"Totals {TOTALS_APART} points or more apart, a split recommendation, scores "
        f"{SCORES_APART} or more apart on one criterion, panels that differ, a total far off. "
        f"{MEASURED}.",
        "Sheets to come": "Asked for and not submitted, or returned for changes. They don't count "
        "until they are in, and can then change mean, votes and rank.",
        "Funding line": "Awards, staged or released, come off the budget first. The rest runs "
        "down the ranked applications that meet the threshold, have a majority and are undecided, "
        "each with its ask, and ends before the first that doesn't fit.",
        "Money": f"Budget {money(round_.budget_gbp)}: {money(found.line.awarded_gbp)} awarded, "
        f"{money(found.line.staged_gbp)} staged. The rest reaches {found.line.reached} of "
        f"{plural(found.line.waiting, 'undecided application')}.",
    }
    if view.table.thing is not round_:
        machine.pop("rows_in_round")
        in_words["Rows"] = f"{'' if view.filtered else 'All '}{whole} that who chairs it may read"
        in_words["Left out"] = "Applications that they have a tie to, or have still to score"
    if round_.lived_criteria:
        machine["lived_experience_weights"] = {one.key: one.weight for one in round_.lived_criteria}
        in_words["Lived experience"] = (
            "The lived-experience panel scores criteria of its own: "
            + ", ".join(f"{one.title} {one.weight}%" for one in round_.lived_criteria)
            + f". Its mean stands beside the weighted mean and is in no other figure. {PARTING}."
        )
    if round_.followed:
        for key in _OF_MONEY:
            machine.pop(key, None)
            in_words.pop(key, None)
        in_words["Threshold"] = f"A weighted mean of {round_.threshold_pct:g}%."
        in_words["Decisions"] = "Invited to the second stage or not: no money is decided here."
    return machine, in_words
