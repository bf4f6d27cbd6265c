"""What a proof asks, and how much of what is alike."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Limits:
    """So many are taken of what is alike. A proof says what it left out."""

    of_a_state: int = 2
    of_an_endpoint: int = 8
    files: int = 2
    everywhere: bool = True
    """Every route of the service, and not only what the dashboard leads to."""
    refused: frozenset[str] = frozenset()
    """Endpoints that refused another assessor of the same kind: one in `BY_TURNS` is tried."""
    turn: int = 0


@dataclass(frozen=True)
class Asked:
    """`seated`: the number of the round at whose meeting they are when they ask; 0 at none."""

    method: str
    path: str
    data: tuple[tuple[str, str], ...] = ()
    by_script: bool = False
    seated: int = 0

    def __str__(self) -> str:
        seated = ", at the meeting" if self.seated else ""
        return f"{self.method} {self.path}{seated}" + (", by a script" if self.by_script else "")
