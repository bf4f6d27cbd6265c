"""The answer to being asked, for one application or for several at once, and a conflict raised
later."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any, ClassVar, NamedTuple

from wtforms import BooleanField, Field
from wtforms.validators import InputRequired

from award.assessment.rules import declaring
from award.assessment.rules.declaring import MAX_DETAIL_CHARS, TOO_LONG, Declared
from award.assessment.rules.machine import CONFLICT_KINDS, DECLINE_REASONS
from award.design.fields import Choice, ChoiceField, LongTextField
from award.design.forms import Form

NONE = Choice(declaring.NONE, "I have no conflict of interest")
CONFLICT = Choice(declaring.CONFLICT, "I have a conflict of interest")
DECLINE = Choice(declaring.DECLINE, "I can’t assess this for another reason")
QUESTION = "Do you have a conflict of interest?"
UNSAID = "Say if you have a conflict of interest"
REST = "I have no conflict of interest with any of the rest on this page"
CALLED = {
    "answer": "conflict of interest",
    "kind": "kind of conflict",
    "detail": "what the programme team should know",
    "reason": "why not",
}
KINDS = [
    Choice(value, *(part.strip() for part in words.split(":", 1)))
    for value, words in CONFLICT_KINDS.items()
]
SAID: Mapping[str, str] = {
    **{one.value: str(one.label) for one in (NONE, CONFLICT, DECLINE, *KINDS)},
    **DECLINE_REASONS,
}
"""What each choice is called."""


class Boxes(NamedTuple):
    """What is asked about one application; the last three are asked under an answer."""

    answer: Field
    kind: Field
    detail: Field
    reason: Field

    @property
    def begun(self) -> bool:
        return any(box.data for box in self)

    @property
    def declared(self) -> Declared:
        kind, reason = self.kind.data or "", self.reason.data or ""
        return Declared(self.answer.data or "", kind, self.detail.data, reason)

    def complete(self, about: str = "") -> bool:
        """What is asked under an answer is needed once that answer is chosen. `about` says of what,
        where a page asks about several."""
        missing = []
        if self.begun and not self.answer.data:
            missing.append((self.answer, UNSAID))
        if self.answer.data == declaring.CONFLICT and not self.kind.data:
            missing.append((self.kind, "Choose the kind of conflict"))
        if self.answer.data == declaring.DECLINE and not self.reason.data:
            missing.append((self.reason, "Choose why you can’t assess it"))
        if len(self.detail.data) > MAX_DETAIL_CHARS and not self.detail.errors:
            missing.append((self.detail, TOO_LONG))
        for box, words in missing:
            box.errors = [f"{about}: {words[0].lower()}{words[1:]}" if about else words]
        return not any(box.errors for box in self)


def _under() -> tuple[ChoiceField, LongTextField, ChoiceField]:
    """What is asked under an answer."""
    return (
        ChoiceField("What kind of conflict is it?", choices=KINDS),
        LongTextField(
            "What should the programme team know? (optional)",
            hint="Only the programme team and whoever audits the round read this. Declaring "
            "implies no wrongdoing.",
            max_words=200,
        ),
        ChoiceField("Why not?", choices=list(DECLINE_REASONS.items())),
    )


class _AnswerForm(Form):
    answer: ChoiceField
    kind, detail, reason = _under()

    def validate(self, extra_validators: Any = None) -> bool:
        valid = super().validate(extra_validators)
        return self.boxes().complete() and valid

    def boxes(self) -> Boxes:
        return Boxes(self.answer, self.kind, self.detail, self.reason)


class DeclareForm(_AnswerForm):
    """Asked before anything but title, summary and team is shown."""

    answer = ChoiceField(QUESTION, [InputRequired(UNSAID)], choices=[NONE, CONFLICT, DECLINE])


class StandDownForm(_AnswerForm):
    """Asked of an assessor who has begun. One who has submitted can only raise a conflict."""

    answer = ChoiceField(
        "Why can’t you go on?",
        [InputRequired("Say why you can’t go on")],
        choices=[CONFLICT, DECLINE],
    )

    def only_conflict(self) -> StandDownForm:
        """Leave no other answer."""
        self.answer.choices = (CONFLICT,)
        return self


class DeclareEachForm(Form):
    """Asks about several applications; one that is left without an answer is asked about again."""

    rest: BooleanField
    asked: ClassVar[Sequence[str]] = ()
    """References, which end the names of the boxes."""

    def boxes(self, reference: str) -> Boxes:
        return Boxes(*(self[f"{name}_{reference}"] for name in Boxes._fields))

    def answer_rest(self, by_itself: Collection[str]) -> DeclareEachForm:
        """Where the box says so, no conflict with all that stand without an answer and any word.
        `by_itself`: those that have to be answered one by one."""
        if self.rest.data:
            for one in set(self.asked) - set(by_itself):
                boxes = self.boxes(one)
                boxes.answer.data = boxes.answer.data if boxes.begun else declaring.NONE
        return self

    def validate(self, extra_validators: Any = None) -> bool:
        """Each for itself: what `answers` leaves out has an error, or no answer."""
        valid = super().validate(extra_validators)
        complete = [self.boxes(one).complete(one) for one in self.asked]
        return valid and all(complete)

    def without_conflict(self) -> list[str]:
        """References of those that were said to be without one."""
        return [one for one in self.asked if self.boxes(one).answer.data == declaring.NONE]

    def answers(self) -> dict[str, Declared]:
        """What was answered without an error, by reference."""
        found = {one: self.boxes(one) for one in self.asked}
        return {
            one: boxes.declared
            for one, boxes in found.items()
            if boxes.answer.data and not any(box.errors for box in boxes)
        }


def declare_each_form(titles: Mapping[str, str]) -> type[DeclareEachForm]:
    """For the applications with these titles, by reference."""
    boxes: dict[str, Any] = {}
    called = {"rest": REST}
    for reference, title in titles.items():
        answer = ChoiceField(QUESTION, choices=[NONE, CONFLICT, DECLINE])
        for name, box in zip(Boxes._fields, (answer, *_under()), strict=True):
            boxes[f"{name}_{reference}"] = box
            called[f"{name}_{reference}"] = f"{reference} {title}: {CALLED[name]}"
    boxes["rest"] = BooleanField(REST)  # after all others, as on the page
    return type("EachForm", (DeclareEachForm,), {"asked": [*titles], "called": called, **boxes})
