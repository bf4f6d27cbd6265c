"""Which of the stored answers count, and what is wrong with them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from award.foundation.clock import long_date
from award.foundation.files.names import plain_name
from award.rounds.kinds import FileRead, Files, Shown
from award.rounds.rules.questions import Question, QuestionSet, Section

YEARS_TO_START = 2
"""From the end of assessment to the latest start of a project."""


@dataclass(frozen=True)
class Limits:
    """What a round allows in one phase: whole pounds (None: no cap) and months. No project can
    start on or before `decided_on`, the day that assessment ends (None: any day will do)."""

    cap_gbp: int | None
    min_months: int
    max_months: int
    decided_on: date | None = None
    withheld: Mapping[str, str] = field(default_factory=dict)
    """Files that can't be sent, by key, each with why."""

    def most(self, phase: int) -> str:
        return f"The most you can ask for in Phase {phase} is £{self.cap_gbp:,}"

    def length(self, phase: int) -> str:
        return f"Projects in Phase {phase} last {self.min_months} to {self.max_months} months"

    def told(self, question: Question, phase: int) -> str:
        """What somebody has to know of it before they answer."""
        if question.means == "amount_requested" and self.cap_gbp is not None:
            return f"{self.most(phase)}."
        return f"{self.length(phase)}." if question.means == "duration_months" else ""


def in_force(question_set: QuestionSet, answers: Mapping[str, Any], phase: int) -> dict[str, Any]:
    """Answers to the questions that are asked. A stored answer to a question that is hidden now
    neither counts nor makes another question appear."""
    given: dict[str, Any] = {}
    for question in question_set:
        value = answers.get(question.key)
        if question.asked(given, phase) and not question.is_empty(value):
            given[question.key] = value
    return given


def problems(
    question_set: QuestionSet, answers: Mapping[str, Any], phase: int, limits: Limits | None
) -> dict[str, list[str]]:
    """Question key -> what stands in the way of submitting, in the order of the questions."""
    given = in_force(question_set, answers, phase)
    found = question_set.problems(given, phase)
    for key, words in _beyond(question_set, given, phase, limits):
        found.setdefault(key, []).append(words)
    return {q.key: found[q.key] for q in question_set.asked(given, phase) if q.key in found}


def faulty(
    question: Question,
    given: Mapping[str, Any],
    question_set: QuestionSet,
    phase: int,
    limits: Limits | None,
) -> list[str]:
    """What is wrong with one of the answers `given`; nothing is wrong with a blank."""
    value = given.get(question.key)
    if question.is_empty(value):
        return []
    beyond = _beyond(question_set, given, phase, limits)
    return question.problems(value, final=True) + [
        words for key, words in beyond if key == question.key
    ]


def _beyond(
    question_set: QuestionSet, given: Mapping[str, Any], phase: int, limits: Limits | None
) -> list[tuple[str, str]]:
    """What the round's phase does not allow, and answers that contradict each other."""
    found = _contradictions(question_set, given) + _wrong_sums(question_set, given, phase)
    if limits is None:
        return found
    found += _withheld(question_set, given, limits.withheld)
    amount = question_set.meaning("amount_requested")
    if amount and limits.cap_gbp is not None and _number(given, amount) > limits.cap_gbp:
        found.append((amount.key, limits.most(phase)))
    months = question_set.meaning("duration_months")
    if months and months.key in given:
        length = _number(given, months)
        if not limits.min_months <= length <= limits.max_months:
            found.append((months.key, limits.length(phase)))
    start = question_set.meaning("start_on")
    day = _day(given.get(start.key)) if start else None
    if start and day and limits.decided_on:
        found += [(start.key, words) for words in _bad_start(day, limits.decided_on)]
    return found


def _withheld(
    question_set: QuestionSet, given: Mapping[str, Any], withheld: Mapping[str, str]
) -> list[tuple[str, str]]:
    return [
        (
            question.key,
            f"“{plain_name(one['name'])}” {withheld[one['id']]}: remove it, or upload a clean copy",
        )
        for question in (question_set.of_files if withheld else ())
        for one in given.get(question.key, ())
        if one["id"] in withheld
    ]


def _bad_start(day: date, decided_on: date) -> list[str]:
    """Projects start on the first of a month, in the two years after assessment."""
    latest = date(decided_on.year + YEARS_TO_START, decided_on.month, 1)
    if day <= decided_on:
        return [f"Applications are assessed until {long_date(decided_on)}, so the "
                "project must start later than that"]  # fmt: skip
    if day > latest:
        return [f"The project must start on or before {long_date(latest)}"]
    return [] if day.day == 1 else ["The project must start on the first day of a month"]


def _contradictions(question_set: QuestionSet, given: Mapping[str, Any]) -> list[tuple[str, str]]:
    amount, total = question_set.meaning("amount_requested"), question_set.meaning("total_cost")
    if amount is None or total is None:
        return []
    asked, cost = (one.amount(given.get(one.key)) for one in (amount, total))
    if asked is None or cost is None or asked <= cost:
        return []
    return [(amount.key, f"You ask for £{asked:,}, but say that everything costs £{cost:,}")]


def _wrong_sums(
    question_set: QuestionSet, given: Mapping[str, Any], phase: int
) -> list[tuple[str, str]]:
    """Totals that their lines don't come to. While a line is missing, only too much is wrong."""
    found = []
    for key, lines in question_set.sums.items():
        if key not in given:
            continue
        asked = [line for line in lines if line.asked(given, phase)]
        total = question_set.question(key)
        if any(one.key in given and one.amount(given[one.key]) is None for one in (*asked, total)):
            continue  # a figure that can't be read is said where it stands
        over = sum(_number(given, line) for line in asked) - _number(given, total)
        unfinished = any(line.required and line.key not in given for line in asked)
        if asked and (over > 0 or (over < 0 and not unfinished)):
            shown = total.of_kind.figure
            came_to, off_by = shown(over + _number(given, total)), shown(abs(over))
            said = f"The {len(asked)} lines from “{asked[0].short}” to “{asked[-1].short}” come"
            if len(asked) == 1:
                said = f"“{asked[0].short}” comes"
            found.append((key, f"{said} to {came_to}: {off_by} "
                               f"{'more' if over > 0 else 'less'} than this total"))  # fmt: skip
    return found


def _day(value: Any) -> date | None:
    try:
        return date.fromisoformat(value)
    except (TypeError, ValueError):
        return None


def _number(given: Mapping[str, Any], question: Question) -> int:
    return question.amount(given.get(question.key)) or 0


@dataclass(frozen=True)
class AnswerView:
    """One question with its answer, as it is read; None when there is no answer."""

    question: Question
    shown: Shown | None


@dataclass(frozen=True)
class SectionView:
    section: Section
    answers: list[AnswerView]


def for_reading(
    question_set: QuestionSet,
    answers: Mapping[str, Any],
    phase: int,
    *,
    hide_identifying: bool = False,
    for_others: bool = False,
    files: Callable[[FileRead], FileRead] | None = None,
) -> list[SectionView]:
    """Sections with the questions asked. `hide_identifying` leaves out every question whose
    answer tells who applies, and such columns of tables; sections that have nothing left are left
    out too. `for_others` leaves out what assessors never read. `files` says what this reader is
    told of an uploaded file."""
    given = in_force(question_set, answers, phase)
    views = []
    for section in question_set.sections:
        shown = [
            AnswerView(
                q, for_reader((q.blind if hide_identifying else q).read(given.get(q.key)), files)
            )
            for q in section.asked(given, phase)
            if not (hide_identifying and (q.identifies or q.kept_apart))
            if not (for_others and (q.staff_only or q.kept_apart))
        ]
        if shown:
            views.append(SectionView(section, shown))
    return views


def for_reader(shown: Shown | None, files: Callable[[FileRead], FileRead] | None) -> Shown | None:
    """An answer with what this reader is told of the files in it."""
    return shown.for_reader(files) if files and isinstance(shown, Files) else shown
