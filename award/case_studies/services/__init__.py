"""Everything that changes a case study."""

from award.case_studies.services.agreement import agree, ask_for_changes, withdraw_agreement
from award.case_studies.services.editing import edit, revise, send_to_applicant
from award.case_studies.services.promotion import promote
from award.case_studies.services.publication import publish, take_down

__all__ = [
    "agree",
    "ask_for_changes",
    "edit",
    "promote",
    "publish",
    "revise",
    "send_to_applicant",
    "take_down",
    "withdraw_agreement",
]
