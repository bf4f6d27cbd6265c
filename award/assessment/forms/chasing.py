"""What staff choose about reminding assessors, and about handing on what they have to do."""

from __future__ import annotations

from collections.abc import Sequence

from wtforms import BooleanField
from wtforms.validators import DataRequired, InputRequired

from award.assessment.forms.gathering import GO_ON
from award.assessment.rules.chasing import BY_HAND, MOST_DAYS, REASONS, Times
from award.assessment.rules.heirs import Heir
from award.design.fields import (
    Choice,
    ChoiceField,
    ChoicesField,
    LongTextField,
    WholeNumberField,
)
from award.design.forms import Form, ShownForm


class ChaseForm(Form):
    """Why the assessors that were ticked are reminded."""

    reason = ChoiceField(
        "Why do you remind them?",
        [InputRequired("Choose why you remind them")],
        hint="Nobody is reminded twice for one reason. The next page shows the email.",
        choices=[(str(one), REASONS[one]) for one in BY_HAND],
    )


class SendForm(Form):
    """Send the reminders that the page shows."""


class TimesForm(Form):
    """When the round reminds by itself."""

    days_before = WholeNumberField(
        "Days before scores are due",
        minimum=1,
        maximum=MOST_DAYS,
        hint="Leave it empty to send none.",
    )
    on_day = BooleanField("On the day")
    days_after = WholeNumberField(
        "Days after, if sheets are still to come",
        minimum=1,
        maximum=MOST_DAYS,
        hint="Leave it empty to send none.",
    )

    @property
    def times(self) -> Times:
        return Times(self.days_before.data, bool(self.on_day.data), self.days_after.data)


class HeirsForm(Form):
    """Who takes over what somebody has to do."""

    assessor = ChoicesField(
        "Who takes it over?",
        [InputRequired("Choose at least one assessor")],
        hint="Each application goes to one of them, of the same panel: to whoever knows most about "
        "it and has least to do. Those who can take most come first. The next page shows who gets "
        "what before anything happens.",
    )

    def offer(self, people: Sequence[Heir]) -> HeirsForm:
        self.assessor.choices = [
            Choice(str(one.helper.id), f"{one.helper.name}, {one.email}", one.says, one.group)
            for one in people
        ]
        return self


class HandOnForm(ShownForm):
    """Hand on what the page showed, and why."""

    go_on = BooleanField(GO_ON)

    reason = LongTextField(
        "Why is it handed on?",
        [DataRequired("Say why it is handed on")],
        hint="Kept on record. Neither of them is told the reason.",
        max_words=100,
    )
