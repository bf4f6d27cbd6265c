"""What people type on the chapter's pages."""

from award.assessment.forms.declaring import DeclareForm, StandDownForm
from award.assessment.forms.sheet import (
    SubmitForm,
    score_field,
    sheet_form,
    values_from,
)
from award.assessment.forms.staff import (
    AssignForm,
    AssignManyForm,
    HandOverForm,
    PanelForm,
    ReasonForm,
    ReturnForm,
)

__all__ = [
    "AssignForm",
    "AssignManyForm",
    "DeclareForm",
    "HandOverForm",
    "PanelForm",
    "ReasonForm",
    "ReturnForm",
    "StandDownForm",
    "SubmitForm",
    "score_field",
    "sheet_form",
    "values_from",
]
