"""One line of text."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from award.applications.forms.kinds.base import Asking, called, label_of
from award.design.fields import CountedLineField, ShortTextField
from award.design.fields.rows import Column
from award.foundation.asked import TAKEN_OUT, Tidied
from award.foundation.unseen import as_typed, unseen_in
from award.rounds.kinds import Question


class AskShortText(Asking):
    def field(self, question: Question) -> Any:
        asked: dict[str, Any] = {"hint": question.hint, "called": called(question)}
        if question.max_words:
            return CountedLineField(label_of(question), max_words=question.max_words, **asked)
        return ShortTextField(label_of(question), **asked)

    def column(self, question: Question) -> Column:
        def read(text: str) -> str:
            plain = as_typed(text)
            if isinstance(text, Tidied):
                raise ValueError(f"{question.label} {TAKEN_OUT}")
            if unseen := unseen_in(plain):
                raise ValueError(f"{question.label} {unseen.refused}")
            return plain

        return replace(super().column(question), read=read)
