"""What staff fill in to stage and to release."""

from __future__ import annotations

from wtforms.validators import InputRequired

from award.decisions.models import Decision
from award.decisions.services.staging import NEW
from award.design.fields import (
    ChoiceField,
    LongTextField,
    MoneyField,
    ShortTextField,
    WholeNumberField,
)
from award.design.forms import Form
from award.design.wtforms_types import HiddenField

OUTCOMES = (
    ("fund", "Fund"),
    ("reserve", "Put on the reserve list"),
    ("reject", "Do not fund"),
)


class StageForm(Form):
    """One decision. Which fields are needed depends on the outcome; the service says."""

    outcome = ChoiceField(
        "What is the decision?", [InputRequired("Select the decision")], choices=OUTCOMES
    )
    amount_gbp = MoneyField("Amount to award", called="The amount", minimum=None)
    conditions = LongTextField(
        "Conditions of the award",
        max_words=300,
        hint="The applicant reads these in the decision letter. Leave empty if there are none.",
    )
    reserve_position = WholeNumberField(
        "Place on the reserve list",
        called="The place",
        minimum=None,
        maximum=999,
        hint="1 is the first to be funded. Leave empty if the list has no order.",
    )
    note = LongTextField(
        "Note for the programme",
        max_words=300,
        hint="Why this decision. Applicants never see it.",
    )
    version = HiddenField()

    def show(self, decision: Decision | None, ask_gbp: int | None) -> None:
        """Fill in what is staged, or the ask where nothing is."""
        self.version.data = str(decision.version if decision else NEW)
        if decision is None:
            self.amount_gbp.data = ask_gbp
            return
        for name in ("outcome", "amount_gbp", "conditions", "reserve_position", "note"):
            self[name].data = getattr(decision, name)
        if decision.amount_gbp is None:
            self.amount_gbp.data = ask_gbp

    @property
    def seen_version(self) -> int:
        """The version that the person saw; one that never was when the field was tampered with."""
        text = str(self.version.data or "")
        return int(text) if text.isdecimal() else -1


class ReleaseForm(Form):
    """The last step: the round's reference in the person's own hand."""

    override_reason = LongTextField(
        "Why may the budget be exceeded?",
        rows=3,
        hint="Only needed because the staged awards come to more than the budget. The reason is "
        "kept in the audit trail.",
    )
    confirmation = ShortTextField("Type the reference of the round", max_length=40)
    shown = HiddenField()


class BulkForm(Form):
    """The applications that were shown to the person, so that nothing else is touched."""

    references = HiddenField()

    @property
    def chosen(self) -> list[str]:
        return str(self.references.data or "").split()
