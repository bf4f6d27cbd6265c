"""Opening an account for somebody, and their roles."""

from __future__ import annotations

from wtforms.validators import DataRequired, InputRequired

from award.accounts.rules.roles import LABELS
from award.design.fields import ChoiceField, ChoicesField, ShortTextField
from award.design.forms import Form
from award.foundation.policy import Role


class RoleForm(Form):
    """One role to give; choices are the roles that the person lacks."""

    role = ChoiceField("Role to add", [InputRequired("Select a role to add")])


def role_form(held: set[str]) -> RoleForm:
    """The form for somebody who has the roles of these names."""
    form = RoleForm()
    form.role.choices = [
        (role.value, *words) for role, words in LABELS.items() if role.value not in held
    ]
    return form


class InvitationForm(Form):
    """Whom to open an account for."""

    name = ShortTextField("Full name", [DataRequired("Enter their full name")], max_length=200)
    email = ShortTextField(
        "Email address",
        [DataRequired("Enter their email address")],
        hint="We send them a link to choose a password. It works for 7 days",
        code=True,
        max_length=255,
        render_kw={"autocomplete": "off", "spellcheck": "false", "inputmode": "email"},
    )
    roles = ChoicesField(
        "Roles",
        choices=[(role.value, *words) for role, words in LABELS.items()],
        hint="Leave all empty for somebody who applies",
    )

    @property
    def chosen(self) -> list[Role]:
        return [Role(name) for name in self.roles.data]
