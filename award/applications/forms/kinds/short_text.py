"""One line of text."""

from __future__ import annotations

from typing import Any

from award.applications.forms.kinds.base import Asking, label_of
from award.design.fields import ShortTextField
from award.rounds.kinds import Question


class AskShortText(Asking):
    def field(self, question: Question) -> Any:
        limit = f"{question.max_words} words at most." if question.max_words else ""
        hint = " ".join(part for part in (question.hint, limit) if part)
        return ShortTextField(label_of(question), hint=hint)
