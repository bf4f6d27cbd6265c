"""What people type who release decisions, or write the feedback that follows them."""

from __future__ import annotations

from wtforms import HiddenField

from award.decisions.rules.drafting import MOST_WORDS
from award.design.fields import LongTextField, ShortTextField
from award.design.forms import ShownForm
from award.design.versions import EditedForm


class ReleaseForm(ShownForm):
    """The last step: the round's reference in the person's own hand."""

    override_reason = LongTextField(
        "Why may the budget be exceeded?",
        max_words=150,
        rows=3,
        hint="Only needed because the staged awards come to more than the budget. The reason is "
        "kept with the release.",
    )
    confirmation = ShortTextField("Type the reference of the round", code=True, max_length=40)

    def prepare(self, *, over: bool) -> None:
        """Leave out what can't be needed."""
        if not over:
            del self.override_reason


class CloseReserveForm(ShownForm):
    """The last step of closing a reserve list."""

    confirmation = ShortTextField("Type the reference of the round", code=True, max_length=40)


class DraftForm(EditedForm):
    """What one applicant is to read instead of what each assessor said."""

    drawn_from = HiddenField()
    """Of the comments that the page shows."""
    text = LongTextField(
        "Feedback for the applicant",
        max_words=MOST_WORDS,
        rows=14,
        hint="Leave empty, and the applicant reads what each assessor said as it was written.",
    )


class FeedbackForm(ShownForm):
    """Releases what waits."""

    confirmation = ShortTextField("Type the reference of the round", code=True, max_length=40)
