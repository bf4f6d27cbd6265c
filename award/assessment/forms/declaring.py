"""The answer to being asked, and a conflict raised later."""

from __future__ import annotations

from typing import Any

from wtforms.validators import InputRequired

from award.assessment.rules.machine import CONFLICT_KINDS, DECLINE_REASONS
from award.design.fields import Choice, ChoiceField, LongTextField
from award.design.forms import Form

NONE = Choice("none", "I have no conflict of interest")
CONFLICT = Choice("conflict", "I have a conflict of interest")
DECLINE = Choice("decline", "I can’t assess this for another reason")


class _AnswerForm(Form):
    answer: ChoiceField
    kind = ChoiceField(
        "What kind of conflict is it?",
        choices=[
            Choice(value, *(part.strip() for part in words.split(":", 1)))
            for value, words in CONFLICT_KINDS.items()
        ],
    )
    detail = LongTextField(
        "What should the programme team know? (optional)",
        hint="Only the programme team reads this. Declaring implies no wrongdoing.",
        max_words=200,
    )
    reason = ChoiceField("Why not?", choices=list(DECLINE_REASONS.items()))

    def validate(self, extra_validators: Any = None) -> bool:
        """What is asked under an answer is needed once that answer is chosen."""
        valid = super().validate(extra_validators)
        if self.answer.data == "conflict" and not self.kind.data:
            self.kind.errors = ["Choose the kind of conflict"]
            valid = False
        if self.answer.data == "decline" and not self.reason.data:
            self.reason.errors = ["Choose why you can’t assess it"]
            valid = False
        return valid


class DeclareForm(_AnswerForm):
    """Asked before anything but title, summary and team is shown."""

    answer = ChoiceField(
        "Do you have a conflict of interest?",
        [InputRequired("Say if you have a conflict of interest")],
        choices=[NONE, CONFLICT, DECLINE],
    )


class StandDownForm(_AnswerForm):
    """Asked of an assessor who has begun. One who has submitted can only raise a conflict."""

    answer = ChoiceField(
        "Why can’t you go on?",
        [InputRequired("Say why you can’t go on")],
        choices=[CONFLICT, DECLINE],
    )

    def only_conflict(self) -> StandDownForm:
        """Leave no other answer."""
        self.answer.choices = (CONFLICT,)
        return self
