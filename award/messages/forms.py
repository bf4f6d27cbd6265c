"""What somebody writes."""

from __future__ import annotations

from wtforms import HiddenField
from wtforms.validators import DataRequired

from award.design.fields import LongTextField, ShortTextField
from award.design.forms import Form
from award.foundation.text import number
from award.messages.rules.limits import SUBJECT_LENGTH, WORDS


class AnswerForm(Form):
    message = LongTextField(
        "Your message", [DataRequired("Enter your message")], max_words=WORDS, rows=8
    )


class NewForm(Form):
    subject = ShortTextField(
        "What is it about?", [DataRequired("Say what it is about")], max_length=SUBJECT_LENGTH
    )
    message = LongTextField(
        "Your message",
        [DataRequired("Enter your message")],
        max_words=WORDS,
        rows=8,
        hint="Do not give personal details of people who draw on care and support",
    )


class ReadForm(Form):
    """The last message that the page showed."""

    up_to = HiddenField()

    @property
    def shown(self) -> int:
        return number(self.up_to.data) or 0
