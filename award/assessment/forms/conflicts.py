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


GIVE_BACK = Choice(
    "give_back",
    "They may assess it: ask them again",
    "They are emailed, find what they wrote, and submit it anew",
)


class DecideForm(ShownForm):
    decision = ChoiceField(
        "What do you decide?",
        [InputRequired("Say what you decide")],
        choices=[MAY_ASSESS, APART, GIVE_BACK],
    )
    reason = LongTextField(
        "Why?",
        [DataRequired("Say why")],
        hint="Kept on record. Neither the assessor nor the applicant is told.",
        max_words=200,
    )

    def offer(self, *, may_assess: bool, found: bool, taken: bool) -> None:
        """`found`: is something between them? `taken`: has it ended what they had?"""
        may = (GIVE_BACK,) if taken else (MAY_ASSESS,) if found else ()
        offered = (*(may if may_assess else ()), *((APART,) if found else ()))
        if offered or not self.is_submitted():  # else what was typed stays, with all choices
            self.decision.choices = offered
