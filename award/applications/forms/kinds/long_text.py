"""A box for text, with a live count."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from award.applications.forms.kinds.base import Asking, label_of
from award.design.fields import LongTextField
from award.design.fields.rows import Column
from award.foundation.text import tidy
from award.rounds.kinds import Question


class AskLongText(Asking):
    def field(self, question: Question) -> Any:
        # A draft is kept whatever its length; only submitting refuses.
        return LongTextField(
            label_of(question), hint=question.hint, max_words=question.max_words, enforce=False
        )

    def column(self, question: Question) -> Column:
        return replace(super().column(question), read=lambda text: tidy(text).strip(), lines=True)
