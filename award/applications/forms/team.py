"""Forms about who works on an application."""

from __future__ import annotations

from typing import Any

from wtforms.validators import DataRequired, InputRequired, ValidationError

from award.accounts.rules.emails import as_address
from award.applications.rules.states import CollaboratorRole
from award.applications.rules.team import MEANS, PARTS
from award.design.fields import ChoiceField, ShortTextField
from award.design.forms import Form

CHOICES = [(role.value, PARTS[role], MEANS[role]) for role in CollaboratorRole]


def is_address(_form: Form, field: Any) -> None:
    """In the one form in which addresses are kept."""
    address = as_address(field.data or "")
    if address is None:
        raise ValidationError("Enter an email address, like name@example.org")
    field.data = address


def address_field(label: str, hint: str) -> ShortTextField:
    return ShortTextField(
        label,
        [DataRequired("Enter an email address"), is_address],
        hint=hint,
        max_length=255,
        render_kw={"autocomplete": "off", "spellcheck": "false", "inputmode": "email"},
    )


class InviteForm(Form):
    """Whom to ask, and what they may do."""

    email = address_field("Email address", "We send them a link. They need no account yet")
    role = ChoiceField(
        "What may they do?", [InputRequired("Select what they may do")], choices=CHOICES
    )

    @property
    def chosen(self) -> CollaboratorRole:
        return CollaboratorRole(self.role.data)


class RoleForm(Form):
    """What somebody may do from now on."""

    role = ChoiceField(
        "What may they do?", [InputRequired("Select what they may do")], choices=CHOICES
    )

    @property
    def chosen(self) -> CollaboratorRole:
        return CollaboratorRole(self.role.data)


class JoinForm(Form):
    """Whom somebody who takes part speaks for."""

    organisation = ShortTextField(
        "Which organisation do you work for?",
        [DataRequired("Enter the name of your organisation, or “none”")],
        hint="The people who work on this application see it",
        max_length=200,
    )
