"""What a proof asks, and how much of what is alike."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from award.proofs.rules import OTHER

SEARCHED: Final = "care"
FOUND_ELSEWHERE: Final = f"?q={OTHER}"
"""All that is made different has this word: a search that finds it has looked where it may not."""
QUERIES: Final = (
    FOUND_ELSEWHERE,
    "?q={q}",
    "?sort=title",
    "?sort=-title",
    "?sort=-own_pct",
    "?page=2",
)
FURTHER: Final[Mapping[str, Any]] = {
    "kind": "docx", "format": "csv", "key": "applications", "letter": "A", "number": 1,
    "version": "1", "step": "answer", "switch": "suspend", "moment": "submitted",
    "section": "summary", "question": "project_title", "token": "no-such-token",
    "slug": "no-such-study",
}  # fmt: skip
"""What stands in an address for what isn't known better: it has to be refused alike."""
FILES: Final = {"kind": ("docx", "pdf"), "format": ("csv", "xlsx", "json")}


@dataclass(frozen=True)
class Limits:
    """So many are taken of what is alike. A proof says what it left out."""

    of_a_state: int = 2
    of_an_endpoint: int = 8
    files: int = 2
    """Applications of a pack too; with 0 none is made."""
    everywhere: bool = True
    """Every route of the service, and not only what the dashboard leads to."""
    refused: frozenset[str] = frozenset()
    """Endpoints that refused another assessor of the same kind: one in `BY_TURNS` is tried."""
    turn: int = 0


@dataclass(frozen=True)
class Asked:
    """`seated`: the number of the round at whose meeting they are when they ask; 0 at none.
    `takes`: what a job makes of it is made, and is what they get."""

    method: str
    path: str
    data: tuple[tuple[str, str], ...] = ()
    by_script: bool = False
    seated: int = 0
    takes: bool = False

    def __str__(self) -> str:
        seated = ", at the meeting" if self.seated else ""
        return f"{self.method} {self.path}{seated}" + (", by a script" if self.by_script else "")


OF_CHAIRS: Final = ("/manage/applications/", "/manage/rounds/", "/moderate")
_OF_ONE: Final = (
    "meeting", "moderation", "moderation/discussion", "moderation/earlier", "moderation/read",
    "moderation/score", "outcome",
)  # fmt: skip
_OF_ALL: Final = (
    "comments", "draw", "meeting", "moderation", "packs/shortlist", "packs/to_moderate",
    "scenarios", "scores", "shortlist", "statistics", "tables",
)  # fmt: skip
_LISTS: Final = ("comments", "moderation", "scores", "shortlist")


def asked_of_chairs(reference: str, applications: Sequence[str]) -> Iterator[Asked]:
    """Where who chairs a round begins; pages lead on from there. What isn't theirs comes first, so
    that no limit is reached before it."""
    here = f"/manage/rounds/{reference}"
    for page in _LISTS:
        yield Asked("GET", f"{here}/{page}{FOUND_ELSEWHERE}")
    yield Asked("GET", "/moderate")
    for page in _OF_ALL:
        yield Asked("GET", f"{here}/{page}")
    for one in reversed(applications):
        for page in _OF_ONE:
            yield Asked("GET", f"/manage/applications/{one}/{page}")
