"""Text as it comes in from people."""

from __future__ import annotations

import unicodedata


def one_line(text: str) -> str:
    """One line with single spaces, without characters that nobody sees.

    Control and format characters (Unicode Cc and Cf) could turn the order of the words around
    them, or hide that two names differ.
    """
    spaced = " ".join(text.split())
    return "".join(c for c in spaced if unicodedata.category(c) not in ("Cc", "Cf")).strip()
