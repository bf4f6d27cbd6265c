"""What staff type: whom to ask, why a sheet goes back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from wtforms import BooleanField, HiddenField, RadioField
from wtforms.validators import DataRequired, InputRequired, ValidationError

from award.accounts.queries.people import PersonRow
from award.assessment.queries.people import AssessorRow
from award.design.fields import LongTextField, ShortTextField
from award.design.forms import Form
from award.interests.rules.conflicts import Tie


class AssignForm(Form):
    """Choose one of those who may be asked."""

    assessor = RadioField("Assessor", validators=[InputRequired("Choose an assessor")])
    despite = LongTextField(
        "If they may have a conflict of interest: why can they assess it all the same?",
        hint="Kept on record as your decision. Neither the assessor nor the applicant is told.",
        max_words=100,
        rows=2,
    )

    go_on = BooleanField("Ask them all the same")
    read = HiddenField()
    """A mark of whom it was ticked about, and of what was said against asking them."""

    def offer(
        self, people: Sequence[AssessorRow], ties: Mapping[int, Tie] = MappingProxyType({})
    ) -> AssignForm:
        """Fill the list; each with the address, since two people can have one name, with panel and
        how many assessments they have to do, and with what may be a conflict of interest."""
        self.assessor.choices = [
            (
                str(row.id),
                f"{row.name}, {row.email} ({row.panel_label}, {row.load} to do)"
                + (f". May be a conflict: {tie.why}" if (tie := ties.get(row.id)) else ""),
            )
            for row in people
        ]
        return self


class HandOverForm(Form):
    """Who leads an application from now on: somebody of its organisation, or whoever it names."""

    person = RadioField("Who leads it from now on?", default="")
    email = ShortTextField(
        "Email address of somebody else",
        hint="Only if they aren’t in the list. They need an account, and join the organisation "
        "here: be sure that they act for it.",
        code=True,
        max_length=255,
    )
    reason = LongTextField(
        "Why does the lead change?",
        [DataRequired("Say why somebody else becomes the lead")],
        hint="Kept on record. Neither of them is told the reason.",
        max_words=100,
    )

    def offer(self, people: Sequence[PersonRow]) -> HandOverForm:
        """Fill the list; each with the address, since two people can have one name."""
        self.person.choices = [
            ("", "Somebody else"),
            *((str(row.id), f"{row.name}, {row.email}") for row in people),
        ]
        return self

    def validate_email(self, field: ShortTextField) -> None:
        if not self.person.data and not field.data:
            raise ValidationError("Choose somebody from the list, or enter an email address")
        if self.person.data and field.data:
            raise ValidationError("Choose somebody from the list or enter an address, not both")


class ReasonForm(Form):
    """Why an application is taken from an assessor, for the record."""

    reason = LongTextField(
        "Why are you removing them?",
        [DataRequired("Say why you are removing this assessor")],
        hint="Kept on record. The assessor is not told the reason.",
        max_words=100,
    )


class ReturnForm(Form):
    """Why a sheet goes back to its assessor."""

    reason = LongTextField(
        "What should the assessor change?",
        [DataRequired("Say what the assessor should change")],
        hint="The assessor reads this in an email.",
        max_words=200,
    )
