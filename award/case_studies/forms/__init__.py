"""Forms of the case studies."""

from award.case_studies.forms.steps import (
    AgreeForm,
    ChangesForm,
    PromoteForm,
    PublishForm,
    SendForm,
    TakeDownForm,
    WithdrawForm,
)
from award.case_studies.forms.writing import StudyForm

__all__ = [
    "AgreeForm",
    "ChangesForm",
    "PromoteForm",
    "PublishForm",
    "SendForm",
    "StudyForm",
    "TakeDownForm",
    "WithdrawForm",
]
