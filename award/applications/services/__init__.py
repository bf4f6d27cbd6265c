"""Every change to an application."""

from award.applications.services.answering import (
    SaveResult,
    resolve_conflict,
    save_answers,
)
from award.applications.services.drafting import (
    answer_eligibility,
    choose_organisation,
    start_application,
)
from award.applications.services.handing_over import hand_over
from award.applications.services.submitting import shown_of, submit, withdraw

__all__ = [
    "SaveResult",
    "answer_eligibility",
    "choose_organisation",
    "hand_over",
    "resolve_conflict",
    "save_answers",
    "shown_of",
    "start_application",
    "submit",
    "withdraw",
]
