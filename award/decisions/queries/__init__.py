"""Every read about ranking, deciding and releasing."""

from __future__ import annotations

from award.decisions.queries.decisions import (
    application_to_decide,
    budget_committed,
    comments_for_applicant,
    conflicts_in,
    decision_of,
    outcome_for_lead,
    round_to_decide,
    staged_decisions,
    undecided_count,
)
from award.decisions.queries.shortlist import PER_PAGE, Shortlist, shortlist

__all__ = [
    "PER_PAGE",
    "Shortlist",
    "application_to_decide",
    "budget_committed",
    "comments_for_applicant",
    "conflicts_in",
    "decision_of",
    "outcome_for_lead",
    "round_to_decide",
    "shortlist",
    "staged_decisions",
    "undecided_count",
]
