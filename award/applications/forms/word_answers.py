"""What somebody wrote below a question in Word, as the question's answer."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from award.applications.forms.kinds import asking
from award.design.fields.rows import fresh
from award.foundation.documents.reading import BULLET, Below, Table, plain
from award.rounds.kinds import Question

_MARKED: Final = re.compile("[xX✓✔☒☑]")
_BOX: Final = re.compile(r"☐|\[\s*\]|□|▢")
_LEFT: Final = re.compile(r"[\s•☐☒☑✓✔xX\[\]□▢.)-]*")


class Unclear(Exception):
    """Not an answer of its kind; says why."""


def answer_of(question: Question, below: Below, said: Collection[str], stored: Any) -> Any:
    """The answer, None for none. `said` are texts of ours that stand there too. Unclear when
    there is something that is no answer."""
    ours = {plain(text) for text in said}
    tables = [block for block in below.blocks if isinstance(block, list)]
    texts = [one for one in below.blocks if isinstance(one, str) and plain(one) not in ours]
    if question.columns:
        return question.parse(_rows(question, tables, stored))
    if offered := question.of_kind.offered(question):
        lines = [line for text in texts for line in text.split("\n") if plain(line) not in ours]
        return question.parse(_chosen(question, offered, lines))
    return question.parse(_written(question, _joined(texts, tables)))


def _joined(texts: Sequence[str], tables: Sequence[Table]) -> str:
    """Paragraphs with blank lines between, points of a list one below the other. A table in the
    place of words is its rows."""
    rows = [" | ".join(filter(None, row)) for table in tables for row in table]
    found = ""
    for text in [*texts, *filter(None, rows)]:
        point = text.startswith(BULLET) and found.rpartition("\n")[2].startswith(BULLET)
        found += f"{'' if not found else chr(10) if point else chr(10) * 2}{text}"
    return found


def _written(question: Question, text: str) -> Any:
    if not text.strip():
        return None
    read = asking(question).column(replace(question, label=question.short)).read
    if not question.of_kind.in_own_words and question.unit:
        text = re.sub(rf"\s*{re.escape(question.unit)}\s*\Z", "", text.strip(), flags=re.I)
    try:
        return read(text)
    except ValueError as error:
        raise Unclear(f"“{text[:80]}”: {error}") from None


def _chosen(question: Question, offered: Mapping[str, str], lines: Sequence[str]) -> Any:
    """What is marked; or else what was left standing when the other lines were deleted."""
    marked, boxed, bare, strange = [], [], [], []
    for line in lines:
        value, before = _option(offered, line)
        if value is None:
            strange += [line] if _LEFT.sub("", line) else []
        elif _MARKED.search(before):
            marked.append(value)
        elif _BOX.search(before):
            boxed.append(value)
        else:
            bare.append(value)
    if strange:
        raise Unclear(f"“{strange[0][:80]}” is none of the answers that it offers")
    found = marked or bare or ([] if len(boxed) == len(offered) else boxed)
    found = list(dict.fromkeys(found))
    if question.of_kind.several:
        return found
    if len(found) > 1:
        raise Unclear("more than one answer is marked, and it takes one")
    return found[0] if found else None


def _option(offered: Mapping[str, str], line: str) -> tuple[str | None, str]:
    """Which of them the line is, the longest that fits, and what stands before it."""
    text = plain(line)
    for value, label in sorted(offered.items(), key=lambda one: -len(one[1])):
        end = plain(label)
        if text.endswith(end):
            before = text[: len(text) - len(end)]
            if not _LEFT.sub("", before):
                return value, before
    return None, ""


def _rows(question: Question, tables: Sequence[Table], stored: Any) -> list[dict[str, Any]]:
    """Rows with the ids of those that stand in the same place, so that a row that somebody else
    changes meanwhile is merged with them."""
    ids = [row["id"] for row in stored or ()]
    read = {column.key: asking(column).column(column).read for column in question.columns}
    named = {plain(option.label): option.value for option in question.fixed}
    rows: list[dict[str, Any]] = []
    for table in tables:
        places = _places(question, table[0]) if table else None
        if places is None:
            raise Unclear("the headings of its table are not those of the form")
        for cells in table[1:]:
            told = {key: cells[place] for key, place in places.items() if place < len(cells)}
            if not any(text.strip() for text in told.values()) or _is_total(question, cells):
                continue
            name = ids[len(rows)] if len(rows) < len(ids) else fresh()
            if named:
                name = named.get(plain(cells[0]), "")
                if not name:
                    raise Unclear(f"“{cells[0][:80]}” is no row of its table")
            rows.append({"id": name} | {key: _cell(read[key], told[key]) for key in told})
    return rows


def _places(question: Question, headings: Sequence[str]) -> dict[str, int] | None:
    """Column -> its place in the table; None where a heading is missing."""
    there = {plain(words): place for place, words in reversed([*enumerate(headings)])}
    found = {column.key: there.get(plain(column.label)) for column in question.columns}
    places = {key: place for key, place in found.items() if place is not None}
    return places if len(places) == len(question.columns) else None


def _is_total(question: Question, cells: Sequence[str]) -> bool:
    """The last line of a table that we drew ourselves."""
    if question.of_kind.counted_in(question) is None:
        return False
    return bool(cells) and re.match(r"total\b", plain(cells[0])) is not None


def _cell(read: Any, text: str) -> Any:
    """What can't be read stays as it was typed, as on the page."""
    if not text.strip():
        return None
    try:
        return read(text)
    except ValueError:
        return text.strip()
