"""Rows of text as spreadsheets save it, and as people paste it out of them."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Final

Fits = Callable[[Sequence[str]], bool]
"""Do these cells look like a row that is meant?"""

_DELIMITERS: Final = (",", ";", "\t")
_QUOTED: Final = re.compile(r'"(?:[^"]|"")*"')
_UNCLOSED: Final = "It can’t be read: a quotation mark is opened and never closed"
_LONGEST: Final = 100
"""Lines that one row can take, where somebody wrote several into a cell."""


class NoRows(Exception):
    """There is nothing to read; the words say why, as a sentence without its full stop."""


def delimiter_of(text: str) -> str:
    """What stands most often in the first row that says anything."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    return max(_DELIMITERS, key=first.count)


def filled_rows(text: str) -> list[tuple[int, list[str]]]:
    """The rows in which something stands, each with the number that a spreadsheet shows: blank
    rows count. Commas, semicolons or tabs stand between cells, one of them in all rows."""
    bare = _bare(text)
    reader = csv.reader(io.StringIO(bare, newline=""), delimiter=delimiter_of(bare), strict=True)
    try:
        return _filled([cell.strip() for cell in row] for row in reader)
    except csv.Error:
        raise NoRows(_UNCLOSED) from None


def filled_rows_each(text: str, fits: Fits) -> list[tuple[int, list[str]]]:
    """The same where each row stands by itself, as when some were pasted from here and some from
    there: it is cut by what cut the row before it, unless what comes of that doesn't fit and by
    another it does. What fits by none is cut by what stands in it first."""
    bare = _bare(text)
    return _filled(_each([*io.StringIO(bare, newline="")], delimiter_of(bare), fits))


def _each(lines: Sequence[str], last: str, fits: Fits) -> Iterator[list[str]]:
    at = 0
    while at < len(lines):
        some = lines[at : at + _LONGEST] if '"' in _QUOTED.sub("", lines[at]) else [lines[at]]
        first = _first_in(lines[at], last)
        by = sorted(_DELIMITERS, key=lambda one: one != last)
        last, found = next(
            ((one, row) for one in by if (row := _row(some, one)) is not None and fits(row[0])),
            (first, _row(some, first)),
        )
        if found is None:
            raise NoRows(_UNCLOSED)
        yield found[0]
        at += found[1]


def _row(lines: Sequence[str], delimiter: str) -> tuple[list[str], int] | None:
    """The first row in these lines, and how many of them it takes; None where it doesn't end."""
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    try:
        return [cell.strip() for cell in next(reader)], reader.line_num
    except csv.Error:
        return None


def _first_in(line: str, otherwise: str) -> str:
    """What of them comes first in it, not counting what is quoted."""
    bare = _QUOTED.sub("", line)
    return next((one for one in bare if one in _DELIMITERS), otherwise)


def _bare(text: str) -> str:
    return text.removeprefix("\ufeff").replace("\x00", "")


def _filled(rows: Iterable[list[str]]) -> list[tuple[int, list[str]]]:
    filled = [(number, row) for number, row in enumerate(rows, 1) if any(row)]
    if not filled:
        raise NoRows("There are no rows in it")
    return filled
