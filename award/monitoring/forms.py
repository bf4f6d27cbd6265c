"""Two short forms, nothing of which has to be answered."""

from __future__ import annotations

from collections.abc import Mapping

from award.design.fields import ChoiceField, LongTextField, WholeNumberField
from award.design.forms import Form
from award.monitoring.rules.asked import (
    ABOUT_YOU,
    AGAIN,
    HELPED_WORDS,
    MOST_HOURS,
    NOT_SAID,
    SIZES,
)
from award.monitoring.services import EffortValues

_RATHER_NOT = (NOT_SAID, "Prefer not to say")


def _about(name: str) -> ChoiceField:
    label, choices = ABOUT_YOU[name]
    return ChoiceField(label, choices=[*choices.items(), _RATHER_NOT])


class AboutYouForm(Form):
    age = _about("age")
    sex = _about("sex")
    ethnicity = _about("ethnicity")
    disability = _about("disability")
    size = ChoiceField(
        "How many people work for your organisation?", choices=[*SIZES.items(), _RATHER_NOT]
    )

    @property
    def said(self) -> Mapping[str, str]:
        return {name: self[name].data or "" for name in (*ABOUT_YOU, "size")}


class CostForm(Form):
    hours = WholeNumberField(
        "About how many hours did all of you spend on it? (optional)",
        called="Hours",
        maximum=MOST_HOURS,
        hint="Since you last told us, if you did",
    )
    again = ChoiceField(
        "Knowing what it took, would you apply again? (optional)",
        choices=[(key.value, words) for key, words in AGAIN.items()],
    )
    helped = LongTextField(
        "What would have helped? (optional)",
        max_words=HELPED_WORDS,
        rows=3,
        hint="Do not name anybody: the programme team reads it without knowing whose it is",
    )
    size = ChoiceField(
        "How many people work for your organisation? (optional)",
        choices=[*SIZES.items(), _RATHER_NOT],
    )
    hardest = ChoiceField("Which question was hardest to answer? (optional)")

    @property
    def said(self) -> EffortValues:
        return EffortValues(
            hours=self.hours.data,
            hardest=self.hardest.data or "",
            again=self.again.data or "",
            helped=self.helped.data or "",
            size=self.size.data or "",
        )
