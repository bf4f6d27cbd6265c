"""One list: a toy walks every way of asking, and each declared list is asked them all."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

import openpyxl
import pytest
from flask import Flask

from award.foundation.columns import Column, Kind
from award.foundation.policy import ANONYMOUS, SYSTEM, Actor, Permission, predicate
from award.foundation.tables import Filter, ListView, Page, View, page_of
from award.reporting.registry import export_of
from award.reporting.writers import WRITERS

Tool = tuple[str, float | None, bool]
TOOLS: list[Tool] = [(f"Tool {n:02}", n * 1.5 if n % 7 else None, n % 2 == 0) for n in range(1, 26)]
KEEPER = Actor(1, "Kim")


def tools(actor: Actor, view: View[Tool]) -> Page[Tool]:
    found = [row for row in TOOLS if view.q.casefold() in row[0].casefold()]
    if kept := view.one("kept"):
        found = [row for row in found if row[2] is (kept == "yes")]
    return page_of(found, view)


TOY: ListView[Tool] = ListView(
    "toys",
    "Tools",
    (
        Column("name", "Name", lambda r: r[0], sort=lambda r: r[0], stays=True, names_row=True),
        Column("mass", "Mass", lambda r: r[1], Kind.DECIMAL, sort=lambda r: r[1], downwards=True),
        Column("kept", "Kept", lambda r: r[2], Kind.YES_NO, usual=False),
        Column("price", "Price", lambda r: 5, Kind.MONEY, permission="toy.price"),
    ),
    rows=tools,
    permission="toy.read",
    search="Name",
    filters=(Filter("kept", "Kept", lambda: {"yes": "Kept", "no": "Lent"}),),
    sort="name",
    size=10,
    download="toy.read",
)


@pytest.fixture
def bare() -> Any:
    app = Flask("bare")
    from award.foundation.policy import PERMISSIONS

    seller = predicate(lambda actor, thing: actor.name == "Sal", "sells")
    anybody = predicate(lambda actor, thing: True, "anybody")
    rows = (Permission("toy.read", anybody, "Read"), Permission("toy.price", seller, "See prices"))
    PERMISSIONS.fill(app, ((row.name, row) for row in rows))
    with app.app_context():
        yield app


def asked(actor: Actor = KEEPER, **values: str | list[str]) -> View[Tool]:
    given = {key: value if isinstance(value, list) else [value] for key, value in values.items()}
    return TOY.read(given, actor)


def names(actor: Actor = KEEPER, **values: str | list[str]) -> list[str]:
    return [row[0] for row in TOY.rows(actor, asked(actor, **values)).rows]


def test_pages_begin_at_one_and_end_at_the_last(bare: Flask) -> None:
    first, last = [f"Tool {n:02}" for n in range(1, 11)], [f"Tool {n}" for n in range(21, 26)]
    assert names() == first
    for nonsense in ("0", "-1", "x", "", "1e3", "1.5", "٣"):
        assert names(page=nonsense) == first, nonsense
    for beyond in ("3", "4", "999999", "9" * 20):
        assert names(page=beyond) == last
    assert TOY.rows(KEEPER, asked(page="9")).number == 3
    assert names(q="nothing like it") == []


def test_a_heading_sorts_both_ways_with_what_is_unknown_last(bare: Flask) -> None:
    view = asked(sort="mass")
    rows = TOY.rows(KEEPER, view).rows
    assert [row[1] for row in rows][:3] == [37.5, 36.0, 34.5]
    assert view.turned(TOY.columns[1]) == "-mass"
    assert view.turned(TOY.columns[0]) == ""
    assert [row[1] for row in TOY.rows(KEEPER, asked(sort="-mass")).rows][:2] == [1.5, 3.0]
    assert TOY.rows(KEEPER, asked(sort="-mass", page="3")).rows[-1][1] is None
    assert TOY.rows(KEEPER, asked(sort="mass", page="3")).rows[-1][1] is None
    assert names(sort="-name")[0] == "Tool 25"


def test_what_the_list_has_not_is_left_out_and_noted(bare: Flask) -> None:
    for values in ({"sort": "kept"}, {"sort": "-"}, {"kept": "maybe"}, {"columns": "price"}):
        view = asked(**values)  # type: ignore[arg-type]
        assert (names(**values)[0], bool(view.unknown), view.filtered) == ("Tool 01", True, False)  # type: ignore[arg-type]
    assert asked(kept="yes", columns=["mass", ""], nothing="x").unknown == ()


def test_a_pill_takes_one_filter_out_and_leaves_the_rest(bare: Flask) -> None:
    view = asked(q="  tool   1 ", kept="yes", sort="mass", page="2", columns="kept")
    assert list(view.pills()) == [
        ("“tool 1”", {"kept": ["yes"], "sort": "mass", "columns": ["kept"]}),
        ("Kept", {"q": "tool 1", "sort": "mass", "columns": ["kept"]}),
    ]
    assert [column.key for column in view.shown] == ["name", "kept"]


def test_a_file_holds_what_the_page_shows_and_no_column_more(bare: Flask) -> None:
    seller = Actor(2, "Sal")
    for actor, hidden in ((KEEPER, True), (seller, False), (SYSTEM, False), (ANONYMOUS, True)):
        view = asked(actor, q="tool 2", kept="yes", sort="mass")
        everything = View(**{**vars(view), "page": None})
        headings, rows = in_every_format(everything, actor)
        assert ("Price" in headings) is not hidden
        assert ("price" in {column.key for column in view.columns}) is not hidden
        assert [row[0] for row in rows] == [row[0] for row in TOY.rows(actor, view).rows]


def in_every_format(view: View[Any], actor: Actor) -> tuple[list[str], list[list[str]]]:
    """Headings and rows, the same in every format."""
    files = {}
    for key, writer in WRITERS.items():
        file = io.BytesIO()
        writer.write(export_of(view, actor), file)
        files[key] = file.getvalue()
    lines = [*csv.reader(io.StringIO(files["csv"].decode("utf-8-sig"), newline=""))]
    data = json.loads(files["json"])
    sheet = openpyxl.load_workbook(io.BytesIO(files["xlsx"])).worksheets[0]
    table = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert lines[0] == table[0] == [column["heading"] for column in data["columns"]]
    assert len(lines) == len(data["data"]) + 1
    names = [_as_text(line[0].lstrip("'")) for line in lines[1:]]
    found = [_as_text(row[0]) for row in table[1:]][: len(names)]
    assert found == names[: len(found)]
    assert not any(any(line) for line in lines[len(found) + 1 :])  # to a workbook they are no rows
    return lines[0], lines[1:]


def _as_text(value: Any) -> str:
    """A workbook reads every number as one with a fraction; a CSV file holds them as text."""
    try:
        return f"{float(value):g}"
    except (TypeError, ValueError):
        return str(value or "")
