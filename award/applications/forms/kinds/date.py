"""Three boxes for a date."""

from __future__ import annotations

from datetime import date
from typing import Any

from award.applications.forms.kinds.base import Asking, called, label_of
from award.design.fields import DatePartsField
from award.rounds.kinds import Question


class AskDate(Asking):
    first_input = "-day"

    def field(self, question: Question) -> Any:
        return DatePartsField(label_of(question), hint=question.hint, called=called(question))

    def load(self, value: Any) -> date | None:
        try:
            return date.fromisoformat(value)
        except (TypeError, ValueError):
            return None

    def dump(self, data: Any) -> str | None:
        return data and str(data.isoformat())
