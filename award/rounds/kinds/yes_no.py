"""Yes or no."""

from __future__ import annotations

from award.rounds.kinds.base import Question
from award.rounds.kinds.choice import Choice


class YesNo(Choice):
    """The answer is "yes" or "no"."""

    name = "yes_no"
    missing = "Choose yes or no"
    wrong = missing
    usual_width = "narrow"

    def wanted(self, question: Question) -> str:
        return "Yes or no"

    def faults(self, question: Question) -> list[str]:
        return []

    def offered(self, question: Question) -> dict[str, str]:
        return {"yes": "Yes", "no": "No"}

    def quoted(self, question: Question, value: str) -> str:
        return question.label_of(value)
