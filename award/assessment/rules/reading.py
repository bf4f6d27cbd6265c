"""A submission as an assessor reads it: by criterion, and masked where the round is blind."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from award.applications.rules.answers import for_reader
from award.applications.rules.naming import Who, shown_to_assessors, to_applicant, to_staff
from award.applications.rules.noticed import noticed
from award.applications.rules.seen import regimes_of, renewing_of
from award.applications.rules.team import applying_with
from award.foundation.files.types import TYPES
from award.rounds.kinds import FileRead, Files, Shown
from award.rounds.rules.criteria import Weighted
from award.rounds.rules.questions import Question, QuestionSet
from award.rounds.rules.regimes import Regime
from award.rounds.rules.values import applicant_hidden


@dataclass(frozen=True)
class ReadAnswer:
    """One answer. `shown` is None when unanswered, and when `hidden`; `nothing` says what is said
    of a question without an answer, where it has words of its own; `renewing` what of it had
    lapsed when it was sent."""

    key: str
    label: str
    shown: Shown | None
    hidden: bool = False
    nothing: str = ""
    renewing: str = ""
    noticed: str = ""
    """What staff are told of it, and assessors never."""


@dataclass(frozen=True)
class Also:
    """An answer that is read for a criterion too, and the group where it stands."""

    short: str
    anchor: str
    title: str


@dataclass(frozen=True)
class ReadGroup:
    """Answers that stand together; `criterion` is None for what informs no single criterion."""

    anchor: str
    title: str
    criterion: str | None
    weight: int | None
    answers: tuple[ReadAnswer, ...]
    also: tuple[Also, ...] = ()

    @property
    def also_words(self) -> str:
        """What is said before `also`."""
        return f"Read for this criterion{' too' if self.answers else ''}"


@dataclass(frozen=True)
class Reading:
    """The whole application. `organisation` and `lead` are None where the round hides them, and
    there are no `co_applicants` then;
    `regimes` is what its questions rested on when it was sent."""

    organisation: str | None
    lead: str | None
    co_applicants: tuple[str, ...]
    groups: tuple[ReadGroup, ...]
    regimes: tuple[Regime, ...] = ()


@dataclass(frozen=True)
class Preview:
    """What is shown before a conflict is declared or ruled out, and nothing more."""

    organisation: str | None
    lead: str | None
    co_applicants: tuple[str, ...]
    summary: ReadAnswer | None
    team: ReadAnswer | None
    hidden: bool


Tell = Callable[[FileRead], FileRead]
"""What a reader is told of an uploaded file."""


def _shown(
    question: Question,
    content: Mapping[str, Any],
    *,
    hide: bool,
    files: Tell | None = None,
    for_staff: bool = False,
    who: Who | None = None,
) -> ReadAnswer:
    hidden = hide and (question.identifies or question.means == "team")
    reader = question.blind if hide else question
    answer = content["answers"].get(question.key)
    return ReadAnswer(
        question.key,
        question.label,
        None if hidden else for_reader(reader.read(answer), files),
        hidden=hidden,
        nothing=question.empty,
        renewing="" if hidden else renewing_of(content).get(question.key, ""),
        noticed=_told_staff(question, answer, who) if for_staff else "",
    )


def _told_staff(question: Question, answer: Any, who: Who | None) -> str:
    """Characters that nobody sees; and who applies, where assessors are not to know."""
    names = who.named_in(question, answer) if who else []
    return " ".join(filter(None, (noticed(question, answer), to_staff(names) if names else "")))


Applicant = tuple[str | None, str | None, tuple[str, ...]]


def _applicant(content: Mapping[str, Any], *, hide: bool) -> Applicant:
    """Organisation, lead and who applies with them."""
    if hide:
        return None, None, ()
    organisation, lead = content.get("organisation") or {}, content.get("lead") or {}
    named = organisation.get("name") or "Not given", lead.get("name") or "Not given"
    return *named, applying_with(content)


def preview(content: Mapping[str, Any], question_set: QuestionSet, blindness: str) -> Preview:
    """Summary and team out of a submission's content."""
    hide = applicant_hidden(blindness)
    who = _applicant(content, hide=hide)

    def part(means: str) -> ReadAnswer | None:
        question = question_set.meaning(means)
        return _shown(question, content, hide=hide) if question else None

    return Preview(*who, part("plain_summary"), part("team"), hide)


def reading(
    content: Mapping[str, Any],
    question_set: QuestionSet,
    criteria: Sequence[Weighted],
    blindness: str,
    *,
    for_staff: bool = False,
    files: Tell | None = None,
    who: Who | None = None,
) -> Reading:
    """Every question that was asked: first those of each criterion, then the rest by section.

    One that feeds several criteria stands with the first, and the others point to it. Questions
    that only staff may read are there `for_staff` alone; what is kept apart is there for nobody.
    `who` applies is for staff to see in the answers, where assessors may not.
    """
    hide = applicant_hidden(blindness)
    applicant = _applicant(content, hide=hide)
    placed = _Placed([criterion.key for criterion in criteria])
    for section in question_set.sections:
        for question in section.asked(content["answers"], content["phase"]):
            if hide and question.recording_of:
                continue  # that there is one would tell of an adjustment
            if not question.kept_apart and (for_staff or not question.staff_only):
                placed.put(question, section.key)
    titles = {criterion.key: criterion.title for criterion in criteria}
    groups: list[tuple[str, str, Weighted | None]] = [
        (f"about-{criterion.key}", criterion.title, criterion) for criterion in criteria
    ]
    groups += [(f"section-{one.key}", one.title, None) for one in question_set.sections]
    return Reading(
        *applicant,
        tuple(
            ReadGroup(
                anchor,
                title,
                criterion.key if criterion else None,
                criterion.weight if criterion else None,
                tuple(
                    _shown(one, content, hide=hide, files=files, for_staff=for_staff, who=who)
                    for one in placed.home[anchor]
                ),
                tuple(
                    Also(one.short, f"about-{home}", titles[home])
                    for one, home in placed.also.get(anchor, ())
                ),
            )
            for anchor, title, criterion in groups
            if placed.home.get(anchor) or placed.also.get(anchor)
        ),
        regimes=tuple(regimes_of(content).values()),
    )


class _Placed:
    """Which questions stand in which group, and which are pointed to from which."""

    def __init__(self, criteria: Sequence[str]) -> None:
        self.criteria = frozenset(criteria)
        self.home: defaultdict[str, list[Question]] = defaultdict(list)
        self.also: dict[str, list[tuple[Question, str]]] = {}

    def put(self, question: Question, section: str) -> None:
        fed = [key for key in question.feeds if key in self.criteria]
        self.home[f"about-{fed[0]}" if fed else f"section-{section}"].append(question)
        for key in fed[1:]:
            self.also.setdefault(f"about-{key}", []).append((question, fed[0]))


@dataclass(frozen=True)
class Kept:
    """A question whose answer assessors don't get, or columns of it, and why."""

    short: str
    why: str


def kept_from(content: Mapping[str, Any], question_set: QuestionSet, blindness: str) -> list[Kept]:
    """What of the answers is not in an assessor's `reading`, in the order of the questions."""
    hide, found = applicant_hidden(blindness), []
    for question in question_set.asked(content["answers"], content["phase"]):
        columns = [column.label for column in question.columns if hide and column.identifies]
        if question.kept_apart:
            found.append(Kept(question.short, "counted, and read by nobody who assesses"))
        elif question.staff_only:
            found.append(Kept(question.short, "only the programme team and auditors read it"))
        elif hide and question.recording_of:
            found.append(Kept(question.short, "a voice could show who is applying"))
        elif hide and (question.identifies or question.means == "team"):
            found.append(Kept(question.short, "it would show who is applying"))
        elif columns:
            found.append(Kept(f"{question.short}: {', '.join(columns)}", "they would show it"))
    return found


def named_in(
    content: Mapping[str, Any], question_set: QuestionSet, blindness: str, team: Sequence[str]
) -> list[tuple[str, str]]:
    """Answers that say who applies, or who of the `team` does, where assessors may not know, each
    with what is told of it."""
    if not applicant_hidden(blindness):
        return []
    answers = content["answers"]
    who = Who.of(content, answers, question_set, team)
    asked = question_set.asked(answers, content["phase"])
    found = ((one.short, who.named_in(one, answers.get(one.key))) for one in asked)
    return [(short, to_applicant(names)) for short, names in found if names]


def files_in(reading: Reading) -> dict[str, FileRead]:
    """Every uploaded file that the reader of this is shown, by key."""
    return {
        one.key: one
        for group in reading.groups
        for answer in group.answers
        if isinstance(answer.shown, Files)
        for one in answer.shown.items
    }


def has_files(content: Mapping[str, Any], question_set: QuestionSet) -> bool:
    return any(content["answers"].get(question.key) for question in question_set.of_files)


def masked_names(content: Mapping[str, Any], question_set: QuestionSet) -> dict[str, str]:
    """Key of an uploaded file -> what it is called where nobody may know who applies: people
    write their own names into those of files. In the order of the questions, and without a number
    for what nobody who assesses is shown, which would look lost; recordings last: none of those
    is shown where names are masked."""
    keys = [
        one
        for question in sorted(question_set.of_files, key=lambda one: bool(one.recording_of))
        if shown_to_assessors(question)
        for one in content["answers"].get(question.key) or ()
    ]
    return {
        one["id"]: f"Document {number}{TYPES[one['type']].ending}"
        for number, one in enumerate(keys, 1)
    }
