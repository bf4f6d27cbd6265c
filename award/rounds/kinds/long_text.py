"""Several paragraphs of text."""

from __future__ import annotations

import random

from award.rounds.kinds.base import Question
from award.rounds.kinds.written import WrittenText, made_up_words


class LongText(WrittenText):
    name = "long_text"
    missing = "Write an answer"
    share_of_words = 1
    usual_width = "wide"

    def sample(self, question: Question, chance: random.Random, words: int) -> str:
        most = min(words, question.max_words or words)
        text = f"{made_up_words(most, chance).capitalize()}."
        return text[: question.max_chars or len(text)]

    def wanted(self, question: Question) -> str:
        return f"Long answer, up to {question.max_words:,} words"

    def faults(self, question: Question) -> list[str]:
        return [] if question.max_words else ["needs max_words"]
