"""What of a change may stand in the trail: numbers, dates and codes; never anybody's words."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from enum import Enum
from typing import Any

from award.foundation.audit.keys import keyring
from award.foundation.digests import plain

CODES = frozenset({"state", "sha256", "digest", "application", "round"})
"""Names whose value is never anybody's words, wherever they stand."""
DIGITS = 32


def evidence(changes: Mapping[str, Any], codes: Collection[str] = ()) -> dict[str, Any]:
    """`changes` as JSON with every text replaced by its length and a keyed digest.

    Kept as they are: numbers, dates, members of an Enum, names of entries, and what stands under
    a name in `codes` or `CODES`: states, references, digests, choices from a list of ours.
    """
    return {
        str(name): plain(value) if name in CODES or name in codes else _told(value)
        for name, value in changes.items()
    }


def _told(value: Any) -> Any:
    if isinstance(value, Enum | date):
        return plain(value)
    if isinstance(value, Mapping):
        return {str(key): _told(item) for key, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_told(item) for item in value]
    if value == "" or isinstance(value, float | int | bool | None):
        return value
    text = str(value)
    return {"characters": len(text), "digest": keyring().digest(text)[:DIGITS]}
