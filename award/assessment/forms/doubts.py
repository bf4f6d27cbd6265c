"""What staff decide about possible conflicts on a page that says what asking people comes to."""

from __future__ import annotations

from typing import Any

from flask import request
from wtforms import FieldList, FormField, HiddenField

from award.assessment.rules.proposals import Doubt, Proposal
from award.assessment.services.doubts import Decided
from award.design.fields import Choice, ChoiceField, LongTextField
from award.design.forms import Form
from award.foundation.edits import mark
from award.foundation.text import number
from award.interests.services.deciding import APART, MAY_ASSESS


class DoubtForm(Form):
    """One of them: nothing is chosen before, and it may be left open."""

    class Meta(Form.Meta):
        csrf = False

    application = HiddenField()
    person = HiddenField()
    found = HiddenField()
    """A mark of the reasons that the page showed."""
    doubt: Doubt
    decision = ChoiceField(
        "What do you decide?",
        choices=[Choice(MAY_ASSESS, "Ask them all the same"), Choice(APART, "Keep them apart")],
    )
    why = LongTextField("Why?", max_words=200, rows=2)

    def validate(self, extra_validators: Any = None) -> bool:
        valid = bool(super().validate(extra_validators))
        if self.decision.data and not self.why.data.strip():
            self.why.errors = [f"Say why, about {self.application.data}"]
        elif self.why.data.strip() and not self.decision.data:
            self.decision.errors = [f"Say what you decide about {self.application.data}"]
        else:
            return valid
        return False


class DoubtsForm(Form):
    """All that a page has room for. It stands in the form of the page itself: whichever button is
    pressed, what was decided is recorded first, and the page is shown again."""

    doubts = FieldList(FormField(DoubtForm))
    emptied = False
    """Was what came recorded, so that it is not to be filled in again?"""

    @property
    def decides(self) -> bool:
        """Was anything of it filled in, or its button pressed?"""
        rows = (row.form for row in self.doubts)
        return self.is_submitted() and (
            bool(request.form.get("decide"))
            or any(row.decision.data or row.why.data.strip() for row in rows)
        )

    @property
    def decided(self) -> dict[tuple[str, int], Decided]:
        """By the application's reference and the person's number."""
        return {
            (str(row.application.data), number(row.person.data) or 0): Decided(
                row.decision.data, row.why.data, str(row.found.data)
            )
            for row in (one.form for one in self.doubts)
            if row.decision.data
        }

    def show(self, proposal: Proposal) -> DoubtsForm:
        """What waits now; where it was sent with the page, as it was filled in."""
        rows = [] if self.emptied else [row.form for row in self.doubts]
        sent = {(row.application.data, row.person.data): row for row in rows}
        while len(self.doubts):
            self.doubts.pop_entry()
        for one in proposal.doubts_shown:
            key = one.work.reference, str(one.person.id)
            given = sent.get(key)
            self.doubts.append_entry(
                {
                    "application": key[0],
                    "person": key[1],
                    "found": mark(one.why),
                    "decision": given.decision.data if given else None,
                    "why": given.why.data if given else "",
                }
            )
            row = self.doubts[-1].form
            row.doubt = one
            called = f"{one.person.name} and {one.work.reference}"
            row.decision.label.text = f"What do you decide about {called}?"
            row.why.label.text = f"Why? ({called})"
            if given:
                row.decision.errors, row.why.errors = given.decision.errors, given.why.errors
        return self
