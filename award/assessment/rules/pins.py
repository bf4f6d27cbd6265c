"""Passages pinned to criteria: the text that they are looked for in, and where they stand in it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

from award.assessment.rules.reading import ReadAnswer, ReadGroup, Reading
from award.rounds.kinds import Files, Shown, Table, Text

LATE: Final = "after others could be read"
MOST_CHARS: Final = 1_000
MOST_EACH: Final = 10
"""Pins of one sheet on one criterion."""
NAME_CHARS: Final = 16
"""Of a criterion's title, at the words that are pinned to it."""
_BETWEEN: Final = frozenset({"a", "an", "and", "for", "in", "of", "on", "or", "the", "to", "with"})
LEAST_CHARS: Final = 3
"""Letters and figures: with less nothing is said, and a slip of the mouse stays with the sheet."""
_WORD: Final = re.compile(r"\w+(?:['’-]\w+|(?<=\d)[.,]\d+)*")


@dataclass(frozen=True)
class Passage:
    """One pin as its readers see it. `who` and their `letter` are set where several people's stand
    on one page; `name` is the criterion's in a few words, beside those of the others;
    `short` names the question; `there` says whether the answer has the words still, `late`
    whether it was pinned after its assessor could read others' sheets."""

    id: int
    assignment_id: int
    criterion: str
    name: str
    title: str
    question: str
    short: str
    quotation: str
    offset: int
    who: str = ""
    letter: str = ""
    there: bool = True
    late: bool = False

    @property
    def end(self) -> int:
        return self.offset + len(self.quotation)

    def meets(self, other: Passage) -> bool:
        """Do they share words?"""
        return self.offset < other.end and other.offset < self.end

    @property
    def mark(self) -> str:
        """What stands at the words: the criterion, after whose it is. No number: it would read as
        their score."""
        return f"{self.letter}: {self.name}" if self.letter else self.name

    @property
    def pinned_by(self) -> str:
        """What the mark says to whoever can't see where it is."""
        late = f", {LATE}" if self.late else ""
        return f"{self.who}, {self.title}{late}" if self.who else f"{self.title}{late}"


def names_of(titles: Sequence[str]) -> list[str]:
    """Each in as few words as a mark has room for; whole where those are another's too."""
    short = [_beginning(one) for one in titles]
    return [
        name if short.count(name) == 1 else title for name, title in zip(short, titles, strict=True)
    ]


def _beginning(title: str) -> str:
    if len(title) <= NAME_CHARS:
        return title
    first, *words = title.split()
    kept = [first]
    for word in words:
        if len(" ".join([*kept, word])) > NAME_CHARS:
            break
        kept.append(word)
    while len(kept) > 1 and kept[-1].lower() in _BETWEEN:
        kept.pop()
    return f"{' '.join(kept).rstrip(',:;')}…"


def text_of(shown: Shown | None) -> str:
    """The words of an answer in the order in which they are read, cell by cell in a table. Files
    have none."""
    if shown is None or isinstance(shown, Files):
        return ""
    if isinstance(shown, Text):
        return shown.words
    if isinstance(shown, Table):
        return "\n".join(cell for row in shown.rows for cell in row if cell)
    return "\n".join(shown.items)


def with_words(reading: Reading) -> list[ReadGroup]:
    """The groups with the answers that have words to quote, and none without any."""
    kept = (
        replace(group, answers=tuple(one for one in group.answers if text_of(one.shown)))
        for group in reading.groups
    )
    return [group for group in kept if group.answers]


def quotable(reading: Reading) -> dict[str, ReadAnswer]:
    """The same answers by the key of their question."""
    return {answer.key: answer for group in with_words(reading) for answer in group.answers}


def places(text: str, quotation: str) -> list[tuple[int, str]]:
    """Where the words stand in the text, each with how they are written there: whatever spaces and
    line breaks a selection or a paste made of those between them."""
    words = quotation.split()
    if not words:
        return []
    pattern = r"\s+".join(re.escape(word) for word in words)
    return [(found.start(), found[0]) for found in re.finditer(pattern, text)]


def too_short(quotation: str) -> bool:
    return sum(char.isalnum() for char in quotation) < LEAST_CHARS


def whole_words(text: str, offset: int, quotation: str) -> tuple[int, str]:
    """What stands there, with the rest of a word that it begins or ends within."""
    start, end = offset, offset + len(quotation)
    for word in _WORD.finditer(text):
        for edge in (offset, offset + len(quotation)):
            if word.start() < edge < word.end():
                start, end = min(start, word.start()), max(end, word.end())
    return start, text[start:end]


def found_in(
    answers: dict[str, ReadAnswer], quotation: str, question: str = "", nth: int = 0
) -> tuple[str, int, str] | None:
    """Key of the question, where and what, in whole words; in any answer where none is named. `nth`
    tells which of several places is meant."""
    for key in [question] if question else answers:
        text = text_of(answers[key].shown) if key in answers else ""
        found = places(text, quotation)
        if found:
            return key, *whole_words(text, *found[nth if 0 <= nth < len(found) else 0])
    return None


def of_criterion(passages: Iterable[Passage], key: str) -> list[Passage]:
    return [one for one in passages if one.criterion == key]


def of_question(passages: Iterable[Passage], key: str) -> list[Passage]:
    return [one for one in passages if one.question == key]


def runs(text: str, passages: Sequence[Passage]) -> list[tuple[str, list[Passage]]]:
    """The text cut where passages begin and end and at line breaks, each piece with those that it
    belongs to: passages may overlap."""
    cuts = {0, len(text), *(place for one in passages for place in (one.offset, one.end))}
    cuts |= {at + step for at, char in enumerate(text) if char == "\n" for step in (0, 1)}
    edges = sorted(cut for cut in cuts if cut <= len(text))
    return [
        (text[a:b], [one for one in passages if one.offset <= a and b <= one.end])
        for a, b in pairwise(edges)
    ]
