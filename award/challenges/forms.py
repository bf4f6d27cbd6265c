"""What anyone fills in to tell of a challenge, and what whoever decides about it writes."""

from __future__ import annotations

from typing import Any

from wtforms import (  # type: ignore[attr-defined]  # SelectChoice is newer than the types
    SelectChoice,
    SelectField,
)
from wtforms.validators import DataRequired, InputRequired, ValidationError

from award.accounts.forms.strangers import own_email
from award.challenges.rules.asked import (
    ANSWER_WORDS,
    FEWEST_WORDS,
    MOST_KINDS,
    NOT_SAID,
    ORGANISATIONS,
    PLACES,
    QUESTION_WORDS,
    REASON_WORDS,
    SEVERAL,
    TOLD,
    WANTED,
    WORDS,
)
from award.challenges.services import ChallengeValues
from award.design.fields import (
    ChoiceField,
    ChoicesField,
    LongTextField,
    TrapField,
    YesNoField,
)
from award.design.forms import Form


def _few(_form: Any, field: Any) -> None:
    if len(field.data) > MOST_KINDS:
        raise ValidationError(f"Choose no more than {MOST_KINDS}")


def _says_something(_form: Any, field: Any) -> None:
    if len((field.data or "").split()) < FEWEST_WORDS:
        raise ValidationError("Say a little more: who wanted to do what, and what stopped it")


class TellForm(Form):
    what = LongTextField(
        "What stands in the way?",
        [DataRequired("Say what stands in the way"), _says_something],
        max_words=WORDS,
        rows=6,
        hint="What did you want to do, what stopped you, and what would have helped? Name no "
        "person and no organisation",
    )
    kinds = ChoicesField(
        "What is it about?",
        [DataRequired("Choose what it is about"), _few],
        choices=TOLD.items(),
        hint=f"Choose up to {MOST_KINDS}",
    )
    organisation = ChoiceField(
        "Where do you stand?",
        [DataRequired("Choose where you stand, or that you would rather not say")],
        choices=[(key, words) for key, words in ORGANISATIONS.items() if key != NOT_SAID]
        + [(NOT_SAID, "I would rather not say")],
    )
    setting = SelectField(
        "Where does care happen, that it is about? (optional)",
        choices=[SelectChoice("", "No one setting")]
        + [
            SelectChoice(key, words)
            for key, words in PLACES.items()
            if key not in (SEVERAL, NOT_SAID)
        ],
    )
    problem = SelectField(
        "Which problem in care is it about? (optional)",
        choices=[
            SelectChoice("", "None of these"),
            *(SelectChoice(*one) for one in WANTED.items()),
        ],
    )
    may_publish = YesNoField(
        "May we publish your words?",
        [InputRequired("Say whether we may publish your words")],
        yes="Yes, without saying who told us",
        no="No, count it and nothing more",
        hint="Somebody reads them first, and may leave out what would tell who you are",
    )
    email = own_email(
        "Only in case we have a question. We delete it as soon as we have decided",
        "Your email address (optional)",
    )
    website = TrapField()

    @property
    def values(self) -> ChallengeValues:
        return ChallengeValues(
            kinds=self.kinds.data,
            words=self.what.data or "",
            may_publish=bool(self.may_publish.data),
            organisation=self.organisation.data or NOT_SAID,
            setting=self.setting.data or NOT_SAID,
            problem=self.problem.data or "",
            email=self.email.data or "",
        )


class AnswerForm(Form):
    answer = LongTextField(
        "Your answer",
        [DataRequired("Write your answer")],
        max_words=ANSWER_WORDS,
        rows=6,
    )


class PublishForm(Form):
    letter = LongTextField(
        "What is published",
        [DataRequired("Write what is published")],
        max_words=WORDS,
        rows=6,
        hint="Their words. Leave out what would tell who told us, or who it is about, and change "
        "nothing else",
    )


class AskForm(Form):
    letter = LongTextField(
        "Your question",
        [DataRequired("Write what you ask")],
        max_words=QUESTION_WORDS,
        rows=4,
        hint="The email has these words as they are. You can ask once",
    )


class DeclineForm(Form):
    letter = LongTextField(
        "Why is it declined?",
        [DataRequired("Say why it is declined")],
        max_words=REASON_WORDS,
        rows=3,
        hint="It is no challenge, say, or was told twice. No email is sent",
    )


class TakeDownForm(Form):
    letter = LongTextField(
        "Why are its words taken down?",
        [DataRequired("Say why its words are taken down")],
        max_words=REASON_WORDS,
        rows=3,
        hint="That it was told still counts",
    )


FORMS: dict[str, type[Form]] = {
    "publish": PublishForm,
    "count": Form,
    "ask": AskForm,
    "decline": DeclineForm,
    "take-down": TakeDownForm,
}
