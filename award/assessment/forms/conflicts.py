"""What staff decide about a conflict of interest."""

from __future__ import annotations

from wtforms.validators import DataRequired, InputRequired

from award.design.fields import Choice, ChoiceField, LongTextField
from award.design.forms import ShownForm

MAY_ASSESS = Choice(
    "may_assess",
    "They may assess it",
    "It is chance, or too little to sway them",
)
APART = Choice(
    "apart",
    "Keep them apart",
    "If they have the application it is taken away at once, and their scores count no more",
)


class DecideForm(ShownForm):
    decision = ChoiceField(
        "What do you decide?",
        [InputRequired("Say what you decide")],
        choices=[MAY_ASSESS, APART],
    )
    reason = LongTextField(
        "Why?",
        [DataRequired("Say why")],
        hint="Kept on record. Neither the assessor nor the applicant is told.",
        max_words=200,
    )

    def only_apart(self) -> DecideForm:
        self.decision.choices = (APART,)
        return self
