"""The parameters of an NHS component for a field: what all of them share, and how to draw one.

Browser validation (`required`, `maxlength`) is left out on purpose: its messages can't be styled
or read again, and the NHS pattern is to accept, then explain.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as default_field
from typing import Any

from flask import current_app
from markupsafe import Markup, escape
from wtforms import Field

from award.design import forms
from award.design.markup import WRITERS

Params = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Options:
    """How one field is drawn. A misspelled option is a TypeError."""

    size: str = "s"  # of the label or legend: s, m, l, xl, or "" for regular weight
    heading: bool = False  # the label is the page's h1 (then empty the page's own `h1` block)
    caption: str | None = None  # above the label, with heading
    label: str | Markup | None = None  # in place of the field's own
    hide_label: bool = False  # for screen readers only, as in a table
    hint: str | Markup | None = None  # in place of the field's own
    width: int | None = None  # of an input, in characters: 2, 3, 4, 5, 10, 20, 30
    inputmode: str | None = None
    autocomplete: str | None = None
    spellcheck: bool | None = None
    prefix: str | None = None
    suffix: str | None = None
    rows: int | None = None
    inline: bool = False  # radios or checkboxes side by side
    small: bool = False  # smaller radios, checkboxes, buttons
    reveal: Mapping[str, str] = default_field(default_factory=dict)  # option value → HTML below it
    variant: str | None = None  # of a button: secondary, warning…
    classes: str | None = None  # on the input
    group_classes: str | None = None  # around label and input
    attributes: Mapping[str, Any] = default_field(default_factory=dict)  # on the input


def draw(name: str, macro: str, params: Params) -> Markup:
    """The component as we write it ourselves, or else by its NHS macro."""
    write = WRITERS.get(name)
    if write is not None:
        return Markup(write(_given(params)))
    template = current_app.jinja_env.get_template(f"nhsuk/components/{name}/macro.jinja")
    html = getattr(template.module, macro)(_given(params))
    return Markup(str(html).strip())


def _given(params: Mapping[str, Any]) -> Params:
    """Only what has a value: the NHS templates test for missing, and would print a None."""
    return {
        key: _given(value) if isinstance(value, dict) else value
        for key, value in params.items()
        if value is not None
    }


def content(value: str | Markup, **more: Any) -> Params:
    key = "html" if isinstance(value, Markup) else "text"
    return {key: value, **more}


def label_of(field: Field, o: Options) -> Params:
    text = field.label.text if o.label is None else o.label
    label = content(text if isinstance(text, Markup) else str(text))
    if o.hide_label:
        return label | {"classes": "nhsuk-u-visually-hidden"}
    if o.heading:
        size = "l" if o.size == "s" else o.size
        return label | {"isPageHeading": True, "size": size, "caption": o.caption}
    return label | {"size": o.size or None}


def common(field: Field, o: Options) -> Params:
    """What every component takes but the label: name, id, hint, error, our attributes."""
    hint = (field.description or None) if o.hint is None else (o.hint or None)
    wrong = forms.messages(field)
    extra = {k.rstrip("_").replace("_", "-"): v for k, v in (field.render_kw or {}).items()}
    extra = {k: v for k, v in extra.items() if v is not False and k not in _OWN_PARAMETERS}
    extra = {k: "" if v is True else v for k, v in extra.items()}
    return {
        "id": field.id,
        "name": field.name,
        "hint": None if hint is None else content(hint),
        "errorMessage": {"html": Markup("<br>").join(map(escape, wrong))} if wrong else None,
        "attributes": extra | dict(o.attributes),
        "formGroup": {"classes": o.group_classes} if o.group_classes else None,
    }


# render_kw that has a parameter of its own in the NHS macros, or that we never let a browser see.
_OWN_PARAMETERS = {
    "autocomplete", "inputmode", "spellcheck", "rows", "class", "disabled", "width",
    "required", "maxlength", "minlength",
}  # fmt: skip


def asked(field: Field, o: Options, name: str) -> Any:
    """An option of the call, or else of the field's render_kw."""
    value = getattr(o, name)
    return (field.render_kw or {}).get(name) if value is None else value


def input_params(field: Field, o: Options, **params: Any) -> Params:
    kw = field.render_kw or {}
    return (
        common(field, o)
        | {
            "label": label_of(field, o),
            "classes": o.classes or kw.get("class") or kw.get("class_"),
            "width": asked(field, o, "width"),
            "inputmode": asked(field, o, "inputmode"),
            "autocomplete": asked(field, o, "autocomplete"),
            "spellcheck": asked(field, o, "spellcheck"),
            "prefix": o.prefix,
            "suffix": o.suffix,
            "disabled": True if kw.get("disabled") else None,
        }
        | params
    )
