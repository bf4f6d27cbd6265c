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

from award.assessment.rules.common_words import AS_OURS, BESIDE, COMMON, WITHIN
from award.foundation.errors import Ticks
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
_SPEAKS: Final = re.compile(
    r"\s+(?:agree[sd]|argue[sd]|ask(?:s|ed)|believe[sd]|felt|feels|f[io]unds?|g[ai]ves?|had|has|is|"
    r"like[sd]|note[sd]|said|saw|says|score[sd]|sees|thinks|thought|want(?:s|ed)|was|writes|wrote)\b"
)
_BY_LETTER: Final = re.compile(
    r"\b(?i:assessor|reviewer|panel(?:list| member)|scorer|judge)s?\s+(?:(?i:no\.?|number)\s*)?"
    r"[A-HJ-Zb-hj-z](?!\w|\.\w)"
    r"|\b(?i:assessor|reviewer|panel(?:list| member)|scorer)\s+(?:(?i:no\.?|number)\s*)?"
    r"\d{1,2}(?!\w)"
)
"""Not by “I”, which is a word after them, nor by the “e” of “e.g.”."""
_BEFORE: Final = 40
"""Characters before a name in which one looks for what it stands after."""
_LEAST: Final = 4
"""Letters of a surname that tells somebody by itself."""


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
    words = [*_looked_at(text)]
    found: dict[str, None] = {}
    for name in names:
        if chunks := _chunks(name):
            found |= dict.fromkeys(_Name(text, words, chunks).found())
    yield from found


def whole_names_of(text: str, *names: str) -> Iterator[str]:
    """Where these people are named so that it can hardly be anybody else, each once: whole, the
    other way round, with an initial, by an address that has their surname. For very many people."""
    words = [*_looked_at(text)]
    keys, addresses = {one.key for one in words}, any(like_addresses(text))
    found: dict[str, None] = {}
    for name in names:
        chunks = _chunks(name)
        if len(chunks) > 1 and (addresses or chunks[-1][0] in keys):
            found |= dict.fromkeys(_Name(text, words, chunks).wholly())
    yield from found


def may_name(text: str) -> bool:
    """Is there an address, or two words together with capitals or of which none is a plain word?"""
    return any(like_addresses(text)) or any(
        (one.capital and two.capital) or not {one.key, two.key} & COMMON
        for one, two in pairwise(_words(text))
    )


def _chunks(name: str) -> list[list[str]]:
    chunks = [[one.key for one in _words(chunk)] for chunk in name.split()]
    return [one for one in chunks if one and one[0] not in BESIDE] or [*filter(None, chunks)]


def perhaps_of(text: str, *names: str) -> Iterator[str]:
    """What may be one of these people and may be somebody else or a plain word, each once: any part
    of a name by itself. For who typed it to say."""
    keys = {key for name in names for chunk in _chunks(name) for key in chunk if len(key) > 1}
    keys -= BESIDE | WITHIN
    found = (
        text[one.start : one.end]
        for one in _looked_at(text)
        if one.key in keys and _stands(text, one)
    )
    yield from dict.fromkeys(found)


def _stands(text: str, one: _Word) -> bool:
    """As a name would. What is a plain word as well has its capital in mid-sentence, or speaks."""
    if one.key not in COMMON:
        return one.capital or len(one.key) >= _LEAST
    if not one.capital or (one.end - one.start <= 3 and text[one.start : one.end].isupper()):
        return False
    return not _after(_BEGINS, text, one) or bool(_SPEAKS.match(text, one.end))


def by_letter(text: str) -> Iterator[str]:
    """“Assessor B”, as one is called where names are hidden, each once."""
    yield from dict.fromkeys(found[0] for found in _BY_LETTER.finditer(text))


def _looked_at(text: str) -> Iterator[_Word]:
    """Words that can be somebody's name."""
    ours = {found.start(1) for found in AS_OURS.finditer(text)}
    return (one for one in _words(text) if one.start not in ours)


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
        yield from self.wholly() if self.forenames else self._addresses()
        for at, one in enumerate(self.words):
            if at not in self.taken and one.capital and self._alone(one):
                yield self._take(at, at + 1)

    def wholly(self) -> Iterator[str]:
        yield from self._addresses()
        yield from self._whole()
        yield from self._initials()

    def _take(self, at: int, end: int) -> str:
        self.taken.update(range(at, end))
        return self.text[self.words[at].start : self.words[end - 1].end]

    def _addresses(self) -> Iterator[str]:
        telling = [one for one in self.surname if len(one) >= _LEAST and one not in COMMON]
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
                if same and (all(one.capital for one in here) or not {*whole} & COMMON):
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
            return one.key not in COMMON or one.possessive or not self._begins(one)
        return self.forenames[:1] == [one.key] and not one.possessive and self._signs(one)

    def _begins(self, word: _Word) -> bool:
        """Does it stand first in a sentence or a line, where every word has a capital?"""
        return self._before(_BEGINS, word)

    def _signs(self, word: _Word) -> bool:
        """Does a first name stand where somebody says who they are?"""
        ends = _ENDS.match(self.text, word.end) and self._before(_SIGNS, word)
        return bool(ends) or self._before(_SAYS_WHO, word)

    def _before(self, what: re.Pattern[str], word: _Word) -> bool:
        return _after(what, self.text, word)


def _after(what: re.Pattern[str], text: str, word: _Word) -> bool:
    """Does it stand after that?"""
    return bool(what.search(text, max(0, word.start - _BEFORE), word.start))


def still_to_say(found: Iterable[str], field: str, about_nobody: Ticks) -> list[str]:
    """What nobody has said of this field yet is about no assessor: in another the same name may be
    somebody else's, and others read it."""
    known = {fold(words) for at, words in about_nobody if at == field}
    return [one for one in found if fold(one) not in known]
