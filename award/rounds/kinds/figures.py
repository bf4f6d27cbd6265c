"""What a table comes to: totals of rows and columns, shares, and how it reads with them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from award.foundation.figures import share
from award.rounds.kinds.base import Kind, Question
from award.rounds.kinds.readings import Table

Rows = Sequence[Mapping[str, Any]]


def added(question: Question) -> list[Question]:
    """The columns that are added up."""
    return [column for column in question.columns if column.total]


NOT_YET = "It can’t be added up until every figure can be read."
UNADDED = "–"
"""In place of what figures come to of which one can't be read: what the others do isn't it."""


def row_total(question: Question, row: Mapping[str, Any]) -> int | None:
    return _sum((column, row) for column in added(question))


def column_total(column: Question, rows: Rows) -> int | None:
    return _sum((column, row) for row in rows)


def grand_total(question: Question, rows: Rows) -> int | None:
    """None while a figure can't be read."""
    return _sum((column, row) for row in rows for column in added(question))


def _sum(cells: Iterable[tuple[Question, Mapping[str, Any]]]) -> int | None:
    """A blank counts for nothing; what is kept as it was typed, or is no answer of its column,
    leaves no sum at all."""
    figures = [(column, row[column.key]) for column, row in cells if column.key in row]
    if any(column.of_kind.check(column, figure) for column, figure in figures):
        return None
    return sum(int(figure) for _, figure in figures)


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
                *([_written(counted, row_total(question, row))] if by_row and counted else []),
            )
            for row in rows
        ),
        numbers=(
            *(n for n, c in enumerate(shown, start) if c.of_kind.counted_in(c)),
            *([start + len(shown)] if by_row else []),
        ),
        registers=tuple((n, c.register) for n, c in enumerate(shown, start) if c.register),
        foot=_foot(question, rows, shown, counted, named=bool(names), by_row=by_row),
        notes=(*_unadded(question, rows), *shares_told(question, rows), *_hidden(question)),
    )


def _foot(
    question: Question, rows: Rows, shown: Sequence[Question], counted: Kind | None, *,
    named: bool, by_row: bool,
) -> tuple[str, ...]:  # fmt: skip
    if counted is None or len(rows) < 2 or not any(column.total for column in shown):
        return ()
    cells = [""] if named else []
    cells += [_written(c.of_kind, column_total(c, rows)) if c.total else "" for c in shown]
    cells += [_written(counted, grand_total(question, rows))] if by_row else []
    first = f"Total {cells[0]}".strip()  # where the column that named rows is masked, a figure
    return (first, *cells[1:])


def shares_told(question: Question, rows: Rows) -> list[str]:
    """What share of the whole some columns are, as sentences; none while a figure can't be read."""
    whole = grand_total(question, rows)
    told = {column.key: column for column in question.columns if not column.masked}
    return [
        f"{told[key].label} is {share(column_total(told[key], rows) or 0, whole)} of the total."
        for key in question.shares
        if whole and key in told
    ]


def text(column: Question, cell: Any) -> str:
    """A cell as it reads; what could not be read stands as it was typed."""
    if column.is_empty(cell):
        return ""
    if column.of_kind.check(column, cell):
        return str(cell)
    return " ".join(column.display(cell))


def _written(kind: Kind, total: int | None) -> str:
    return UNADDED if total is None else kind.figure(total)


def _unadded(question: Question, rows: Rows) -> list[str]:
    return [NOT_YET] if added(question) and grand_total(question, rows) is None else []


def _hidden(question: Question) -> list[str]:
    labels = [column.label for column in question.columns if column.masked]
    return [f"Hidden, since it would show who is applying: {', '.join(labels)}."] if labels else []


def _title(word: str) -> str:
    return f"{word[:1].upper()}{word[1:]}"
