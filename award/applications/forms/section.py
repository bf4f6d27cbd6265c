"""One section's questions as a form that knows which version of each answer it started from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from wtforms import Field

from award.applications.forms.kinds import PREFIX, asking
from award.design.forms import Form
from award.foundation.edits import mark
from award.foundation.text import number
from award.rounds.rules.questions import Question

BASE = "base_"


def anchor_of(question: Question) -> str:
    """The id of the question's first input, for a link that lands in it."""
    return asking(question).focus_id(question)


@dataclass(frozen=True)
class Base:
    """What stood in a field when its page was drawn: the answer's version, and a mark of its
    value. A field that still holds that value was not touched and is not part of the save."""

    version: int
    mark: str

    @classmethod
    def of(cls, value: Any, version: int) -> Base:
        return cls(version, mark(value))

    @classmethod
    def read(cls, text: str) -> Base:
        version, _, mark = text.partition(".")
        return cls(number(version) or 0, mark)

    def __str__(self) -> str:
        return f"{self.version}.{self.mark}"


class SectionForm(Form):
    """Made by `section_form`. Only questions that were in the page sent are read back."""

    questions: Sequence[Question] = ()
    sent: Mapping[str, str] = {}

    def field(self, key: str) -> Field:
        return self[f"{PREFIX}{key}"]

    def read(self) -> bool:
        """Parse what was sent; errors stand on their fields. Nothing is demanded of a draft."""
        good = self.validate()
        for question in self.in_page:
            field = self.field(question.key)
            if not field.errors:
                field.errors = question.problems(self._value(question), final=False)
        return good

    @property
    def in_page(self) -> list[Question]:
        """The questions that the sent page held."""
        return [q for q in self.questions if f"{BASE}{q.key}" in self.sent]

    @property
    def bases(self) -> dict[str, Base]:
        return {q.key: Base.read(self.sent[f"{BASE}{q.key}"]) for q in self.in_page}

    @property
    def base_versions(self) -> dict[str, int]:
        return {key: base.version for key, base in self.bases.items()}

    def values(self) -> dict[str, Any]:
        """The answers that the person changed and that can be read, as JSON values."""
        found = {}
        for question in self.in_page:
            value = self._value(question)
            base = self.bases[question.key]
            changed = Base.of(value, base.version) != base
            if changed and not self.field(question.key).errors:
                found[question.key] = value
        return found

    def unsaved(self) -> dict[str, str]:
        """Words of each question whose answer differs from the stored one -> what was typed."""
        changed = self.values()
        found = {}
        for question in self.in_page:
            field = self.field(question.key)
            if question.key in changed:
                text = "\n".join(question.display(changed[question.key]))
                found[question.label] = text or "(you had emptied this)"
            elif field.errors:
                found[question.label] = " ".join(str(part) for part in field.raw_data or [])
        return found

    def typed(self) -> dict[str, Any]:
        """Everything readable in the page, changed or not: decides which questions show."""
        return {q.key: self._value(q) for q in self.in_page if not self.field(q.key).errors}

    def errors_by_question(self) -> dict[str, list[str]]:
        return {
            q.key: [str(error) for error in self.field(q.key).errors]
            for q in self.questions
            if self.field(q.key).errors
        }

    def _value(self, question: Question) -> Any:
        return question.parse(asking(question).dump(self.field(question.key).data))


def section_form(
    questions: Sequence[Question], answers: Mapping[str, Any], sent: Any = None
) -> SectionForm:
    """A form of these questions, filled from what was `sent` or else from the stored answers.

    A question that the page sent did not hold keeps its stored answer.
    """
    attributes: dict[str, Any] = {
        f"{PREFIX}{question.key}": asking(question).field(question) for question in questions
    }
    made = type("QuestionsForm", (SectionForm,), attributes)
    stored = {
        f"{PREFIX}{q.key}": asking(q).load(answers.get(q.key))
        for q in questions
        if not q.is_empty(answers.get(q.key))
    }
    form: SectionForm = made(formdata=sent, data=stored)
    form.questions = questions
    form.sent = sent or {}
    return form
