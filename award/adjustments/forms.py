"""What is asked, and what staff answer."""

from __future__ import annotations

from wtforms.validators import DataRequired, InputRequired, Optional

from award.adjustments.rules.states import (
    AGREED_WORDS,
    FOR_ASSESSING,
    KINDS,
    MORE_WORDS,
    NEED_WORDS,
    SAID_TO_ASSESSORS,
    Kind,
)
from award.adjustments.services import Asked, Granted
from award.design.fields import (
    ChoiceField,
    ChoicesField,
    DateTimePartsField,
    LongTextField,
    ShortTextField,
)
from award.design.forms import Form


class AskForm(Form):
    kinds = ChoicesField("What would help you?", [InputRequired("Choose what would help")])
    helper = ShortTextField(
        "Who types for you? (optional)",
        max_length=200,
        hint="Only if you asked for a helper. Their name stands on the application",
        render_kw={"spellcheck": False, "autocomplete": "off"},
    )
    need = LongTextField(
        "What should we know to get it right? (optional)",
        max_words=NEED_WORDS,
        rows=4,
        hint="Only the staff who answer read this. It is deleted soon after the round is over",
    )

    def offer(self, *, assessing: bool) -> AskForm:
        shown = [kind for kind in Kind if not assessing or kind in FOR_ASSESSING]
        said = KINDS | SAID_TO_ASSESSORS if assessing else KINDS
        self.kinds.choices = tuple((kind.value, *said[kind]) for kind in shown)
        if assessing:
            self.helper.description = "Only if you asked for a helper"
        return self

    @property
    def asked(self) -> Asked:
        return Asked(self.kinds.data or [], self.need.data or "", self.helper.data or "")


class AnswerForm(Form):
    until = DateTimePartsField("More time: until when? (optional)", [Optional()])
    more_words = ChoiceField(
        "More words in long answers? (optional)",
        choices=[("0", "No"), *((str(one), words) for one, words in MORE_WORDS.items())],
    )
    helper = ShortTextField(
        "Who types for them? (optional)",
        max_length=200,
        hint="Named on the application, to its team and to staff",
        render_kw={"spellcheck": False, "autocomplete": "off"},
    )
    recordings = ChoiceField(
        "Recordings beside long answers? (optional)",
        choices=[("no", "No"), ("yes", "Yes, one for each, beside a typed transcript")],
    )
    agreed = LongTextField(
        "What is agreed, or why not?",
        [DataRequired("Say what is agreed, or why it is not")],
        max_words=AGREED_WORDS,
        rows=5,
        hint="The person reads this in an email and on the page. Do not repeat their need",
    )

    @property
    def granted(self) -> Granted:
        return Granted(
            self.agreed.data or "",
            self.until.data,
            int(self.more_words.data or 0),
            self.helper.data or "",
            self.recordings.data == "yes",
        )
