"""A field's value, as its inputs send it and as people read it, whatever kind of field."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from wtforms import BooleanField, Field, SelectField

from award.design import formatters
from award.design.fields.base import plain_label
from award.design.fields.choices import ChoiceField, ChoicesField, YesNoField
from award.design.fields.dates import DatePartsField
from award.design.fields.numbers import HundredthsField, MoneyField
from award.design.fields.rows import RowsField
from award.design.leaves import hidden


def put(field: Field, value: Any) -> None:
    """As if `value` had been sent, and could be read."""
    field.raw_data = None
    field.process(None, value)
    field.raw_data = [text for _name, text in as_sent(field) if text]


def as_sent(field: Any) -> list[tuple[str, str]]:
    """Names and values of its inputs, as its form would send what stands in them."""
    if isinstance(field, DatePartsField):
        return [(f"{field.name}-{part}", text) for part, text in field.values().items()]
    if isinstance(field, RowsField):
        return field.as_sent()
    if isinstance(field, ChoicesField):
        return [(field.name, str(value)) for value in field.data]
    if isinstance(field, ChoiceField):
        return [(field.name, value) for value in field.selected()]
    if isinstance(field, BooleanField):
        return [(field.name, "y")] if field.data else []
    if isinstance(field, SelectField):
        return [(field.name, "" if field.data is None else str(field.data))]
    return [(field.name, str(field._value()))]


def in_words(field: Field, value: Any) -> str:
    """A value of the field as people read it: a choice by its label; "" for none."""
    if value is None or value == "":
        return ""
    if isinstance(field, YesNoField | BooleanField):
        return _yes_no(field, bool(value))
    if isinstance(field, ChoiceField):
        chosen = [value] if isinstance(value, str) else [*value]
        labels = {choice.value: choice.label for choice in field.options()}
        return ", ".join(labels.get(item, str(item)) for item in chosen)
    if isinstance(field, SelectField):
        found = {str(key): str(label) for key, label, *_ in field.iter_choices()}
        return found.get(str(value), str(value))
    if isinstance(value, datetime):
        return formatters.long_datetime(value)
    if isinstance(value, date):
        return formatters.long_date(value)
    if isinstance(field, HundredthsField):
        return field.said(value)
    return formatters.money(value) if isinstance(field, MoneyField) else str(value)


def read_out(form: Iterable[Field]) -> list[tuple[str, str]]:
    """Label and words of each box, for whoever reads what others change."""
    seen = (field for field in form if not hidden(field))
    return [(plain_label(box), in_words(box, box.data)) for box in seen]


def _yes_no(field: Field, value: bool) -> str:
    if isinstance(field, YesNoField):
        yes, no = (choice.label for choice in field.options())
        return yes if value else no
    return "Ticked" if value else "Not ticked"
