"""Assignments out of a spreadsheet: a file, or rows that were pasted."""

from __future__ import annotations

from wtforms import FileField, HiddenField, TextAreaField
from wtforms.validators import InputRequired

from award.assessment.forms.gathering import ProposalForm
from award.assessment.rules.assignment_file import MOST_ROWS
from award.design.forms import Form

SHOWN = 100
"""Errors that are told at once; a file with more has one mistake in every row."""


class ImportForm(Form):
    """Choose a file or paste rows."""

    document = FileField(
        "A CSV file",
        description=f"Up to {MOST_ROWS:,} rows. Excel saves one by “Save As”, “CSV UTF-8”; commas, "
        "semicolons and tabs are all understood.",
        render_kw={"accept": ".csv,.txt,.tsv"},
    )
    rows = TextAreaField(
        "Or paste the rows here",
        description="A reference, an email address and, if you like, a reason and why somebody "
        "is asked despite a possible conflict, as in: AIA-7K3F9Q, noor@example.org, Knows homecare",
        render_kw={"rows": 8, "spellcheck": "false"},
    )

    def say(self, errors: list[str]) -> None:
        """What is wrong with the rows, all of it."""
        more = len(errors) - SHOWN
        told = [*errors[:SHOWN], *([f"And {more:,} more like these"] if more > 0 else [])]
        self.rows.errors = told


class ImportedForm(ProposalForm):
    """What the page showed of the rows, and the rows."""

    rows = HiddenField(validators=[InputRequired("Choose a file or paste the rows again")])
