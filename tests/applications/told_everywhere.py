"""Whether all that was submitted stands in every export and in every document."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from collections.abc import Callable
from operator import itemgetter
from typing import Any

import openpyxl

from award.applications.models import Application
from award.foundation.columns import Column
from award.foundation.documents.spelling import in_xml, on_paper
from award.foundation.spreadsheet_cells import printable
from award.reporting.registry import Export
from award.reporting.writers import WRITERS
from award.rounds.rules.questions import Question
from tests.applications.walking import url
from tests.client import CheckedClient
from tests.documents.making import ink, text_of_pdf, text_of_word


def words_of(question: Question, value: Any) -> list[str]:
    """What people wrote, and what they chose or counted as readers are told it."""
    if value is None:
        return []
    if question.columns:
        return [w for row in value for c in question.columns for w in words_of(c, row.get(c.key))]
    if question.of_kind.in_own_words:
        return [value]
    return [one["name"] for one in value] if question.types else question.display(value)


def in_every_export(asked: list[tuple[Question, Any]]) -> None:
    columns = tuple(Column[Any](q.key, q.short, itemgetter(at)) for at, (q, _) in enumerate(asked))
    cells = [q.cell(value) for q, value in asked]
    for format_, read in READERS.items():
        file = io.BytesIO()
        WRITERS[format_].write(
            Export("answers", "Answers", columns, [cells], {}, {"Title": "Answers"}), file
        )
        for (question, value), cell in zip(asked, read(file.getvalue()), strict=True):
            for words in _in_a_cell(question, value):
                missing = marks(printable(words)) - marks(str(cell))
                assert not missing, f"{format_} leaves {missing} out of {question.key}"


def _in_a_cell(question: Question, value: Any) -> list[str]:
    """Numbers and days alone stay numbers and days, as ISO 8601 has them."""
    if question.of_kind.adds_up or question.of_kind.a_day:
        return [str(value)]
    return words_of(question, value)


def _csv(data: bytes) -> list[Any]:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))[1]


def _xlsx(data: bytes) -> list[Any]:
    return [cell.value for cell in list(openpyxl.load_workbook(io.BytesIO(data)).worksheets[0])[1]]


def _json(data: bytes) -> list[Any]:
    return list(json.loads(data)["data"][0].values())


READERS: dict[str, Callable[[bytes], list[Any]]] = {"csv": _csv, "xlsx": _xlsx, "json": _json}


def marks(text: str) -> Counter[str]:
    """How often each character that leaves a mark stands in it."""
    return Counter("".join(text.split()))


def in_every_document(
    me: CheckedClient, application: Application, asked: list[tuple[Question, Any]]
) -> None:
    written = [words for question, value in asked for words in words_of(question, value)]
    for kind, read, spelled in (
        ("pdf", text_of_pdf, on_paper),
        ("docx", text_of_word, in_xml),
    ):
        page = me.get(url(application, f"/application.{kind}"))
        missing = ink("".join(map(spelled, written))) - ink(read(page.data))
        assert missing == {}, f"{kind} leaves out {missing}"
