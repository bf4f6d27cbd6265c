"""Text cut into the terms it is found by: one function for what is indexed and what is asked.

Each token knows where in the original text it stands, so that what matched can be marked there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from threading import Lock
from typing import Any, NamedTuple

from award.foundation.folding import fold_with_places

LONGEST = 64
"""Characters of a term; what is longer is cut, alike in texts and questions."""
MOST_PARTS = 6
_TOKEN = re.compile(
    r"(?P<number>\d{1,3}(?:,\d{3})+(?:\.\d+)?(?![^\W_])|\d+(?:\.\d+)+(?![^\W_]))"
    r"|[^\W_]+(?:['\-/.&@+]+[^\W_]+)*"
)
_BETWEEN = re.compile(r"[\-/.&@+]+")
_END_OF_THOUGHT = re.compile(r"[.!?;:\n()]")
_AMERICAN = re.compile(r"(?<=[a-z]{3})iz(?=e|a|i)")
_STOP = frozenset(
    "a about after all also an and any are as at be been being both but by can cant could did do"
    " does dont for from had has have how i if in into is isnt it its like me more most my no not"
    " of on or our over so some such than that the their them then there these they this those to"
    " too under up us was we were what when where which who why will with would you your".split()
)
"""Words that a question may leave out. Texts keep them: a question may have no other."""


class Token(NamedTuple):
    """A word or number at `start` to `end` of the text.

    `joined`: all or the tail of what the tokens beside it are parts of (`covid19` for covid-19,
    `neill` for O’Neill). `fresh`: the first of a sentence or line, so no phrase runs into it.
    """

    word: str
    term: str
    start: int
    end: int
    joined: bool = False
    fresh: bool = False


_one_at_a_time = Lock()


@cache
def _stemmer() -> Any:
    from snowballstemmer.english_stemmer import EnglishStemmer  # forty modules, for who searches

    return EnglishStemmer()


@lru_cache(maxsize=100_000)
def term_of(word: str) -> str:
    """The stem of an English word; anything else as it is."""
    if not (word.isascii() and word.isalpha()):
        return word[:LONGEST]
    with _one_at_a_time:  # a stemmer keeps its word in itself
        return str(_stemmer().stemWord(_AMERICAN.sub("is", word)))[:LONGEST]


def is_stop_word(word: str) -> bool:
    return word in _STOP


def tokens(text: str) -> Iterator[Token]:
    """Every word, number and joined form, in the order of the text."""
    folded, places = fold_with_places(text)
    last = 0
    for match in _TOKEN.finditer(folded):
        start, end = match.span()
        fresh = last == 0 or _END_OF_THOUGHT.search(folded, last, start) is not None
        last = end
        if match["number"]:
            word = match[0].replace(",", "")
            yield Token(word, word[:LONGEST], places[start], places[end - 1] + 1, fresh=fresh)
        elif match[0].isalnum():
            word = match[0]
            yield Token(word, term_of(word), places[start], places[end - 1] + 1, fresh=fresh)
        else:
            for word, first, after, joined in _parts(match[0]):
                at, to = places[start + first], places[start + after - 1] + 1
                yield Token(word, term_of(word), at, to, joined, fresh and not first)


def _parts(chunk: str) -> Iterator[tuple[str, int, int, bool]]:
    """(word, start, end, joined) of words written together."""
    words, first = [], 0
    for mark in [*_BETWEEN.finditer(chunk), None]:
        after = mark.start() if mark else len(chunk)
        piece = chunk[first:after].removesuffix("'s")
        word = piece.replace("'", "")
        words.append(word)
        yield word, first, after, False
        tail = piece.rpartition("'")[2]
        if tail != piece and len(tail) > 2:
            yield tail, after - len(tail), after, True
        first = mark.end() if mark else after
    if 1 < len(words) <= MOST_PARTS:
        yield "".join(words), 0, len(chunk), True
