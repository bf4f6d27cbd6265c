"""Every read about applications. What an assessor may read comes from the assessment chapter."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache, lru_cache
from typing import Any

from sqlalchemy import Select, bindparam, exists, func, select
from sqlalchemy.orm import joinedload, undefer

from award.accounts.models import User
from award.applications.models import Answer, AnswerConflict, Application, Eligibility, Submission
from award.applications.queries.scopes import own_applications
from award.applications.rules.answers import Limits, SectionView, for_reading
from award.applications.rules.seen import own_answers
from award.applications.together import AnswerVersion
from award.foundation import clock
from award.foundation.db import db
from award.foundation.locks import hold
from award.foundation.many import among, among_given, given, on_postgresql
from award.foundation.policy import Actor
from award.foundation.scopes import within
from award.rounds.kinds import FileRead
from award.rounds.models import QuestionSetVersion, Round, RoundPhase
from award.rounds.rules.questions import QuestionSet


@cache
def _with_its_round() -> tuple[Any, ...]:
    return (
        joinedload(Application.round).joinedload(Round.question_set).defer(QuestionSetVersion.body),
        joinedload(Application.organisation),
        joinedload(Application.lead),
        undefer(Application.team_text),
        undefer(Application.names_others),
        joinedload(Application.reopening),
    )


def own_application(actor: Actor, reference: str) -> Application | None:
    """The application if the actor leads it or works on it: what the applicants' own pages load."""
    return db.session.scalar(_one_of(actor), {"reference": reference.upper()})


@lru_cache(maxsize=100)
def _one_of(actor: Actor) -> Select[Application]:
    """Built once for each person: that takes longer than to ask."""
    query = select(Application).options(*_with_its_round())
    return query.where(Application.reference == bindparam("reference"), own_applications(actor))


def application_for_update(application_id: int) -> Application:
    """The application as it is in the database now, locked until the transaction ends: whoever
    saves or submits it at the same time waits."""
    return applications_for_update([application_id])[0]


@within("application_ids")
def applications_for_update(application_ids: Collection[int]) -> list[Application]:
    """As `application_for_update` for each of these, by id: two statements."""
    # In two steps: refreshing person and round as well would drop what is loaded on them.
    hold(Application, application_ids, referred=False, afresh=True)
    return applications_with_rounds(application_ids)


@within("application_ids")
def applications_with_rounds(application_ids: Collection[int]) -> list[Application]:
    """By id, as pages load one."""
    return [*db.session.scalars(_these(on_postgresql()), {"these": given(application_ids)})]


@cache
@within()
def _these(postgresql: bool) -> Select[Application]:
    named = among_given(Application.id, "these", postgresql=postgresql)
    return select(Application).options(*_with_its_round()).where(named).order_by(Application.id)


@dataclass(frozen=True)
class StoredAnswer:
    """A draft's answer with its version, for telling whether somebody else saved since."""

    value: Any
    version: int
    saved_at: datetime
    author_id: int = 0
    author: str = ""
    typed_by: str = ""
    has_earlier: bool = False
    """Is there a version of it from before?"""


@within("application_id")
def stored_answers(application_id: int) -> dict[str, StoredAnswer]:
    """Every answer of the draft by question key, those to questions hidden now included."""
    earlier = exists().where(
        AnswerVersion.application_id == application_id,
        AnswerVersion.question_key == Answer.question_key,
    )
    rows = db.session.execute(
        select(
            Answer.question_key,
            Answer.value,
            Answer.version,
            Answer.saved_at,
            User.id,
            User.name,
            Answer.typed_by,
            earlier,
        )
        .join(Answer.author)
        .where(Answer.application_id == application_id)
    )
    return {key: StoredAnswer(*values) for key, *values in rows}


def values_of(answers: Mapping[str, StoredAnswer]) -> dict[str, Any]:
    """Just the values."""
    return {key: answer.value for key, answer in answers.items()}


@within("application_id")
def answers_for_update(application_id: int) -> dict[str, Answer]:
    """The rows themselves, by question key."""
    rows = db.session.scalars(
        select(Answer)
        .where(Answer.application_id == application_id)
        .execution_options(populate_existing=True)
    )
    return {row.question_key: row for row in rows}


@dataclass(frozen=True)
class OpenConflict:
    """A question with two texts to choose from."""

    id: int
    question_key: str
    at: datetime
    author: str


@within("application_id")
def open_conflicts(application_id: int) -> list[OpenConflict]:
    """Saves that came too late and await a choice, the oldest first."""
    rows = db.session.execute(
        select(AnswerConflict.id, AnswerConflict.question_key, AnswerConflict.at, User.name)
        .join(AnswerConflict.author)
        .where(
            AnswerConflict.application_id == application_id, AnswerConflict.resolved_at.is_(None)
        )
        .order_by(AnswerConflict.id)
    )
    return [OpenConflict(*row) for row in rows]


@within("application_id")
def conflict_rows(application_id: int, question_key: str) -> list[AnswerConflict]:
    """The open conflicts about one question, as rows."""
    return list(
        db.session.scalars(
            select(AnswerConflict).where(
                AnswerConflict.application_id == application_id,
                AnswerConflict.question_key == question_key,
                AnswerConflict.resolved_at.is_(None),
            )
        )
    )


@within("application_id")
def open_conflict(application_id: int, conflict_id: int) -> AnswerConflict | None:
    """One open conflict of the application, with its author."""
    return db.session.scalar(
        select(AnswerConflict)
        .where(
            AnswerConflict.id == conflict_id,
            AnswerConflict.application_id == application_id,
            AnswerConflict.resolved_at.is_(None),
        )
        .options(joinedload(AnswerConflict.author))
    )


@within("application_id")
def answer_with_author(application_id: int, question_key: str) -> Answer | None:
    """The stored answer to one question, with who wrote it."""
    return db.session.scalar(
        select(Answer)
        .where(Answer.application_id == application_id, Answer.question_key == question_key)
        .options(joinedload(Answer.author))
    )


@dataclass(frozen=True)
class Terms:
    """What the eligibility check answered, and what the round allows in the chosen phase."""

    eligibility: Eligibility | None
    open_phases: list[int]
    limits: Limits | None


@within("application")
def terms_of(application: Application) -> Terms:
    """The terms on which the application is written, in one statement."""
    rows = db.session.execute(
        select(RoundPhase, Eligibility)
        .select_from(RoundPhase)
        .outerjoin(Eligibility, Eligibility.application_id == application.id)
        .where(RoundPhase.round_id == application.round_id)
        .order_by(RoundPhase.phase)
        .execution_options(populate_existing=True)
    ).all()
    mine = next((phase for phase, _ in rows if phase.phase == application.phase), None)
    return Terms(
        eligibility=rows[0][1] if rows else None,
        open_phases=[phase.phase for phase, _ in rows],
        limits=limits_of(mine, application.round) if mine else None,
    )


def limits_of(phase: RoundPhase, round_: Round) -> Limits:
    """What the round allows in this phase."""
    decided_on = clock.london(round_.assessment_due_at).date()
    return Limits(phase.cap_gbp, phase.min_months, phase.max_months, decided_on)


def open_phases(round_id: int) -> list[int]:
    """Phases that the round takes applications for, in order."""
    return list(
        db.session.scalars(
            select(RoundPhase.phase)
            .where(RoundPhase.round_id == round_id)
            .order_by(RoundPhase.phase)
        )
    )


@within("application_id")
def latest_submission(application_id: int) -> Submission | None:
    """What was submitted last; None before the first."""
    return db.session.scalar(_latest_submission(), {"application_id": application_id})


@within("application_ids")
def latest_submissions(application_ids: Collection[int]) -> dict[int, Submission]:
    """As `latest_submission` for each of these, by application."""
    last = (
        select(func.max(Submission.number))
        .where(Submission.application_id == Application.id)
        .correlate(Application)
        .scalar_subquery()
    )
    rows = db.session.scalars(
        select(Submission)
        .join(Application, Application.id == Submission.application_id)
        .where(among(Application.id, application_ids), Submission.number == last)
    )
    return {row.application_id: row for row in rows}


@within()
@cache
def _latest_submission() -> Select[Submission]:
    """Made once: whoever reads an application asks it."""
    return (
        select(Submission)
        .where(Submission.application_id == bindparam("application_id"))
        .order_by(Submission.number.desc())
        .limit(1)
    )


def submission_view(
    submission: Submission,
    question_set: QuestionSet,
    files: Callable[[FileRead], FileRead] | None = None,
    *,
    hide_identifying: bool = False,
    for_others: bool = False,
) -> list[SectionView]:
    """What was submitted, by section, with the questions that were asked."""
    content = submission.content
    return for_reading(
        question_set,
        content["answers"] if for_others or hide_identifying else own_answers(content),
        content["phase"],
        hide_identifying=hide_identifying,
        for_others=for_others,
        files=files,
    )
