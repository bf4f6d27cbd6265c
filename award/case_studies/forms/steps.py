"""Forms of the steps on the way: promote, send, agree, ask for changes, publish, take down."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from wtforms.validators import ValidationError

from award.design.fields import DatePartsField, DeclarationField, LongTextField, ShortTextField
from award.design.forms import Form, ShownForm
from award.foundation import clock

A_YEAR = timedelta(days=365)
NOTE_WORDS, REQUEST_WORDS = 200, 500


class _Needed:
    """An answer is wanted; says what to do when there is none."""

    field_flags: Mapping[str, Any] = {}

    def __init__(self, message: str) -> None:
        self.message = message

    def __call__(self, _form: Any, field: Any) -> None:
        if not field.data and not field.errors:
            raise ValidationError(self.message)


class PromoteForm(ShownForm):
    """Nothing to type; a tick where the applicant said no before."""

    asked_again = DeclarationField(
        "I have asked the applicant again, and they would now like a case study"
    )


class PublishForm(ShownForm):
    review_by_on = DatePartsField(
        "Review it by",
        called="Review date",
        hint="When somebody should check that it is still true. A year from now is usual.",
        validators=[_Needed("Enter a review date")],
    )

    @classmethod
    def suggested(cls) -> PublishForm:
        """With a year from today filled in."""
        return cls(data={"review_by_on": clock.today() + A_YEAR})


class TakeDownForm(ShownForm):
    reason = LongTextField(
        "Why?",
        rows=4,
        hint="The lead applicant reads these words as they are, in an email and on their page. "
        "They are not public.",
        validators=[_Needed("Give a reason")],
    )


class SendForm(ShownForm):
    """A word to the lead, where they have had the text before."""

    note = LongTextField(
        "Why are you sending it again?",
        rows=4,
        max_words=NOTE_WORDS,
        hint="We email it to the lead and show it above the text.",
    )


class AgreeForm(ShownForm):
    """The lead's agreement to the text above it."""

    confirmed = DeclarationField(
        "We have read this text, it is true, and we agree that it is published",
        validators=[_Needed("Tick the box to agree")],
    )
    name = ShortTextField(
        "Your name",
        max_length=200,
        hint="Kept with the date, and not published.",
        validators=[_Needed("Enter your name")],
    )


class ChangesForm(Form):
    reason = LongTextField(
        "What should change?",
        rows=8,
        max_words=REQUEST_WORDS,
        hint="Say where, and what it should say instead if you can.",
        validators=[_Needed("Say what should change")],
    )


class WithdrawForm(ShownForm):
    reason = LongTextField(
        "Why? (optional)",
        rows=4,
        max_words=NOTE_WORDS,
        hint="It helps us to understand. It is not published.",
    )
