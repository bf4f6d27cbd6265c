"""Rows of text as spreadsheets save it, and as people paste it out of them."""

from __future__ import annotations

import csv
import io
from typing import Final

_DELIMITERS: Final = (",", ";", "\t")


class NoRows(Exception):
    """There is nothing to read; the words say why, as a sentence without its full stop."""


def delimiter_of(text: str) -> str:
    """What stands most often in the first row that says anything."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    return max(_DELIMITERS, key=first.count)


def filled_rows(text: str) -> list[tuple[int, list[str]]]:
    """The rows in which something stands, each with the number that a spreadsheet shows: blank
    rows count. Commas, semicolons or tabs stand between cells."""
    bare = text.removeprefix("\ufeff").replace("\x00", "")
    reader = csv.reader(io.StringIO(bare, newline=""), delimiter=delimiter_of(bare), strict=True)
    try:
        stripped = [[cell.strip() for cell in row] for row in reader]
    except csv.Error:
        raise NoRows("It can’t be read: a quotation mark is opened and never closed") from None
    filled = [(number, row) for number, row in enumerate(stripped, 1) if any(row)]
    if not filled:
        raise NoRows("There are no rows in it")
    return filled
