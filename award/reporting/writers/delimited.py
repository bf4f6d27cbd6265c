"""CSV as Excel expects it: UTF-8 with a byte order mark, CRLF, no lines above the headings."""

from __future__ import annotations

import csv
import io
from typing import IO, Any

from award.reporting.registry import Export
from award.reporting.writers.cell import safe, spreadsheet


def write(export: Export[Any], file: IO[bytes]) -> int:
    """Dates come out as ISO 8601, numbers unrounded and bare."""
    text = io.TextIOWrapper(file, encoding="utf-8-sig", newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([safe(column.heading) for column in export.columns])
    count = 0
    for line in export.lines():
        writer.writerow([spreadsheet(value) for value in line])
        count += 1
    text.flush()
    text.detach()  # the caller owns the file
    return count
