"""What staff choose for the applications in their basket: whom to ask, and how they are shared."""

from __future__ import annotations

from collections.abc import Sequence

from wtforms import BooleanField
from wtforms.validators import InputRequired

from award.assessment.queries.people import AssessorRow
from award.assessment.rules.sharing import WAYS, Way
from award.design.fields import ChoiceField, ChoicesField
from award.design.forms import Form, ShownForm


class AskManyForm(Form):
    """Choose one or several of those who may be asked."""

    assessor = ChoicesField(
        "Whom do you ask?",
        [InputRequired("Choose at least one assessor")],
        hint="The next page shows what will be assigned, and who is emailed, before anything "
        "happens.",
    )
    way = ChoiceField(
        "How are the applications shared, if you choose several people?",
        [InputRequired("Choose how they are shared")],
        choices=[(str(key), words) for key, words in WAYS.items()],
        default=str(Way.FILL),
    )

    def offer(self, people: Sequence[AssessorRow]) -> AskManyForm:
        """Fill the list; each with the address, since two people can have one name, with panel and
        how many assessments they have to do."""
        self.assessor.choices = [
            (str(row.id), f"{row.name}, {row.email} ({row.panel_label}, {row.load} to do)")
            for row in people
        ]
        return self


GO_ON = "I have read what speaks against it. Ask them all the same"


class ProposalForm(ShownForm):
    """Whom the page said will be asked for what, and who can't be."""

    go_on = BooleanField(GO_ON)


class BasketForm(Form):
    """Applications that are taken out again."""
