"""Forms about links to read a draft."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from wtforms.validators import DataRequired, InputRequired, ValidationError

from award.applications.rules.reviewing import DAYS, MOST_WORDS, USUAL_DAYS
from award.design.fields import ChoiceField, LongTextField, ShortTextField
from award.design.forms import Form
from award.foundation.unseen import unseen_in

WHOLE = "all"


def seen_only(_form: Form, field: Any) -> None:
    """Nothing that nobody sees: it could say something else than what is read."""
    if found := unseen_in(field.data or ""):
        raise ValidationError(f"Your comment {found.refused}")


class LinkForm(Form):
    """A link: to what, for whom, for how long."""

    reader = ShortTextField(
        "Who is it for?",
        [DataRequired("Enter who it is for")],
        hint="So that you know later whose link it is. They don’t see this",
        max_length=100,
    )
    section = ChoiceField("What can they read?", [InputRequired("Select what they can read")])
    days = ChoiceField(
        "How long does it work?",
        [InputRequired("Select how long it works")],
        choices=[(str(days), words, "") for days, words in DAYS.items()],
        default=str(USUAL_DAYS),
    )

    def offer(self, sections: Iterable[tuple[str, str]]) -> LinkForm:
        whole = (WHOLE, "The whole application", "")
        self.section.choices = (whole, *((key, title, "") for key, title in sections))
        return self


class ReaderForm(Form):
    """Who reads."""

    name = ShortTextField(
        "Your name",
        [DataRequired("Enter your name")],
        hint="It stands beside what you say",
        max_length=100,
    )


class CommentForm(Form):
    """What is said about an answer."""

    comment = LongTextField(
        "Your comment",
        [DataRequired("Write your comment"), seen_only],
        max_words=MOST_WORDS,
    )
