"""What a team or staff write of a published project, and what is done with it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from wtforms.validators import DataRequired

from award.case_studies.rules.updates import ABOUT, HEADING, REASON_WORDS, WORDS, About
from award.case_studies.rules.vocabulary import STAGE_LABELS
from award.case_studies.services.updates import News
from award.design.fields import ChoiceField, DeclarationField, LongTextField, ShortTextField
from award.design.forms import Form
from award.foundation.workflow import Transition


class UpdateForm(Form):
    tells = ChoiceField(
        "What is it about?",
        [DataRequired("Say what it is about")],
        choices=[(key.value, label) for key, label in ABOUT.items()],
        hint="What did not work helps others as much as what did",
    )
    heading = ShortTextField("Heading", [DataRequired("Write a heading")], max_length=HEADING)
    news = LongTextField(
        "What has happened?",
        [DataRequired("Write what has happened")],
        max_words=WORDS,
        rows=8,
        hint="Figures with what they were before, and how they were counted. Do not name people "
        "who draw on care and support",
    )
    stage = ChoiceField(
        "Which stage is it at now?",
        choices=[("", "The same as before"), *STAGE_LABELS.items()],
        default="",
    )

    @property
    def values(self) -> News:
        return News(
            About(self.tells.data), self.heading.data or "", self.news.data or "",
            self.stage.data or "",
        )  # fmt: skip


class OwnUpdateForm(UpdateForm):
    confirmed = DeclarationField(
        "This is true, and we agree that it is published",
        validators=[DataRequired("Tick the box to agree")],
    )


class StepForm(Form):
    """What is done with one: what its reader may do, and why where that is told to somebody."""

    step = ChoiceField("What do you want to do?", [DataRequired("Choose what to do")])
    reason = LongTextField(
        "Why? (not needed to agree or publish)", max_words=REASON_WORDS, rows=3,
        hint="The other side reads these words in an email. They are not public",
    )  # fmt: skip

    def offer(self, steps: Iterable[Transition[Any]]) -> StepForm:
        self.step.choices = tuple((row.action, row.label) for row in steps)
        return self
