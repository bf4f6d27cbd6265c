"""A table on its way into a file: what to call it, and the evidence of what is in it."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import IO, Any

from award.foundation.files.names import dated_name
from award.reporting.registry import Export
from award.reporting.writers import WRITERS, workbook

_BLOCK = 1 << 20


@dataclass(frozen=True)
class Exported:
    """A file that was written."""

    filename: str
    mimetype: str
    rows: int
    size: int
    sha256: str


def name_of(key: str, format_: str, reference: str, at: datetime) -> str:
    """asc-2-scores-2026-11-29-1402.xlsx: a list of something, as a file of a moment."""
    return dated_name(reference, key, at=at, ending=format_)


def written(
    table: Export[Any], format_: str, file: IO[bytes], *, reference: str, at: datetime
) -> Exported:
    """`file` is open for reading and writing, empty, and left at its start. KeyError for an unknown
    format."""
    rows = WRITERS[format_].write(table, file)
    return _finished(file, name_of(table.name, format_, reference, at), format_, rows)


def all_written(
    tables: Sequence[Export[Any]], whole: Export[Any], file: IO[bytes], *, reference: str,
    at: datetime,
) -> Exported:  # fmt: skip
    """A workbook of them, a sheet each, and one about the `whole`."""
    rows = workbook.write_all(tables, whole, file)
    return _finished(file, name_of(whole.name, "xlsx", reference, at), "xlsx", rows)


def noted(table: Export[Any], format_: str, done: Exported) -> Mapping[str, Any]:
    """For the audit trail."""
    return {
        "table": table.name,
        "format": format_,
        "rows": done.rows,
        "columns": [column.key for column in table.columns],
        "filter": dict(table.view),
        "sha256": done.sha256,
    }


def _finished(file: IO[bytes], name: str, format_: str, rows: int) -> Exported:
    file.seek(0, os.SEEK_END)
    size = file.tell()
    return Exported(name, WRITERS[format_].mimetype, rows, size, _digest(file))


def _digest(file: IO[bytes]) -> str:
    file.seek(0)
    found = hashlib.sha256()
    while block := file.read(_BLOCK):
        found.update(block)
    file.seek(0)
    return found.hexdigest()
