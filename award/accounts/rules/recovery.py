"""Recovery codes, as people type them from paper."""

from __future__ import annotations

import re
import unicodedata

_GROUP = 4
_LENGTH = 12


def as_made(typed: str) -> str:
    """The code in the form it was made, 1a2b-3c4d-5e6f, whatever stands between its characters and
    in either case. What can't be a code comes back trimmed, to be shown again as it was typed."""
    plain = re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", typed)).lower()
    if len(plain) != _LENGTH:
        return typed.strip()
    return "-".join(plain[at : at + _GROUP] for at in range(0, _LENGTH, _GROUP))
