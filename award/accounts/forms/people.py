"""Roles of an account."""

from __future__ import annotations

from wtforms.validators import InputRequired

from award.design.fields import ChoiceField
from award.design.forms import Form
from award.foundation.policy import Role

ROLE_LABELS = {
    Role.ASSESSOR: ("Assessor", "Scores the applications assigned to them"),
    Role.STAFF: ("Programme team", "Runs rounds and sees all applications"),
    Role.PUBLISHER: ("Publisher", "Edits and publishes case studies"),
    Role.AUDITOR: ("Auditor", "Reads everything, changes nothing"),
    Role.ADMIN: ("Administrator", "Manages accounts and roles"),
}


class RoleForm(Form):
    """One role to give; choices are the roles that the person lacks."""

    role = ChoiceField("Role to add", [InputRequired("Select a role to add")])
