"""One line of text."""

from __future__ import annotations

from typing import Any

from award.applications.forms.kinds.base import Asking, called, label_of
from award.design.fields import CountedLineField, ShortTextField
from award.rounds.kinds import Question


class AskShortText(Asking):
    def field(self, question: Question) -> Any:
        asked: dict[str, Any] = {"hint": question.hint, "called": called(question)}
        if question.max_words:
            return CountedLineField(label_of(question), max_words=question.max_words, **asked)
        return ShortTextField(label_of(question), **asked)
