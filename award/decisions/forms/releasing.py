"""What people type who release decisions, or write the feedback that follows them."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from wtforms import HiddenField

from award.decisions.rules.drafting import MOST_WORDS
from award.decisions.rules.questions import (
    QUESTIONS,
    TICK,
    WHY,
    Accepted,
    Question,
    Raised,
    came_since,
)
from award.decisions.rules.releasing import is_confirmed
from award.decisions.rules.shows import Shows
from award.design.fields import DeclarationField, LongTextField, ShortTextField
from award.design.forms import Form, ShownForm
from award.design.versions import EditedForm
from award.foundation.edits import differing


class Accepting(Form):
    """Lets words go out: for each kind of question that they raise a tick, and why they are
    right."""

    asked = HiddenField()
    """What the page asks about, by kind: `Raised.each`."""

    def __init__(self, *args: Any, **kw: Any) -> None:
        super().__init__(*args, **kw)
        self.new: dict[str, list[str]] = {}
        """By kind, references of those that the page that was sent didn't ask about."""
        self._was_asked = _read(self.asked.data) if self.is_submitted() else {}

    def accept(self, every: Sequence[Raised], changed: Collection[str] = ()) -> None:
        """Ask about these, and leave out what nothing raises. What was ticked is ticked anew where
        more raise it by now, or those that do have `changed` since."""
        found = {one.question: one for one in every}
        self.asked.data = json.dumps({one.question: one.each for one in every})
        for kind in Question:
            if TICK + kind not in self:
                continue
            if kind not in found:
                del self[TICK + kind], self[WHY + kind]
                continue
            which = "this one" if found[kind].count == 1 else f"these {found[kind].count:,}"
            self[TICK + kind].label.text = f"I have read {which}, and the words are right"
            self[WHY + kind].label.text = f"Why are they right: {QUESTIONS[kind]}?"
            self._untick(found[kind], changed)

    def _untick(self, one: Raised, changed: Collection[str]) -> None:
        tick = self[TICK + one.question]
        if not tick.data or one.question not in self._was_asked:
            return
        if new := one.new(self._was_asked[one.question], changed):
            self.new[one.question] = new
            tick.data = False
            tick.errors = tick.errors or [came_since(one.question, new)]

    def accepts(self, kinds: Iterable[str]) -> bool:
        """Every box of these that is missing gets its error: the service stops at the first."""
        right = True
        for kind in kinds:
            if TICK + kind not in self:
                continue
            tick, why = self[TICK + kind], self[WHY + kind]
            if not tick.data:
                tick.errors = tick.errors or [
                    f"Read them, and tick that they are right: {QUESTIONS[Question(kind)]}"
                ]
            if not why.data:
                why.errors = [*why.errors, f"Say why they are right: {QUESTIONS[Question(kind)]}"]
            right = right and not (tick.errors or why.errors)
        return right

    @property
    def accepted(self) -> Accepted:
        """Why, by kind, where it is ticked, and what was asked."""
        every = (one for one in Question if TICK + one in self and self[TICK + one].data)
        return Accepted({str(kind): self[WHY + kind].data for kind in every}, self._was_asked)


def _read(text: str | None) -> dict[str, list[str]]:
    """What came back of `asked`; what makes no sense asked about nothing."""
    try:
        found = json.loads(text or "{}")
    except (ValueError, RecursionError):
        return {}
    every = found.items() if isinstance(found, dict) else ()
    return {kind: [str(one) for one in which] for kind, which in every if isinstance(which, list)}


for _kind in Question:
    setattr(Accepting, TICK + _kind, DeclarationField("The words are right"))
    setattr(Accepting, WHY + _kind, LongTextField("Why?", max_words=100, rows=2))


class AcceptingForm(Accepting, ShownForm):
    """Words of many, as its page showed them."""

    def validate(self, extra_validators: Mapping[str, Sequence[Any]] | None = None) -> bool:
        right = bool(super().validate(extra_validators))
        return self.accepts(self._was_asked) and right

    def confirms(self, reference: str) -> bool:
        """Is all of it right, and that reference typed? Each box says at once what it lacks."""
        right, box = self.validate_on_submit(), self["confirmation"]
        if not is_confirmed(box.data or "", reference):
            box.errors = box.errors or [f"Type {reference} to confirm"]
            return False
        return bool(right)

    def ask(self, every: Sequence[Raised], shown: Mapping[str, Any], shows: Shows) -> None:
        """Before `show`: ask about what stands on the page that is drawn now."""
        sent = self.is_submitted()
        self.accept(
            every, {shows.about(key) for key in differing(self.marks, shown)} if sent else ()
        )


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
