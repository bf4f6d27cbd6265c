"""The one place where a value becomes a spreadsheet's cell."""

from __future__ import annotations

import re

from award.decisions.rules.columns import Value

DANGEROUS = ("=", "+", "-", "@", "\t", "\r")
"""A spreadsheet takes text that begins so for a formula, even when read from a CSV file."""

_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def safe(text: str) -> str:
    """The text with a leading apostrophe where a spreadsheet would run it, and without control
    characters that no spreadsheet can hold. Most of our text comes from applicants."""
    text = _UNPRINTABLE.sub("", text)
    return f"'{text}" if text.startswith(DANGEROUS) else text


def spreadsheet(value: Value) -> Value:
    """The value for a cell: text made safe, yes and no in words, numbers and dates as they are."""
    if isinstance(value, bool):
        return "Yes" if value else "No"
    return safe(value) if isinstance(value, str) else value
