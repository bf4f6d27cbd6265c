"""Rows of cells: a team, milestones, a budget. Each column is a small question of a kind that fits
into a box.

The answer is a list of rows, each with an `id` of its own and the cells that are not blank. A
draft keeps a cell that can't be read as it was typed, so that one slip of a finger doesn't hold up
the rest; only submitting refuses it.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from award.rounds.kinds import figures, merging
from award.rounds.kinds.base import CellProblem, Kind, Merge, Question
from award.rounds.kinds.columns import MOST_ROWS, faults_of
from award.rounds.kinds.merging import CLASH, ID
from award.rounds.kinds.readings import Table as Shown
from award.rounds.kinds.written import SUBJECT

MOST_CHARACTERS = 20_000
ROW_ID = re.compile(r"[a-z0-9]{1,16}")


class Table(Kind):
    name = "table"
    missing = "Add at least one row"
    merges = True

    def none(self, question: Question) -> str:
        return f"Add at least one {question.row}"

    def parse(self, question: Question, raw: Any) -> Any:
        """Rows with their ids and what is in them; blank ones are left out."""
        if not isinstance(raw, list) or not all(isinstance(row, Mapping) for row in raw):
            return raw
        rows: dict[str, dict[str, Any]] = {}
        for place, given in enumerate(raw, 1):
            name = _name(given.get(ID), place, rows)
            cells = {c.key: c.parse(given.get(c.key)) for c in question.columns}
            rows[name] = {ID: name} | {k: v for k, v in cells.items() if v is not None}
        found = [row for row in rows.values() if row not in _untouched(question) and len(row) > 1]
        if question.fixed:
            return [row for option in question.fixed for row in found if row[ID] == option.value]
        return found

    def check(self, question: Question, value: Any) -> list[str]:
        if not isinstance(value, list) or not all(map(_is_row, value)):
            return ["The answer must be a table"]
        if len(value) > MOST_ROWS:
            return [f"The table has {len(value):,} rows, and a draft keeps {MOST_ROWS} at most. "
                    "Take some out, then save it again"]  # fmt: skip
        written = sum(len(str(cell)) for row in value for cell in row.values())
        if written > MOST_CHARACTERS * 5:
            return [f"The table has {written:,} characters, and a draft keeps "
                    f"{MOST_CHARACTERS * 5:,} at most. Shorten it, then save it again"]  # fmt: skip
        return []

    def check_final(self, question: Question, value: Any) -> list[str]:
        return [*_wrong_number(question, value), *(p.said for p in self.cells(question, value))]

    def cells(self, question: Question, value: Any) -> Iterator[CellProblem]:
        """What is wrong with single cells, in their order."""
        for place, row in enumerate(value, 1):
            for column in question.columns:
                for words in _problems(column, row.get(column.key)):
                    named = f"{_called(question, row, place)}, {column.label}: {words}"
                    yield CellProblem(row[ID], column.key, words, named)

    def read(self, question: Question, value: Any) -> Shown:
        return figures.drawn(question, value)

    def cell(self, question: Question, value: Any) -> str:
        return "\n".join(self.read(question, value).lines)

    def searchable(self, question: Question, value: Any) -> str:
        return "\n".join(cell for row in self.read(question, value).rows for cell in row if cell)

    def amount(self, question: Question, value: Any) -> int | None:
        """None while a figure can't be read as well: what the others come to isn't it."""
        return figures.grand_total(question, value) if self.counted_in(question) else None

    def counted_in(self, question: Question) -> Kind | None:
        return next((c.of_kind for c in question.columns if c.total), None)

    def offered(self, question: Question) -> dict[str, str]:
        """The columns that a condition can ask the share of."""
        return {c.key: c.label for c in question.columns if c.total}

    def parts(self, question: Question, value: Any) -> str:
        return merging.written(_keys(question), value or [])

    def merge(self, question: Question, parts: str, stored: Any, typed: Any) -> Merge:
        keys = _keys(question)
        base, there = merging.read(keys, parts), stored or []
        found = merging.merged(keys, base, there, typed or [])
        named = {row[ID]: _called(question, row, n) for n, row in enumerate(found.rows, 1)}
        rows = self.parse(question, found.rows) or None
        back = tuple(named[name] for name in found.back)
        return Merge(rows, found.clashes, clash=bool(found.clashes), back=back)

    def sides(self, question: Question, stored: Any, kept: Any) -> tuple[list[str], list[str]]:
        rows = {row[ID]: row for row in stored or []}
        theirs: list[str] = []
        mine: list[str] = []
        for row in kept:
            there = rows.get(row[ID])
            place = [*rows].index(row[ID]) + 1 if there else len(rows) + 1
            for side, one in ((theirs, there), (mine, row)):
                told = one and _told(question, one, row[CLASH])
                side.append(f"{_called(question, there or row, place)}: {told or 'removed'}")
        return theirs, mine

    def settle(self, question: Question, stored: Any, kept: Any) -> Any:
        return self.parse(question, merging.put(stored or [], kept))

    def sample(self, question: Question, chance: random.Random, words: int) -> Any:
        names = [option.value for option in question.fixed]
        if not names:
            count = max(question.least or 1, min(3, question.most or 3))
            names = [f"r{place}" for place in range(1, count + 1)]
        return [
            {ID: name} | {c.key: _made_up(c, chance, words) for c in question.columns}
            for name in names
        ]

    def wanted(self, question: Question) -> str:
        each = "; ".join(f"{c.label} ({_small(c.of_kind.wanted(c))})" for c in question.columns)
        return f"Table, {_how_many(question)}. For each: {each}"

    def minutes(self, question: Question) -> float:
        """As many rows as there must be, and three at least unless no more are taken."""
        rows = len(question.fixed) or max(question.least or 1, min(3, question.most or 3))
        return rows * sum(column.of_kind.minutes(column) / 2 for column in question.columns)

    def faults(self, question: Question) -> list[str]:
        return faults_of(question)


def _keys(question: Question) -> list[str]:
    return [column.key for column in question.columns]


def _name(given: Any, place: int, taken: Mapping[str, Any]) -> str:
    name = given if isinstance(given, str) and ROW_ID.fullmatch(given) else f"r{place}"
    while name in taken:
        name = f"r{place + len(taken)}x"[:16] if not name.endswith("x") else f"x{name}"[:16]
    return name


def _untouched(question: Question) -> list[dict[str, Any]]:
    """The rows that it starts with, while nobody has written in them."""
    return [{ID: f"s{place}", **row} for place, row in enumerate(question.starts_with, 1)]


def _is_row(row: Any) -> bool:
    return (
        isinstance(row, dict)
        and isinstance(row.get(ID), str)
        and all(isinstance(cell, str | int) and cell is not True for cell in row.values())
    )


def _problems(column: Question, cell: Any) -> list[str]:
    """A text where a number should be was not readable: its own words say what is wanted. A cell is
    no answer of its own, and whoever mends it need not have written it."""
    if isinstance(cell, str) and column.of_kind.counted_in(column):
        return [column.of_kind.unreadable]
    return [words.replace(SUBJECT, "The text", 1) for words in column.problems(cell, final=True)]


def _wrong_number(question: Question, value: Sequence[Any]) -> list[str]:
    count, least, most = len(value), question.least or 0, question.most or MOST_ROWS
    if question.fixed:
        least = most = len(question.fixed) if question.required else 0
        most = len(question.fixed)
    if count < least:
        return [f"Fill in at least {_counted(question, least)}: there {_are(count)}"]
    if count > most:
        return [f"Take out {count - most:,}: the most is {_counted(question, most)}"]
    return []


def _are(count: int) -> str:
    return "is 1" if count == 1 else f"are {count}"


def _counted(question: Question, count: int) -> str:
    return f"{count} {question.row if count == 1 else rows_of(question)}"


def rows_of(question: Question) -> str:
    """Several of its rows: "milestones"."""
    plain = question.row
    if plain.endswith("person"):
        return f"{plain.removesuffix('person')}people"
    return f"{plain[:-1]}ies" if plain.endswith("y") else f"{plain}s"


def _called(question: Question, row: Mapping[str, Any], place: int) -> str:
    """A row as messages name it: "Milestone 2"; one of the fixed by its own words."""
    named = {option.value: option.label for option in question.fixed}
    return named.get(row[ID], f"{question.row[:1].upper()}{question.row[1:]} {place}")


def _told(question: Question, row: Mapping[str, Any], keys: Sequence[str]) -> str:
    asked = (column for column in question.columns if column.key in keys)
    shown = ((c.label, figures.text(c, row.get(c.key)) or "(blank)") for c in asked)
    return ", ".join(f"{label}: {text}" for label, text in shown)


def _how_many(question: Question) -> str:
    if question.fixed:
        return _counted(question, len(question.fixed))
    least, most = question.least or (1 if question.required else 0), question.most or MOST_ROWS
    if least == most:
        return _counted(question, most)
    return (
        f"{least} to {_counted(question, most)}" if least else f"up to {_counted(question, most)}"
    )


def _small(words: str) -> str:
    return f"{words[:1].lower()}{words[1:]}"


def _made_up(column: Question, chance: random.Random, words: int) -> Any:
    """Money of a size that a few rows come to what a project costs."""
    made = column.of_kind.sample(column, chance, min(words, 12))
    return made // 4 if column.total and made > MOST_CHARACTERS else made
