"""What a section's page draws: each question with its field, its version and its warnings."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from wtforms import Field

from award.applications.forms.cells import as_told, wrong_cells
from award.applications.forms.kinds import asking
from award.applications.forms.section import Base, SectionForm, section_form
from award.applications.models import StoredFile
from award.applications.queries.drafts import Draft
from award.applications.queries.registers import said_of
from award.applications.rules.answers import Limits, faulty, in_force
from award.applications.rules.files import BACK_WITHIN
from award.applications.rules.shown import as_data
from award.applications.rules.states import FileState
from award.design.fields import RowsField
from award.design.forms import ErrorLink
from award.foundation import clock
from award.rounds.kinds import numbers_in
from award.rounds.rules import wording
from award.rounds.rules.questions import Question, Section
from award.rounds.rules.regimes import Regime


@dataclass(frozen=True)
class Item:
    """`condition` says when the question shows, where that can change on the page. `warnings`
    are about what is stored: it is kept, but can't be submitted so."""

    question: Question
    field: Field
    base: Base
    shown: bool
    condition: dict[str, Any] | None
    warnings: list[ErrorLink]
    conflict_id: int | None
    sum: Sum | None = None
    slot: Slot | None = None
    regimes: tuple[Regime, ...] = ()
    """What it rests on, as it stands today."""
    renewing: str = ""
    """What of the stored answer has lapsed."""
    numbers: Sequence[str] = ()
    """What public registers say of the numbers in the stored answer."""
    line: bool = False
    """An amount among others that make up a total, or that total: drawn as a line of a bill."""

    @property
    def drawn(self) -> dict[str, Any]:
        """How its field is drawn."""
        return asking(self.question).drawn


@dataclass(frozen=True)
class Slot:
    """The files of an answer, and those that were taken out of it a short while ago."""

    files: list[StoredFile]
    removed: list[StoredFile]
    most: int


def _slot(question: Question, draft: Draft, value: Any) -> Slot | None:
    if not question.types:
        return None
    since = clock.now() - BACK_WITHIN
    there = [draft.files[one["id"]] for one in value or () if one["id"] in draft.files]
    gone = [
        row
        for row in draft.files.values()
        if row.question_key == question.key
        and row.state != FileState.QUARANTINED
        and row.removed_at
        and row.removed_at > since
    ]
    return Slot(there, gone, question.max_files or 1)


@dataclass(frozen=True)
class Sum:
    """Below the last of several amounts that make up a total, or below a table of costs: what they
    come to so far, beside what that is measured against. `total` is None while that has no answer;
    `figure` writes an amount as its kind does."""

    lines: list[str]
    total_key: str
    total_name: str
    so_far: int
    total: int | None
    figure: Callable[[int], str]
    unread: list[str]
    """What can't be read: nothing is added up or compared meanwhile."""

    @property
    def compared(self) -> bool:
        return self.total is not None and not self.unread

    @property
    def over(self) -> int:
        """How much too much; negative: how much too little."""
        return self.so_far - (self.total or 0)

    @property
    def prefix(self) -> str:
        """What stands before every figure: a script that adds up writes it too."""
        return self.figure(0).removesuffix("0")


def _sum_after(
    question: Question, draft: Draft, now: Mapping[str, Any], unread: Collection[str]
) -> Sum | None:
    asked_for = draft.question_set.meaning("amount_requested")
    if question.columns and question.means == "total_cost" and asked_for:
        return _compared([question], asked_for, now, unread)
    lines = draft.question_set.sums.get(question.adds_up_to or "", [])
    asked = [line for line in lines if line.asked(now, draft.application.phase)]
    if not asked or asked[-1].key != question.key:
        return None
    total = draft.question_set.question(str(question.adds_up_to))
    return _compared(asked, total, now, unread)


def _compared(
    lines: list[Question], total: Question, now: Mapping[str, Any], unread: Collection[str]
) -> Sum:
    return Sum(
        lines=[line.key for line in lines],
        total_key=total.key,
        total_name=total.short,
        so_far=sum(line.amount(now.get(line.key)) or 0 for line in lines),
        total=total.amount(now.get(total.key)),
        figure=total.of_kind.figure,
        unread=[one.short for one in (*lines, total) if one.key in unread],
    )


def form_of(draft: Draft, section: Section, sent: Any = None) -> SectionForm:
    """The section's questions that the phase can have, filled in."""
    return section_form(_possible(draft, section), draft.answers, sent)


def items_of(draft: Draft, section: Section, form: SectionForm) -> list[Item]:
    """The questions in order. One that can't show, whatever is chosen here, is left out."""
    phase = draft.application.phase
    unread = {question.key for question in form.unreadable}
    blank = dict.fromkeys(key for key in unread if form.field(key).errors)
    now = in_force(draft.question_set, {**draft.answers, **form.typed(), **blank}, phase)
    here = {question.key for question in form.questions}
    conflicts = {conflict.question_key: conflict.id for conflict in draft.conflicts}
    today = clock.today()
    known = _registers_say(draft, form.questions)
    items = []
    for question in form.questions:
        asked = question.asked(now, phase)
        depends = question.show_if is not None and question.show_if.questions() & here
        if not asked and not depends:
            continue
        stored = draft.stored.get(question.key)
        value = question.parse(stored.value) if stored else None
        version = stored.version if stored else 0
        warnings = warnings_about(draft, question) if asked else []
        condition = question.show_if and depends and as_data(question.show_if, here, now)
        items.append(
            Item(
                question=question,
                field=form.field(question.key),
                base=form.started_from(question) or Base.of(question, value, version),
                shown=asked,
                condition=condition or None,
                warnings=_linked(question, value, warnings, form.field(question.key)),
                conflict_id=conflicts.get(question.key),
                sum=_sum_after(question, draft, now, unread),
                slot=_slot(question, draft, value),
                regimes=draft.regimes.of(question, today) if question.regimes else (),
                renewing=draft.renewing.get(question.key, "") if asked else "",
                numbers=known.get(question.key, ()),
                line=bool(question.adds_up_to) or question.key in draft.question_set.sums,
            )
        )
    return items


def brings_up(items: Sequence[Item]) -> set[str]:
    """Questions of the page whose answers may bring up others, that can't be seen on it yet."""
    hidden = [one.question.show_if for one in items if one.condition and not one.shown]
    return {key for condition in hidden if condition for key in condition.questions()}


def _registers_say(draft: Draft, questions: Sequence[Question]) -> dict[str, list[str]]:
    """Question key -> sentences about the numbers of public registers in its stored answer."""
    numbers = {
        question.key: [*dict.fromkeys(numbers_in(question.read(question.parse(value))))]
        for question in questions
        if (value := draft.answers.get(question.key)) is not None
    }
    told = said_of(number for found in numbers.values() for number in found)
    return {
        key: [f"{number}: {told[of, number]}" for of, number in found if (of, number) in told]
        for key, found in numbers.items()
    }


def _linked(question: Question, value: Any, warnings: list[str], box: Field) -> list[ErrorLink]:
    """Each with the input that it is about, where it is about one cell of many; the box shows
    those too."""
    if not isinstance(box, RowsField):
        return [ErrorLink(words, "") for words in warnings]
    cells = wrong_cells(question, value)
    box.problems = {(cell.row, cell.column): cell.words for cell in cells}
    places = {c.said: box.cell_id(c.row, c.column, box.place_of(c.row)) for c in cells}
    return [ErrorLink(words, f"#{places[words]}" if words in places else "") for words in warnings]


def warnings_about(draft: Draft, question: Question) -> list[str]:
    """What would keep the stored answer from being submitted."""
    found = faulty(
        question,
        draft.given,
        draft.question_set,
        draft.application.phase,
        draft.limits,
    )
    return as_told(question, draft.given.get(question.key), found)


def newly_asked(before: Draft, after: Draft, section: Section) -> list[Question]:
    """Questions of the section that a save has brought up, and that have no answer yet."""
    phase = after.application.phase
    known = {question.key for question in section.asked(before.given, phase)}
    return [
        question
        for question in section.asked(after.given, phase)
        if question.key not in known and question.key not in after.given
    ]


def to_change(after: Draft, section: Section) -> list[Question]:
    """Questions of the section whose answers are saved, and can't be submitted as they are."""
    wrong = after.progress.problems.keys() & after.given.keys()
    return [q for q in section.asked(after.given, after.application.phase) if q.key in wrong]


def _possible(draft: Draft, section: Section) -> list[Question]:
    phase = draft.application.phase
    return [
        _told_in(question, phase, draft.limits)
        for question in section.questions
        if phase in question.phases
    ]


def _told_in(question: Question, phase: int, limits: Limits | None) -> Question:
    told = limits.told(question, phase) if limits else ""
    return replace(
        question,
        hint=" ".join(filter(None, [told, wording.in_phase(question.hint, phase)])),
        why=wording.in_phase(question.why, phase),
        good=wording.in_phase(question.good, phase),
    )
