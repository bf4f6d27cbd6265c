"""XLSX as somebody who lives in spreadsheets wants it: typed cells, filter buttons over a heading
that stays, fit to print, and a last sheet that says where it is from. Its marking is on each."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from typing import IO, TYPE_CHECKING, Any

from award.foundation import clock
from award.foundation.columns import Column, Kind, Value
from award.foundation.spreadsheet_cells import printable
from award.reporting.registry import Export

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

LONGEST = 32_000
"""Excel holds 32,767 characters in a cell; of those beyond the usual planes, half as many."""
_A4, _WIDEST, _NARROWEST = 9, 60, 8
_FIRST_DAY = datetime.fromisoformat("1980-01-01")
_ROOM = 3
"""Beside the longest line of a column: the filter's button takes it of the heading."""
_FORMATS = {
    Kind.INTEGER: "0",
    Kind.MONEY: "#,##0",
    Kind.PERCENT: "0.0",
    Kind.DECIMAL: "0.00",
    Kind.DATE: "yyyy-mm-dd",
    Kind.MOMENT: "yyyy-mm-dd hh:mm",
}


def write(export: Export[Any], file: IO[bytes]) -> int:
    """Strings are always strings, never formulas or links. A row is on disk once it is written, so
    that their number takes no memory."""
    return write_all([export], export, file)


def write_all(exports: Sequence[Export[Any]], whole: Export[Any], file: IO[bytes]) -> int:
    """A sheet for each, and a last one about the `whole`. Answers how many rows all have."""
    from xlsxwriter.workbook import Workbook

    with Workbook(file, {"constant_memory": True, "default_date_format": "yyyy-mm-dd"}) as book:
        book.set_properties(
            {
                "title": whole.title,
                "author": whole.about.get("generated_by", ""),
                "category": whole.marking,
                "created": _created(whole),
            }
        )
        count = 0
        for export in exports:
            sheet = book.add_worksheet(_name(export))
            count += _table(book, sheet, export.columns, export.lines())
            _print(sheet, export, landscape=True)
        about = book.add_worksheet("About")
        _about(book, about, whole)
        _print(about, whole, landscape=False)
    return count


def _created(export: Export[Any]) -> datetime:
    """Its property, in UTC and without a zone: what is written again is the same file. Of what
    isn't dated the first day that ZIP files know."""
    said = export.about.get("generated_at")
    return datetime.fromisoformat(said).replace(tzinfo=None) if said else _FIRST_DAY


def _name(export: Export[Any]) -> str:
    return re.sub(r"[^\w]+|_", " ", export.name).capitalize()[:31]


def _table(
    book: Workbook,
    sheet: Worksheet,
    columns: Sequence[Column[Any]],
    lines: Iterable[Sequence[Value]],
) -> int:
    """Each column as wide as its longest line, within reason; longer text wraps."""
    headings, heads, count = list(_headings(columns)), _heading(book), 0
    formats = [_format(book, column.kind) for column in columns]
    # Also where the column doesn't say that it holds days, or says that it holds fractions.
    day, whole = _format(book, Kind.DATE), _format(book, Kind.MONEY)
    for at, heading in enumerate(headings):
        _put(sheet, 0, at, heading, heads)
    widths = [max(_NARROWEST, max(map(len, heading.split())) + _ROOM) for heading in headings]
    for count, line in enumerate(lines, 1):
        for at, value in enumerate(line):
            cell = _cell(value)
            format_ = formats[at]
            if type(cell) is date and columns[at].kind not in _FORMATS:
                format_ = day
            elif type(cell) is int and columns[at].kind is Kind.DECIMAL:
                format_ = whole
            _put(sheet, count, at, cell, format_)
            if widths[at] < _WIDEST:
                widths[at] = max(widths[at], _width(cell))
    for at, width in enumerate(widths):
        sheet.set_column(at, at, min(width, _WIDEST))
    kinds = [column.kind for column in columns]
    named = kinds.index(Kind.REFERENCE) + 1 if Kind.REFERENCE in kinds else 0
    sheet.freeze_panes(1, named if named <= 3 else 0)
    if columns:
        sheet.autofilter(0, 0, count, len(columns) - 1)
    sheet.repeat_rows(0)
    return count


def _format(book: Workbook, kind: Kind) -> Format:
    number = _FORMATS.get(kind)
    return book.add_format(
        {"valign": "top", **({"num_format": number} if number else {"text_wrap": True})}
    )


def _heading(book: Workbook) -> Format:
    return book.add_format(
        {"bold": True, "text_wrap": True, "valign": "top", "bg_color": "#E8EDEE", "bottom": 1}
    )


def _put(sheet: Worksheet, row: int, at: int, cell: Value, format_: Format) -> None:
    if cell is None or cell == "":
        return
    if isinstance(cell, str):
        sheet.write_string(row, at, cell, format_)
    elif isinstance(cell, date):
        sheet.write_datetime(row, at, cell, format_)
    else:
        sheet.write_number(row, at, cell, format_)


def _cell(value: Value) -> Value:
    """Yes and no in words, moments as in London. Text needs no apostrophe to stay text, since its
    cell says that it is, and one end of line is enough."""
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, datetime):
        return clock.london(value).replace(tzinfo=None)
    if not isinstance(value, str):
        return value
    text = printable(value).replace("\r\n", "\n").replace("\r", "\n")
    if len(text) > LONGEST // 2 and len(units := text.encode("utf-16-le")) > 2 * LONGEST:
        text = units[: 2 * LONGEST].decode("utf-16-le", errors="ignore") + " [cut]"
    # The writer takes text between these for markup of its own, and writes it as it is.
    return f"{text} " if text.startswith("<r>") and text.endswith("</r>") else text


def _width(cell: Value) -> int:
    if isinstance(cell, str):
        return max((len(line) for line in cell[:500].split("\n")), default=0) + 1
    if isinstance(cell, datetime):
        return 17
    return 12 if isinstance(cell, date) else len(str(cell)) + 2 if cell is not None else 0


def _print(sheet: Worksheet, export: Export[Any], *, landscape: bool) -> None:
    """On paper: as wide as a page, marked and numbered on each."""
    if landscape:
        sheet.set_landscape()
    sheet.set_paper(_A4)
    sheet.set_margins(left=0.4, right=0.4, top=0.8, bottom=0.8)
    sheet.fit_to_pages(1, 0)
    # The writer takes no more than 255 characters, and “&” begins an instruction.
    marking, title = (said.replace("&", "&&") for said in (export.marking, export.title[:100]))
    sheet.set_header(f"&L{title}&R{marking}")
    sheet.set_footer(f"&L{marking}&RPage &P of &N")


def _about(book: Workbook, sheet: Worksheet, export: Export[Any]) -> None:
    wrapped, heads = book.add_format({"text_wrap": True, "valign": "top"}), _heading(book)
    said = {**({"Marking": export.marking} if export.marking else {}), **export.in_words}
    for row, pair in enumerate((("What", "In words"), *said.items())):
        for at, words in enumerate(pair):
            _put(sheet, row, at, _cell(words), wrapped if row else heads)
    sheet.set_column(0, 0, 20)
    sheet.set_column(1, 1, 90)
    sheet.freeze_panes(1, 0)
    sheet.repeat_rows(0)


def _headings(columns: Iterable[Column[Any]]) -> Iterator[str]:
    """Each once only: what reads a workbook tells columns apart by their headings."""
    found = set[str]()
    for column in columns:
        heading, number = column.heading, 2
        while heading in found:
            heading, number = f"{column.heading} ({number})", number + 1
        found.add(heading)
        yield heading
