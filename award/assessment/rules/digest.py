"""A few answers in plain order, for the lived-experience panel to read first: what it is, for whom,
what changes, what it knows about people, what could go wrong. The whole answers stand below it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from award.assessment.rules.reading import ReadAnswer, Reading

MOST_WORDS: Final = 90
"""Of one answer; a longer one is cut after a sentence, if one ends after half of them."""
OPENING: Final = 45
"""Of a summary, where many are asked about."""


@dataclass(frozen=True)
class Said:
    """One answer, perhaps `cut`; `anchor` is where all of it stands."""

    label: str
    words: str
    cut: bool
    anchor: str


@dataclass(frozen=True)
class Part:
    title: str
    said: tuple[Said, ...]


def parts_of(raw: Mapping[str, Any]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Titles with keys of questions, out of a digest file."""
    return tuple((str(one["title"]), tuple(map(str, one["questions"]))) for one in raw["parts"])


def digest(reading: Reading, parts: Sequence[tuple[str, Sequence[str]]]) -> tuple[Part, ...]:
    """Of what this reader is shown; parts without any answer are left out."""
    there = {
        answer.key: (group.anchor, answer) for group in reading.groups for answer in group.answers
    }
    said = {key: _said(*found) for key, found in there.items() if _has(found[1])}
    found = (Part(title, tuple(said[key] for key in keys if key in said)) for title, keys in parts)
    return tuple(part for part in found if part.said)


def _has(answer: ReadAnswer) -> bool:
    return answer.shown is not None and bool(answer.shown.lines) and not answer.hidden


def _said(anchor: str, answer: ReadAnswer) -> Said:
    return said_of(answer, anchor)


def said_of(answer: ReadAnswer, anchor: str = "", most: int = MOST_WORDS) -> Said:
    """An answer in at most so many words."""
    lines = answer.shown.lines if answer.shown else []
    text = " ".join("; ".join(lines).split())
    words = shortened(text, most)
    return Said(answer.label, words, words != text, anchor)


def shortened(text: str, most: int = MOST_WORDS) -> str:
    """At most so many words of it, and whole sentences where they allow it."""
    words = text.split(" ")
    if len(words) <= most:
        return text
    ends = [place for place in _ends(words[:most]) if place >= most // 2]
    return " ".join(words[: ends[-1]]) if ends else " ".join(words[:most]) + "…"


def _ends(words: Sequence[str]) -> Iterator[int]:
    for place, word in enumerate(words, 1):
        if word.rstrip("”\"'’)").endswith((".", "?", "!")):
            yield place
