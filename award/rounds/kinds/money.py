"""Whole pounds."""

from __future__ import annotations

import random

from award.rounds.kinds.base import Question
from award.rounds.kinds.number import Number


class Money(Number):
    name = "money"
    missing = unreadable = "Enter an amount in whole pounds"
    usual_width = "short"

    def sample(self, question: Question, chance: random.Random, words: int) -> int:
        amount = chance.randrange(50, 900) * 1_000
        return max(question.min or 0, min(amount, question.max or amount))

    def wanted(self, question: Question) -> str:
        return self.bounds("Amount in whole pounds", question)

    def figure(self, number: int) -> str:
        return f"£{number:,}"
