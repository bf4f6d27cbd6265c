"""JSON: where the table is from, its columns, and its rows by column key. Text is not altered."""

from __future__ import annotations

import json
from datetime import date
from typing import IO, Any

from award.foundation.columns import Value
from award.reporting.registry import Export


def write(export: Export[Any], file: IO[bytes]) -> int:
    """Row after row, so that the size of the table doesn't matter."""
    keys = [column.key for column in export.columns]
    head = {
        "title": export.title,
        **export.about,
        "columns": [
            {"key": column.key, "heading": column.heading, "kind": column.kind.value}
            for column in export.columns
        ],
    }
    file.write(_dump(head)[:-1].encode() + b', "data": [')
    count = 0
    for line in export.lines():
        row = dict(zip(keys, (_plain(value) for value in line), strict=True))
        file.write((",\n" if count else "\n").encode() + _dump(row).encode())
        count += 1
    file.write(b"\n]}\n")
    return count


def _dump(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False)


def _plain(value: Value) -> Any:
    return value.isoformat() if isinstance(value, date) else value
