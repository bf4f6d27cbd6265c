"""Every read about ranking, deciding and releasing."""

from __future__ import annotations

from award.decisions.queries.decisions import (
    Comment,
    History,
    PastRelease,
    application_to_decide,
    as_data,
    comments_for_applicant,
    conflicts_in,
    decision_of,
    decisions_of,
    history_of,
    outcome_for_lead,
    past_releases,
    round_to_decide,
)
from award.decisions.queries.shortlist import ranked_now, shortlist
from award.decisions.queries.shortlist_list import (
    ShortlistPage,
    order_of,
    shortlist_list,
    shortlist_of,
    shortlist_on,
)
from award.decisions.queries.staged import (
    Left,
    Staged,
    Tally,
    being_released,
    left_for,
    lock_round,
    lock_staged,
    reserve_places,
    staged_about,
    staged_decisions,
    tally,
)
from award.decisions.rules.shortlist import Shortlist

__all__ = [
    "Comment",
    "History",
    "PastRelease",
    "ShortlistPage",
    "Shortlist",
    "Staged",
    "Tally",
    "application_to_decide",
    "as_data",
    "comments_for_applicant",
    "conflicts_in",
    "decision_of",
    "decisions_of",
    "history_of",
    "Left",
    "left_for",
    "being_released",
    "lock_round",
    "lock_staged",
    "order_of",
    "outcome_for_lead",
    "past_releases",
    "ranked_now",
    "reserve_places",
    "round_to_decide",
    "shortlist_list",
    "shortlist_of",
    "shortlist_on",
    "shortlist",
    "staged_about",
    "staged_decisions",
    "tally",
]
