"""How far a draft has come, told honestly."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any

from award.applications.rules.answers import Limits, in_force, problems
from award.applications.rules.states import ApplicationState
from award.rounds.rules import effort
from award.rounds.rules.questions import Question, QuestionSet, Section


class Status(Enum):
    """The words of a tag and its colour; the plain ones ask for nothing."""

    CANNOT_START = ("Cannot start yet", None)
    NOT_STARTED = ("Not started", "blue")
    IN_PROGRESS = ("In progress", "aqua-green")
    COMPLETED = ("Completed", None)
    FIXED = ("As you sent it", None)
    NEEDS_ATTENTION = ("Needs attention", "red")

    def __init__(self, label: str, colour: str | None) -> None:
        self.label, self.colour = label, colour


@dataclass(frozen=True)
class SectionProgress:
    """`answered` of `asked` questions; `missing` and `wrong` stand in the way of submitting.
    `why` says what is wrong, in a few words each."""

    section: Section
    status: Status
    asked: int
    answered: int
    missing: int
    wrong: int
    why: tuple[str, ...] = ()
    minutes: int = 0
    """For what is missing, by a rule of thumb."""

    @property
    def left(self) -> int:
        """How many questions still need something before it can be submitted."""
        return self.missing + self.wrong

    @property
    def blocking(self) -> bool:
        return bool(self.left)

    @property
    def says(self) -> str:
        """How it stands, in a word or two beside its name."""
        if self.status is Status.NEEDS_ATTENTION:
            return f"{self.wrong} to change"
        if self.status is Status.IN_PROGRESS:
            return f"{self.left} left"
        return "Comes last" if self.status is Status.CANNOT_START else self.status.label

    @property
    def shown_as(self) -> str:
        """Its status as a style is named after it: "needs-attention"."""
        return self.status.name.lower().replace("_", "-")

    @property
    def left_on_page(self) -> str:
        """The same, said on its own page."""
        return f"{self.left} left here" if self.left else "Nothing left here"

    @property
    def declares(self) -> bool:
        return self.section.declares

    @property
    def can_start(self) -> bool:
        return self.status not in (Status.CANNOT_START, Status.FIXED)


@dataclass(frozen=True)
class Progress:
    """`percentage` is whole and rounded down: it is 100 only when everything is done."""

    sections: list[SectionProgress]
    percentage: int
    problems: dict[str, list[str]]

    @property
    def complete(self) -> bool:
        return not any(section.blocking for section in self.sections)

    @property
    def next_section(self) -> SectionProgress | None:
        """The first section that still needs something and can be worked on."""
        return next((s for s in self.sections if s.blocking and s.can_start), None)

    @property
    def writing(self) -> list[SectionProgress]:
        """The sections but for the declarations, which are counted apart."""
        return [row for row in self.sections if not row.declares]

    @property
    def completed(self) -> int:
        return sum(row.status is Status.COMPLETED for row in self.writing)

    @property
    def minutes(self) -> int:
        """For all that is missing, by a rule of thumb."""
        return effort.together(row.minutes for row in self.writing)

    def row(self, key: str) -> SectionProgress:
        """How the section called `key` stands."""
        return next(row for row in self.sections if row.section.key == key)

    def section_after(self, key: str) -> SectionProgress | None:
        """The next section that can be opened; None after the last."""
        return next(iter(self._to_open(key)[1]), None)

    def section_before(self, key: str) -> SectionProgress | None:
        """The one before that can be opened; None before the first."""
        return next(reversed(self._to_open(key)[0]), None)

    def _to_open(self, key: str) -> tuple[list[SectionProgress], list[SectionProgress]]:
        """Before and after the section called `key`. Declarations are made on the page that
        sends, and would be asked twice."""
        place = [row.section.key for row in self.sections].index(key)
        both = self.sections[:place], self.sections[place + 1 :]
        before, after = ([s for s in rows if s.can_start and not s.declares] for rows in both)
        return before, after


def progress(
    question_set: QuestionSet,
    answers: Mapping[str, Any],
    phase: int,
    *,
    limits: Limits | None = None,
    conflicts: Collection[str] = (),
    done_before: int = 0,
    steps_before: int = 0,
    only: Collection[str] | None = None,
) -> Progress:
    """Judge a draft. `conflicts` are keys of questions with two texts to choose from;
    `done_before` of `steps_before` count the steps outside the question set. No answers can change
    but those of `only`: what is wrong with others stands as it was taken."""
    given = in_force(question_set, answers, phase)
    wrong = problems(question_set, given, phase, limits)
    if only is not None:
        wrong = {key: words for key, words in wrong.items() if key in only}
    required = [q for q in question_set.asked(given, phase) if q.required]
    good = [q for q in required if q.key not in wrong and q.key not in conflicts]
    of = len(required) + steps_before
    sections = [
        _section(section, asked, given, wrong, conflicts)
        if only is None or any(question.key in only for question in asked)
        else SectionProgress(section, Status.FIXED, len(asked), _answered(asked, given), 0, 0)
        for section in question_set.sections
        if (asked := section.asked(given, phase))
    ]
    return Progress(
        sections=_declarations_last(sections),
        percentage=(100 * (len(good) + done_before)) // of if of else 100,
        problems=wrong,
    )


def _section(
    section: Section,
    asked: list[Question],
    given: Mapping[str, Any],
    wrong: Mapping[str, list[str]],
    conflicts: Collection[str],
) -> SectionProgress:
    answered = _answered(asked, given)
    bad = sum(q.key in conflicts or (q.key in wrong and q.key in given) for q in asked)
    missing = [q for q in asked if q.key in wrong and q.key not in given]
    if bad:
        status = Status.NEEDS_ATTENTION
    elif not answered:
        status = Status.NOT_STARTED
    else:
        status = Status.IN_PROGRESS if missing else Status.COMPLETED
    why = _why(asked, given, wrong, conflicts)
    written = [question for question in asked if not question.recording_of]
    answers = sum(question.key in given for question in written)
    return SectionProgress(
        section, status, len(written), answers, len(missing), bad, why, effort.minutes(missing)
    )


def _answered(asked: list[Question], given: Mapping[str, Any]) -> int:
    return sum(question.key in given for question in asked)


def _why(
    asked: list[Question],
    given: Mapping[str, Any],
    wrong: Mapping[str, list[str]],
    conflicts: Collection[str],
) -> tuple[str, ...]:
    """One answer that can't be sent is told with its reason, several by their number."""
    twice = sum(question.key in conflicts for question in asked)
    bad = [q for q in asked if q.key in wrong and q.key in given and q.key not in conflicts]
    found = []
    if twice:
        found.append("1 answer has two versions" if twice == 1 else f"{twice} have two versions")
    if len(bad) == 1:
        found.append(f"{bad[0].short}: {wrong[bad[0].key][0]}")
    elif bad:
        found.append(f"{len(bad)} answers need a change before you can submit")
    return tuple(found)


def _declarations_last(sections: list[SectionProgress]) -> list[SectionProgress]:
    """People declare that what they wrote is true: that can't start before it is written."""
    rest_done = not any(s.blocking for s in sections if not s.section.declares)
    return [
        s
        if rest_done or not s.section.declares or s.answered
        else SectionProgress(s.section, Status.CANNOT_START, s.asked, 0, s.missing, 0)
        for s in sections
    ]


def next_step(state: ApplicationState, *, round_open: bool) -> str:
    """What happens next, in a sentence for the applicant."""
    if state == ApplicationState.DRAFT:
        return "Carry on writing" if round_open else "The round closed before this was submitted"
    return {
        ApplicationState.SUBMITTED: "We will check it and send it to assessors",
        ApplicationState.IN_ASSESSMENT: "Assessors are reading it",
        ApplicationState.ASSESSED: "Assessors are reading it",
        ApplicationState.INVITED: "You can go on to the second stage",
        ApplicationState.AWARDED: "We will be in touch about the next steps",
        ApplicationState.RESERVED: "We will tell you if money becomes available",
        ApplicationState.REJECTED: "Nothing more to do",
        ApplicationState.WITHDRAWN: "Nothing more to do",
    }[state]
