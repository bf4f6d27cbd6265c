"""What people type on the chapter's pages."""

from award.assessment.forms.declaring import DeclareForm, StandDownForm
from award.assessment.forms.sheet import (
    SubmitForm,
    form_data,
    hidden_data,
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
from award.assessment.forms.versions import choices_from, versions_form

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
    "choices_from",
    "form_data",
    "hidden_data",
    "score_field",
    "sheet_form",
    "values_from",
    "versions_form",
]
