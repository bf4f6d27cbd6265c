"""What staff say when they keep one application open, or ask for changes."""

from __future__ import annotations

from collections.abc import Iterable

from wtforms.validators import DataRequired, InputRequired

from award.applications.rules.states import ExtensionKind
from award.design.fields import (
    Choice,
    ChoiceField,
    ChoicesField,
    DateTimePartsField,
    LongTextField,
    ShortTextField,
    WholeNumberField,
)
from award.design.forms import Form

KINDS = {
    ExtensionKind.CIRCUMSTANCES: "Something happened to the applicant",
    ExtensionKind.ADJUSTMENT: "An adjustment for a disability or another need",
    ExtensionKind.FAULT: "A fault of this service",
}


class FindForm(Form):
    """Which application."""

    application = ShortTextField(
        "Reference of the application",
        [DataRequired("Enter the reference of the application")],
        hint="Like AIA-7K3F9Q. It may be a draft.",
        code=True,
        max_length=20,
    )


class ExtensionForm(Form):
    """Until when, and why."""

    until = DateTimePartsField(
        "Until when does it stay open?", [InputRequired("Enter a date and a time")]
    )
    kind = ChoiceField(
        "What is the reason?",
        [InputRequired("Choose the kind of reason")],
        choices=tuple((one.value, words) for one, words in KINDS.items()),
    )
    reason = LongTextField(
        "Say it in your own words",
        [DataRequired("Say why this application stays open for longer")],
        hint="Kept on record. The applicant is told until when, not why.",
        max_words=100,
    )


class ExtraTimeForm(Form):
    """More time for those whom a fault hit: whom, how much, and what happened."""

    whom = ChoiceField(
        "Who gets more time?",
        [InputRequired("Choose who gets more time")],
        choices=(("all", "Every application of this list that can have it"),
                 ("ticked", "Those that are ticked")),
    )  # fmt: skip
    hours = WholeNumberField(
        "How many hours more?",
        [InputRequired("Enter for how many hours")],
        called="The number of hours", minimum=1, maximum=336, suffix="hours",
        hint="From when each closes, or from now for those that have closed",
    )  # fmt: skip
    reason = LongTextField(
        "What happened?",
        [DataRequired("Say what happened")],
        hint="In plain words and without names: it stands in the emails and on the round’s page.",
        max_words=100,
    )


class LongerForm(Form):
    """Until when instead."""

    until = DateTimePartsField("By when instead?", [InputRequired("Enter a date and a time")])


class TakeBackForm(Form):
    """Why nothing needs to change any more."""

    reason = LongTextField(
        "Why do you take the request back?",
        [DataRequired("Say why the request is taken back")],
        hint="The lead applicant reads this in an email.",
        max_words=100,
    )


class ChangesForm(Form):
    """What is asked, about which answers, by when."""

    questions = ChoicesField(
        "Which answers should change?", [InputRequired("Choose at least one answer")]
    )
    asks = LongTextField(
        "What should be changed?",
        [DataRequired("Say what should be changed")],
        hint="The lead applicant reads this in an email and on the page.",
        max_words=300,
    )
    until = DateTimePartsField("By when?", [InputRequired("Enter a date and a time")])

    def offer(self, questions: Iterable[Choice]) -> ChangesForm:
        self.questions.choices = tuple(questions)
        return self
