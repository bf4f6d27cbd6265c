"""The fields of a form that have inputs of their own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from wtforms import Field, FieldList, FormField, HiddenField


def leaves(fields: Iterable[Field]) -> Iterator[Field]:
    """Every field that has inputs of its own, those inside rows and tables too."""
    for field in fields:
        if isinstance(field, FormField):
            yield from leaves(field.form)
        elif isinstance(field, FieldList):
            yield from leaves(field.entries)
        else:
            yield field


def hidden(field: Field) -> bool:
    return isinstance(field, HiddenField)
