"""What a person has looked through before releasing it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True)
class ReleaseArguments:
    """What a release is asked for with, when it is a job."""

    round_reference: str
    override_reason: str
    shown: str


def releasing(round_id: int) -> str:
    """What a job that releases the round's decisions has to itself."""
    return f"release {round_id}"


class Shown(Protocol):
    @property
    def mark(self) -> str: ...


def mark_of(staged: Iterable[Shown]) -> str:
    """A short mark that changes when a decision is staged, changed or cleared."""
    told = ",".join(sorted(one.mark for one in staged))
    return hashlib.sha256(told.encode()).hexdigest()[:16]
