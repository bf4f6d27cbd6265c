"""Protective markings: what a list, a file or a printed page says of how it is to be kept."""

from __future__ import annotations

from collections.abc import Iterable

OFFICIAL = "OFFICIAL"
SENSITIVE = "OFFICIAL-SENSITIVE"
OPINION = "OFFICIAL-SENSITIVE: contains assessor opinion"
PERSONAL = "OFFICIAL-SENSITIVE: contains personal information"


def together(markings: Iterable[str]) -> str:
    """Of what has several parts: the strictest, for every reason that one of them has."""
    found = dict.fromkeys(markings)
    reasons = [one.partition(": ")[2] for one in found if ": " in one]
    return f"{SENSITIVE}: {', '.join(reasons)}" if reasons else OFFICIAL
