"""What staff decide about possible conflicts on a page that says what asking people comes to."""

from __future__ import annotations

from typing import Any

from flask import request
from wtforms import FieldList, FormField, HiddenField

from award.assessment.rules.proposals import Doubt, Proposal
from award.assessment.services.doubts import Decided
from award.design.fields import Choice, ChoiceField, LongTextField
from award.design.formatters import plural
from award.design.forms import Form
from award.foundation.edits import mark
from award.foundation.text import number
from award.interests.services.deciding import APART, MAY_ASSESS


class DoubtForm(Form):
    """One of them: nothing is chosen before, and it may be left open."""

    class Meta(Form.Meta):
        csrf = False

    application = HiddenField()
    """Its reference, or those of all that are decided about together."""
    person = HiddenField()
    found = HiddenField()
    """A mark of the reasons that the page showed."""
    doubt: Doubt
    decision = ChoiceField(
        "What do you decide?",
        choices=[Choice(MAY_ASSESS, "Ask them all the same"), Choice(APART, "Keep them apart")],
    )
    why = LongTextField("Why?", max_words=200, rows=2)

    @property
    def references(self) -> list[str]:
        return str(self.application.data or "").split()

    @property
    def named(self) -> str:
        first, *others = self.references or [""]
        return f"{first} and {plural(len(others), 'other')}" if others else first

    def validate(self, extra_validators: Any = None) -> bool:
        valid = bool(super().validate(extra_validators))
        if self.decision.data and not self.why.data.strip():
            self.why.errors = [f"Say why, about {self.named}"]
        elif self.why.data.strip() and not self.decision.data:
            self.decision.errors = [f"Say what you decide about {self.named}"]
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
            (reference, number(row.person.data) or 0): Decided(
                row.decision.data, row.why.data, str(row.found.data)
            )
            for row in (one.form for one in self.doubts)
            if row.decision.data
            for reference in row.references
        }

    def show(self, proposal: Proposal) -> DoubtsForm:
        """What waits now; where it was sent with the page, as it was filled in."""
        rows = [] if self.emptied else [row.form for row in self.doubts]
        sent = {(one, row.person.data): row for row in rows for one in row.references}
        while len(self.doubts):
            self.doubts.pop_entry()
        for one in proposal.doubts_shown:
            references, person = [work.reference for work in one.works], str(one.person.id)
            given = next((sent[key, person] for key in references if (key, person) in sent), None)
            self.doubts.append_entry(
                {
                    "application": " ".join(references),
                    "person": person,
                    "found": mark(one.why),
                    "decision": given.decision.data if given else None,
                    "why": given.why.data if given else "",
                }
            )
            row = self.doubts[-1].form
            row.doubt = one
            called = f"{one.person.name} and {row.named}"
            row.decision.label.text = f"What do you decide about {called}?"
            row.why.label.text = f"Why? ({called})"
            if given:
                row.decision.errors, row.why.errors = given.decision.errors, given.why.errors
        return self
