"""Every list that a chapter declares, asked everything that an address can ask."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

import award
from award.foundation.kept import keep_rows
from award.foundation.policy import Actor
from award.foundation.tables import ListView, View
from tests.conftest import rolled_back
from tests.foundation.listed import Lists, every_list
from tests.foundation.test_tables import in_every_format
from tests.statements import counting

pytestmark = pytest.mark.long

TEXTS = (
    "100%",
    "_",
    "\\",
    "Zoë",
    "zoe",
    "%",
    "'",
    '"',
    "=1+1",
    "no such thing at all",
    "ﬁ",
    "\x00",
)
PAGES = ("0", "-1", "1", "999999", "99999999999999999999", "x", "")


@pytest.fixture(autouse=True)
def context() -> None:
    """The lists have a transaction of their own; these tests only read."""


@pytest.fixture(scope="module")
def lists(app: Flask) -> Iterator[Lists]:
    """Each list, with somebody who may read it, among things worth listing."""
    with rolled_back(app):
        yield every_list()


def _declared() -> Iterator[str]:
    """Keys of all lists in the source."""
    for path in Path(award.__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "ListView":
                key = node.args[0]
                assert isinstance(key, ast.Constant), f"{path}: the key of a list is written out"
                yield str(key.value)


def test_every_list_is_asked(lists: Lists) -> None:
    assert sorted(table.key for table, _reader in lists) == sorted(_declared())


def _cells(view: View[Any], rows: Any) -> list[list[Any]]:
    """What the page shows; a query may leave out what no column shows."""
    return [[column.cell(row) for column in view.shown] for row in rows]


def test_pages(lists: Lists) -> None:
    for table, reader in lists:
        whole = table.rows(reader, table.whole(reader))
        assert whole.total == len(whole.rows) > 0, table.key
        if table.grows:
            continue
        for typed in PAGES:
            view = table.read({"page": [typed]}, reader)
            page = table.rows(reader, view)
            assert 1 <= page.number <= page.last, (table.key, typed)
            start = (page.number - 1) * table.size
            expected = whole.rows[start : start + table.size]
            assert _cells(view, page.rows) == _cells(view, expected), (table.key, typed)
        assert table.rows(reader, table.read({"page": ["999999"]}, reader)).number == page.last


def test_files_read_row_by_row_what_pages_show(lists: Lists) -> None:
    """So a file takes no more memory when there are more rows in it."""
    keep_rows()
    filed = [(table, reader) for table, reader in lists if table.download]
    assert filed
    for table, reader in filed:
        sorts = ["", *(f"-{column.sorts_as}" for column in table.columns if column.sortable)]
        for sort in sorts:
            view = table.file({"sort": [sort]}, reader)
            page, whole = (table.rows(reader, v) for v in (view, replace(view, streams=False)))
            assert page.stream is not None, table.key
            assert page.total == whole.total, (table.key, sort)
            assert _cells(view, page.every) == _cells(view, whole.rows), (table.key, sort)


def test_pages_of_what_grows(lists: Lists) -> None:
    for table, reader in lists:
        if not table.grows:
            continue
        whole = table.rows(reader, table.whole(reader)).rows
        page, there = table.rows(reader, table.read({}, reader)), list[Any]()
        while page.older:
            there += page.rows
            page = table.rows(reader, table.read({"before": [str(page.older)]}, reader))
        assert [*there, *page.rows] == whole and len(whole) > 2 * table.size, table.key
        back = list(page.rows)
        while page.newer:
            page = table.rows(reader, table.read({"after": [str(page.newer)]}, reader))
            back = [*page.rows, *back]
        assert back == whole, table.key


RANKED_BY: Mapping[tuple[str, str], Callable[[Any], Any]] = {
    ("shortlist", "mean_pct"): lambda row: row.place.candidate.score_pct,
    ("shortlist", "recommend"): lambda row: (
        row.place.candidate.recommend_yes / row.place.candidate.counted
        if row.place.candidate.counted
        else None
    ),
}
"""What a column is sorted by where it is not what stands in it: an agreed score goes before the
mean, in the page's one column of both, and votes by their share."""


def test_sorting(lists: Lists) -> None:
    for table, reader in lists:
        whole = table.rows(reader, table.whole(reader)).total
        for column in table.columns:
            for sort in (column.sorts_as, f"-{column.sorts_as}"):
                view = table.read({"sort": [sort]}, reader)
                assert bool(view.unknown) is not column.sortable, (table.key, sort)
                rows = table.rows(reader, replace(view, page=None)).rows
                assert len(rows) == whole, (table.key, sort)
                if column.sortable and column.kind.numeric:
                    value = RANKED_BY.get((table.key, column.key), column.cell)
                    found = [value(row) for row in rows if value(row) is not None]
                    assert found == sorted(found, reverse=view.downwards), (table.key, sort)
        for sort in ("nonsense", "-", "--name", "name;drop", "\x00"):
            assert table.read({"sort": [sort]}, reader).order == table.sort


def test_words_and_filters(lists: Lists) -> None:
    for table, reader in lists:
        whole = table.rows(reader, table.whole(reader)).total
        for text in TEXTS:
            page = table.rows(reader, table.read({"q": [text]}, reader))
            assert 0 <= page.total <= whole, (table.key, text)
        for each in table.filters:
            known = each.choices() if each.choices else dict.fromkeys(("2026-11-26", "x", "%"))
            for value in (*known, "no such value", "%", "\\"):
                view = table.read({each.key: [value]}, reader)
                assert table.rows(reader, view).total <= whole, (table.key, each.key, value)
        view = replace(table.read({"q": ["no such thing at all"]}, reader), page=None)
        none = table.rows(reader, view)
        assert none.total == (0 if table.search else whole)


@pytest.mark.any_database
def test_files_hold_what_the_page_shows(lists: Lists) -> None:
    for table, reader in lists:
        for asked in ({}, {"q": ["zoe"]}, {"columns": [table.columns[-1].key]}):
            view = replace(table.read(asked, reader), page=None)
            headings, rows = in_every_format(view, reader)
            assert headings == [column.heading for column in view.filed]
            assert len(rows) == table.rows(reader, view).total


@pytest.mark.any_database
def test_the_same_statements_for_a_page_however_long_it_or_the_list_is(lists: Lists) -> None:
    for table, reader in lists:
        end = str(table.rows(reader, table.read({}, reader)).last)
        pages = [(table.size, "1"), (table.size, end), (1, "1"), (3, "1"), (900, "1")]
        asked = [_asks(replace(table, size=size), reader, page) for size, page in pages]
        assert asked[0] == asked[1] == max(asked) <= 5, (table.key, asked)


def _asks(table: ListView[Any], reader: Actor, page: str) -> int:
    view = table.read({"page": [page]}, reader)
    with counting() as asked:
        table.rows(reader, view)
    return len(asked)
