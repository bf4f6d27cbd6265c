"""The eligibility check: a few questions that depend on the phase."""

from __future__ import annotations

from typing import Any

from wtforms.validators import InputRequired

from award.accounts.rules.organisations import TYPES
from award.applications.rules.eligibility import (
    LATER_PHASES,
    MARKET_AUTHORISATION,
    SOCIAL_CARE,
    Answers,
)
from award.design.fields import ChoiceField, LongTextField, YesNoField
from award.design.forms import Form

RATIONALE_WORDS = 100


class EligibilityForm(Form):
    """`for_phase` makes the form that a phase needs."""

    social_care = ChoiceField(
        "Is the project for adult social care in England?",
        [InputRequired("Select whether the project is for adult social care in England")],
        hint="Care and support for adults, wherever they live, and for those who care for them.",
        choices=SOCIAL_CARE.items(),
    )
    org_type = ChoiceField(
        "What kind of organisation would lead?",
        [InputRequired("Select what kind of organisation would lead")],
        choices=TYPES.items(),
    )
    hq_uk = YesNoField(
        "Is its headquarters in the UK?",
        [InputRequired("Select whether its headquarters is in the UK")],
    )
    uk_registered_office = YesNoField(
        "If its headquarters is outside the UK, does it have a registered office in the UK?",
        hint="Leave this out if its headquarters is in the UK.",
    )
    has_uk_co_lead = YesNoField(
        "Would a UK health or social care organisation lead the project with you?",
        [InputRequired("Select whether a UK organisation would lead with you")],
        hint="Large companies and organisations from abroad without a UK registered office need "
        "one.",
    )
    market_authorisation = ChoiceField(
        "Is the product a medical device?",
        [InputRequired("Select whether the product is a medical device")],
        hint="A device needs a UKCA or CE mark before it can be sold.",
        choices=MARKET_AUTHORISATION.items(),
    )
    device_rationale = LongTextField(
        "Why is it not a medical device?",
        hint="Two or three sentences are enough.",
        max_words=RATIONALE_WORDS,
    )

    def validate(self, extra_validators: Any = None) -> bool:
        good = super().validate(extra_validators)
        if "market_authorisation" not in self:
            return good
        if self.hq_uk.data is False and self.uk_registered_office.data is None:
            self.uk_registered_office.errors = [
                "Select whether it has a registered office in the UK"
            ]
            good = False
        if self.market_authorisation.data == "not_device" and not self.device_rationale.data:
            self.device_rationale.errors = ["Say why the product is not a medical device"]
            return False
        return good

    def answers(self, phase: int) -> Answers:
        later = phase in LATER_PHASES
        return Answers(
            phase=phase,
            social_care=str(self.social_care.data),
            org_type=str(self.org_type.data),
            hq_uk=self.hq_uk.data is True,
            # Nobody with a headquarters in the UK is asked: that is where they are registered.
            uk_registered_office=later
            and (self.hq_uk.data is True or self.uk_registered_office.data is True),
            has_uk_co_lead=later and self.has_uk_co_lead.data is True,
            market_authorisation=str(self.market_authorisation.data or "") if later else "",
            device_rationale=self.device_rationale.data if later else "",
        )


def for_phase(phase: int, told: Answers | None = None) -> EligibilityForm:
    """The form for a phase, filled with earlier answers if there are any."""
    known = told.as_data() if told else {}
    if told and told.hq_uk:
        del known["uk_registered_office"]  # nobody was asked
    form = EligibilityForm(data=known)
    if phase not in LATER_PHASES:
        for name in (
            "uk_registered_office",
            "has_uk_co_lead",
            "market_authorisation",
            "device_rationale",
        ):
            delattr(form, name)
    return form
