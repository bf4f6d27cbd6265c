"""Questions to teams: for everybody, for whoever asked, for the team, and for the worker."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any, Final

from sqlalchemy import ColumnElement, Integer, Select, bindparam, false, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload, undefer

from award.accounts.models import User
from award.accounts.rules.emails import beside, mailbox
from award.applications.models import Application
from award.applications.queries.scopes import led_applications
from award.applications.rules.states import CollaboratorRole, CollaboratorState
from award.applications.together import Collaborator
from award.case_studies.later import TeamQuestion
from award.case_studies.models import CaseStudy, CaseStudyRevision
from award.case_studies.queries.shared import called, shared_by
from award.case_studies.rules.asking import (
    OF_THE_TEAM,
    QuestionState,
    Stands,
)
from award.foundation import clock
from award.foundation.db import db
from award.foundation.links import made_for, whose_link
from award.foundation.many import plain_rows
from award.foundation.policy import Actor
from award.foundation.scopes import published, scope, within

_KIND: Final = "team_question"
_ASKER: Final = "asker"
ON_A_PAGE: Final = 100


@dataclass(frozen=True)
class Asked:
    """A question and its answer as everybody reads them; `name` where whoever asked shows it."""

    number: int
    question: str
    name: str
    asked_at: datetime
    answer: str
    answered_at: datetime


@published
@cache
def _public() -> Select[Any]:
    columns: tuple[Any, ...] = (
        TeamQuestion.number, TeamQuestion.question, TeamQuestion.name, TeamQuestion.stands,
        TeamQuestion.asked_at, TeamQuestion.answer, TeamQuestion.over_at,
    )  # fmt: skip
    return (
        select(*columns)
        .where(
            TeamQuestion.case_study_id == bindparam("key", type_=Integer),
            TeamQuestion.state == QuestionState.PUBLISHED,
        )
        .order_by(TeamQuestion.over_at.desc(), TeamQuestion.id.desc())
        .limit(ON_A_PAGE)
    )


@published
def asked_of(study_id: int) -> list[Asked]:
    """Those on the page of a public case study, the latest answer first."""
    return [
        Asked(
            row.number, row.question, row.name if row.stands == Stands.NAMED else "",
            row.asked_at, row.answer, row.over_at,
        )
        for row in plain_rows(_public(), {"key": study_id})
    ]  # fmt: skip


@published
def study_asked(slug: str) -> CaseStudy | None:
    """A public one with whoever could be asked."""
    lead = joinedload(CaseStudy.application).joinedload(Application.lead)
    query = select(CaseStudy).where(
        CaseStudy.slug == slug, CaseStudy.published_revision_id.is_not(None)
    )
    loaded = query.options(lead, joinedload(CaseStudy.share))
    return db.session.scalar(loaded.execution_options(populate_existing=True))


@published
def title_of(study: CaseStudy) -> str:
    """As it was published last: the text being worked on may be called something else."""
    title = CaseStudyRevision.content["title"].as_string()
    query = select(title).where(CaseStudyRevision.case_study_id == study.id)
    return db.session.scalar(query.order_by(CaseStudyRevision.number.desc()).limit(1)) or ""


def token_of(question: TeamQuestion) -> str:
    """Of whoever asked."""
    return made_for(_KIND, _ASKER, question.reference)


@within()
def whole() -> Select[TeamQuestion]:
    """With its case study, who leads the project and who works on it."""
    return (
        select(TeamQuestion)
        .join(TeamQuestion.study)
        .outerjoin(CaseStudy.application)
        .options(
            contains_eager(TeamQuestion.study).options(
                contains_eager(CaseStudy.application).options(
                    joinedload(Application.lead), undefer(Application.team_text)
                ),
                joinedload(CaseStudy.share),
            )
        )
        .execution_options(populate_existing=True)
    )


@scope
def _in_hand(actor: Actor, reference: str) -> ColumnElement[bool]:
    """SQL over TeamQuestion: the one of this name; its link is judged beside it, whoever has it."""
    return TeamQuestion.reference == reference


def question_by(actor: Actor, reference: str, token: str) -> TeamQuestion | None:
    """The one whose link this is."""
    found = db.session.scalar(whole().where(_in_hand(actor, reference)))
    if found is None or whose_link(_KIND, (_ASKER,), found.reference, token) is None:
        return None
    return found


@scope
def answers_for(actor: Actor) -> ColumnElement[bool]:
    """SQL over CaseStudy joined to its application if it has one: the actor speaks for its project,
    as its lead, as an editor, or as whoever shared it."""
    mine: list[ColumnElement[bool]] = [led_applications(actor), shared_by(actor)]
    if actor.user_id is not None:
        edited = select(Collaborator.application_id).where(
            Collaborator.person_id == actor.user_id,
            Collaborator.state == CollaboratorState.ACCEPTED,
            Collaborator.role == CollaboratorRole.EDITOR,
        )
        mine.append(Application.id.in_(edited))
    return or_(*mine)


def study_of_team(actor: Actor, slug: str) -> CaseStudy | None:
    """For those who answer for it."""
    query = (
        select(CaseStudy)
        .outerjoin(CaseStudy.application)
        .where(called(slug), answers_for(actor))
        .options(
            contains_eager(CaseStudy.application).options(
                joinedload(Application.lead), undefer(Application.team_text)
            ),
            joinedload(CaseStudy.share),
        )
    )
    return db.session.scalar(query.execution_options(populate_existing=True))


@within("study")
def questions_to(study: CaseStudy) -> Sequence[TeamQuestion]:
    """What its team reads: those that wait first, the oldest on top; then the latest."""
    waits = TeamQuestion.state == QuestionState.WAITING
    query = select(TeamQuestion).where(
        TeamQuestion.case_study_id == study.id, TeamQuestion.state.in_(sorted(OF_THE_TEAM))
    )
    rows = db.session.scalars(query.order_by(waits.desc(), TeamQuestion.id.desc())).all()
    waiting = [one for one in rows if one.state == QuestionState.WAITING]
    return [*reversed(waiting), *rows[len(waiting) :]]


def question_for_team(actor: Actor, slug: str, number: int) -> TeamQuestion | None:
    """One of them, for somebody who answers for the project."""
    if number >= 2**31:
        return None
    return db.session.scalar(
        whole().where(
            called(slug),
            answers_for(actor),
            TeamQuestion.number == number,
            TeamQuestion.state.in_(sorted(OF_THE_TEAM)),
        )
    )


@within("study")
def members(study: CaseStudy) -> list[tuple[str, str]]:
    """Address and name of those who answer for it and are told; nobody whose account is
    suspended."""
    share, application = study.share, study.application
    if share is not None:
        return [] if share.forgotten_at else [(share.email, share.name)]
    if application is None:
        return []
    editors = select(User.email, User.name).join(Collaborator, Collaborator.person_id == User.id)
    rows = db.session.execute(
        editors.where(
            Collaborator.application_id == application.id,
            Collaborator.state == CollaboratorState.ACCEPTED,
            Collaborator.role == CollaboratorRole.EDITOR,
            User.active.is_(True),
        ).order_by(Collaborator.id)
    )
    lead = application.lead
    found = [(lead.email, lead.name)] if lead.active else []
    return list(dict.fromkeys([*found, *((email, name) for email, name in rows)]))


@within("study_id")
def waiting_for(study_id: int) -> int:
    """How many wait for the team of this case study, with those that went to it within a day and
    were taken back or answered since: it had their emails."""
    query = select(func.count()).where(
        TeamQuestion.case_study_id == study_id,
        or_(
            TeamQuestion.state == QuestionState.WAITING,
            TeamQuestion.confirmed_at > clock.now() - timedelta(days=1),
        ),
    )
    return db.session.scalar(query) or 0


@within("question")
def of_the_same(question: TeamQuestion) -> tuple[int, int]:
    """From the mailbox of a question: how many wait for the same team, and how many went to any
    team within a day."""
    waits = (
        TeamQuestion.state == QuestionState.WAITING,
        TeamQuestion.case_study_id == question.case_study_id,
    )
    today = TeamQuestion.confirmed_at > clock.now() - timedelta(days=1)
    return _from_mailbox(question.email, *waits), _from_mailbox(question.email, today)


@within("wanted")
def _from_mailbox(address: str, *wanted: ColumnElement[bool]) -> int:
    near = or_(*(TeamQuestion.email.endswith(end, autoescape=True) for end in beside(address)))
    found = db.session.scalars(select(TeamQuestion.email).where(near, *wanted))
    return sum(mailbox(one) == mailbox(address) for one in found)


@within("study_id")
def next_number(study_id: int) -> int:
    last = select(func.max(TeamQuestion.number)).where(TeamQuestion.case_study_id == study_id)
    return (db.session.scalar(last) or 0) + 1


@within("study_id")
def on_the_page(study_id: int) -> Sequence[TeamQuestion]:
    """To be taken off it."""
    query = whole().where(
        TeamQuestion.case_study_id == study_id, TeamQuestion.state == QuestionState.PUBLISHED
    )
    return db.session.scalars(query.order_by(TeamQuestion.id)).all()


@scope
def _from(actor: Actor) -> ColumnElement[bool]:
    """SQL over TeamQuestion: from the confirmed address of the actor."""
    if actor.user_id is None or not actor.email:
        return false()
    return TeamQuestion.email == actor.email


def questions_from(actor: Actor) -> Sequence[TeamQuestion]:
    """What the actor asked, for the copy of their data."""
    return db.session.scalars(whole().where(_from(actor)).order_by(TeamQuestion.id)).all()
