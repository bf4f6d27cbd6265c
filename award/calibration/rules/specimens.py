"""What a specimen is, and what is said of a score beside that of the panel that wrote it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from award.assessment.rules.scoring import is_score
from award.foundation.problems import Problem

MOST_NEEDED: Final = 5
MOST_SPECIMENS: Final = 20
TITLE_CHARS: Final = 150
SUMMARY_WORDS: Final = 300
TEXT_WORDS: Final = 500
REASON_WORDS: Final = 100


@dataclass(frozen=True)
class PartValues:
    """An answer that is read for one criterion, and how a panel scored it."""

    text: str = ""
    score: int | None = None
    reason: str = ""


@dataclass(frozen=True)
class SpecimenValues:
    """An application that nobody made, with the scores of a panel; parts by key of criterion."""

    title: str = ""
    summary: str = ""
    parts: Mapping[str, PartValues] = field(default_factory=dict)


def problems(values: SpecimenValues, titles: Mapping[str, str]) -> list[Problem]:
    """All that is missing, in the order of the page; `titles` of the criteria by key."""
    found = []
    if not values.title:
        found.append(Problem("title", "Give the specimen a title"))
    if not values.summary:
        found.append(Problem("summary", "Write a summary"))
    for key, title in titles.items():
        part = values.parts.get(key, PartValues())
        if not part.text:
            found.append(Problem(f"text_{key}", f"{title}: write the answer that is read for it"))
        if not is_score(part.score):
            found.append(Problem(f"score_{key}", f"{title}: enter the panel’s score, 1 to 10"))
        if not part.reason:
            found.append(Problem(f"reason_{key}", f"{title}: say why the panel gave this score"))
    return found


def by_box(values: SpecimenValues) -> dict[str, object]:
    """A specimen by the names of its boxes."""
    found: dict[str, object] = {"title": values.title, "summary": values.summary}
    for key, one in values.parts.items():
        found |= {f"text_{key}": one.text, f"score_{key}": one.score, f"reason_{key}": one.reason}
    return found


def called(titles: Mapping[str, str]) -> dict[str, str]:
    """What each box is called; `titles` of the criteria by key."""
    parts = (("text", "the answer"), ("score", "the panel’s score"), ("reason", "why this score"))
    found = {"title": "Title", "summary": "Summary"}
    for key, title in titles.items():
        found |= {f"{part}_{key}": f"{title}: {words}" for part, words in parts}
    return found


def beside_the_panel(own: int, panel: int) -> str:
    """The difference of two scores in words."""
    if own == panel:
        return "The same as the panel"
    return f"{abs(own - panel)} {'higher' if own > panel else 'lower'} than the panel"


def on_the_whole(differences: Sequence[int]) -> str:
    """What all the differences of somebody come to, in a sentence; "" where there are none."""
    if not differences:
        return ""
    same = sum(one == 0 for one in differences)
    higher = sum(one > 0 for one in differences)
    lower = len(differences) - same - higher
    if same == len(differences):
        return "Every score was the panel’s."
    parts = [
        f"{count} {words}"
        for count, words in ((same, "the same"), (higher, "higher"), (lower, "lower"))
        if count
    ]
    total = len(differences)
    return f"Of {total} {'score' if total == 1 else 'scores'}, {' and '.join(_joined(parts))}."


def _joined(parts: Sequence[str]) -> list[str]:
    *first, last = parts
    return [", ".join(first), last] if first else [last]
