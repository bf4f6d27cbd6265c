"""Lots that anybody can draw again with `sha256sum` and `sort`. Pure functions.

The SHA-256 of a secret seed is shown before there are scores. The list is the references, sorted
by byte, each with a line feed; L is its SHA-256. Each reference's lot is the SHA-256 of
`seed|L|reference`, and the order is that of the lots. All hashes are hexadecimal, in small letters.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from hashlib import sha256
from typing import NamedTuple


class Among(StrEnum):
    """What a round draws lots for: ranks that nothing else tells apart, or also the places of
    those that can't be told apart from the line."""

    TIES = "ties"
    GROUP = "group"


class Lot(NamedTuple):
    """`number` from 1, in the order of the lots."""

    number: int
    lot: str
    reference: str


def hashed(text: str) -> str:
    return sha256(text.encode()).hexdigest()


def list_digest(references: Iterable[str]) -> str:
    """L. References are ASCII, so their order as text is that of their bytes."""
    return hashed("".join(f"{one}\n" for one in sorted(references)))


def drawn(seed: str, references: Iterable[str]) -> list[Lot]:
    """Each with its lot, in order."""
    listed = list(references)
    digest = list_digest(listed)
    lots = sorted((hashed(f"{seed}|{digest}|{one}"), one) for one in listed)
    return [Lot(number, lot, reference) for number, (lot, reference) in enumerate(lots, 1)]
