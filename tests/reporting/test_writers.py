"""CSV, XLSX and JSON: what is written is what was meant."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable
from datetime import date
from typing import Any

import openpyxl
import pytest
from flask import Flask

from award.foundation.columns import Column, Kind, Value, open_columns
from award.foundation.policy import SYSTEM, Actor, Role
from award.foundation.spreadsheet_cells import DANGEROUS, safe
from award.reporting.registry import Export
from award.reporting.writers import WRITERS

COLUMNS = (
    Column[Any]("reference", "Reference", lambda r: r[0], Kind.REFERENCE),
    Column[Any]("score", "Score (%)", lambda r: r[1], Kind.PERCENT),
    Column[Any]("on", "Day", lambda r: r[2], Kind.DATE),
    Column[Any]("met", "Met", lambda r: r[3], Kind.YES_NO),
    Column[Any]("text", "=Text", lambda r: r[4]),
)
ROWS: list[tuple[Value, ...]] = [
    ("00123456", None, None, None, None),
    ("=1+1", -72.33333333333333, date(2026, 1, 2), True, "£5, “Café”\nsecond line"),
    ("ok", 70, date(2026, 12, 31), False, "+44 20 7946 0000"),
]


def export(rows: Iterable[Any] = ROWS, columns: tuple[Column[Any], ...] = COLUMNS) -> Export[Any]:
    about = {"marking": "OFFICIAL-SENSITIVE", "filter": {}, "weights": {"problem": 50}}
    in_words = {"Title": "A table", "Rows": "=All 3"}
    return Export("shortlist", "A table", columns, rows, about, in_words)


def written(format_: str, table: Export[Any]) -> tuple[int, bytes]:
    file = io.BytesIO()
    return WRITERS[format_].write(table, file), file.getvalue()


def first_sheet(data: bytes) -> Any:
    return openpyxl.load_workbook(io.BytesIO(data)).worksheets[0]


def test_csv_byte_for_byte() -> None:
    rows, data = written("csv", export())
    assert rows == 3
    assert data == (
        b"\xef\xbb\xbf"
        b"Reference,Score (%),Day,Met,'=Text\r\n"
        b"00123456,,,,\r\n"
        b"'=1+1,-72.3333,2026-01-02,Yes,"
        + '"£5, “Café”\nsecond line"\r\n'.encode()
        + b"ok,70,2026-12-31,No,'+44 20 7946 0000\r\n"
    )


def test_xlsx_has_types_and_no_formula() -> None:
    rows, data = written("xlsx", export())
    assert rows == 3
    book = openpyxl.load_workbook(io.BytesIO(data))
    assert book.sheetnames == ["Shortlist", "About"]
    sheet = book["Shortlist"]
    assert sheet.freeze_panes == "B2"
    cells = [[(cell.data_type, cell.value) for cell in row] for row in sheet.iter_rows(min_row=2)]
    assert cells[0] == [("s", "00123456"), *[("n", None)] * 4]
    assert cells[1][0] == ("s", "=1+1")
    assert cells[1][1] == ("n", -72.3333)
    assert cells[1][2][0] == "d"
    assert cells[1][2][1].date() == date(2026, 1, 2)
    assert cells[1][3:] == [("s", "Yes"), ("s", "£5, “Café”\nsecond line")]
    assert cells[2][4] == ("s", "+44 20 7946 0000")
    assert "f" not in {kind for row in cells for kind, _value in row}
    assert [[cell.value for cell in row] for row in book["About"].iter_rows()] == [
        ["What", "In words"],
        ["Title", "A table"],
        ["Rows", "=All 3"],
    ]


def test_json_is_whole_and_unaltered() -> None:
    rows, data = written("json", export())
    found = json.loads(data)
    assert rows == 3
    assert found["marking"] == "OFFICIAL-SENSITIVE"
    assert found["weights"] == {"problem": 50}
    assert [column["key"] for column in found["columns"]] == [c.key for c in COLUMNS]
    assert found["data"][1] == {
        "reference": "=1+1",
        "score": -72.3333,
        "on": "2026-01-02",
        "met": True,
        "text": "£5, “Café”\nsecond line",
    }


@pytest.mark.parametrize("format_", list(WRITERS))
def test_no_rows_still_has_the_headings(format_: str) -> None:
    rows, data = written(format_, export(rows=[]))
    assert rows == 0
    if format_ == "csv":
        assert data.decode("utf-8-sig") == "Reference,Score (%),Day,Met,'=Text\r\n"
    elif format_ == "xlsx":
        sheet = openpyxl.load_workbook(io.BytesIO(data))["Shortlist"]
        assert [cell.value for cell in sheet[1]] == [
            "Reference",
            "Score (%)",
            "Day",
            "Met",
            "=Text",
        ]
    else:
        assert json.loads(data)["data"] == []


HIDDEN_STARTS = (
    "＝",
    "＋",
    "－",
    "＠",
    "﹢",
    "﹣",
    "﹦",
    "﹫",
    " =",
    "\u00a0=",
    "\u200b=",
    "\ufeff+",
    "\n=",
    " \t＝",
)


@pytest.mark.parametrize("start", [*DANGEROUS, *HIDDEN_STARTS])
def test_text_that_a_spreadsheet_would_run_is_made_text(start: str) -> None:
    """By an apostrophe in CSV, which has no types; by its type in a workbook, as it was written."""
    text = f"{start}cmd|' /C calc'!A0"
    table = export([("x", None, None, None, text)])
    lines = written("csv", table)[1].decode("utf-8-sig").split("\r\n")
    cell = next(csv.reader(io.StringIO(lines[1], newline="")))[4]
    assert cell == f"'{text}"
    sheet = first_sheet(written("xlsx", table)[1])
    assert sheet["E2"].value == text.replace("\r", "\n")
    assert (sheet["E2"].data_type, sheet["E2"].hyperlink) == ("s", None)
    assert json.loads(written("json", table)[1])["data"][0]["text"] == text


@pytest.mark.parametrize("format_", ["csv", "xlsx"])
def test_numbers_that_are_names_keep_their_noughts(format_: str) -> None:
    table = export([("00123456", None, None, None, "007")])
    data = written(format_, table)[1]
    if format_ == "csv":
        assert b"\r\n00123456,,,,007\r\n" in data
    else:
        cells = next(first_sheet(data).iter_rows(min_row=2))
        assert [(c.value, c.data_type) for c in (cells[0], cells[4])] == [
            ("00123456", "s"),
            ("007", "s"),
        ]


def test_ends_of_lines_are_one_character_in_a_workbook() -> None:
    table = export([("x", None, None, None, "one\r\ntwo\rthree\nfour")])
    assert first_sheet(written("xlsx", table)[1])["E2"].value == "one\ntwo\nthree\nfour"


def test_ordinary_text_is_left_alone() -> None:
    assert safe("A - B = C") == "A - B = C"
    assert safe("") == ""
    assert safe("bell\x07 and null\x00") == "bell and null"


def test_two_columns_of_one_heading_both_stand_in_a_workbook() -> None:
    columns = (
        Column[Any]("a", "Same", lambda r: r[0]),
        Column[Any]("b", "Same", lambda r: r[1]),
    )
    sheet = openpyxl.load_workbook(
        io.BytesIO(written("xlsx", export([("1", "2")], columns))[1])
    ).worksheets[0]
    assert [[cell.value for cell in row] for row in sheet.iter_rows()] == [
        ["Same", "Same (2)"],
        ["1", "2"],
    ]


def test_a_text_longer_than_a_cell_is_cut_in_a_workbook_only() -> None:
    table = export([("x", None, None, None, "y" * 40_000)])
    sheet = first_sheet(written("xlsx", table)[1])
    assert sheet["E2"].value.endswith("y [cut]")
    assert "y" * 40_000 in written("csv", table)[1].decode()


def test_a_column_closed_to_a_role_is_in_no_file_of_theirs(app: Flask) -> None:
    secret = Column[Any]("secret", "Secret", lambda r: "planted", permission="people.manage")
    columns = (*COLUMNS, secret)
    staff = Actor(1, "Sam", roles=frozenset({Role.STAFF}))
    admin = Actor(2, "Ada", roles=frozenset({Role.ADMIN}))
    assert open_columns(columns, staff) == COLUMNS
    assert open_columns(columns, admin) == columns
    assert open_columns(columns, SYSTEM) == columns
    for format_ in ("csv", "json"):
        assert b"planted" not in written(format_, export(columns=open_columns(columns, staff)))[1]
