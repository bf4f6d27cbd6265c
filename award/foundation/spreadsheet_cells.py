"""What spreadsheets can't hold, and what they would run."""

from __future__ import annotations

import re
import unicodedata

DANGEROUS = ("=", "+", "-", "@", "\t", "\r")
"""A spreadsheet takes text that begins so for a formula, even when read from a CSV file. Some skip
what can't be seen first, and read full-width and small forms as the usual characters."""

_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def printable(text: str) -> str:
    """The text without control characters that no spreadsheet can hold."""
    return _UNPRINTABLE.sub("", text)


def safe(text: str) -> str:
    """For files whose cells have no type: the text with an apostrophe in front where a spreadsheet
    would run it. Most of our text comes from applicants."""
    text = printable(text)
    first = next((c for c in text if not _passed_over(c)), "")
    runs = text.startswith(DANGEROUS) or unicodedata.normalize("NFKC", first).startswith(DANGEROUS)
    return f"'{text}" if runs else text


def _passed_over(character: str) -> bool:
    return character.isspace() or unicodedata.category(character) in ("Cc", "Cf")
