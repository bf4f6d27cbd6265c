"""Addresses of the web that stand in a case study, and what was meant for one and leads nowhere."""

from __future__ import annotations

import re
from typing import Final

NEEDED: Final = "Enter a web address that starts with https://"
_LEADS: Final = re.compile(
    r"https?://[^\s/@:?#\[\]]+\.[^\s/@:?#.\[\]]{2,}(:\d{1,5})?([/?#]\S*)?", re.IGNORECASE
)
_MEANT: Final = re.compile(
    r"""[a-z][a-z0-9+.-]*:\S     # a scheme, whichever
    | www\.\S
    | //\S
    | [^\s@]+\.[^\s@]+$          # one word with a full stop within
    """,
    re.IGNORECASE | re.VERBOSE,
)


def leads(text: str) -> bool:
    """Is it an address of the web?"""
    return _LEADS.fullmatch(text) is not None


def leads_nowhere(text: str) -> bool:
    """Meant for an address of the web, and none. Words that say how to get something are not."""
    plain = text.strip()
    return not leads(plain) and _MEANT.match(plain) is not None
