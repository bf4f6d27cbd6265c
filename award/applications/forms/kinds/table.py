"""Rows of boxes."""

from __future__ import annotations

from typing import Any

from award.applications.forms import kinds
from award.applications.forms.kinds.base import PREFIX, Asking, label_of
from award.design.fields import RowsField
from award.rounds.kinds import Question
from award.rounds.kinds.table import rows_of


class AskTable(Asking):
    def field(self, question: Question) -> Any:
        return RowsField(
            label_of(question),
            hint=question.hint,
            columns=[kinds.asking(column).column(column) for column in question.columns],
            row=question.row,
            rows=rows_of(question),
            least=question.least or 1,
            most=question.most,
            starts=question.starts_with,
            fixed={option.value: option.label for option in question.fixed},
            row_total=question.row_total,
            figure=(question.of_kind.counted_in(question) or question.of_kind).figure,
        )

    def focus_id(self, question: Question, value: Any = None) -> str:
        first = f"{PREFIX}{question.key}"
        if not value or not question.columns:
            return first
        wrong = next(iter(question.of_kind.cells(question, value)), None)
        if wrong is None or (wrong.row, wrong.column) == (value[0]["id"], question.columns[0].key):
            return first
        return f"{first}-{wrong.row}-{wrong.column}"
