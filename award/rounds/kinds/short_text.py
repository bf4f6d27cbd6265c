"""One line of text."""

from __future__ import annotations

import random
from typing import Any

from award.foundation.unseen import unseen_in
from award.rounds.kinds.base import Question
from award.rounds.kinds.written import SUBJECT, WrittenText, made_up_words

SHORT_TEXT_CHARS = 300


class ShortText(WrittenText):
    name = "short_text"
    missing = "Enter an answer"
    characters = SHORT_TEXT_CHARS

    def check_final(self, question: Question, value: Any) -> list[str]:
        unseen = unseen_in(value)
        return [f"{SUBJECT} {unseen.refused}"] if unseen else super().check_final(question, value)

    def sample(self, question: Question, chance: random.Random, words: int) -> str:
        text = made_up_words(min(6, question.max_words or 6), chance).capitalize()
        return text[: question.max_chars or SHORT_TEXT_CHARS].rstrip()

    def wanted(self, question: Question) -> str:
        if question.max_words:
            noun = "word" if question.max_words == 1 else "words"
            return f"Short answer, up to {question.max_words} {noun}"
        return f"Short answer, up to {question.max_chars or SHORT_TEXT_CHARS} characters"
