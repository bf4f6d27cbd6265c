"""Rows of text as a file that spreadsheets open: UTF-8 with a byte order mark, CRLF."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

from flask import Response

from award.foundation.spreadsheet_cells import safe

MARK = "\ufeff"
"""Excel reads a file without it as of an alphabet of its own."""
MEDIA = "text/csv; charset=utf-8"


def line(cells: Iterable[str | int | float | None]) -> str:
    """A row. Text that a spreadsheet would run has an apostrophe in front."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerow(
        [safe(cell) if isinstance(cell, str) else cell for cell in cells]
    )
    return text.getvalue()


def handed_out(rows: Iterable[Iterable[str | int | float | None]], name: str) -> Response:
    """The file, to be saved under this name."""
    answer = Response(MARK + "".join(line(row) for row in rows), content_type=MEDIA)
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return answer
