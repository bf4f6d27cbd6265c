"""A table to fill in (`fields.RowsField`), drawn. In Python, since it has hundreds of boxes.

On a wide screen it is a table; on a phone, and where it has more columns than fit, each row is a
card. `static/tables.js` adds and moves rows, adds up and pastes; without it the buttons do.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from markupsafe import Markup, escape

from award.design.components import Options, label_of
from award.design.fields.rows import ACT, NOT_YET, Column, RowsField

_UNSEEN = "nhsuk-u-visually-hidden"
_ROOM = {"narrow": 2, "short": 3, "medium": 3, "wide": 5}
_AS_TABLE = 17
"""How much room the columns of a table may take before each row becomes a card."""


def draw_rows(field: RowsField, o: Options) -> Markup:
    """The whole question: legend, hint, table, buttons."""
    rows = field.drawn()
    wrong = {**field.problems, **field.unread()}
    label = label_of(field, o)
    own = escape(field.id)
    hint = f'<div class="nhsuk-hint" id="{own}-hint">{escape(field.description)}</div>'
    errors = "".join(_error(f"{own}-error", str(words)) for words in field.errors)
    described = [f"{own}-hint"] * bool(field.description) + [f"{own}-error"] * bool(errors)
    lines = "".join(_row(field, row, place, wrong) for place, row in enumerate(rows, 1))
    cards = " app-rows--cards" if sum(_ROOM[c.width] for c in field.columns) > _AS_TABLE else ""
    about = f' aria-describedby="{" ".join(described)}"' if described else ""
    size = f" nhsuk-fieldset__legend--{label['size']}" if label.get("size") else ""
    return Markup(
        f'<div class="nhsuk-form-group{" nhsuk-form-group--error" if errors else ""}">'
        f'<fieldset class="nhsuk-fieldset app-rows{cards}" data-rows="{escape(field.name)}"'
        f' data-word="{escape(field.row)}" data-words="{escape(field.rows)}"'
        f' data-most="{field.most or ""}"{about}>'
        f'<legend class="nhsuk-fieldset__legend{size}">'
        f"{escape(label.get('html') or label.get('text', ''))}</legend>"
        f"{hint if field.description else ''}{errors}"
        f'<input type="hidden" name="{escape(field.order_name)}"'
        f' value="{" ".join(row["id"] for row in rows)}">'
        f'<table class="app-rows__table"><thead><tr>{_headings(field)}</tr></thead>'
        f"<tbody>{lines}</tbody>{_foot(field)}</table>"
        f'{_unadded(field)}<p class="app-rows__said" role="status" data-rows-said></p>'
        f"{_adding(field, len(rows))}"
        "</fieldset></div>"
    )


def _headings(field: RowsField) -> str:
    title = f"{field.row[:1].upper()}{field.row[1:]}"
    start = f'<th scope="col"><span class="{_UNSEEN}">{escape(title)}</span></th>'
    columns = "".join(
        f'<th scope="col" class="app-rows__{column.width}{_counted(column)}">'
        f"{escape(_label(column))}{_sign(column)}{_hint(column)}</th>"
        for column in field.columns
    )
    total = f'<th scope="col" class="app-rows__sum">{escape(field.row_total)}</th>'
    acts = f'<th scope="col"><span class="{_UNSEEN}">Move or remove</span></th>'
    by_row = total if field.row_total else ""
    return f"{start}{columns}{by_row}{'' if field.fixed else acts}"


def _label(column: Column) -> str:
    """A blank counts as nothing in a sum: that needs no word."""
    return column.label if column.required or column.total else f"{column.label} (optional)"


def _counted(column: Column) -> str:
    return " app-rows__counted" if column.total else ""


def _sign(column: Column) -> str:
    """What a narrow column is counted in, which has no room for it beside its boxes."""
    sign = column.prefix or column.suffix
    return f' <span aria-hidden="true">({escape(sign)})</span>' if sign else ""


def _hint(column: Column) -> str:
    limit = f"Up to {column.max_words} words" if column.max_words else ""
    hint = ". ".join(filter(None, [column.hint.rstrip("."), limit]))
    return f'<span class="app-rows__hint">{escape(hint)}</span>' if hint else ""


def _row(
    field: RowsField, row: Mapping[str, Any], place: int, wrong: Mapping[tuple[str, str], str]
) -> str:
    name = row["id"]
    word = escape(field.row)
    called = escape(field.fixed.get(name, ""))
    number = (
        called or f'<span class="app-rows__word">{word} </span><span data-number>{place}</span>'
    )
    of_row = called or f"{word} <span data-number>{place}</span>"
    cells = "".join(
        _cell(field, column, row, place, of_row, wrong.get((name, column.key), ""))
        for column in field.columns
    )
    total = ""
    if field.row_total:
        total = (
            f'<td class="app-rows__sum" data-label="{escape(field.row_total)}" data-row-total>'
            f"{escape(field.sum_of([row]))}</td>"
        )
    return (
        f'<tr data-row="{name}"><th scope="row" class="app-rows__name">{number}</th>{cells}{total}'
        f"{'' if field.fixed else _acts(field, name, of_row)}</tr>"
    )


def _cell(
    field: RowsField, column: Column, row: Mapping[str, Any], place: int, of_row: str, wrong: str
) -> str:
    shown = column.as_typed(row.get(column.key))
    own = escape(field.cell_id(row["id"], column.key, place))
    name = escape(f"{field.name}-{row['id']}-{column.key}")
    ids = f' aria-describedby="{own}-error" aria-invalid="true"' if wrong else ""
    bad = " nhsuk-{}--error" if wrong else ""
    attributes = f'id="{own}" name="{name}" data-column="{column.key}"{ids}'
    if column.options:
        box = _select(column, shown, attributes, bad.format("select"))
    elif column.numeric or column.width in ("narrow", "short"):
        box = _input(column, shown, attributes, bad.format("input"))
    else:
        box = _text(column, shown, attributes, bad.format("textarea"))
    error = _error(f"{own}-error", wrong) if wrong else ""
    return (
        f'<td class="app-rows__{column.width}"><label class="app-rows__label" for="{own}">'
        f'{escape(_label(column))}<span class="{_UNSEEN}">, {of_row}</span>{_hint(column)}</label>'
        f"{error}{box}</td>"
    )


def _text(column: Column, shown: str, attributes: str, bad: str) -> str:
    """One line too, since words that don't fit would be out of sight in an input."""
    least = 2 if column.lines else 1
    rows = min(
        12, max(least, 1 + len(shown) // (12 * _ROOM[column.width] - 24) + shown.count("\n"))
    )
    line = "" if column.lines else " data-line"
    return (
        f'<textarea class="nhsuk-textarea{bad}" rows="{rows}" {attributes}{line}{_limit(column)}>'
        f"\n{escape(shown)}</textarea>{_COUNT if _limit(column) else ''}"
    )


_COUNT = '<span class="app-rows__count" data-count hidden></span>'


def _limit(column: Column) -> str:
    """For the script that counts while somebody writes."""
    if column.max_words:
        return f' data-most-words="{column.max_words}"'
    return f' data-most-characters="{column.max_chars}"' if column.max_chars else ""


def _input(column: Column, shown: str, attributes: str, bad: str) -> str:
    numeric = ' inputmode="numeric" spellcheck="false"' if column.numeric else ""
    total = " data-total" if column.total else ""
    box = (
        f'<input class="nhsuk-input{bad}" type="text" value="{escape(shown)}"'
        f" {attributes}{numeric}{total}>"
    )
    before = _affix("prefix", column.prefix)
    after = _affix("suffix", column.suffix)
    return (
        f'<div class="nhsuk-input-wrapper">{before}{box}{after}</div>' if before or after else box
    )


def _affix(side: str, text: str) -> str:
    if not text:
        return ""
    return f'<div class="nhsuk-input-wrapper__{side}" aria-hidden="true">{escape(text)}</div>'


def _select(column: Column, shown: str, attributes: str, bad: str) -> str:
    options = [("", "Choose"), *column.options]
    if shown not in dict(options):
        options.append((shown, f"{shown} (not one of the choices)"))
    items = "".join(
        f'<option value="{escape(value)}"{" selected" if value == shown else ""}>{escape(label)}'
        "</option>"
        for value, label in options
    )
    return f'<select class="nhsuk-select{bad}" {attributes}>{items}</select>'


def _error(own: str, words: str) -> str:
    return (
        f'<span class="nhsuk-error-message" id="{own}"><span class="{_UNSEEN}">Error: </span>'
        f"{escape(words)}</span>"
    )


def _acts(field: RowsField, name: str, of_row: str) -> str:
    buttons = "".join(
        f'<button class="app-rows__act" type="submit" name="{ACT}"'
        f' value="{escape(field.name)} {verb} {name}">{words}'
        f'<span class="{_UNSEEN}"> {of_row}</span></button>'
        for verb, words in _ACTS
    )
    return f'<td class="app-rows__acts">{buttons}</td>'


_MOVE = f'<span class="{_UNSEEN}">Move </span>'
_ACTS = (("up", f"{_MOVE}up"), ("down", f"{_MOVE}down"), ("remove", "remove"))


def _foot(field: RowsField) -> str:
    if not any(column.total for column in field.columns):
        return ""
    cells = "".join(
        f'<td class="app-rows__{c.width}" data-label="{escape(c.label)}"'
        f' data-column-total="{c.key}">{escape(field.sum_of(field.data, c.key))}</td>'
        if c.total
        else f'<td class="app-rows__{c.width}"></td>'
        for c in field.columns
    )
    by_row = (
        f'<td class="app-rows__sum" data-label="{escape(field.row_total)}" data-grand-total>'
        f"{escape(field.sum_of(field.data))}</td>"
        if field.row_total
        else ""
    )
    rest = "" if field.fixed else "<td></td>"
    prefix = escape(field.figure(0).removesuffix("0"))
    return (
        f'<tfoot data-prefix="{prefix}"><tr><th scope="row" class="app-rows__name">Total</th>'
        f"{cells}{by_row}{rest}</tr></tfoot>"
    )


def _unadded(field: RowsField) -> str:
    if not any(column.total for column in field.columns):
        return ""
    hidden = " hidden" if field.added_up else ""
    return f'<p class="app-secondary" role="status" data-rows-unadded{hidden}>{NOT_YET}</p>'


def _adding(field: RowsField, count: int) -> str:
    if field.fixed:
        return ""
    full = field.most is not None and count >= field.most
    most = f"{field.most} at most" if field.most else ""
    return (
        '<p class="app-rows__adding"><button class="nhsuk-button nhsuk-button--secondary'
        f' nhsuk-button--small" type="submit" name="{ACT}" value="{escape(field.name)} add"'
        f"{' hidden' if full else ''}>Add another {escape(field.row)}</button>"
        f' <span class="app-secondary">{escape(most)}</span></p>'
    )
