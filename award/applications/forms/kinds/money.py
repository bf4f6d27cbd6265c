"""A box for an amount in pounds."""

from __future__ import annotations

from typing import Any

from award.applications.forms.kinds.base import called, label_of
from award.applications.forms.kinds.number import AskNumber
from award.design.fields import MoneyField
from award.rounds.kinds import Question


class AskMoney(AskNumber):
    prefix = "£"

    def field(self, question: Question) -> Any:
        return MoneyField(
            label_of(question),
            hint=question.hint,
            called=called(question),
            minimum=question.min,
            maximum=question.max,
        )
