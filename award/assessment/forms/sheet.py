"""The score sheet. Its fields follow the round's criteria, so the class is made for each round."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

from wtforms import HiddenField
from wtforms.validators import DataRequired

from award.assessment.rules.scoring import MAX_SCORE, MIN_SCORE
from award.assessment.rules.sheet import (
    COMMENTS_WORDS,
    JUSTIFICATION_WORDS,
    ScoreValue,
    SheetValues,
    field_words,
)
from award.design.fields import ChoiceField, DeclarationField, LongTextField, YesNoField
from award.design.forms import Form, ShownForm
from award.design.versions import EditedForm
from award.foundation.text import number
from award.rounds.models import Criterion

SCORES = [(str(value), str(value)) for value in range(MAX_SCORE, MIN_SCORE - 1, -1)]


def sheet_form(criteria: Sequence[Criterion]) -> type[EditedForm]:
    """A form with `score_<key>` and `justification_<key>` for each criterion.

    Nothing is required and no length enforced: a draft is kept as it is.
    """
    fields: dict[str, Any] = {}
    for criterion in criteria:
        fields[f"score_{criterion.key}"] = ChoiceField(
            f"Score for {criterion.title}", choices=SCORES
        )
        fields[f"justification_{criterion.key}"] = LongTextField(
            "Why this score?", max_words=JUSTIFICATION_WORDS, enforce=False, rows=3
        )
    fields |= {
        "comments_for_applicant": LongTextField(
            "Comments for the applicant",
            hint="The applicant may read this with the decision. Don’t say who you are.",
            max_words=COMMENTS_WORDS,
            enforce=False,
            rows=6,
        ),
        "comments_for_programme": LongTextField(
            "Comments for the programme team",
            hint="Only the programme team and whoever audits the round read this: not the "
            "applicant, not other assessors. Needed if you do not recommend the application.",
            max_words=COMMENTS_WORDS,
            enforce=False,
            rows=4,
        ),
        "in_scope": YesNoField(
            "Is it in scope for this round?", hint="If not, please still score it."
        ),
        "recommend": YesNoField("Do you recommend it for funding?"),
    }
    return type("SheetForm", (EditedForm,), {"called": field_words(criteria), **fields})


def score_field(form: Form, key: str) -> ChoiceField:
    """The radios of a criterion."""
    return cast(ChoiceField, form[f"score_{key}"])


def values_from(form: Form, criteria: Sequence[Criterion]) -> SheetValues:
    """What stands in the boxes."""
    return SheetValues(
        scores={
            criterion.key: ScoreValue(
                number(score_field(form, criterion.key).data),
                form[f"justification_{criterion.key}"].data,
            )
            for criterion in criteria
        },
        comments_for_applicant=form["comments_for_applicant"].data,
        comments_for_programme=form["comments_for_programme"].data,
        in_scope=form["in_scope"].data,
        recommend=form["recommend"].data,
    )


class AgreeForm(Form):
    """Once a round, to its rules for assessors."""

    agreed = DeclarationField(
        "I have read these rules and will keep to them",
        [DataRequired("Tick the box to agree to the rules")],
    )


class SubmitForm(ShownForm):
    """Submits the sheet that was looked over. `own_words` is asked where the round has rules for
    assessors; a question about names stands beside `for_applicant`."""

    for_applicant = HiddenField()
    own_words = DeclarationField(
        "The words on this sheet are my own, and I put nothing of the application into another tool"
    )

    def ask(self, *, own_words: bool) -> None:
        """For the page: an error of the whole form leads to the first field that it has."""
        if not own_words:
            del self.own_words
