"""The base of the chapter's forms: errors read alike, whoever found them."""

from __future__ import annotations

from typing import Any

from award.design.forms import Form


class PlainForm(Form):
    """No error ends with a full stop: services refuse in sentences, fields don't."""

    def add_refusal(self, message: str, field: str | None = None) -> None:
        super().add_refusal(message.removesuffix("."), field)

    def validate(self, extra_validators: Any = None) -> bool:
        valid = super().validate(extra_validators)
        for field in self:
            field.errors = [
                error.removesuffix(".") if isinstance(error, str) else error
                for error in field.errors
            ]
        return valid
