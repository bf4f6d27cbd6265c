"""Checkboxes."""

from __future__ import annotations

from typing import Any

from award.applications.forms.kinds.base import Asking, label_of
from award.applications.forms.kinds.choice import choices_of
from award.design.fields import ChoicesField
from award.rounds.kinds import Question


class AskChoices(Asking):
    def field(self, question: Question) -> Any:
        return ChoicesField(
            label_of(question),
            hint=question.hint,
            choices=choices_of(question),
            exclusive=question.exclusive,
        )
