"""A box for a number, with its unit."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from award.applications.forms.kinds.base import Asking, bound, called, label_of
from award.design.fields import WholeNumberField
from award.design.fields.rows import Column
from award.foundation.text import as_meant
from award.rounds.kinds import Question


class AskNumber(Asking):
    prefix = ""

    def column(self, question: Question) -> Column:
        field = bound(self.field(question))
        field.called = question.label
        return replace(
            super().column(question),
            read=lambda text: field.parse(as_meant(text)),
            show=lambda value: value if isinstance(value, str) else str(field.show(value)),
            prefix=self.prefix,
            suffix=question.unit,
            numeric=True,
            total=question.total,
        )

    def field(self, question: Question) -> Any:
        return WholeNumberField(
            label_of(question),
            hint=question.hint,
            called=called(question),
            minimum=question.min,
            maximum=question.max,
            suffix=question.unit,
        )
