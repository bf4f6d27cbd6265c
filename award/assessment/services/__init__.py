"""Every change to assignments, declarations, sheets and scores."""

from award.assessment.services.assigning import (
    assign,
    assign_many,
    assign_or_ask,
    assign_some,
    remove,
    return_sheet,
    set_profile,
    shown_of,
    tell_assigned,
    would_assign,
)
from award.assessment.services.closing import close_unfinished
from award.assessment.services.declaring import declare_conflict, declare_no_conflict, decline
from award.assessment.services.scoring import save_sheet, submit_sheet
from award.assessment.services.summary import refresh_summaries

__all__ = [
    "assign",
    "assign_many",
    "assign_or_ask",
    "assign_some",
    "close_unfinished",
    "declare_conflict",
    "declare_no_conflict",
    "decline",
    "refresh_summaries",
    "remove",
    "return_sheet",
    "save_sheet",
    "set_profile",
    "shown_of",
    "tell_assigned",
    "submit_sheet",
    "would_assign",
]
