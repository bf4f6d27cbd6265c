"""Criteria of the lived-experience panel's own: none, or a few."""

from __future__ import annotations

from typing import Any, ClassVar

from flask import request

from award.design.fields import YesNoField
from award.rounds.forms.criteria import CriteriaForm
from award.rounds.forms.criterion import as_row
from award.rounds.rules.criteria import MOST_LIVED, CriterionValues


class LivedCriteriaForm(CriteriaForm):
    """As for the round's own criteria; `start` fills in a set to begin with. Without a row, that
    panel scores what the others do."""

    prefix: ClassVar[str] = "lived_"
    starting = False
    """Does it show a set to begin with, that nobody has saved?"""

    panels_named = YesNoField(
        "When an applicant reads the comments, are they told which are this panel’s?",
        hint="Where only one such assessor has read an application, nobody is told: it would show "
        "who wrote",
    )

    @classmethod
    def over_round(
        cls,
        criteria: tuple[CriterionValues, ...],
        named: bool,
        start: tuple[CriterionValues, ...],
    ) -> LivedCriteriaForm:
        """With what is stored, or what was sent."""
        if request.form.get("button") == "start" and not criteria:
            sent = cls.of(criteria, panels_named=named)
            chosen = sent.panels_named.data
            rows = [as_row(one) for one in start]
            form = cls(formdata=None, data={"rows": rows, "panels_named": chosen})
            form.rearranged, form.starting, form.told, form.stored = True, True, [], {}
            form.base.data = sent.base.data
            return form
        return cls.of(criteria, panels_named=named)

    def parts(self) -> dict[str, Any]:
        return {**super().parts(), "panels_named": self.panels_named}

    def title_of(self, key: str, box: Any) -> str:
        return str(box.label.text) if key == "panels_named" else super().title_of(key, box)

    def weights(self) -> str:
        return super().weights() if self.criteria else ""

    def validate(self, extra_validators: Any = None) -> bool:
        valid = super().validate(extra_validators)
        if len(self.criteria) > MOST_LIVED:
            said = f"This panel has at most {MOST_LIVED} criteria"
            self.criteria[MOST_LIVED].title.errors = [said]
            return False
        return valid
