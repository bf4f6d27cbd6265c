"""A day."""

from __future__ import annotations

import random
import re
from datetime import date, timedelta
from typing import Any

from award.foundation import clock
from award.rounds.kinds.base import Kind, Question
from award.rounds.kinds.readings import Text

_ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


class Date(Kind):
    """The answer is "YYYY-MM-DD"."""

    name = "date"
    missing = "Enter a date"
    a_day = True
    in_a_cell = True
    usual_width = "short"

    def check(self, question: Question, value: Any) -> list[str]:
        try:
            if _ISO_DAY.fullmatch(value):
                date.fromisoformat(value)
                return []
        except (TypeError, ValueError):
            pass
        return ["Enter a real date"]

    def read(self, question: Question, value: Any) -> Text:
        return Text(clock.long_date(date.fromisoformat(value)))

    def cell(self, question: Question, value: Any) -> date:
        return date.fromisoformat(value)

    def sample(self, question: Question, chance: random.Random, words: int) -> str:
        return (clock.today() + timedelta(days=120)).replace(day=1).isoformat()

    def wanted(self, question: Question) -> str:
        return "Date"
