"""What anyone asks a team, and what the team and staff do with it."""

from __future__ import annotations

from typing import Any

from wtforms.validators import DataRequired, InputRequired

from award.accounts.forms.strangers import own_email, own_name
from award.case_studies.rules.asking import (
    ANSWER_WORDS,
    DECLINED,
    QUESTION_WORDS,
    REASON_WORDS,
    STANDS,
    Declined,
    Stands,
)
from award.case_studies.services.asking import QuestionValues
from award.design.fields import ChoiceField, LongTextField, TrapField, YesNoField
from award.design.forms import Form


class AskForm(Form):
    question = LongTextField(
        "Your question",
        [DataRequired("Write your question")],
        max_words=QUESTION_WORDS,
        rows=5,
        hint="Do not name people who draw on care and support, or say anything that would tell who "
        "they are",
    )
    name = own_name()
    email = own_email("We send the answer there. The team never sees it", required=True)
    stands = ChoiceField(
        "If they answer, may question and answer stand on the page of the case study?",
        [DataRequired("Say whether question and answer may stand on the page")],
        choices=[(key.value, words) for key, words in STANDS.items()],
        hint="Others may want to know the same. You can take them off the page at any time",
    )
    website = TrapField()

    @property
    def values(self) -> QuestionValues:
        return QuestionValues(
            question=self.question.data or "",
            name=self.name.data or "",
            email=self.email.data or "",
            stands=Stands(self.stands.data),
        )


class AnswerForm(Form):
    """To whoever wants it for themselves."""

    answer = LongTextField(
        "Your answer",
        [DataRequired("Write your answer")],
        max_words=ANSWER_WORDS,
        rows=8,
        hint="They get these words by email as they are. They learn your name or email address "
        "only if you write it here",
    )

    @property
    def publishes(self) -> bool:
        return False


class OpenAnswerForm(AnswerForm):
    """To whoever lets it stand on the page."""

    publish = YesNoField(
        "May question and answer stand on the page of your case study?",
        [InputRequired("Say whether they may stand on the page")],
        yes="Yes",
        no="No, answer only them",
        hint="You can take them off the page at any time",
    )

    @property
    def publishes(self) -> bool:
        return bool(self.publish.data)


def answer_form(stands: Stands) -> Any:
    return AnswerForm() if stands == Stands.NOT else OpenAnswerForm()


class DeclineForm(Form):
    why = ChoiceField(
        "Why don’t you answer?",
        [DataRequired("Say why you don’t answer")],
        choices=[(key.value, offered) for key, (offered, _told) in DECLINED.items()],
        hint="We tell them in an email, in words of ours",
    )

    @property
    def because(self) -> Declined:
        return Declined(self.why.data)


class RemoveForm(Form):
    reason = LongTextField(
        "Why is it taken away?",
        [DataRequired("Say why it is taken away")],
        max_words=REASON_WORDS,
        rows=3,
    )
