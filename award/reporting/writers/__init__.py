"""Formats that a table can be downloaded in. Each writer takes an `Export` and a binary file."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import IO, Any

from award.reporting.registry import Export
from award.reporting.writers import delimited, document, workbook


@dataclass(frozen=True)
class Writer:
    """`write` puts the whole export into the file and answers how many rows it wrote."""

    label: str
    mimetype: str
    write: Callable[[Export[Any], IO[bytes]], int]


WRITERS = {
    "csv": Writer("CSV", "text/csv", delimited.write),
    "xlsx": Writer(
        "Excel (XLSX)",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        workbook.write,
    ),
    "json": Writer("JSON", "application/json", document.write),
}
