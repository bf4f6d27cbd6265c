"""What somebody fills in to close their account."""

from __future__ import annotations

from wtforms import PasswordField
from wtforms.validators import DataRequired

from award.design.fields import DeclarationField
from award.design.forms import Form


class CloseForm(Form):
    understood = DeclarationField(
        "I understand that this can’t be undone",
        [DataRequired("Tick the box to close your account")],
    )
    password = PasswordField("Your password", [DataRequired("Enter your password")])
