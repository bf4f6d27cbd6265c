"""What people type who release decisions, or write the feedback that follows them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from wtforms import HiddenField

from award.decisions.rules.drafting import MOST_WORDS
from award.decisions.rules.questions import QUESTIONS, TICK, WHY, Question, Raised
from award.design.fields import DeclarationField, LongTextField, ShortTextField
from award.design.forms import Form, ShownForm
from award.design.versions import EditedForm


class Accepting(Form):
    """Lets words go out: for each kind of question that they raise a tick, and why they are
    right."""

    def accept(self, every: Sequence[Raised]) -> None:
        """Ask about these, and leave out what nothing raises."""
        found = {one.question: one for one in every}
        for kind in Question:
            if TICK + kind not in self:
                continue
            if kind not in found:
                del self[TICK + kind], self[WHY + kind]
                continue
            which = "this one" if found[kind].count == 1 else f"these {found[kind].count:,}"
            self[TICK + kind].label.text = f"I have read {which}, and the words are right"
            self[WHY + kind].label.text = f"Why are they right: {QUESTIONS[kind]}?"

    def accepts(self, kinds: Iterable[str]) -> bool:
        """Every box of these that is missing gets its error: the service stops at the first."""
        right = True
        for kind in kinds:
            if TICK + kind not in self:
                continue
            tick, why = self[TICK + kind], self[WHY + kind]
            if not tick.data:
                tick.errors = [
                    f"Read them, and tick that they are right: {QUESTIONS[Question(kind)]}"
                ]
            if not why.data:
                why.errors = [*why.errors, f"Say why they are right: {QUESTIONS[Question(kind)]}"]
            right = right and not (tick.errors or why.errors)
        return right

    @property
    def accepted(self) -> dict[str, str]:
        """Why, by kind, where it is ticked."""
        every = (one for one in Question if TICK + one in self and self[TICK + one].data)
        return {str(kind): self[WHY + kind].data for kind in every}


for _kind in Question:
    setattr(Accepting, TICK + _kind, DeclarationField("The words are right"))
    setattr(Accepting, WHY + _kind, LongTextField("Why?", max_words=100, rows=2))


class AcceptingForm(Accepting, ShownForm):
    """Words of many, as its page showed them."""

    asked = HiddenField()
    """The kinds that the page asks about."""

    def accept(self, every: Sequence[Raised]) -> None:
        self.asked.data = " ".join(one.question for one in every)
        super().accept(every)

    def validate(self, extra_validators: Mapping[str, Sequence[Any]] | None = None) -> bool:
        right = bool(super().validate(extra_validators))
        return self.accepts((self.asked.data or "").split()) and right


class ReleaseForm(AcceptingForm):
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


class CloseReserveForm(AcceptingForm):
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


class FeedbackForm(AcceptingForm):
    """Releases what waits."""

    confirmation = ShortTextField("Type the reference of the round", code=True, max_length=40)
