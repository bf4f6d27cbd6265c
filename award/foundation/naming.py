"""Where an email names people who have accounts, so that a name can be taken out of it later.

Words alone don't tell: somebody may be called what every letter says, or as somebody else is. So
what fills in a name says whose it is (`named`), and the letter keeps the places. Nothing else of
it is ever changed: no other word, no link, no reference, nobody else's name.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, Final

THEM: Final = 0
"""Whom the letter goes to, who needs no account."""
GREETS: Final = "Hello "
_SECRET: Final = secrets.token_hex(8)
"""Nobody can type a mark: none of it outlives the rendering of one letter."""
_MARK: Final = re.compile(rf"\ufdd0{_SECRET}:(\d+):(.*?)\ufdd1{_SECRET}", re.DOTALL)
_PLACE: Final = re.compile(r"(\d+)([sb])(\d+)-(\d+);")


class Named(str):
    """The name of a person, where an email says it."""

    person: int

    def __new__(cls, name: str, person: int) -> Named:
        made = super().__new__(cls, name)
        made.person = person
        return made


def named(name: str, person: int | None) -> str:
    """A name and the number of its account; nobody's account, just the name."""
    return Named(name, person) if person is not None else name


def marked(value: Any) -> Any:
    """What a template is given for it."""
    if not isinstance(value, Named):
        return value
    return f"\ufdd0{_SECRET}:{value.person}:{str.__str__(value)}\ufdd1{_SECRET}"


@dataclass(frozen=True)
class Place:
    person: int
    part: str
    start: int
    end: int

    def __str__(self) -> str:
        return f"{self.person}{self.part}{self.start}-{self.end};"


@dataclass(frozen=True)
class Told:
    """A letter's words, and the places of names in them as its row keeps them."""

    subject: str
    body: str
    names: str

    @classmethod
    def of(cls, subject: str, body: str, most: int) -> Told:
        """Of words with marks in them; a subject is no longer than `most`."""
        plain, first = _plain(subject, "s")
        text, rest = _plain(body, "b")
        plain = plain[:most]
        places = [*(one for one in first if one.end <= most), *rest]
        return cls(plain, text, f";{''.join(map(str, places))}" if places else "")

    def greeting(self, name: str) -> Told:
        """With the place of the name in its greeting, where it is from before places were kept."""
        if self.names or not self.body.startswith(f"{GREETS}{name},"):
            return self
        start = len(GREETS)
        return replace(self, names=f";{Place(THEM, 'b', start, start + len(name))}")

    def also(self, person: int, words: str) -> Told:
        """With the places, too, where these words stand by themselves: not as part of others, nor
        in a link."""
        found = [
            Place(person, part, one.start(), one.end())
            for part, text in (("s", self.subject), ("b", self.body))
            for one in re.finditer(_by_themselves(words), text)
            if not _in_a_link(text, one.start())
            and not any(
                p.start < one.end() and one.start() < p.end for p in _places(self.names, part)
            )
        ]
        return (
            replace(self, names=f"{self.names or ';'}{''.join(map(str, found))}") if found else self
        )

    def without(self, people: set[int], instead: str) -> Told:
        """The same letter with other words where it names any of these."""
        words, kept = {"s": self.subject, "b": self.body}, []
        for part in words:
            shift = 0
            for one in sorted(_places(self.names, part), key=lambda place: place.start):
                start, end = one.start + shift, one.end + shift
                if one.person in people:
                    words[part] = words[part][:start] + instead + words[part][end:]
                    shift += len(instead) - (end - start)
                else:
                    kept.append(Place(one.person, part, start, end))
        return Told(words["s"][:255], words["b"], f";{''.join(map(str, kept))}" if kept else "")


def of_person(number: int) -> tuple[str, str]:
    """What stands in the places of a letter that names this account: in its subject, its body."""
    return f";{number}s", f";{number}b"


def _by_themselves(words: str) -> str:
    return rf"(?<![\w.+%-]){re.escape(words)}(?![\w@+-]|\.\w)"


def _in_a_link(text: str, at: int) -> bool:
    return "://" in text[:at].rpartition("\n")[2].rpartition(" ")[2]


def _plain(text: str, part: str) -> tuple[str, list[Place]]:
    """The words without marks, and where the marks stood."""
    said, places, length, last = [], [], 0, 0
    for found in _MARK.finditer(text):
        before, name = text[last : found.start()], found[2]
        length += len(before)
        places.append(Place(int(found[1]), part, length, length + len(name)))
        length += len(name)
        said += [before, name]
        last = found.end()
    return "".join([*said, text[last:]]), places


def _places(names: str, part: str) -> Iterator[Place]:
    for found in _PLACE.finditer(names):
        if found[2] == part:
            yield Place(int(found[1]), part, int(found[3]), int(found[4]))
