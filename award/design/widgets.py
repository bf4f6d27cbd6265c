"""Draws any WTForms field as a whole NHS component: label, hint, error message and input.

`render_field` picks the component by the field's class, so a form from elsewhere (Flask-Security)
looks like one of ours.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any

import wtforms as wtf
from flask import current_app
from markupsafe import Markup, escape

from award.design import fields, forms, rows
from award.design.components import (
    Options,
    Params,
    asked,
    common,
    content,
    draw,
    input_params,
    label_of,
)


def render_field(field: wtf.Field, **options: Any) -> Markup:
    """The field as HTML, ready to print, and below it what is asked about it (`design.asking`).
    `components.Options` lists what can be asked. In place of one that two people changed stands the
    choice between both (`award.design.versions`)."""
    beside = getattr(field, "beside", None)
    return _drawn(field, options) + (_drawn(beside, {}) if beside is not None else Markup())


def _drawn(field: wtf.Field, options: Mapping[str, Any]) -> Markup:
    clash = getattr(field, "clash", None)
    if clash is not None:
        template = current_app.jinja_env.get_template("macros/versions.html")
        return Markup(str(getattr(template.module, "two_versions")(clash, field.id)))  # noqa: B009
    chosen = Options(**options)
    for kind, drawer in _DRAWERS:
        if isinstance(field, kind):
            return drawer(field, chosen)
    raise TypeError(f"{type(field).__name__} {field.name!r} has no single component")


def _draw_input(field: Any, o: Options) -> Markup:
    value = field._value() if hasattr(field, "_value") else ("" if not field.data else field.data)
    typed = getattr(field.widget, "input_type", "text")
    params = input_params(field, o, value=str(value), type=typed)
    if typed == "number":  # spinners change values by accident; NHS uses text and a numeric keypad
        params |= {"type": "text", "inputmode": params["inputmode"] or "numeric"}
    if typed == "email":
        params |= {"spellcheck": False, "autocomplete": params["autocomplete"] or "email"}
    return draw("input", "input", params)


def _draw_trap(field: fields.TrapField, o: Options) -> Markup:
    return _draw_input(field, o if forms.messages(field) else replace(o, group_classes="app-trap"))


def _draw_number(field: fields.WholeNumberField, o: Options) -> Markup:
    money = isinstance(field, fields.MoneyField)
    params = input_params(field, o, value=field._value(), spellcheck=False)
    params["width"] = params["width"] or (10 if money else 5)
    params["inputmode"] = params["inputmode"] or "numeric"
    params["prefix"] = o.prefix or ("£" if money else None)
    params["suffix"] = o.suffix or field.suffix or None
    return draw("input", "input", params)


def _draw_hundredths(field: fields.HundredthsField, o: Options) -> Markup:
    params = input_params(field, o, value=field._value(), spellcheck=False)
    params["width"] = params["width"] or 5
    params["inputmode"] = params["inputmode"] or "decimal"
    params["prefix"] = o.prefix or field.prefix or None
    params["suffix"] = o.suffix or field.suffix or None
    return draw("input", "input", params)


def _draw_password(field: Any, o: Options) -> Markup:
    return draw("password-input", "passwordInput", input_params(field, o))


def _draw_textarea(field: Any, o: Options) -> Markup:
    rows = asked(field, o, "rows") or getattr(field, "rows", 5)
    params = input_params(field, o, value=field._value(), rows=rows)
    limit = getattr(field, "max_words", None)
    if limit:
        params |= {"maxlength": limit, "countType": "words"}
        return draw("character-count", "characterCount", params)
    return draw("textarea", "textarea", params)


def _draw_file(field: Any, o: Options) -> Markup:
    """The browser's own control. The drop zone that the NHS script puts over it hides the file's
    name from the accessible name, and a plain input takes dropped files as well."""
    several = True if isinstance(field, wtf.MultipleFileField) else None
    html = draw("file-upload", "fileUpload", input_params(field, o, multiple=several))
    return Markup(html.replace(' data-module="nhsuk-file-upload"', ""))


def _draw_select(field: Any, o: Options) -> Markup:
    items = [
        {"value": str(value), "text": str(label), "selected": bool(selected)}
        for value, label, selected, *_ in field.iter_choices()
    ]
    return draw("select", "select", input_params(field, o, items=items))


def _group(field: wtf.Field, o: Options, items: list[Params]) -> Params:
    """Radios or checkboxes in a fieldset. The first input has the field's id, for links to it."""
    params = common(field, o)
    extra = params.pop("attributes")
    for item in items:
        item["attributes"] = extra
    return params | {
        "id": None,
        "idPrefix": field.id,
        "classes": o.classes,
        "inline": o.inline or None,
        "small": o.small or None,
        "fieldset": {"legend": label_of(field, o)},
        "items": items,
    }


def _option(value: str, label: Any, checked: bool, o: Options, hint: str = "") -> Params:
    item: Params = {"value": value, "label": content(label), "checked": checked}
    if hint:
        item["hint"] = {"text": hint}
    if o.reveal.get(value):
        item["conditional"] = {"html": o.reveal[value]}
    return item


def _items(choices: Iterable[fields.Choice], ticked: frozenset[str], o: Options) -> list[Params]:
    return [_option(c.value, c.label, c.value in ticked, o, c.hint) for c in choices]


def _draw_choice(field: fields.ChoiceField, o: Options) -> Markup:
    return draw("radios", "radios", _group(field, o, _items(field.options(), field.selected(), o)))


def _draw_grouped(field: fields.ChoicesField, o: Options) -> Markup:
    """A fieldset for each group, which says the question too to who can't see it above them all."""
    groups: dict[str, list[fields.Choice]] = {}
    for choice in field.options():
        groups.setdefault(choice.group, []).append(choice)
    drawn = []
    for place, (name, choices) in enumerate(groups.items()):
        params = _group(field, o, _items(choices, field.selected(), o))
        unseen = Markup('<span class="nhsuk-u-visually-hidden">{}: </span>').format(
            field.label.text
        )
        params["fieldset"] = {
            "legend": {"html": unseen + escape(name), "classes": "nhsuk-fieldset__legend--s"}
        }
        if place:
            params |= {"idPrefix": f"{field.id}-in-{place}", "errorMessage": None, "hint": None}
        drawn.append(draw("checkboxes", "checkboxes", params))
    return Markup("").join(drawn)


def _draw_choices(field: fields.ChoicesField, o: Options) -> Markup:
    if any(choice.group for choice in field.options()):
        return _draw_grouped(field, o)
    rest = [c for c in field.options() if c.value != field.exclusive]
    last = [c for c in field.options() if c.value == field.exclusive]
    params = _group(field, o, _items(rest + last, field.selected(), o))
    if last:
        # Without a group the NHS script goes by the name, which all boxes share; with one it would
        # clear only boxes that name the group too.
        params["items"][-1] |= {"behaviour": "exclusive"}
        params["items"].insert(-1, {"divider": "or"})
    return draw("checkboxes", "checkboxes", params)


def _stock_items(field: Any, o: Options) -> list[Params]:
    return [
        _option(str(value), label if isinstance(label, Markup) else str(label), bool(selected), o)
        for value, label, selected, *_ in field.iter_choices()
    ]


def _draw_stock_radios(field: Any, o: Options) -> Markup:
    return draw("radios", "radios", _group(field, o, _stock_items(field, o)))


def _draw_stock_checkboxes(field: Any, o: Options) -> Markup:
    return draw("checkboxes", "checkboxes", _group(field, o, _stock_items(field, o)))


def _draw_checkbox(field: Any, o: Options) -> Markup:
    """One box needs no fieldset: its label says it all, and its hint stands below the label."""
    text = field.label.text if o.label is None else o.label
    label = text if isinstance(text, Markup) else str(text)
    raw = field.raw_data
    value = str(raw[0]) if raw else "y"
    params = _group(field, o, [_option(value, label, bool(field.data), o)])
    hint = params.pop("hint")
    if hint:
        params["items"][0]["hint"] = hint
    del params["fieldset"]
    return draw("checkboxes", "checkboxes", params)


def _draw_date(field: fields.DatePartsField, o: Options) -> Markup:
    """Only the inputs that are wrong are marked; all of them when the whole answer is missing."""
    params = common(field, o)
    wrong = field.wrong_parts or (field.PARTS if params["errorMessage"] else ())
    values = field.values()
    items = [
        {
            "id": f"{field.id}-{part}",
            "name": f"{field.name}-{part}",
            "label": part.capitalize(),
            "value": values[part],
            "width": {"year": 4, "time": 5}.get(part, 2),
            "inputmode": "text" if part == "time" else "numeric",
            "error": part in wrong,
            "attributes": params["attributes"],
        }
        for part in field.PARTS
    ]
    del params["attributes"]
    params |= {"name": None, "items": items, "classes": o.classes}
    return draw("date-input", "dateInput", params | {"fieldset": {"legend": label_of(field, o)}})


def _draw_submit(field: Any, o: Options) -> Markup:
    text = field.label.text if o.label is None else o.label
    return draw(
        "button",
        "button",
        {
            **content(text if isinstance(text, Markup) else str(text)),
            "id": field.id,
            "name": field.name,
            "value": str(field.label.text),
            "variant": o.variant,
            "small": o.small or None,
            "classes": o.classes,
            "attributes": dict(o.attributes),
            "preventDoubleClick": True,
        },
    )


def _draw_hidden(field: Any, o: Options) -> Markup:
    return Markup(str(field(**o.attributes)))


# First match wins, so a class stands before the class it inherits from.
_DRAWERS: tuple[tuple[type[wtf.Field], Callable[[Any, Options], Markup]], ...] = (
    (fields.DatePartsField, _draw_date),
    (fields.WholeNumberField, _draw_number),
    (fields.HundredthsField, _draw_hundredths),
    (fields.ChoicesField, _draw_choices),
    (fields.ChoiceField, _draw_choice),
    (fields.LongTextField, _draw_textarea),
    (fields.CountedLineField, _draw_textarea),
    (fields.RowsField, rows.draw_rows),
    (fields.TrapField, _draw_trap),
    (wtf.HiddenField, _draw_hidden),
    (wtf.SubmitField, _draw_submit),
    (wtf.BooleanField, _draw_checkbox),
    (wtf.RadioField, _draw_stock_radios),
    (wtf.SelectMultipleField, _draw_stock_checkboxes),
    (wtf.SelectField, _draw_select),
    (wtf.FileField, _draw_file),
    (wtf.PasswordField, _draw_password),
    (wtf.TextAreaField, _draw_textarea),
    (wtf.FormField, lambda field, o: _refuse(field)),
    (wtf.FieldList, lambda field, o: _refuse(field)),
    (wtf.Field, _draw_input),
)


def _refuse(field: wtf.Field) -> Markup:
    raise TypeError(f"{field.name!r} holds fields: draw each of them")
