"""One section's questions as a form that knows which version of each answer it started from."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from wtforms import Field

from award.applications.forms.kinds import PREFIX, asking
from award.design.fields import ChoicesField, DeclarationField, RowsField
from award.design.fields.rows import ACT, row_ids
from award.design.forms import ErrorLink
from award.design.heard import HeardForm
from award.foundation.edits import mark
from award.foundation.text import number
from award.rounds.rules.questions import Question

BASE = "base_"


def anchor_of(question: Question, value: Any = None) -> str:
    """The id of the question's input for a link to land in: the first, or with the stored value
    the first that is wrong."""
    return asking(question).focus_id(question, value)


@dataclass(frozen=True)
class Base:
    """What stood in a field when its page was drawn: the answer's version, and a mark of its
    value, and of its parts if it has any. A field that still holds that value was not touched and
    is not part of the save."""

    version: int
    mark: str
    parts: str = field(default="", compare=False)

    @classmethod
    def of(cls, question: Question, value: Any, version: int) -> Base:
        return cls(version, mark(value), question.of_kind.parts(question, value))

    @classmethod
    def read(cls, text: str) -> Base:
        version, mark, parts, *_ = *text.split(".", 2), "", "", ""
        return cls(number(version) or 0, mark, parts)

    def __str__(self) -> str:
        return ".".join(filter(None, [str(self.version), self.mark, self.parts]))


class SectionForm(HeardForm):
    """Made by `section_form`. Only questions that were in the page sent are read back."""

    questions: Sequence[Question] = ()
    sent: Mapping[str, str] = {}
    shown: set[str]

    def field(self, key: str) -> Field:
        return self[f"{PREFIX}{key}"]

    def read(self) -> bool:
        """Parse what was sent; errors stand on their fields. Nothing is demanded of a draft."""
        good = self.validate()
        for question in self.in_page:
            field = self.field(question.key)
            if not field.errors:
                field.errors = question.problems(self.answer_of(question), final=False)
        return good

    def demand(self) -> None:
        """What a draft may leave out, and who submits may not."""
        for question in self.in_page:
            field = self.field(question.key)
            if not field.errors:
                field.errors = question.problems(self.answer_of(question), final=True)

    def demand_stored(self, stored: Mapping[str, Any]) -> None:
        """The same of answers as they are stored, on a page that nobody has sent."""
        for question in self.questions:
            self.field(question.key).errors = question.problems(
                stored.get(question.key), final=True
            )

    @property
    def in_page(self) -> list[Question]:
        """The questions that the sent page held, and answers."""
        asked = [q for q in self.questions if not q.of_kind.apart]
        return [q for q in asked if f"{BASE}{q.key}" in self.sent]

    @property
    def bases(self) -> dict[str, Base]:
        """What the page starts from, also where it did not hear what became of what it sent."""
        names = {q.key: f"{BASE}{q.key}" for q in self.in_page}
        return {k: Base.read(self.missed.get(name) or self.sent[name]) for k, name in names.items()}

    @property
    def base_versions(self) -> dict[str, int]:
        return {key: base.version for key, base in self.bases.items()}

    @property
    def base_parts(self) -> dict[str, str]:
        """Marks of the parts of each answer that two people can change at once."""
        bases = self.bases
        return {q.key: bases[q.key].parts for q in self.in_page if q.of_kind.merges}

    def values(self) -> dict[str, Any]:
        """The answers that the person changed and that can be read, as JSON values."""
        found = {}
        for question in self.in_page:
            value = self.answer_of(question)
            base = self.bases[question.key]
            changed = mark(value) != base.mark
            if changed and not self.field(question.key).errors:
                found[question.key] = value
        return found

    def goes_on_from(self, versions: Mapping[str, int], apart: Collection[str]) -> dict[str, str]:
        """After its answers were saved, `apart` from those that were not: its own, also one that
        stood there already, and of a table that others have changed too, since their rows don't
        stand in it yet. Ticks that are all taken out are no input, and an answer all the same. Not
        radios of which none is chosen, which read as what is stored."""
        sent = {name.partition("-")[0] for name in self.sent}
        values = self.values()
        return {
            f"{BASE}{q.key}": str(Base.of(q, values[q.key], versions[q.key]))
            for q in self.in_page
            if q.key in values
            and (
                q.of_kind.merges
                or (
                    q.key not in apart
                    and (
                        f"{PREFIX}{q.key}" in sent
                        or isinstance(self.field(q.key), ChoicesField | DeclarationField)
                    )
                )
            )
        }

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

    def show(self, stored: Mapping[str, Any]) -> None:
        """Before the page that was sent is shown again, with its answers saved: what others have
        added to the same ones meanwhile."""
        sent = {question.key for question in self.in_page}
        for key, table in self.tables().items():
            if key in sent and not table.errors:
                table.show(stored.get(key))
                self.shown.add(key)

    def started_from(self, question: Question) -> Base | None:
        """What a page goes on from whose answer of many parts was not saved: others may have
        changed some of them meanwhile, which don't stand in it."""
        if not question.of_kind.merges or question.key in self.shown:
            return None
        return self.bases.get(question.key)

    def add_rows(self, wanted: Sequence[str]) -> None:
        """Blank rows of tables that an address asks for: "team.k1.k2"."""
        known = self.tables()
        for text in wanted:
            key, _, rows = text.partition(".")
            if key in known:
                known[key].more = row_ids(rows)

    def tables(self) -> dict[str, RowsField]:
        """The tables to fill in, by the key of their question."""
        found = {question.key: self.field(question.key) for question in self.questions}
        return {key: field for key, field in found.items() if isinstance(field, RowsField)}

    @property
    def pressed_row(self) -> RowsField | None:
        """The table that a button of this post adds, moves or removes a row of."""
        name = self.sent.get(ACT, "").partition(" ")[0]
        return next((field for field in self.tables().values() if field.name == name), None)

    @property
    def unread_cells(self) -> bool:
        """Is there a cell of a table that can't be read? It is saved as it was typed."""
        return any(field.cell_errors for field in self.tables().values())

    def typed(self) -> dict[str, Any]:
        """Everything readable in the page, changed or not: decides which questions show."""
        return {q.key: self.answer_of(q) for q in self.in_page if not self.field(q.key).errors}

    def error_list(self) -> list[ErrorLink]:
        """Each line names the question: away from its box, "Enter 1 or more" says nothing. What is
        wrong with a cell names its row already."""
        cells = {words for table in self.tables().values() for words, _ in table.cell_errors}
        return [
            link if link.text in cells else ErrorLink(self._named(link), link.href)
            for link in super().error_list()
        ]

    def _named(self, link: ErrorLink) -> str:
        for question in self.questions:
            own = f"#{PREFIX}{question.key}"
            at_it = link.href == own or link.href.startswith(f"{own}-")
            if at_it and link.text not in self.form_errors and question.short not in link.text:
                return f"{question.short}: {link.text}"
        return link.text

    @property
    def unreadable(self) -> list[Question]:
        """Questions with something in their boxes that can't be read, whole or in a cell."""
        tables = self.tables()
        return [
            q
            for q in self.questions
            if self.field(q.key).errors or (q.key in tables and tables[q.key].unread())
        ]

    def errors_by_question(self) -> dict[str, list[str]]:
        return {
            q.key: [str(error) for error in self.field(q.key).errors]
            for q in self.questions
            if self.field(q.key).errors
        }

    def answer_of(self, question: Question) -> Any:
        """What stands in its boxes, as far as it can be read."""
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
    form.sent, form.shown = sent or {}, set()
    return form
