"""Forms of the steps on the way: promote, send, agree, ask for changes, publish, take down."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from wtforms import FileField
from wtforms.validators import ValidationError

from award.case_studies.rules.story import REMARKED
from award.design.fields import DatePartsField, DeclarationField, LongTextField, ShortTextField
from award.design.forms import Form, ShownForm
from award.design.versions import EditedForm
from award.foundation import clock
from award.foundation.files.drawn import LEAST_HIGH, LEAST_WIDE

A_YEAR = timedelta(days=365)
NOTE_WORDS, REQUEST_WORDS = 200, 500
REMARK = "about_"


class _Needed:
    """An answer is wanted; says what to do when there is none."""

    field_flags: Mapping[str, Any] = {}

    def __init__(self, message: str) -> None:
        self.message = message

    def __call__(self, _form: Any, field: Any) -> None:
        if not field.data and not field.errors:
            raise ValidationError(self.message)


class _Chosen:
    """A file was chosen."""

    field_flags: Mapping[str, Any] = {}

    def __call__(self, _form: Any, field: Any) -> None:
        if not getattr(field.data, "filename", ""):
            raise ValidationError("Choose a picture")


class PromoteForm(ShownForm):
    """A sentence why; a tick where the applicant said no before."""

    why = ShortTextField(
        "Why should others read of this project?",
        max_length=300,
        hint="One sentence, for whoever edits it. It is not published.",
    )
    asked_again = DeclarationField(
        "I have asked the applicant again, and they would now like a case study"
    )


class PictureForm(Form):
    """A picture and what is said of it."""

    document = FileField(
        "Picture",
        [_Chosen()],
        description=f"A JPEG or PNG picture, at least {LEAST_WIDE} pixels wide and {LEAST_HIGH} "
        "high. It is drawn anew in three sizes, without the place, the time and the name that "
        "cameras write into files.",
        render_kw={"accept": ".jpg,.jpeg,.png"},
    )
    alt = ShortTextField(
        "What does the picture show?",
        max_length=300,
        hint="For people who can’t see it. Nobody in it may be recognised unless they agreed.",
        validators=[_Needed("Say what the picture shows, for people who can’t see it")],
    )
    caption = ShortTextField("Caption (optional)", max_length=255)


class PictureWordsForm(EditedForm):
    """What is said of a picture that is there."""

    alt = ShortTextField(
        "What does the picture show?",
        max_length=300,
        hint="For people who can’t see it.",
        validators=[_Needed("Say what the picture shows, for people who can’t see it")],
    )
    caption = ShortTextField("Caption (optional)", max_length=255)


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
        hint="The project team reads these words as they are, in an email and on their page. "
        "They are not public.",
        validators=[_Needed("Give a reason")],
    )


class SendForm(ShownForm):
    """A word to the lead, where they have had the text before."""

    note = LongTextField(
        "Why are you sending it again?",
        rows=4,
        max_words=NOTE_WORDS,
        hint="We email it to whoever agrees the text and show it above the text.",
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


class ChangesForm(ShownForm):
    """A box for the whole, and one for each section: its page draws those of the sections that
    there are to read, and those in which something was typed before their section went."""

    reason = LongTextField(
        "What should change?",
        rows=5,
        max_words=REQUEST_WORDS,
        hint="Of the whole text, or of what is not in it. For a single section, write it beside "
        "that section below.",
    )

    def box(self, key: str) -> Any:
        return self[f"{REMARK}{key}"]

    def remarks(self) -> dict[str, str]:
        """What was written, by key of the section."""
        return {key: text for key in REMARKED if (text := self.box(key).data)}


for _key, _heading in REMARKED.items():
    _asks = f"What should change in “{_heading}”?"
    setattr(ChangesForm, f"{REMARK}{_key}", LongTextField(_asks, rows=3, max_words=NOTE_WORDS))


class WithdrawForm(ShownForm):
    reason = LongTextField(
        "Why? (optional)",
        rows=4,
        max_words=NOTE_WORDS,
        hint="It helps us to understand. It is not published.",
    )
