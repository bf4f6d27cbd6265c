"""Every file of every list, opened by readers that know nothing of its writer."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any
from zipfile import ZipFile

import openpyxl
import pytest
from flask import Flask
from python_calamine import CalamineWorkbook

from award.foundation import clock
from award.foundation.columns import Column, Kind, Value
from award.foundation.policy import Actor
from award.foundation.tables import ListView
from award.reporting.registry import Export, export_of
from award.reporting.writers import WRITERS
from tests.conftest import rolled_back
from tests.foundation.listed import Lists, every_list

pytestmark = pytest.mark.long


@pytest.fixture(autouse=True)
def context() -> None:
    """The lists have a transaction of their own; these tests only read."""


@pytest.fixture(scope="module")
def lists(app: Flask) -> Iterator[Lists]:
    with rolled_back(app):
        yield [(table, reader) for table, reader in every_list() if table.download]


def _file(format_: str, table: ListView[Any], actor: Actor) -> bytes:
    file = io.BytesIO()
    WRITERS[format_].write(export_of(table.file({}, actor), actor), file)
    return file.getvalue()


def _close(value: Any) -> Any:
    """As a page's figure rounds, so that a file may not say another."""
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, datetime):
        return clock.london(value).replace(tzinfo=None, microsecond=0).isoformat(" ")
    if isinstance(value, str):
        return " ".join(value.split()) or None
    return round(value, 3) if isinstance(value, float) else value


@pytest.mark.any_database
def test_every_workbook_has_what_the_page_shows(lists: Lists) -> None:
    for table, actor in lists:
        view, data = table.file({}, actor), _file("xlsx", table, actor)
        sheet, about = CalamineWorkbook.from_filelike(io.BytesIO(data)).sheet_names
        found = CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_name(sheet)
        heads, *lines = found.to_python(skip_empty_area=False)
        assert about == "About"
        assert len(heads) == len(set(heads)) == len(view.filed)
        shown = list(table.rows(actor, table.whole(actor)).rows)
        while lines and not any(value != "" for value in lines[-1]):
            lines.pop()  # to a workbook a row without anything is none
        for row, line in zip(shown, lines, strict=False):
            for column, cell in zip(view.filed, line, strict=True):
                _same(table.key, column, column.cell(row), cell)


def _same(key: str, column: Column[Any], on_page: Value, in_file: Any) -> None:
    where = (key, column.key)
    if on_page is None or on_page == "":
        assert in_file == "", where
    elif column.kind.numeric and not isinstance(on_page, str):
        assert isinstance(in_file, (int, float)), where
        assert isinstance(on_page, (int, float)), where
        assert in_file == pytest.approx(on_page, abs=0.000_06), where
        assert len(str(abs(float(in_file))).partition(".")[2]) <= 4, where
    elif column.kind is Kind.DATE:
        day = clock.london(on_page).date() if isinstance(on_page, datetime) else on_page
        assert (in_file.date() if isinstance(in_file, datetime) else in_file) == day, where
    elif column.kind is Kind.MOMENT and isinstance(on_page, datetime):
        told = clock.london(on_page).replace(tzinfo=None)
        assert abs((in_file - told).total_seconds()) < 1, where
    else:
        assert _close(in_file) == _close(on_page), where


@pytest.mark.any_database
def test_every_workbook_can_be_filtered_and_printed(lists: Lists) -> None:
    for table, actor in lists:
        book = openpyxl.load_workbook(io.BytesIO(_file("xlsx", table, actor)))
        first, about = book.worksheets
        rows = first.max_row
        assert first.auto_filter.ref.endswith(str(rows)), table.key
        assert first.auto_filter.ref.startswith("A1:"), table.key
        assert first.freeze_panes[-1] == "2" and about.freeze_panes == "A2", table.key
        assert first.page_setup.orientation == "landscape", table.key
        assert first["A1"].alignment.wrap_text and first["A1"].font.bold, table.key
        for sheet in book.worksheets:
            assert sheet.sheet_properties.pageSetUpPr.fitToPage, table.key
            assert (sheet.page_setup.fitToWidth or 1, sheet.page_setup.fitToHeight) == (1, 0)
            assert sheet.print_title_rows == "$1:$1", table.key
            assert sheet.oddHeader.right.text == table.marking != ""
            assert sheet.oddFooter.right.text == "Page &P of &N", table.key
            assert table.marking in sheet.oddFooter.left.text
            widths = [one.width for one in sheet.column_dimensions.values()]
            assert all(8 <= width <= 92 for width in widths), (table.key, widths)
        said = {row[0].value: row[1].value for row in about.iter_rows()}
        assert said["Marking"] == table.marking
        assert book.properties.category == table.marking


@pytest.mark.any_database
def test_every_other_file_says_the_same(lists: Lists) -> None:
    for table, actor in lists:
        text = _file("csv", table, actor).decode("utf-8-sig")
        found = json.loads(_file("json", table, actor))
        heads, *lines = csv.reader(io.StringIO(text, newline=""), strict=True)
        assert found["marking"] == table.marking
        assert [one["heading"] for one in found["columns"]] == [one.lstrip("'") for one in heads]
        assert len(lines) == len(found["data"]) == found["rows"]
        for line, row in zip(lines, found["data"], strict=True):
            assert len(line) == len(heads) == len(row)
            for cell, value in zip(line, row.values(), strict=True):
                if isinstance(value, float):
                    assert float(cell) == value and len(cell.partition(".")[2]) <= 4
                elif isinstance(value, int) and not isinstance(value, bool):
                    assert int(cell) == value


def _written(rows: list[tuple[Value, ...]], *kinds: Kind, marking: str = "M") -> bytes:
    columns = tuple(
        Column[Any](f"c{n}", f"Heading {n}", lambda row, n=n: row[n], kind)
        for n, kind in enumerate(kinds)
    )
    about = {"generated_at": "2026-11-26T10:00:00+00:00", "generated_by": "Sam"}
    file = io.BytesIO()
    table = Export("due-diligence", "Checks & balances", columns, rows, about, marking=marking)
    WRITERS["xlsx"].write(table, file)
    return file.getvalue()


@pytest.mark.any_database
def test_what_is_written_is_what_was_meant() -> None:
    """Nothing that somebody typed becomes markup, a link, a formula or a broken file."""
    texts = ("<r><t>planted</t></r>", "=1+1", "http://evil.example", "_x0041_", " kept ", "é\x0b😀")
    at = datetime(2026, 7, 1, 23, 30, tzinfo=UTC)
    rows = [(text, at, date(2026, 7, 2), 0.1 + 0.2) for text in texts]
    data = _written(rows, Kind.TEXT, Kind.MOMENT, Kind.DATE, Kind.DECIMAL)
    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    _heads, *lines = book.get_sheet_by_name("Due diligence").to_python()
    assert [line[0].strip() for line in lines] == [
        "<r><t>planted</t></r>", "=1+1", "http://evil.example", "_x0041_", "kept", "é😀",
    ]  # fmt: skip
    assert lines[0][1].isoformat(" ") == "2026-07-02 00:30:00"  # as in London
    assert (lines[0][2], lines[0][3]) == (date(2026, 7, 2), 0.3)
    sheet = openpyxl.load_workbook(io.BytesIO(data)).worksheets[0]
    assert {cell.data_type for cell in sheet["A"]} == {"s"}
    assert sheet["A4"].hyperlink is None
    assert sheet.oddHeader.left.text == "Checks && balances"


@pytest.mark.any_database
def test_a_count_among_fractions_and_a_day_among_words_look_as_what_they_are() -> None:
    data = _written([(15, 0.25), (date(2026, 7, 2), 4_483_500)], Kind.TEXT, Kind.DECIMAL)
    sheet = openpyxl.load_workbook(io.BytesIO(data)).worksheets[0]
    assert sheet["A3"].is_date and sheet["A3"].number_format == "yyyy-mm-dd"
    assert sheet["B2"].number_format == "0.00"
    assert sheet["B3"].number_format == "#,##0"


@pytest.mark.any_database
def test_the_same_rows_are_the_same_file() -> None:
    rows: list[tuple[Value, ...]] = [("one", 1), ("two", None)]
    first, second = (_written(rows, Kind.TEXT, Kind.INTEGER) for _ in range(2))
    assert first == second
    with ZipFile(io.BytesIO(first)) as parts:
        assert b"2026-11-26T10:00:00Z" in parts.read("docProps/core.xml")


@pytest.mark.any_database
def test_rows_take_no_memory() -> None:
    """Twenty times as many rows, and no more than a little of it."""
    import tracemalloc

    def most(number: int) -> int:
        columns = (Column[int]("n", "Number", lambda n: f"text of row {n}" * 5),)
        table = Export("long", "Long", columns, range(number), {})
        tracemalloc.start()
        with io.BytesIO() as file:
            WRITERS["xlsx"].write(table, file)
            size = file.tell()
        peak = tracemalloc.get_traced_memory()[1] - size
        tracemalloc.stop()
        return peak

    assert most(20_000) < most(1_000) + 4_000_000
