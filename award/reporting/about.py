"""A download's sheet "About", in words that a reader of the file understands years later."""

from __future__ import annotations

from award.decisions.queries import Shortlist
from award.decisions.rules.sheet_view import SheetView
from award.design.formatters import long_datetime, money, plural
from award.rounds.models import Round


def shortlist(
    round_: Round, found: Shortlist, view: SheetView, columns: int, of_columns: int
) -> dict[str, str]:
    """Heading -> sentence, about a shortlist and the view of it that was taken."""
    weights = sorted(round_.criteria, key=lambda criterion: criterion.position)
    return {
        "Round": f"{round_.reference}, {round_.title}; closes {long_datetime(round_.closes_at)}",
        "Rows": _rows(found, view),
        "Order": f"{view.order()}. When an application was submitted plays no part.",
        "Columns": "Every column" if columns == of_columns else f"{columns} of {of_columns}",
        "Ranking": "By weighted mean, not rounded, of applications with at least "
        f"{plural(round_.min_assessments, 'assessment')}.",
        "Weights": ", ".join(f"{criterion.title} {criterion.weight}%" for criterion in weights),
        "Ties": "Told apart by the mean for "
        + ", then ".join(title for _key, title in found.tie_breakers)
        + ", then by the smaller standard deviation. What is still equal shares a rank.",
        "Threshold": f"A weighted mean of {round_.threshold_pct:g}%. The money also asks for a "
        "majority: more than half of the assessors find it in scope and recommend it.",
        "Sheets to come": "Asked for and not submitted, or returned for changes. They don't count "
        "until they are in, and can then change mean, votes and rank.",
        "Funding line": "Awards, staged or released, come off the budget first. The rest runs "
        "down the ranked applications that meet the threshold, have a majority and are undecided, "
        "each with its ask, and ends before the first that doesn't fit.",
        "Money": f"Budget {money(round_.budget_gbp)}: {money(found.line.awarded_gbp)} awarded, "
        f"{money(found.line.staged_gbp)} staged. The rest reaches {found.line.reached} of "
        f"{plural(found.line.waiting, 'undecided application')}.",
    }


def _rows(found: Shortlist, view: SheetView) -> str:
    filters = "; ".join(view.filters().values())
    if not filters:
        return f"All {plural(found.everything, 'application')} of the round"
    return f"{found.total:,} of {plural(found.everything, 'application')}, filtered by: {filters}"
