"""A table in plain markup, cheap at hundreds of rows."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup, escape

from award.design.formatters import long_worded, number

Column = Mapping[str, Any]
Drawer = Callable[[Any, Column], Any]
_NUMBER = ' class="app-table__number"'
_NOTHING = Markup('<span aria-hidden="true">–</span>'
                  '<span class="nhsuk-u-visually-hidden">no value</span>')  # fmt: skip


def data_table(
    caption: str,
    columns: Sequence[Column],
    rows: Iterable[Any],
    *,
    caption_size: str = "m",
    hide_caption: bool = False,
    compact: bool = False,
    stacked: bool = False,
    close: bool = False,
    foot: Sequence[str] = (),
    caller: Drawer | None = None,
) -> Markup:
    """On a phone each row becomes a card, its cells labelled from data-label; browsers keep it a
    table for screen readers there too.

    `columns` have `key` and `label`, and if wanted `numeric`, `count` (a whole number of the row
    itself), `header` (this cell names its row) and `hide_label` (for screen readers only). `rows`
    have those keys; None shows as a dash. `stacked` are cards on every screen;
    `close`, for few short cells of many rows, none on any: on a phone a row is two or three lines
    without labels. `foot` is what the columns come to. A template draws the other cells itself so:

        {% call(row, column) data_table("Applications", columns, rows) %}
          {%- if column.key == "state" %}{{ row.state }}{% else %}{{ row[column.key] }}{% endif -%}
        {% endcall %}
    """
    frames = [(column, _Frame.of(column)) for column in columns]
    lines = []
    for row in rows:
        cells = (frame.around(_cell(row, column, caller)) for column, frame in frames)
        lines.append(f"<tr>{''.join(cells)}</tr>\n")
    table = "nhsuk-table app-table app-table--compact" if compact else "nhsuk-table app-table"
    table += " app-table--stacked" if stacked else " app-table--close" if close else ""
    hidden = " nhsuk-u-visually-hidden" if hide_caption else ""
    return Markup(
        f'<div class="app-table-room"><table class="{table}">\n'
        f'<caption class="nhsuk-table__caption nhsuk-table__caption--{caption_size}{hidden}">'
        f'{escape(caption)}</caption>\n<thead class="nhsuk-table__head"><tr>'
        f"{''.join(map(_heading, columns))}</tr></thead>\n"
        f'<tbody class="nhsuk-table__body">\n{"".join(lines)}</tbody>{_foot(columns, foot)}\n'
        "</table></div>\n"
    )


def _foot(columns: Sequence[Column], cells: Sequence[str]) -> str:
    if not cells:
        return ""
    drawn = (
        f'<td{_NUMBER if _is_number(column) else ""} data-label="{escape(column["label"])}">'
        f"{escape(cell)}</td>"
        if cell
        else "<td></td>"
        for column, cell in zip(columns[1:], cells[1:], strict=True)
    )
    first = f'<th scope="row">{escape(cells[0])}</th>'
    return f'<tfoot class="app-table__foot"><tr>{first}{"".join(drawn)}</tr></tfoot>'


def _heading(column: Column) -> str:
    numeric = _NUMBER if _is_number(column) else ""
    label = escape(column["label"])
    if column.get("hide_label"):
        label = Markup('<span class="nhsuk-u-visually-hidden">{}</span>').format(label)
    return f'<th scope="col"{numeric}>{label}</th>'


@dataclass(frozen=True, slots=True)
class _Frame:
    """What stands around the cells of a column, made once for all of them."""

    start: str
    name: str
    rest: str
    end: str

    @classmethod
    def of(cls, column: Column) -> _Frame:
        numeric = _is_number(column)
        start = '<th scope="row"' if column.get("header") else "<td"
        labelled = not column.get("hide_label")
        rest = f' data-label="{escape(column["label"])}">' if labelled else ">"
        name = "app-table__number" if numeric else ""
        return cls(start, name, rest, "</th>" if column.get("header") else "</td>")

    def around(self, cell: Any) -> str:
        """Only a cell with a long word may break words: a figure that nobody could read, too."""
        name = f"{self.name} app-long-word".lstrip() if long_worded(cell) else self.name
        named = f' class="{name}"' if name else ""
        shown = escape(_NOTHING if cell is None else cell)
        return f"{self.start}{named}{self.rest}{shown}{self.end}"


def _is_number(column: Column) -> bool:
    return bool(column.get("numeric") or column.get("count"))


def _cell(row: Any, column: Column, draw: Drawer | None) -> Any:
    if column.get("count"):
        return number(_part(row, column["key"]))
    return draw(row, column) if draw else _part(row, column["key"])


def _part(row: Any, key: Any) -> Any:
    try:
        return row[key]
    except (TypeError, LookupError):
        return getattr(row, key)
