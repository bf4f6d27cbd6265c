"""Tables among the boxes of a form over something stored: merged by cell, as those of an
application are (ADR 44). Only where both changed one cell is somebody asked to choose, between
whole tables.

The marks of the cells travel with those of the boxes.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, ClassVar

from flask import request
from wtforms import Field

from award.applications.forms import kinds
from award.applications.forms.cells import wrong_cells
from award.design.fields import RowsField
from award.design.fields.rows import ACT, Column
from award.design.versions import EditedForm
from award.foundation.edits import mark
from award.rounds.kinds import Question, merging

CELLS = "{}.cells"


class TabledForm(EditedForm):
    """A form whose boxes may be tables of `tabled`, by the same names."""

    tabled: ClassVar[Mapping[str, Question]] = {}

    def __init__(self, *args: Any, **kw: Any) -> None:
        self.shown_rows: dict[str, Any] = {}
        super().__init__(*args, **kw)

    @property
    def acts(self) -> bool:
        """Was a button of a table pressed, which adds or moves a row and saves nothing?"""
        return bool(request.form.get(ACT))

    def tables(self) -> dict[str, RowsField]:
        return {key: box for key, box in self.parts().items() if isinstance(box, RowsField)}

    @property
    def unread_cells(self) -> list[str]:
        """Cells that can't be read, which are saved as they were typed: "Quotation 1 (When)"."""
        return [named for box in self.tables().values() for named in box.unread_named]

    def mark_cells(self) -> None:
        """Beside each cell what is wrong with it, of what stands in the boxes."""
        for key, box in self.tables().items():
            found = wrong_cells(self.tabled[key], self._value(key, box))
            box.problems = {(cell.row, cell.column): cell.words for cell in found}

    def cells_told(self) -> dict[str, list[dict[str, str]]]:
        """The same for the page's script, by the name of the table."""
        self.mark_cells()
        return {
            box.name: [
                {"row": row, "column": column, "words": words}
                for (row, column), words in {**box.problems, **box.unread()}.items()
            ]
            for box in self.tables().values()
        }

    def value_of(self, key: str) -> Any:
        """What stands in a box, as it is stored."""
        return self._value(key, self[key])

    def bases(self, stored: Mapping[str, Any]) -> dict[str, str]:
        """A page that stays open goes on from the rows that it shows: those that somebody else
        added meanwhile are none that it has taken out."""
        seen = {key: stored[key] for key in self.tables()} | self.shown_rows
        return super().bases({**stored, **seen})

    def theirs(self) -> list[dict[str, Any]]:
        return [one for one in super().theirs() if one["field"] not in self.tabled]

    def _value(self, key: str, box: Field) -> Any:
        return (
            self._cleaned(key, box.data) if isinstance(box, RowsField) else super()._value(key, box)
        )

    def _said(self, key: str, box: Field, value: Any) -> str:
        if isinstance(box, RowsField):
            return "\n".join(self.tabled[key].display([*(value or ())]))
        return super()._said(key, box, value)

    def _marks(self, stored: Mapping[str, Any]) -> dict[str, str]:
        cells = {
            CELLS.format(key): self._cells(key, stored.get(key) or ()) for key in self.tables()
        }
        return super()._marks(stored) | cells

    def over(self, stored: Mapping[str, Any]) -> None:
        super().over(stored)
        for key in self.tables():
            if key in self.shown_rows:
                self._sent[CELLS.format(key)] = self._cells(key, self.shown_rows[key])

    def _merge(self, stored: Mapping[str, Any]) -> list[str]:
        for key, box in self.tables().items():
            self.shown_rows.setdefault(key, self._value(key, box))
            self._merge_rows(key, box, stored.get(key) or [])
        return super()._merge(stored)

    def _merge_rows(self, key: str, box: RowsField, now: list[dict[str, Any]]) -> None:
        base, typed = self._base.get(CELLS.format(key)), self._value(key, box)
        if base is None or mark(now) in (self._base.get(key), mark(typed)):
            return
        names = [column.key for column in self.tabled[key].columns]
        found = merging.merged(names, merging.read(names, base), now, typed)
        if found.clashes:
            return
        box.show(self._cleaned(key, found.rows))
        self._base |= {key: mark(now), CELLS.format(key): self._cells(key, now)}

    def _cleaned(self, key: str, rows: Any) -> list[dict[str, Any]]:
        """As they are stored: blank ones left out."""
        return self.tabled[key].parse(rows) or []

    def _cells(self, key: str, rows: Any) -> str:
        return merging.written([column.key for column in self.tabled[key].columns], rows)


def table_box(table: Question, judged: Mapping[str, Callable[[str], str]] | None = None) -> Any:
    """The box in which it is filled in. `judged` says of what was read of a column, by its key, why
    it can't be that; nothing where it can."""
    unbound = kinds.asking(table).field(table)
    unbound.kwargs["columns"] = [
        _judged(column, judged[column.key]) if judged and column.key in judged else column
        for column in unbound.kwargs["columns"]
    ]
    return unbound


def _judged(column: Column, judge: Callable[[str], str]) -> Column:
    def read(text: str) -> Any:
        value = column.read(text)
        if words := judge(value):
            raise ValueError(words)
        return value

    return replace(column, read=read)
