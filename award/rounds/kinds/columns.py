"""What can be wrong with a table as a question set describes it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from award.rounds.kinds.base import ALL_PHASES, Question
from award.rounds.kinds.merging import CLASH, ID

MOST_ROWS = 200
WIDTHS = ("narrow", "short", "medium", "wide")
_KEY = re.compile(r"[a-z][a-z0-9_]{0,29}")


def faults_of(question: Question) -> list[str]:
    return [*_rows(question), *_columns(question), *_sums(question)]


def _rows(question: Question) -> Iterator[str]:
    least, most = question.least or 0, question.most
    if not question.row.strip():
        yield "needs a word for a row"
    if question.publish_as:
        yield "a table can't be published: no part of a case study is one"
    if least < 0 or (most is not None and not max(1, least) <= most <= MOST_ROWS):
        yield f"rows must be least to most, {MOST_ROWS} at most"
    if question.fixed and (question.least or question.most or question.starts_with):
        yield "fixed rows have no least, most or start"
    values = [option.value for option in question.fixed]
    if len({*values}) < len(values):
        yield "a fixed row stands twice"
    known = {column.key for column in question.columns}
    for row in question.starts_with:
        if strange := sorted({*row} - known):
            yield f"starts_with: no column {', '.join(strange)}"


def _columns(question: Question) -> Iterator[str]:
    if not question.columns:
        yield "needs columns"
    for key, count in Counter(column.key for column in question.columns).items():
        if count > 1:
            yield f"column {key} stands twice"
    for column in question.columns:
        for fault in _column(column):
            yield f"column {column.key}: {fault}"
    if question.columns and all(column.identifies for column in question.columns):
        yield "every column identifies: say it of the question"


def _column(column: Question) -> Iterator[str]:
    if not _KEY.fullmatch(column.key) or column.key in (ID, CLASH):
        yield f"a key is lower-case letters, digits and underscores, and neither {ID} nor {CLASH}"
    if not column.label.strip():
        yield "needs a label"
    if not column.of_kind.in_a_cell:
        yield "a column can't be of this kind"
    if column.width and column.width not in WIDTHS:
        yield f"a width is {', '.join(WIDTHS)}"
    if column.total and not column.of_kind.adds_up:
        yield "only numbers have a total"
    alone = (column.show_if, column.means, column.publish_as, column.adds_up_to, column.feeds,
             column.unscored, column.regimes, column.crosswalk, column.staff_only,
             column.kept_apart, column.ends)  # fmt: skip
    if any(alone) or column.phases != ALL_PHASES:
        yield "has what only a question can have"
    yield from column.of_kind.faults(column)


def _sums(question: Question) -> Iterator[str]:
    added = [column for column in question.columns if column.total]
    if len({column.kind for column in added}) > 1:
        yield "totals of different kinds can't be added up"
    if question.row_total and len(added) < 2:
        yield "row_total needs two columns with a total"
    for key in question.shares:
        if key not in {column.key for column in added} or len(added) < 2:
            yield f"shares: {key} is no column among others with a total"
