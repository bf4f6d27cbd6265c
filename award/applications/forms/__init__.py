"""What people type on the chapter's pages."""

from award.applications.forms.eligibility import EligibilityForm
from award.applications.forms.section import SectionForm, section_form
from award.applications.forms.steps import (
    ConflictForm,
    OrganisationForm,
    SubmitForm,
    WithdrawForm,
    YesForm,
)

__all__ = [
    "ConflictForm",
    "EligibilityForm",
    "OrganisationForm",
    "SectionForm",
    "SubmitForm",
    "WithdrawForm",
    "YesForm",
    "section_form",
]
