"""How hard a text is to read, and words that we would rather not publish.

The age is that of the automated readability index, which counts letters, words and sentences: no
dictionary of syllables, which would be wrong for names and hold up the page. It is a hint and
stops nothing.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from typing import Final

ADVISED_AGE: Final = 15
FEWEST_WORDS: Final = 60
"""Of fewer the age says nothing."""
LONG_SENTENCE: Final = 35

_ENDS = re.compile(r"(?<=[.!?…])[\"”’)]*\s+|\n{2,}|\n(?=[-*•])")
_WORD = re.compile(r"[^\W_]+(?:[’'-][^\W_]+)*")

_INSTEAD: Final = {
    r"service users?": "people who draw on care and support",
    r"(?:the )?elderly(?: people)?": "older people",
    r"the vulnerable|vulnerable (?:people|adults)": "say what makes things hard for them",
    r"the disabled": "disabled people",
    r"suffer(?:s|ed|ing)? from": "has, or lives with",
    r"dementia sufferers?": "people living with dementia",
    r"(?<!dementia )sufferers?": "people living with it",
    r"empower(?:s|ed|ing|ment)?": "say what people can do now",
    r"wheelchair[- ]bound|confined to a wheelchair": "uses a wheelchair",
    r"bed[- ]block(?:er|ers|ing)": "waiting to leave hospital",
    r"frequent flyers?": "say how often, and why",
    r"challenging behaviou?rs?": "say what happened, and what the person may have meant",
    r"non[- ]complian(?:t|ce)": "say that they chose not to",
    r"domiciliary care": "homecare",
    r"cutting[- ]edge|state[- ]of[- ]the[- ]art|world[- ](?:leading|class)|best[- ]in[- ]class"
    r"|ground-?breaking|game[- ]chang(?:er|ers|ing)|revolutionary|revolutioni[sz](?:es|ed|ing|e)":
        "what it does",
    r"seamless(?:ly)?|holistic(?:ally)?|synerg(?:y|ies)|leverag(?:e|es|ed|ing)|transformative":
        "a plain word",
    r"AI[- ](?:powered|driven|enabled)": "what the AI does",
}  # fmt: skip
_AVOIDED: Final = tuple(
    (re.compile(rf"(?<!\w)(?:{words})(?!\w)", re.IGNORECASE), instead)
    for words, instead in _INSTEAD.items()
)


def reading_age(text: str) -> int | None:
    """The age at which most people read it; None for a text that is too short to tell."""
    words = _WORD.findall(text)
    if len(words) < FEWEST_WORDS:
        return None
    letters = sum(len(word) for word in words)
    many = len(_sentences(text))
    index = 4.71 * letters / len(words) + 0.5 * len(words) / many - 21.43
    return max(5, math.ceil(index) + 5)


def long_sentences(text: str) -> Iterator[str]:
    """How sentences begin that are longer than anybody likes to read."""
    for sentence in _sentences(text):
        words = sentence.split()
        if len(_WORD.findall(sentence)) > LONG_SENTENCE:
            yield f"{' '.join(words[:6])}…"


def avoided(text: str) -> Iterator[tuple[str, str]]:
    """Words as they stand, each once, and what to say instead."""
    seen = set()
    for pattern, instead in _AVOIDED:
        for found in pattern.finditer(text):
            if found[0].casefold() not in seen:
                seen.add(found[0].casefold())
                yield found[0], instead


def _sentences(text: str) -> list[str]:
    return [one for one in _ENDS.split(text) if _WORD.search(one)]
