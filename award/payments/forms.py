"""What staff offer, what an assessor answers and claims, and why a claim comes back."""

from __future__ import annotations

from typing import Any

from wtforms import BooleanField, HiddenField
from wtforms.validators import DataRequired, InputRequired

from award.design.fields import (
    ChoiceField,
    HundredthsField,
    LongTextField,
    PenceField,
    ShortTextField,
    YesNoField,
)
from award.design.forms import Form, ShownForm
from award.design.versions import EditedForm
from award.foundation.text import number
from award.payments.rules.offer import (
    ADVICE,
    BENEFITS,
    EXPENSES,
    HOURS,
    TITLES,
    WORDS,
    Claimed,
    Offer,
    lacking,
)
from award.payments.rules.states import ANSWERS, Reply

MOST_PENCE = 1_000_000
MOST_HOURS = 20_000
START = {"hours": HOURS, "expenses": EXPENSES, "benefits": BENEFITS, "advice": ADVICE}


def _words(name: str, hint: str = "") -> LongTextField:
    """Words that every offer has to have."""
    title = TITLES[name]
    return LongTextField(
        title, [DataRequired(f"Write what stands under “{title}”")], max_words=WORDS, rows=4,
        hint=hint,
    )  # fmt: skip


class OfferForm(EditedForm):
    sheet_pence = PenceField(
        TITLES["sheet_pence"],
        [InputRequired("Enter what is paid for each score sheet, or 0")],
        called="The rate for a sheet",
        maximum=MOST_PENCE,
        hint="Your organisation sets the rate. There is no official one here. 0 if it is not paid",
    )
    hour_pence = PenceField(
        TITLES["hour_pence"],
        [InputRequired("Enter what is paid for each hour of a meeting, or 0")],
        called="The rate for an hour",
        maximum=MOST_PENCE,
        hint="Count an hour that was begun as you say below",
    )
    hours = _words("hours", "What to expect, so that people can judge whether it is worth it")
    expenses = _words("expenses", "What is paid back, how, and what you pay in advance")
    benefits = _words("benefits")
    advice = _words("advice")

    @classmethod
    def of(cls, offer: Offer | None) -> OfferForm:
        """Over what is offered now; with words to start from where there is nothing yet."""
        stored = offer.kept() if offer else dict(START)
        form = cls(data=stored)
        form.over(stored)
        return form

    @property
    def offer(self) -> Offer:
        data: dict[str, Any] = {name: self[name].data for name in TITLES}
        return Offer(**data)


class AnswerForm(Form):
    """It carries which version of the offer the person had before them."""

    seen = HiddenField()
    answer = ChoiceField(
        "Will you assess?",
        [InputRequired("Say whether you accept, with payment or without")],
        choices=[(one.value, *words) for one, words in ANSWERS.items()],
        hint="If you do not want to, decline on the page of each application instead",
    )

    @property
    def said(self) -> Reply:
        return Reply(self.answer.data)

    @property
    def seen_version(self) -> int | None:
        return number(self.seen.data)


class ClaimForm(ShownForm):
    sheets = YesNoField("Claim for your score sheets?", [InputRequired("Say yes or no")])
    meeting_hundredths = HundredthsField(
        "Hours in meetings (optional)",
        called="The hours",
        maximum=MOST_HOURS,
        suffix="hours",
        hint="Like 2 or 1.5",
    )
    meetings = ShortTextField("Which meetings, and when? (optional)", max_length=200)
    expenses_pence = PenceField(
        "What you spent (optional)", called="What you spent", maximum=MOST_PENCE
    )
    expenses_note = LongTextField(
        "What on? (optional)",
        max_words=100,
        rows=3,
        hint="For example “Train to London and back on 4 March, £38.20”. Keep the receipts. Do not "
        "tell us about your health",
    )

    go_on = BooleanField("These are the hours that I spent in meetings")
    read = HiddenField()
    """The hours that it was ticked about."""

    def only(self, *, sheets: int, paid: bool) -> ClaimForm:
        """Leave out what can't be claimed, but for boxes that came filled in: the service says why
        not, and nothing that was typed in them is lost."""
        if not ((sheets and paid) or self.sheets.raw_data):
            del self.sheets
        meetings = (self.meeting_hundredths, self.meetings)
        if not (paid or any(text.strip() for box in meetings for text in box.raw_data or ())):
            del self.meeting_hundredths
            del self.meetings
        return self

    def validate(self, extra_validators: Any = None) -> bool:
        well = super().validate(extra_validators)
        for name, words in lacking(self.claimed).items():
            if name in self and not self[name].errors:
                self[name].errors = [words]
                well = False
        return well

    @property
    def claimed(self) -> Claimed:
        def given(name: str) -> Any:
            return self[name].data if name in self else None

        return Claimed(
            sheets=bool(given("sheets")),
            meeting_hundredths=given("meeting_hundredths") or 0,
            meetings=given("meetings") or "",
            expenses_pence=self.expenses_pence.data or 0,
            expenses_note=self.expenses_note.data or "",
            sure_of=(number(self.read.data) or 0) if self.go_on.data else 0,
        )

    def ask_about(self, hundredths: int) -> None:
        """The tick is about these hours from now on, and not made yet where it was about others."""
        if self.claimed.sure_of != hundredths:
            self.go_on.data = False
        self.read.data = str(hundredths)


class SendBackForm(ShownForm):
    reason = LongTextField(
        "What should be put right?",
        [DataRequired("Say what should be put right")],
        max_words=100,
        rows=3,
        hint="The assessor reads this in an email, and claims again with what they wrote",
    )
