"""What a receipt says, and whether it is so."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from award.foundation.digests import sha256_of
from award.rounds.rules.questions import QuestionSet

_REFERENCE: Final = re.compile(r"\bAIA-[2-9B-Z]{6}\b", re.I)
_FINGERPRINT: Final = re.compile(r"[0-9a-f]{64}")
_MOMENT: Final = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00")
_BREAK: Final = "\u200b"
"""Between letters of a word that may be broken there."""
_NUMBER: Final = re.compile(r"\bSubmission(?: number)?:?\s+(\d{1,4})\b")


def title_of(content: Mapping[str, Any], questions: QuestionSet) -> str:
    """The title in a submission, as lists show it."""
    asked = questions.meaning("title")
    return " ".join(str((asked and content["answers"].get(asked.key)) or "").split())[:300]


class NoReceipt(Exception):
    """Nothing of it is a receipt; says why."""


@dataclass(frozen=True)
class Claimed:
    """The numbers on a receipt. What it doesn't say is None; an email names no files."""

    reference: str
    number: int | None
    received: datetime | None
    fingerprints: frozenset[str]


def claimed_by(text: str) -> Claimed:
    """Read them out of the words of a receipt, however its lines are broken. NoReceipt without a
    reference and a fingerprint."""
    text = text.replace(_BREAK, "")
    references = {found.upper() for found in _REFERENCE.findall(text)}
    plain = "".join(text.split())
    fingerprints = frozenset(_FINGERPRINT.findall(plain))
    if not references or not fingerprints:
        raise NoReceipt("It has no reference and fingerprint that a receipt has")
    if len(references) > 1:
        raise NoReceipt(f"It names several applications: {', '.join(sorted(references))}")
    number, moment = _NUMBER.search(text), _MOMENT.search(plain)
    return Claimed(
        references.pop(),
        int(number[1]) if number else None,
        datetime.fromisoformat(moment[0]) if moment else None,
        fingerprints,
    )


@dataclass(frozen=True)
class Found:
    """One sentence about it."""

    good: bool
    says: str


def files_of(content: Mapping[str, Any]) -> list[dict[str, Any]]:
    """What a submission says of each of its files."""
    return [
        one
        for value in content["answers"].values()
        if isinstance(value, list)
        for one in value
        if isinstance(one, dict) and "sha256" in one
    ]


def compared(
    claimed: Claimed, sha256: str, number: int, received: datetime, content: Mapping[str, Any]
) -> Iterator[Found]:
    """What the receipt says beside what is stored; the bytes of files apart."""
    yield Found(
        sha256_of(content) == sha256,
        "What is stored has the fingerprint that was noted when it came in",
    )
    yield Found(sha256 in claimed.fingerprints, "The receipt has that fingerprint")
    if claimed.number is not None:
        yield Found(claimed.number == number, f"It is of submission {number}")
    if claimed.received is not None:
        moment = received.astimezone(UTC).replace(microsecond=0)
        yield Found(claimed.received == moment, f"It was received at {moment.isoformat()}")
    theirs = claimed.fingerprints - {sha256}
    ours = {one["sha256"] for one in files_of(content)}
    if theirs:
        yield Found(theirs == ours, "It names the files that were sent, with their fingerprints")
