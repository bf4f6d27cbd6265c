"""A code of the Organisation Data Service."""

from __future__ import annotations

from typing import Any

from award.applications.forms.kinds.base import Asking, called, label_of
from award.design.fields import ShortTextField
from award.rounds.kinds import Question


class AskOrganisationCode(Asking):
    def field(self, question: Question) -> Any:
        return ShortTextField(
            label_of(question),
            hint=question.hint,
            called=called(question),
            code=True,
            max_length=40,  # the kind says better what is wrong with what is a little too long
            render_kw={"width": 10, "spellcheck": False},
        )
