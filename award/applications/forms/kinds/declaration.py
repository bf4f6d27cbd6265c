"""One box to tick."""

from __future__ import annotations

from typing import Any

from award.applications.forms.kinds.base import Asking, label_of
from award.design.fields import DeclarationField
from award.rounds.kinds import Question


class AskDeclaration(Asking):
    def field(self, question: Question) -> Any:
        return DeclarationField(label_of(question), hint=question.hint)
