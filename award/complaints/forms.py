"""What anyone fills in to complain, and what whoever deals with it writes."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

from wtforms.validators import DataRequired, InputRequired

from award.accounts.forms.strangers import own_email, own_name
from award.complaints.rules.states import ABOUT, OUTCOMES
from award.complaints.rules.time_limits import LETTER_WORDS, WISH_WORDS, WORDS
from award.complaints.services import ComplaintValues
from award.design.fields import ChoiceField, LongTextField, ShortTextField
from award.design.forms import Form

_ASKED = tuple(each.name for each in fields(ComplaintValues))


class ComplaintForm(Form):
    concerns = ChoiceField(
        "What is your complaint about?",
        [InputRequired("Select what your complaint is about")],
        choices=[(key.value, words) for key, words in ABOUT.items()],
    )
    what = LongTextField(
        "What happened?",
        [DataRequired("Tell us what happened")],
        max_words=WORDS,
        rows=8,
        hint="Say when it was, if you know. Do not give personal details of people who draw on "
        "care and support",
    )
    wish = LongTextField("What would put it right? (optional)", max_words=WISH_WORDS, rows=3)
    thing = ShortTextField(
        "Reference of the application (optional)",
        code=True,
        max_length=40,
        hint="If it is about one. It looks like AIA-7K3F9Q",
        render_kw={"width": 10, "spellcheck": False, "autocomplete": "off"},
    )
    person = ShortTextField(
        "Is it about somebody who works on the award? (optional)",
        max_length=200,
        hint="Give their name, and somebody else deals with it",
        render_kw={"spellcheck": False, "autocomplete": "off"},
    )
    name = own_name()
    email = own_email("We send you the reference, and our answer")
    otherwise = LongTextField(
        "How else can we reach you?",
        max_words=60,
        rows=3,
        hint="If you have no email: a postal address or a telephone number",
    )

    @property
    def values(self) -> ComplaintValues:
        typed = {name: self[name].data or "" for name in _ASKED}
        return ComplaintValues(**typed)


class AcknowledgeForm(Form):
    letter = LongTextField(
        "What happens next?",
        [DataRequired("Say what happens next")],
        max_words=LETTER_WORDS,
        rows=6,
        hint="Who looks into it, and by when you write again. The letter has the date and the "
        "reference of the complaint, and these words as they are",
    )


class AnswerForm(Form):
    outcome = ChoiceField(
        "Outcome",
        [InputRequired("Select the outcome")],
        choices=[(key.value, words) for key, words in OUTCOMES.items()],
    )
    letter = LongTextField(
        "What did you find, and what happens now?",
        [DataRequired("Say what you found, and what happens now")],
        max_words=LETTER_WORDS,
        rows=8,
        hint="The letter has the outcome, and these words as they are",
    )


class SetAsideForm(Form):
    reason = LongTextField(
        "Why is it set aside?",
        [DataRequired("Say why it is set aside")],
        max_words=WISH_WORDS,
        rows=4,
        hint="It is no complaint, say, or was taken back. No letter is sent",
    )


class NoteForm(Form):
    note = LongTextField(
        "Note",
        [DataRequired("Enter a note")],
        max_words=LETTER_WORDS,
        rows=4,
        hint="What you found out, or did. Only those who deal with complaints read it",
    )


class KeepFromForm(Form):
    email = ShortTextField(
        "Their email address",
        [DataRequired("Enter their email address")],
        code=True,
        max_length=255,
        hint="The one they sign in with",
        render_kw={"autocomplete": "off", "spellcheck": False, "inputmode": "email"},
    )


FORMS: dict[str, Any] = {
    "acknowledge": AcknowledgeForm,
    "answer": AnswerForm,
    "set-aside": SetAsideForm,
    "note": NoteForm,
    "keep-from": KeepFromForm,
}
