"""What a person has looked through before releasing it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import Protocol


class Shown(Protocol):
    @property
    def mark(self) -> str: ...


def mark_of(staged: Iterable[Shown]) -> str:
    """A short mark that changes when a decision is staged, changed or cleared."""
    told = ",".join(sorted(one.mark for one in staged))
    return hashlib.sha256(told.encode()).hexdigest()[:16]
