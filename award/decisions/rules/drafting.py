"""Feedback drawn from what assessors wrote for the applicant, and what kinds of it there are."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import Final

from award.assessment.rules.saying import same_words
from award.foundation.digests import sha256_of

MOST_WORDS: Final = 2_000


class Way(StrEnum):
    """How one applicant's feedback came to be."""

    EDITED = "edited"
    DRAFTED = "drafted"
    EACH = "each"
    NOTHING = "nothing"


WAYS: Final = {
    Way.EDITED: "Edited by staff",
    Way.DRAFTED: "In assessors’ words, as drafted",
    Way.EACH: "Each assessor’s comments, as written",
    Way.NOTHING: "No comments",
}


def drafted(comments: Sequence[str]) -> str:
    """Their words, one after another without whose they are; the same words once."""
    return "\n\n".join({same_words(one) or one: one.strip() for one in comments}.values())


def drawn_from(comments: Sequence[str]) -> str:
    """Tells whether they say another thing by now."""
    return sha256_of(drafted(comments))


def promised(comments: int | None, *, drawn_up: bool) -> str:
    """What a letter says there is to read beside the decision; "" for nothing, or nothing yet."""
    if drawn_up:
        return "the feedback on it"
    if comments:
        return "what the assessor said" if comments == 1 else "what the assessors said"
    return ""


LATER: Final = "feedback in a later email"
PROMISES: Final = (
    "the feedback on it", "what the assessor said", "what the assessors said", LATER,
)  # fmt: skip


def to_read(comments: int | None, text: str) -> dict[str, object]:
    """What a letter has to know of what there is to read beside the decision."""
    return {"comments": comments, "drawn_up": bool(text)}


def way_of(text: str, comments: int, *, edited: bool) -> Way:
    if text:
        return Way.EDITED if edited else Way.DRAFTED
    return Way.EACH if comments else Way.NOTHING
