"""A statement to agree with: the question itself."""

from __future__ import annotations

import random
from typing import Any

from award.rounds.kinds.base import Kind, Question
from award.rounds.kinds.readings import Text


class Declaration(Kind):
    """The answer is true."""

    name = "declaration"
    missing = "Tick the box to agree"
    promise = True

    def check(self, question: Question, value: Any) -> list[str]:
        return [] if value is True else [self.missing]

    def read(self, question: Question, value: Any) -> Text:
        return Text("Agreed")

    def sample(self, question: Question, chance: random.Random, words: int) -> bool:
        return True

    def wanted(self, question: Question) -> str:
        return "Tick to agree"
