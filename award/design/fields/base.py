"""What our fields share: a hint, and errors in parsing that nothing may overwrite."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from wtforms import Field
from wtforms.validators import StopValidation

from award.foundation.text import as_meant


def plain_label(field: Field) -> str:
    """What a box is called where it is talked about: that it is optional stands beside it only."""
    return str(field.label.text).removesuffix(" (optional)")


class HintedField(Field):
    """A field with `hint=`. Stock WTForms fields take the same text as `description=`."""

    def __init__(
        self,
        label: str | None = None,
        validators: Sequence[Any] | None = None,
        *,
        hint: str = "",
        **kw: Any,
    ) -> None:
        super().__init__(label, list(validators or ()), **{"description": hint} | kw)

    @property
    def focus_id(self) -> str:
        """Where a link in the error summary leads: the input that is wrong."""
        return self.id

    def pre_validate(self, form: Any) -> None:
        """Unreadable input is its own error; validators would only see that there is no value."""
        if self.process_errors:
            raise StopValidation


class ParsedField(HintedField):
    """One text input whose words become a value, or an error that says what to type instead."""

    data: Any

    def parse(self, text: str) -> Any:
        """The value of a text that is not blank and was cleaned (`as_meant`); ValueError with a
        message for the person."""
        raise NotImplementedError

    def show(self, value: Any) -> str:
        """The value as it would be typed."""
        return str(value)

    def process_formdata(self, valuelist: list[Any]) -> None:
        if valuelist:
            self.data = None
            text = as_meant(str(valuelist[0]))
            self.data = self.parse(text) if text else None

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return "" if self.data is None else self.show(self.data)
