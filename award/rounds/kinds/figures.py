"""What a table comes to: totals of rows and columns, shares, and how it reads with them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from award.rounds.kinds.base import Kind, Question
from award.rounds.kinds.readings import Table

Rows = Sequence[Mapping[str, Any]]


def added(question: Question) -> list[Question]:
    """The columns that are added up."""
    return [column for column in question.columns if column.total]


def row_total(question: Question, row: Mapping[str, Any]) -> int:
    return sum(_figure(row.get(column.key)) for column in added(question))


def column_total(column: Question, rows: Rows) -> int:
    return sum(_figure(row.get(column.key)) for row in rows)


def all_read(question: Question, rows: Rows) -> bool:
    """Is there no figure that is kept as it was typed, since it could not be read?"""
    return not any(isinstance(row.get(c.key), str) for row in rows for c in added(question))


def grand_total(question: Question, rows: Rows) -> int:
    return sum(row_total(question, row) for row in rows)


def drawn(question: Question, rows: Rows) -> Table:
    """As it is read, by who may see all columns but the masked ones."""
    shown = [column for column in question.columns if not column.masked]
    counted = question.of_kind.counted_in(question)
    by_row = bool(question.row_total and counted)
    names = {option.value: option.label for option in question.fixed}
    first = [_title(question.row)] if names else []
    last = [question.row_total] if by_row else []
    start = len(first)
    return Table(
        caption=question.short,
        headings=(*first, *(column.label for column in shown), *last),
        rows=tuple(
            (
                *([names.get(row["id"], "")] if names else []),
                *(text(column, row.get(column.key)) for column in shown),
                *([counted.figure(row_total(question, row))] if by_row and counted else []),
            )
            for row in rows
        ),
        numbers=(
            *(n for n, c in enumerate(shown, start) if c.of_kind.counted_in(c)),
            *([start + len(shown)] if by_row else []),
        ),
        registers=tuple((n, c.register) for n, c in enumerate(shown, start) if c.register),
        foot=_foot(question, rows, shown, counted, named=bool(names), by_row=by_row),
        notes=(*shares_told(question, rows), *_hidden(question)),
    )


def _foot(
    question: Question, rows: Rows, shown: Sequence[Question], counted: Kind | None, *,
    named: bool, by_row: bool,
) -> tuple[str, ...]:  # fmt: skip
    if counted is None or len(rows) < 2 or not any(column.total for column in shown):
        return ()
    cells = [""] if named else []
    cells += [c.of_kind.figure(column_total(c, rows)) if c.total else "" for c in shown]
    cells += [counted.figure(grand_total(question, rows))] if by_row else []
    first = f"Total {cells[0]}".strip()  # where the column that named rows is masked, a figure
    return (first, *cells[1:])


def shares_told(question: Question, rows: Rows) -> list[str]:
    """What share of the whole some columns are, as sentences; none while a figure can't be read."""
    whole = grand_total(question, rows) if all_read(question, rows) else 0
    told = {column.key: column for column in question.columns if not column.masked}
    return [
        f"{told[key].label} is {percent(column_total(told[key], rows), whole)} of the total."
        for key in question.shares
        if whole and key in told
    ]


def percent(part: int, whole: int) -> str:
    """Rounded down, so that "10%" is never less than that."""
    tenths = part * 1000 // whole if whole else 0
    return f"{tenths // 10}%" if tenths % 10 == 0 else f"{tenths // 10}.{tenths % 10}%"


def text(column: Question, cell: Any) -> str:
    """A cell as it reads; what could not be read stands as it was typed."""
    if column.is_empty(cell):
        return ""
    if column.of_kind.check(column, cell):
        return str(cell)
    return " ".join(column.display(cell))


def _figure(cell: Any) -> int:
    return cell if isinstance(cell, int) else 0


def _hidden(question: Question) -> list[str]:
    labels = [column.label for column in question.columns if column.masked]
    return [f"Hidden, since it would show who is applying: {', '.join(labels)}."] if labels else []


def _title(word: str) -> str:
    return f"{word[:1].upper()}{word[1:]}"
