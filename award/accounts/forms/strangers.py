"""What somebody without an account says of themselves."""

from __future__ import annotations

from typing import Any

from wtforms.validators import DataRequired

from award.accounts.forms.addresses import is_address
from award.design.fields import ShortTextField


def own_name() -> Any:
    """A box that must be filled in."""
    return ShortTextField(
        "Your name",
        [DataRequired("Enter your name")],
        max_length=200,
        mends=True,
        render_kw={"autocomplete": "name", "spellcheck": False},
    )


def own_email(hint: str, label: str = "Your email address", *, required: bool = False) -> Any:
    """A box for one address, with what is done with it."""
    needed = [DataRequired("Enter your email address")] if required else []
    return ShortTextField(
        label,
        [*needed, is_address],
        code=True,
        max_length=255,
        hint=hint,
        render_kw={"autocomplete": "email", "spellcheck": False, "inputmode": "email"},
    )


def own_organisation(label: str, *, required: str = "") -> Any:
    """`required` is said where it is empty."""
    return ShortTextField(
        label,
        [DataRequired(required)] if required else [],
        max_length=200,
        mends=True,
        render_kw={"autocomplete": "organization", "spellcheck": False},
    )
