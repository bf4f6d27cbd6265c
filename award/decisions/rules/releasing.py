"""What a person has looked through before releasing it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import Protocol


class Versioned(Protocol):
    @property
    def id(self) -> int: ...
    @property
    def version(self) -> int: ...


def mark_of(decisions: Iterable[Versioned]) -> str:
    """A short mark that changes when a decision is staged, changed or cleared."""
    told = ",".join(sorted(f"{decision.id}:{decision.version}" for decision in decisions))
    return hashlib.sha256(told.encode()).hexdigest()[:16]
