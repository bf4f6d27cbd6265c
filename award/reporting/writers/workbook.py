"""XLSX: typed cells under a frozen header, and a second sheet that says where it is from."""

from __future__ import annotations

from collections.abc import Iterator
from typing import IO, TYPE_CHECKING, Any

from award.foundation.columns import Column, Kind, Value
from award.reporting.registry import Export
from award.reporting.writers.cell import printable

if TYPE_CHECKING:
    from rustpy_xlsxwriter import Format

LONGEST = 32_000
"""Excel holds 32,767 characters in a cell."""

_FORMATS = {
    Kind.INTEGER: "0",
    Kind.MONEY: "#,##0",
    Kind.PERCENT: "0.0",
    Kind.DECIMAL: "0.00",
    Kind.DATE: "yyyy-mm-dd",
}
_WIDTHS = {Kind.TEXT: 24.0, Kind.REFERENCE: 14.0}


def write(export: Export[Any], file: IO[bytes]) -> int:
    """Strings are always strings, never formulas or links; the writer takes rows one by one."""
    count = 0

    def records() -> Iterator[dict[str, Any]]:
        nonlocal count
        for line in export.lines():
            count += 1
            yield dict(zip(headings, (_cell(value) for value in line), strict=True))
        if not count:  # without a row the writer would leave out the headings too
            yield dict.fromkeys(headings)

    headings = _headings(export.columns)
    from rustpy_xlsxwriter import write_worksheets

    write_worksheets(
        [(export.name.capitalize(), records()), ("About", _about(export))],
        file,
        freeze_panes={"general": {"row": 1, "col": 0}, export.name.capitalize(): _frozen(export)},
        bold_headers=True,
        column_formats={export.name.capitalize(): _by_heading(export.columns, headings)},
        column_widths={
            export.name.capitalize(): [_WIDTHS.get(c.kind, 12.0) for c in export.columns],
            "About": [16.0, 110.0],
        },
    )
    return count


def _cell(value: Value) -> Value:
    """Yes and no in words. Text needs no apostrophe to stay text, since its cell says that it is,
    and one end of line is enough."""
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if not isinstance(value, str):
        return value
    text = printable(value).replace("\r\n", "\n").replace("\r", "\n")
    return text[:LONGEST] + " [cut]" if len(text) > LONGEST else text


def _frozen(export: Export[Any]) -> dict[str, int]:
    """The header, and the columns up to the reference."""
    kinds = [column.kind for column in export.columns]
    return {"row": 1, "col": kinds.index(Kind.REFERENCE) + 1 if Kind.REFERENCE in kinds else 0}


def _headings(columns: tuple[Column[Any], ...]) -> list[str]:
    """The writer tells columns apart by their headings, so each must be there once only."""
    found: list[str] = []
    for column in columns:
        heading, number = column.heading, 2
        while heading in found:
            heading, number = f"{column.heading} ({number})", number + 1
        found.append(heading)
    return found


def _by_heading(columns: tuple[Column[Any], ...], headings: list[str]) -> dict[str, Format]:
    from rustpy_xlsxwriter import Format

    return {
        heading: Format().set_num_format(_FORMATS[column.kind])
        for column, heading in zip(columns, headings, strict=True)
        if column.kind in _FORMATS
    }


def _about(export: Export[Any]) -> list[dict[str, Value]]:
    return [{"What": what, "In words": _cell(words)} for what, words in export.in_words.items()]
