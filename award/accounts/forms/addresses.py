"""Boxes for an email address."""

from __future__ import annotations

from typing import Any

from wtforms.validators import ValidationError

from award.accounts.rules.emails import as_address
from award.design.forms import Form


def is_address(_form: Form, field: Any) -> None:
    """A validator: what is given, if anything, is an address, in the one form in which they are
    kept."""
    if not field.data:
        return
    address = as_address(field.data)
    if address is None:
        raise ValidationError("Enter an email address, like name@example.org")
    field.data = address
