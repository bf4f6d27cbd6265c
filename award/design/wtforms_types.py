"""The part of WTForms that we build on, with types.

WTForms ships no type information and can't be subclassed under `mypy --strict`. Rather than
scatter ignores, this one module tells the type checker what we rely on; at run time it only
re-exports the real classes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    class Label:
        text: str
        field_id: str

    class Field:
        name: str
        short_name: str
        id: str
        type: str
        label: Label
        description: str
        widget: Any
        flags: Any
        default: Any
        data: Any
        object_data: Any
        raw_data: list[Any] | None
        errors: Any
        process_errors: list[str]
        render_kw: dict[str, Any] | None

        def __init__(
            self, label: str | None = None, validators: Sequence[Any] | None = None, **kw: Any
        ) -> None: ...
        def __call__(self, **kw: Any) -> str: ...
        def process(self, formdata: Any, data: Any = ..., extra_filters: Any = None) -> None: ...
        def process_data(self, value: Any) -> None: ...
        def process_formdata(self, valuelist: list[Any]) -> None: ...
        def pre_validate(self, form: Any) -> None: ...

    class StringField(Field):
        def _value(self) -> str: ...

    class TextAreaField(StringField): ...

    class PasswordField(StringField): ...

    class HiddenField(StringField): ...

    class BooleanField(Field): ...

    class SubmitField(BooleanField): ...

    class FileField(Field): ...

    class MultipleFileField(FileField): ...

    class SelectField(Field):
        def iter_choices(self) -> Iterable[tuple[str, str, bool, dict[str, Any]]]: ...

    class SelectMultipleField(SelectField): ...

    class RadioField(SelectField): ...

    class FormField(Field):
        form: BaseForm

    class FieldList(Field):
        entries: list[Field]

    class BaseForm:
        form_errors: list[str]
        _fields: Mapping[str, Field]

        def __iter__(self) -> Iterator[Field]: ...
        def __contains__(self, name: str) -> bool: ...
        def __getitem__(self, name: str) -> Field: ...

    class FlaskForm(BaseForm):
        def __init__(self, formdata: Any = ..., **kw: Any) -> None: ...
        def validate(self, extra_validators: Any = None) -> bool: ...
        def validate_on_submit(self, extra_validators: Any = None) -> bool: ...
        def is_submitted(self) -> bool: ...
        def hidden_tag(self, *fields: Any) -> str: ...

    class ValidationError(ValueError): ...

    class StopValidation(Exception): ...

else:
    from flask_wtf import FlaskForm
    from wtforms import (
        BooleanField,
        Field,
        FieldList,
        FileField,
        FormField,
        HiddenField,
        MultipleFileField,
        PasswordField,
        RadioField,
        SelectField,
        SelectMultipleField,
        StringField,
        SubmitField,
        TextAreaField,
    )
    from wtforms.form import BaseForm
    from wtforms.validators import StopValidation, ValidationError

__all__ = [
    "BaseForm",
    "BooleanField",
    "Field",
    "FieldList",
    "FileField",
    "FlaskForm",
    "FormField",
    "HiddenField",
    "MultipleFileField",
    "PasswordField",
    "RadioField",
    "SelectField",
    "SelectMultipleField",
    "StopValidation",
    "StringField",
    "SubmitField",
    "TextAreaField",
    "ValidationError",
]
