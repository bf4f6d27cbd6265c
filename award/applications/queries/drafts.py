"""A draft with all that its pages and its submission need to know, in five statements at most."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property
from typing import Any

from award.applications.models import Application, StoredFile
from award.applications.queries.applications import (
    OpenConflict,
    StoredAnswer,
    Terms,
    open_conflicts,
    stored_answers,
    terms_of,
)
from award.applications.queries.asked import granted
from award.applications.queries.co_applicants import co_applicants_of
from award.applications.queries.files import files_of
from award.applications.rules import eligibility
from award.applications.rules.answers import Limits, in_force
from award.applications.rules.changing import open_questions
from award.applications.rules.files import withheld
from award.applications.rules.progress import Progress, progress
from award.applications.rules.seen import renewing
from award.applications.rules.states import CoApplicantState
from award.applications.rules.team import unconfirmed
from award.applications.together import CoApplicant
from award.foundation import clock
from award.foundation.errors import there
from award.rounds.queries.question_sets import questions_of
from award.rounds.queries.regimes import known_for
from award.rounds.queries.two_stages import with_first_stage
from award.rounds.rules.carrying import beside_question
from award.rounds.rules.questions import Question, QuestionSet
from award.rounds.rules.regimes import Regimes

STEPS_BEFORE = 2  # the eligibility check and the organisation


@dataclass(frozen=True)
class Obstacle:
    """Something that stands in the way of submitting. `step` says where to mend it: eligibility,
    record (the organisation's own), organisation, co_applicants, conflicts, questions or
    declarations."""

    step: str
    text: str
    number: int = 0
    """Of the conflict to choose in first."""


@dataclass(frozen=True)
class Draft:
    """An application as it stands (round and organisation loaded)."""

    application: Application
    question_set: QuestionSet
    stored: dict[str, StoredAnswer]
    conflicts: list[OpenConflict]
    terms: Terms
    files: dict[str, StoredFile] = field(default_factory=dict)
    """By key, those that were removed and can come back included."""
    first_stage: QuestionSet | None = None
    """The questions of the stage that it comes from."""

    @property
    def limits(self) -> Limits | None:
        """What the round allows, and which files can't be sent."""
        limits = self.terms.limits
        return limits and replace(limits, withheld=withheld(self.files))

    @cached_property
    def answers(self) -> dict[str, Any]:
        """Every stored value, those of hidden questions included."""
        return {key: answer.value for key, answer in self.stored.items()}

    @cached_property
    def given(self) -> dict[str, Any]:
        """Answers to the questions that are asked: what submitting would freeze."""
        return in_force(self.question_set, self.answers, self.application.phase)

    @cached_property
    def shown(self) -> dict[str, Any]:
        """What a page shows of it to somebody who is about to send it."""
        home = self.application.organisation
        declared = {question.key for question in self.declarations}  # made on that very page
        read = {key: value for key, value in self.given.items() if key not in declared}
        return {
            **{f"answer {key}": value for key, value in read.items()},
            "phase": self.application.phase,
            "organisation": home and [home.reference, home.version],
        }

    @cached_property
    def regimes(self) -> Regimes:
        """What its questions rest on: a statement, the first time."""
        return known_for(self.question_set)

    @cached_property
    def renewing(self) -> dict[str, str]:
        """Question key -> why what is answered has to be renewed, as things stand today."""
        asked = self.question_set.asked(self.given, self.application.phase)
        return renewing(asked, self.given, self.regimes, clock.today())

    @cached_property
    def carried(self) -> frozenset[str]:
        """Keys of the answers that stand as they were carried over from the first stage."""
        if self.application.continues_id is None:
            return frozenset()
        at = self.application.created_at
        return frozenset(key for key, answer in self.stored.items() if answer.saved_at == at)

    def beside(self, question: Question) -> str:
        """What is said near a question of how it stands to the first stage."""
        if self.first_stage is None or question.recording_of:
            return ""
        carried = question.key in self.carried
        return beside_question(self.first_stage, question, as_carried=carried)

    @property
    def called(self) -> dict[str, str]:
        """Words for what is shown."""
        named = {f"answer {question.key}": question.short for question in self.question_set}
        return named | {"phase": "Phase", "organisation": "Lead organisation"}

    @property
    def saved_at(self) -> datetime | None:
        """When an answer was last saved."""
        return max((answer.saved_at for answer in self.stored.values()), default=None)

    @cached_property
    def eligible(self) -> eligibility.Result | None:
        """The check's answers judged again, with what the organisation's record says; None
        while the check has not been done."""
        told = self._told
        if told is None:
            return None
        if self.application.organisation is not None:
            told = told.with_organisation(self.application.organisation)
        return eligibility.check(told, self.terms.open_phases)

    @property
    def _told(self) -> eligibility.Answers | None:
        """What the person answered, for the phase that the draft is for now."""
        if self.terms.eligibility is None:
            return None
        return eligibility.Answers.from_data(
            {**self.terms.eligibility.answers, "phase": self.application.phase}
        )

    @cached_property
    def eligible_as_told(self) -> eligibility.Result | None:
        """The same from the person's own answers alone."""
        told = self._told
        return None if told is None else eligibility.check(told, self.terms.open_phases)

    @property
    def told_otherwise(self) -> str:
        """How the organisation that leads differs from what the check was told of it."""
        if self._told is None or self.application.organisation is None:
            return ""
        return eligibility.told_otherwise(self._told, self.application.organisation)

    @property
    def spoilt_by_record(self) -> bool:
        """Is it the organisation's record alone that makes the outcome a "no"? Answering the
        check again would not help then."""
        alone, together = self.eligible_as_told, self.eligible
        return bool(
            alone
            and together
            and alone.outcome != eligibility.NO
            and together.outcome == eligibility.NO
        )

    @cached_property
    def progress(self) -> Progress:
        eligible = self.eligible is not None and self.eligible.outcome != eligibility.NO
        return progress(
            self.question_set,
            self.answers,
            self.application.phase,
            limits=self.limits,
            conflicts={conflict.question_key for conflict in self.conflicts},
            done_before=eligible + (self.application.organisation_id is not None),
            steps_before=STEPS_BEFORE,
            only=self.asked,
        )

    @property
    def asked(self) -> frozenset[str] | None:
        """Keys of the questions that staff asked to change; None: every answer may be."""
        return open_questions(self.application)

    def may_change(self, question: Question) -> bool:
        return self.asked is None or question.key in self.asked

    @cached_property
    def declarations(self) -> list[Question]:
        """What is promised about all the rest, on the page that sends it; it has been, where only
        some answers are asked for again."""
        if self.asked is not None:
            return []
        phase = self.application.phase
        asked = [s.asked(self.given, phase) for s in self.question_set.sections if s.declares]
        return [question for questions in asked for question in questions]

    @cached_property
    def co_applicants(self) -> Sequence[CoApplicant]:
        """Organisations that apply with the lead's: a statement, the first time, where there are
        any."""
        if not self.application.names_others:
            return ()
        return co_applicants_of(self.application.id)

    @property
    def in_the_way(self) -> list[Obstacle]:
        """All but the declarations, which are made as it is sent."""
        return [one for one in self.obstacles if one.step != "declarations"]

    @cached_property
    def obstacles(self) -> list[Obstacle]:
        """Why it can't be submitted yet, apart from the deadline."""
        found: list[Obstacle] = []
        if self.asked is not None:
            pass  # the rest stands as it was taken
        elif self.eligible is None:
            found.append(Obstacle("eligibility", "Answer the eligibility questions"))
        elif self.spoilt_by_record:
            name = there(self.application.organisation, "the organisation").name
            found.append(Obstacle("record", f"The record of {name}: {self.eligible.reasons[0]}"))
        elif self.eligible.outcome == eligibility.NO:
            found.append(Obstacle("eligibility", f"Not eligible: {self.eligible.reasons[0]}"))
        if self.application.organisation_id is None and self.asked is None:
            found.append(Obstacle("organisation", "Choose the organisation that leads"))
        found += [Obstacle("co_applicants", unconfirmed(one)) for one in self.co_applicants
                  if one.state != CoApplicantState.CONFIRMED]  # fmt: skip
        if self.conflicts:
            words = "Choose between two versions of an answer"
            found.append(Obstacle("conflicts", words, self.conflicts[0].id))
        undeclared = {q.key for q in self.declarations} & self.progress.problems.keys()
        wrong = self.progress.problems.keys() - undeclared
        if missing := len(wrong - self.given.keys()):
            noun = "question" if missing == 1 else "questions"
            found.append(Obstacle("questions", f"{missing} {noun} left to answer"))
        if count := len(wrong & self.given.keys()):
            noun = "answer needs" if count == 1 else "answers need"
            found.append(Obstacle("questions", f"{count} {noun} your attention"))
        if undeclared:
            noun = "declaration" if len(undeclared) == 1 else "declarations"
            found.append(Obstacle("declarations", f"{len(undeclared)} {noun} to make"))
        return found


def draft_of(application: Application, *, to_read: bool = False) -> Draft:
    """Load the draft of an application that was loaded with its round; only `to_read`, without the
    texts that wait for a choice."""
    first = None
    if application.continues_id is None:
        questions = questions_of(application.round)
    else:
        questions, first = with_first_stage(application.round)
    return Draft(
        application=application,
        question_set=granted(questions, application),
        stored=stored_answers(application.id),
        conflicts=[] if to_read else open_conflicts(application.id),
        terms=terms_of(application),
        files=files_of(application.id) if questions.of_files or application.recordings else {},
        first_stage=first,
    )
