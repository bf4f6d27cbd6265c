"""What anyone fills in to ask, and what whoever answers writes."""

from __future__ import annotations

from wtforms.validators import DataRequired

from award.accounts.forms.strangers import own_email, own_name, own_organisation
from award.design.fields import LongTextField
from award.design.forms import Form
from award.enquiries.rules.limits import ANSWER_WORDS, IDEA_WORDS, QUESTION_WORDS, REASON_WORDS
from award.enquiries.services import EnquiryValues


class EnquiryForm(Form):
    idea = LongTextField(
        "What is your idea?",
        [DataRequired("Describe your idea")],
        max_words=IDEA_WORDS,
        rows=6,
        hint="Who it helps, and what AI does in it. Do not give personal details of people who "
        "draw on care and support",
    )
    question = LongTextField(
        "What do you want to know?",
        [DataRequired("Say what you want to know")],
        max_words=QUESTION_WORDS,
        rows=4,
    )
    name = own_name()
    email = own_email("We send our answer there", required=True)
    organisation = own_organisation("Your organisation (optional)")

    @property
    def values(self) -> EnquiryValues:
        return EnquiryValues(
            idea=self.idea.data or "",
            question=self.question.data or "",
            name=self.name.data or "",
            email=self.email.data or "",
            organisation=self.organisation.data or "",
        )


class AnswerForm(Form):
    letter = LongTextField(
        "Your answer",
        [DataRequired("Write the answer")],
        max_words=ANSWER_WORDS,
        rows=8,
        hint="The email has these words as they are, and says that they are guidance",
    )


class SetAsideForm(Form):
    letter = LongTextField(
        "Why is it set aside?",
        [DataRequired("Say why it is set aside")],
        max_words=REASON_WORDS,
        rows=3,
        hint="It asks nothing, say. No email is sent",
    )


FORMS: dict[str, type[AnswerForm] | type[SetAsideForm]] = {
    "answer": AnswerForm,
    "set-aside": SetAsideForm,
}
