"""Whether words lead to the people who wrote them, or whom they are about: a number to ring, an
address, a name however it is written. For what is read by those who may not know."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from operator import attrgetter
from typing import Final

from award.foundation.folding import fold
from award.foundation.text import like_addresses

_WORD: Final = re.compile(r"[^\W\d_]+(?:['’ʼ][^\W\d_]+)*")
_EMAIL: Final = re.compile(
    r"(?<![\w.+%-])[\w.+%-]+(?:[@＠]|\s?[(\[]\s?at\s?[)\]]\s?)(?:[\w-]+\.)+[^\W\d_]{2,}",
    re.IGNORECASE,
)
_DATE: Final = re.compile(r"(?<!\d)\d{1,2}([/.-])\d{1,2}\1\d{2,4}(?!\d)")
_PHONE: Final = re.compile(
    r"(?<![\w£€$.,])(?:\(?\+(?:[ ()./-]{0,3}\d){8,15}|\(?(?=0|447)(?:[ ()./-]{0,3}\d){10,15})(?!\w)"
)
_FRACTION: Final = re.compile(r"0\.\d+")
_BEGINS: Final = re.compile(r"(?:^|[.!?:;\n•*–—-])[\s\"'“‘(]*$")
_SIGNS: Final = re.compile(r"(?:^|[.!?,;\n–—-])\s*$")
_ENDS: Final = re.compile(r"[ .,)\n\r\t–—-]*\Z")
_SAYS_WHO: Final = re.compile(
    r"\b(?:I am|I['’]m|my name is|this is|it is|regards,?|wishes,?|thanks,?|signed,?|yours,?)\s+$",
    re.IGNORECASE,
)
_BEFORE: Final = 40
"""Characters before a name in which one looks for what it stands after."""
_LEAST: Final = 4
"""Letters of a surname that tells somebody by itself."""
_BESIDE: Final = frozenset(
    "dr prof professor mr mrs ms miss mx sir dame rev jr sr phd md mbe obe cbe rn msc bsc".split()
)
"""What stands before and after a name."""
_ALSO_WORDS: Final = frozenset(
    """
    april ash august autumn banks barker bell best bill bishop black blue bond bright brook
    brown bush butcher carpenter carter case chance church clay close cook cross dawn day dean
    drake drew earnest english ernest faith field fields fisher ford forest fox frank free
    french frost gene gill good grace grant gray green grey guy hall hand hands hard hardy hart
    head heath hill holder holly home hood hope house hunt hunter iris ivy jack joy june kind
    king knight knowles lake land lane law lily little long love low major mark marks marsh
    mason may mercy miles mills moody moon moss new noble north old olive page park parks pat
    patience peace pearl penny piers pitt pool poor pope porter potter power price prior
    prudence quick rain ray read reed rice rich ridge rivers road rob robin rose ruby sage sales
    savage savings sharp shaw shepherd short silver singer skip sky small smart south speed
    spring stark steel stone storm street strong sue summer summers swift taylor ted temple tony
    trinity true turner underwood verity victor violet wade walker wall ward waters way webb
    weeks wells west while white wild will wills winter wise wood woods worth wright young
    """.split()
)
"""Names that are words as well: they tell somebody only where a word would not stand so."""


def tells_who(text: str, name: str) -> Iterator[str]:
    """What in it leads to its author, as it is typed: a number to ring, any address, their name."""
    yield from (found[0] for found in _EMAIL.finditer(text))
    yield from phones(text)
    yield from names_of(without_addresses(text), name)


def address_in(text: str, email: str) -> list[str]:
    """As it is typed where it stands, and not within a longer one."""
    whole = rf"(?<![\w.+%-]){re.escape(email)}(?![\w-]|\.\w)"
    found = re.search(whole, text, re.IGNORECASE)
    return [found[0]] if found else []


def without_addresses(text: str) -> str:
    """For a look at the names alone."""
    return _EMAIL.sub(" ", text)


def phones(text: str) -> Iterator[str]:
    """Numbers that can be rung, whatever sets their digits apart."""
    plain = _DATE.sub(lambda found: "x" * len(found[0]), "".join(map(_plainly, text)))
    for found in _PHONE.finditer(plain):
        if not _FRACTION.fullmatch(found[0]):
            yield text[found.start() : found.end()]


@cache
def _plainly(character: str) -> str:
    """One space, one dash, one slash and plain digits for all that look like them."""
    kind = unicodedata.category(character)
    if kind in ("Zs", "Cf"):
        return " "
    if kind == "Pd" or character == "−":
        return "-"
    if kind == "Nd":
        return str(unicodedata.decimal(character))
    return {"＋": "+", "⁄": "/", "∕": "/", "／": "/", "．": ".", "·": ".", "•": "."}.get(
        character, character
    )


@dataclass(frozen=True)
class _Word:
    """A word of a text: `key` as it is compared, without the 's of what is somebody's."""

    start: int
    end: int
    key: str
    capital: bool
    possessive: bool


def names_of(text: str, *names: str) -> Iterator[str]:
    """Where these people are named, each once: whole, the other way round, with an initial, by
    surname alone, or by a first name that signs. Accents and the case of letters don't matter;
    a name that is a word too has to stand as a name does."""
    words = [*_words(text)]
    found: dict[str, None] = {}
    for name in names:
        chunks = [[one.key for one in _words(chunk)] for chunk in name.split()]
        chunks = [one for one in chunks if one and one[0] not in _BESIDE] or [*filter(None, chunks)]
        if chunks:
            found |= dict.fromkeys(_Name(text, words, chunks).found())
    yield from found


def _words(text: str) -> Iterator[_Word]:
    for one in _WORD.finditer(text):
        key = fold(one[0]).replace("’", "'")
        bare = re.sub(r"'s$", "", key)
        end = one.end() - (2 if bare != key else 0)
        capital = not one[0][0].islower()
        yield _Word(one.start(), end, bare.replace("'", ""), capital, bare != key)


_start = attrgetter("start")


class _Name:
    """Somebody looked for in a text: forenames and surname as words that are compared, the surname
    in its parts where a hyphen joins two."""

    def __init__(self, text: str, words: list[_Word], chunks: list[list[str]]) -> None:
        self.text, self.words, self.taken = text, words, set[int]()
        self.forenames = [key for one in chunks[:-1] for key in one]
        self.surname = chunks[-1]

    def found(self) -> Iterator[str]:
        yield from self._addresses()
        if self.forenames:
            yield from self._whole()
            yield from self._initials()
        for at, one in enumerate(self.words):
            if at not in self.taken and one.capital and self._alone(one):
                yield self._take(at, at + 1)

    def _take(self, at: int, end: int) -> str:
        self.taken.update(range(at, end))
        return self.text[self.words[at].start : self.words[end - 1].end]

    def _addresses(self) -> Iterator[str]:
        telling = [one for one in self.surname if len(one) >= _LEAST and one not in _ALSO_WORDS]
        for address in like_addresses(self.text):
            if any(one in fold(address[0]) for one in telling):
                start, end = (bisect_left(self.words, at, key=_start) for at in address.span())
                self.taken.update(range(start, end))
                yield address[0].strip(".,;:()<>")

    def _whole(self) -> Iterator[str]:
        first, last = self.forenames, self.surname
        for whole in ([*first, *last], [first[0], *last], [*last, *first], [*last, first[0]]):
            for at in range(len(self.words) - len(whole) + 1):
                here = self.words[at : at + len(whole)]
                same = [one.key for one in here] == whole and at not in self.taken
                if same and (all(one.capital for one in here) or not {*whole} & _ALSO_WORDS):
                    yield self._take(at, at + len(whole))

    def _initials(self) -> Iterator[str]:
        for at, (one, two) in enumerate(pairwise(self.words)):
            between = self.text[one.end : two.start]
            if (
                len(one.key) == 1 and one.capital and two.capital
                and one.key in {each[0] for each in self.forenames}
                and two.key == self.surname[0] and at + 1 not in self.taken
                and not between.strip(". \u00a0") and ("." in between or one.key not in "ai")
            ):  # fmt: skip
                yield self._take(at, at + 2)

    def _alone(self, one: _Word) -> bool:
        if one.key in self.surname and len(one.key) >= _LEAST:
            return one.key not in _ALSO_WORDS or one.possessive or not self._begins(one)
        return self.forenames[:1] == [one.key] and not one.possessive and self._signs(one)

    def _begins(self, word: _Word) -> bool:
        """Does it stand first in a sentence or a line, where every word has a capital?"""
        return self._before(_BEGINS, word)

    def _signs(self, word: _Word) -> bool:
        """Does a first name stand where somebody says who they are?"""
        ends = _ENDS.match(self.text, word.end) and self._before(_SIGNS, word)
        return bool(ends) or self._before(_SAYS_WHO, word)

    def _before(self, what: re.Pattern[str], word: _Word) -> bool:
        return bool(what.search(self.text, max(0, word.start - _BEFORE), word.start))


def quoted(found: Iterable[str]) -> str:
    """What was found, each once, for a sentence."""
    return " and ".join(f"“{one}”" for one in dict.fromkeys(found))
