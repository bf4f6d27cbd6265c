"""A box for a number, with its unit."""

from __future__ import annotations

from typing import Any

from award.applications.forms.kinds.base import Asking, called, label_of
from award.design.fields import WholeNumberField
from award.rounds.kinds import Question

SMALL = 1_000
"""Below it nobody needs to be shown how thousands are written."""


class _SmallNumberField(WholeNumberField):
    def parse(self, text: str) -> int:
        try:
            return super().parse(text)
        except ValueError as error:
            raise ValueError(str(error).replace("like 12 or 1,500", "like 12")) from error


class AskNumber(Asking):
    def field(self, question: Question) -> Any:
        small = question.max is not None and question.max < SMALL
        return (_SmallNumberField if small else WholeNumberField)(
            label_of(question),
            hint=question.hint,
            called=called(question),
            minimum=question.min,
            maximum=question.max,
            suffix=question.unit,
        )
