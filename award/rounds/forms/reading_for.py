"""Which answers are read for which criterion: one question after another, as boxes to tick."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from award.design.fields import ChoicesField
from award.design.versions import EditedForm
from award.rounds.kinds import Question
from award.rounds.rules.criteria import CriterionValues
from award.rounds.rules.questions import QuestionSet

START = "reads_"


def readable(question: Question) -> bool:
    """Do assessors read its answer, as one that stands by itself?"""
    apart = question.kept_apart or question.staff_only or question.of_kind.promise
    return not (apart or question.recording_of)


def reading_form(
    questions: QuestionSet,
    criteria: Sequence[CriterionValues],
    only: Collection[str] | None = None,
) -> type[EditedForm]:
    """A field for each answer that assessors read, or for those that the page shows `only`: what
    it doesn't show, it neither ticks nor unticks."""
    choices = tuple((one.key, one.title) for one in criteria)
    asked = [
        one for one in questions if readable(one) and (only is None or START + one.key in only)
    ]
    fields: dict[str, Any] = {
        f"{START}{one.key}": ChoicesField(one.short, choices=choices) for one in asked
    }
    called = {f"{START}{one.key}": one.short for one in asked}
    return type(
        "ReadingForm",
        (EditedForm,),
        {"called": called, **fields},
    )


def ticked(questions: QuestionSet, criteria: Sequence[CriterionValues]) -> dict[str, list[str]]:
    """What the form shows, by field."""
    keys = [one.key for one in criteria]
    return {
        f"{START}{one.key}": [key for key in keys if key in one.feeds]
        for one in questions
        if readable(one)
    }


@dataclass(frozen=True)
class Part:
    """A section of the questions: how many of its answers are read for which criterion, the number
    that is read for none, and those that the page shows."""

    key: str
    title: str
    counted: Sequence[tuple[str, int]]
    unread: int
    shown: Sequence[Question]


def parts_of(
    questions: QuestionSet, criteria: Sequence[CriterionValues], asked: Collection[str]
) -> list[Part]:
    """The sections of which the page shows something."""
    found = []
    for section in questions.sections:
        read = [one for one in section.questions if readable(one)]
        counted = [(one.title, sum(one.key in each.feeds for each in read)) for one in criteria]
        unread = sum(unmapped(one, criteria) for one in read)
        shown = [one for one in read if one.key in asked]
        if shown:
            titled = [(title, number) for title, number in counted if number]
            found.append(Part(section.key, section.title, titled, unread, shown))
    return found


def unmapped(question: Question, criteria: Sequence[CriterionValues]) -> bool:
    """Is its answer read for none of the criteria, though assessors read it?"""
    return readable(question) and not any(one.key in question.feeds for one in criteria)


def stands_with(questions: QuestionSet, criteria: Sequence[CriterionValues]) -> dict[str, str]:
    """By question that is read for several criteria, the title of the one that it stands with."""
    titles = {one.key: one.title for one in criteria}
    found = {one.key: [titles[key] for key in one.feeds if key in titles] for one in questions}
    return {key: fed[0] for key, fed in found.items() if len(fed) > 1}


def feeds_from(
    form: EditedForm, of_the_set: QuestionSet, before: Mapping[str, list[str]]
) -> dict[str, list[str]]:
    """What the round says where it is other than what the set of questions does. What nobody can
    tick here stays as it was."""
    found = {key: list(value) for key, value in before.items()}
    for one in of_the_set:
        name = f"{START}{one.key}"
        if name not in form:
            continue
        box = cast(ChoicesField, form[name])
        offered = {choice.value for choice in box.options()}
        if set(box.data) == offered & set(one.feeds):
            found.pop(one.key, None)
        else:
            found[one.key] = _in_order(box.data, found.get(one.key, one.feeds), offered)
    return found


def _in_order(ticked: Sequence[str], before: Sequence[str], offered: Collection[str]) -> list[str]:
    """An answer stands with the first, so that what is ticked later comes after. Criteria that
    nobody can tick here, as the round does not score them, stay where they were."""
    stay = [key for key in before if key in ticked or key not in offered]
    return [*stay, *(key for key in ticked if key not in stay)]
