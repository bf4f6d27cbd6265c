"""Text that people write, short or long."""

from __future__ import annotations

import random
from functools import cache
from typing import Any, ClassVar

from award.foundation.text import count_words
from award.rounds.kinds.base import Kind, Question
from award.rounds.kinds.readings import Text

SUBJECT = "Your answer"
"""What sentences about a text begin with."""
MOST_CHARACTERS = 20_000
"""Of any text, a draft's included: several times what the longest question asks for."""

WORDS_A_MINUTE = 25
"""Somebody who knows the project, with its papers at hand: half as fast as people type."""

_MADE_UP = (
    "people care support home worker family evening visit record sensor note plan question "
    "listen choose change learn measure safe risk consent day night week council provider team "
    "carer trust data model alert check agree explain pause return morning rota travel street"
).split()

_RUN = 5_000


@cache
def _run_of_words() -> list[str]:
    return random.Random(1).choices(_MADE_UP, k=2 * _RUN)


def made_up_words(count: int, chance: random.Random) -> str:
    """They read like nothing; 5,000 at most. From anywhere in one long run of words: drawing each
    one by itself took a third of the time that a large round is made in."""
    first = chance.randrange(_RUN)
    return " ".join(_run_of_words()[first : first + count])


class WrittenText(Kind):
    """What short and long text have in common."""

    in_own_words = True
    in_a_cell = True
    characters: ClassVar[int | None] = None
    """The most that there may be where the question doesn't say."""

    def parse(self, question: Question, raw: Any) -> Any:
        return raw.replace("\x00", "") if isinstance(raw, str) else raw

    def check(self, question: Question, value: Any) -> list[str]:
        if not isinstance(value, str):
            return ["The answer must be text"]
        if len(value) > MOST_CHARACTERS:
            return [
                f"{SUBJECT} has {len(value):,} characters, and a draft keeps "
                f"{MOST_CHARACTERS:,} at most. Shorten it, then save it again"
            ]
        return []

    def check_final(self, question: Question, value: Any) -> list[str]:
        words = count_words(value)
        if question.max_words and words > question.max_words:
            over, most = words - question.max_words, question.max_words
            return [f"{SUBJECT} has {words:,} words: cut {over:,} to get down to {most:,}"]
        limit = question.max_chars or self.characters
        if limit and len(value) > limit:
            return [f"{SUBJECT} has {len(value):,} characters: the most is {limit:,}"]
        return []

    def minutes(self, question: Question) -> float:
        """Thought and written at some words a minute, up to the limit."""
        return 1 + (question.max_words or 0) / WORDS_A_MINUTE

    def read(self, question: Question, value: Any) -> Text:
        return Text(value, register=question.register)

    def cell(self, question: Question, value: Any) -> str:
        return str(value)
