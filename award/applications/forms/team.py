"""Forms about who works on an application."""

from __future__ import annotations

from collections.abc import Iterable

from wtforms.validators import DataRequired, InputRequired

from award.accounts.forms.addresses import is_address
from award.applications.rules.states import CollaboratorRole
from award.applications.rules.team import MEANS, PARTS
from award.design.fields import ChoiceField, DatePartsField, LongTextField, ShortTextField
from award.design.forms import Form

CHOICES = [(role.value, PARTS[role], MEANS[role]) for role in CollaboratorRole]


def address_field(label: str, hint: str) -> ShortTextField:
    return ShortTextField(
        label,
        [DataRequired("Enter an email address"), is_address],
        hint=hint,
        max_length=255,
        code=True,
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


class CoApplicantForm(Form):
    """An organisation that applies together with the lead's, and whom to ask there."""

    organisation = ShortTextField(
        "Name of the organisation", [DataRequired("Enter its name")], max_length=200
    )
    email = address_field("Email address of somebody there", "They confirm by a link")


class ConfirmForm(Form):
    """Who answers for the organisation."""

    name = ShortTextField("Your full name", [DataRequired("Enter your full name")], max_length=200)
    job_title = ShortTextField(
        "Your job title", [DataRequired("Enter your job title")], max_length=200
    )


class AskForm(Form):
    """Which section somebody is asked for, by when."""

    section = ChoiceField("Which section?", [InputRequired("Select a section")])
    due = DatePartsField(
        "By when?", [InputRequired("Enter the date by which you need it")], called="The date"
    )
    note = LongTextField("A note (optional)", hint="It goes into the email", max_words=100)

    def offer(self, sections: Iterable[tuple[str, str]]) -> AskForm:
        self.section.choices = tuple((key, title, "") for key, title in sections)
        return self
