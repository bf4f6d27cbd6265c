"""Rows that are loaded without SQLAlchemy come back as it gives them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from enum import StrEnum
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from award.foundation.copying import Told, copy, packed
from award.foundation.db import JsonValue, UTCDateTime, db
from award.foundation.digests import canonical_json

pytestmark = pytest.mark.each_database

TEXTS = [
    "a\tb", "two\nlines\r\n", "\\", "\\N", "\\.", "C:\\new\\table", 'say "no"', "naïve 漢字 🙂", "",
    " ", "'; DROP TABLE answer; --", "{}", "\\\\server", "\x0b\x0c\x08", "null", "\t", "\n",
]  # fmt: skip
SUMMER = timezone(timedelta(hours=1))


class Colour(StrEnum):
    RED = "red"


TABLE = sa.Table(
    "loaded", sa.MetaData(),
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("words", sa.Text),
    sa.Column("answer", JsonValue),
    sa.Column("at", UTCDateTime()),
    sa.Column("on", sa.Date),
    sa.Column("ticked", sa.Boolean),
    sa.Column("share", sa.Float),
    sa.Column("raw", sa.LargeBinary),
    prefixes=["TEMPORARY"],
)  # fmt: skip


def row(key: int, **values: Any) -> dict[str, Any]:
    empty = {column.name: None for column in TABLE.columns}
    return {**empty, "id": key, **values}


def test_whatever_a_row_holds_it_comes_back(app: Flask) -> None:
    values = [*TEXTS, 0, -1.5, True, False, [], {}, TEXTS, {"a\\b": [None, "\t\\n", {"🙂": "\\"}]}]
    at = datetime(2026, 3, 29, 1, 30, 0, 123, tzinfo=SUMMER)
    rows = [row(key, words=text, answer=text) for key, text in enumerate(TEXTS)]
    rows += [row(100 + place, answer=value) for place, value in enumerate(values)]
    rows += [
        row(200, at=at, on=date(2026, 2, 28), ticked=True, share=0.1 + 0.2, raw=bytes(range(256))),
        row(201, at=at, on=date(1, 1, 1), ticked=False, share=1e-300, raw=b""),
        row(202, words=Colour.RED),
    ]
    connection = db.session.connection()
    TABLE.create(connection)
    copy(connection, TABLE, rows)
    copy(connection, TABLE, [])
    found = connection.execute(sa.select(TABLE).order_by(TABLE.c.id)).mappings()
    assert [dict(one) for one in found] == rows
    assert {one.at.tzinfo for one in connection.execute(sa.select(TABLE.c.at)) if one.at} == {UTC}


def test_text_that_was_made_before_is_what_is_stored(app: Flask) -> None:
    told = Told({"words": "\\ naïve", "none": None})
    told.text = canonical_json(told)
    connection = db.session.connection()
    TABLE.create(connection)
    copy(connection, TABLE, [row(1, answer=told)])
    assert connection.scalar(sa.select(TABLE.c.answer)) == told


def test_no_moment_is_guessed_and_nothing_unknown_is_written(app: Flask) -> None:
    dialect = db.session.connection().dialect
    with pytest.raises(ValueError, match="naive datetime"):
        packed(dialect, TABLE, [row(1, at=datetime(2026, 1, 1))])  # noqa: DTZ001
    with pytest.raises(ValueError):
        packed(dialect, TABLE, [row(1), {"id": 2}])
