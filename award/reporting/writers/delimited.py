"""CSV as Excel expects it: UTF-8 with a byte order mark, CRLF, no lines above the headings."""

from __future__ import annotations

import csv
import io
from datetime import date
from typing import IO, Any

from award.foundation.columns import Value
from award.foundation.spreadsheet_cells import safe
from award.reporting.registry import Export


def write(export: Export[Any], file: IO[bytes]) -> int:
    """Dates come out as ISO 8601, moments in UTC, numbers bare."""
    text = io.TextIOWrapper(file, encoding="utf-8-sig", newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([safe(column.heading) for column in export.columns])
    count = 0
    for line in export.lines():
        writer.writerow([_cell(value) for value in line])
        count += 1
    text.flush()
    text.detach()  # the caller owns the file
    return count


def _cell(value: Value) -> Value:
    """Yes and no in words, text made safe: a CSV file can't say that a cell is text."""
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, date):
        return value.isoformat()
    return safe(value) if isinstance(value, str) else value
