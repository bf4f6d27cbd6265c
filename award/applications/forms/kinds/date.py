"""Three boxes for a date."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from award.applications.forms.kinds.base import Asking, called, label_of
from award.design.fields import DatePartsField
from award.design.fields.dates import date_of_a_line
from award.design.fields.rows import Column
from award.design.formatters import long_date
from award.foundation.text import as_meant
from award.rounds.kinds import Question


class AskDate(Asking):
    first_input = "-day"

    def field(self, question: Question) -> Any:
        return DatePartsField(label_of(question), hint=question.hint, called=called(question))

    def column(self, question: Question) -> Column:
        return replace(
            super().column(question),
            read=lambda text: date_of_a_line(question.label, as_meant(text)).isoformat(),
            show=self._in_a_line,
            hint=question.hint or "Like 27 3 2027",
        )

    def _in_a_line(self, value: Any) -> str:
        day = self.load(value)
        return long_date(day) if day else str(value)

    def load(self, value: Any) -> date | None:
        try:
            return date.fromisoformat(value)
        except (TypeError, ValueError):
            return None

    def dump(self, data: Any) -> str | None:
        return data and str(data.isoformat())
