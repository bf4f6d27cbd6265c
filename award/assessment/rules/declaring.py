"""What assessors say to being asked: that they have no conflict of interest, that they have one, or
that they can't assess it for another reason."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

NONE: Final = "none"
CONFLICT: Final = "conflict"
DECLINE: Final = "decline"
MAX_DETAIL_CHARS: Final = 2_000
TOO_LONG: Final = f"Use {MAX_DETAIL_CHARS:,} characters or fewer"
MOST: Final = 60
"""Applications that one page asks about; the next come once these are answered."""
_REFERENCE = re.compile(r"[A-Z0-9-]{4,20}")


@dataclass(frozen=True)
class Declared:
    """About one application. `kind` is a key of CONFLICT_KINDS, `reason` one of DECLINE_REASONS."""

    answer: str
    kind: str = ""
    detail: str = ""
    reason: str = ""


def asked_about(names: Iterable[str]) -> list[str]:
    """The references of the applications that a page asked about, out of the names of what it
    sent: a box for words is sent with nothing in it, radios aren't."""
    found = (name.removeprefix("detail_") for name in names if name.startswith("detail_"))
    return [one for one in dict.fromkeys(found) if _REFERENCE.fullmatch(one)][:MOST]


def in_words(recorded: Mapping[str, Declared]) -> str:
    """What was recorded, counted: "12 without a conflict of interest, 1 with one"."""
    said = [one.answer for one in recorded.values()]
    parts = (
        (said.count(NONE), "without a conflict of interest"),
        (said.count(CONFLICT), "with a conflict of interest"),
        (said.count(DECLINE), "that you can’t assess"),
    )
    return ", ".join(f"{number} {words}" for number, words in parts if number)
