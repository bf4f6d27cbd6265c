"""A Word form, filled in as people do."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from copy import deepcopy
from typing import Any

import docx
from docx.oxml.ns import qn
from docx.table import Table
from docx.text.paragraph import Paragraph

from award.foundation.documents.bookmarks import bookmark

Typed = str | Sequence[str] | Sequence[Sequence[str]]


def filled_in(blank: bytes, answers: Mapping[str, Typed]) -> bytes:
    """The form with these answers: a text is typed below the question, options (a list) get an X,
    rows (a list of lists) are written into the table, which grows."""
    form = docx.Document(io.BytesIO(blank))
    for key, answer in answers.items():
        heading = _heading(form, key)
        if isinstance(answer, str):
            _type(heading, answer)
        elif answer and not isinstance(answer[0], str):
            _write_rows(heading, answer)
        else:
            _tick(heading, [str(one) for one in answer])
    saved = io.BytesIO()
    form.save(saved)
    return saved.getvalue()


def _heading(form: Any, key: str) -> Any:
    for mark in form.element.body.iter(qn("w:bookmarkStart")):
        if mark.get(qn("w:name")) == bookmark(key):
            return mark.getparent()
    raise KeyError(key)


def _below(heading: Any) -> list[Any]:
    found = []
    for block in heading.itersiblings():
        if block.find(qn("w:bookmarkStart")) is not None:
            break
        found.append(block)
    return found


def _type(heading: Any, text: str) -> None:
    """Into the empty line that is there for it; more paragraphs after it."""
    place = next(
        one for one in reversed(_below(heading)) if one.tag == qn("w:p") and not _words(one)
    )
    for paragraph in text.split("\n\n"):
        fresh = deepcopy(place)
        place.addprevious(fresh)
        Paragraph(fresh, None).add_run(paragraph)  # type: ignore[arg-type]


def _tick(heading: Any, labels: list[str]) -> None:
    left = set(labels)
    for block in _below(heading):
        for label in labels:
            if _words(block) == f"☐ {label}":
                first, *rest = block.iter(qn("w:t"))  # other programs cut a line into several
                first.text = f"X {label}"
                for more in rest:
                    more.text = ""
                left.discard(label)
    assert not left, left


def _write_rows(heading: Any, rows: Sequence[Any]) -> None:
    table = Table(next(one for one in _below(heading) if one.tag == qn("w:tbl")), None)  # type: ignore[arg-type]
    while len(table.rows) <= len(rows):
        table._tbl.append(deepcopy(table.rows[-1]._tr))
    for row, cells in zip(table.rows[1:], rows, strict=False):
        for cell, words in zip(row.cells, cells, strict=True):
            cell.text = words


def _words(block: Any) -> str:
    return "".join(text.text or "" for text in block.iter(qn("w:t")))
