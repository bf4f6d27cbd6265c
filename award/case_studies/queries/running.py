"""Whether projects still run: what pages say of it, whose turn it is, and the list of all."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, bindparam, func, or_, select, true
from sqlalchemy.orm import aliased, contains_eager, joinedload

from award.accounts.models import User
from award.applications.models import Application
from award.case_studies.later import RunningQuestion
from award.case_studies.models import CaseStudy, CaseStudyRevision
from award.case_studies.rules.running import (
    EVERY,
    REMINDED_AFTER,
    SILENT_AFTER,
    Running,
    StillRunning,
)
from award.foundation import clock
from award.foundation.db import db
from award.foundation.links import digest_of
from award.foundation.many import among, plain_rows
from award.foundation.policy import Actor
from award.foundation.scopes import everything, published, scope, within
from award.sharing.models import Share

AT_A_TIME = 50
title_column = CaseStudyRevision.content["title"].as_string()
live = CaseStudyRevision.id == CaseStudy.published_revision_id


@within()
def newest(of: Any, *, answered: bool = False) -> Any:
    """SQL: the last question about a case study, or the last that was answered."""
    query = select(func.max(RunningQuestion.id)).where(RunningQuestion.case_study_id == of)
    return (
        query.where(RunningQuestion.answer.is_not(None)) if answered else query
    ).scalar_subquery()


def _said() -> tuple[Any, ...]:
    return (
        RunningQuestion.answer, RunningQuestion.answered_at, RunningQuestion.words,
        RunningQuestion.asked_at, RunningQuestion.lapsed_at,
    )  # fmt: skip


@published
@cache
def _told() -> Select[Any]:
    key: Any = bindparam("key")
    return (
        select(*_said())
        .where(RunningQuestion.id.in_((newest(key), newest(key, answered=True))))
        .order_by(RunningQuestion.id)
    )


@published
def still_running(study_id: int) -> StillRunning | None:
    """What its public page says; None where nobody has asked yet. For a page of several case
    studies there is the facet `running` (`rules.running.LABELS`)."""
    rows = plain_rows(_told(), {"key": study_id})
    return _still(rows) if rows else None


def _still(rows: Sequence[Any]) -> StillRunning:
    first, last = rows[0], rows[-1]
    return StillRunning(
        Running(first.answer) if first.answer else None,
        first.answered_at,
        first.words,
        None if last.answer else last.asked_at,
    )


@published
def running_of(ids: Sequence[int]) -> dict[int, StillRunning]:
    """The same of several, in one statement; those that nobody was asked about are left out."""
    last, told = (
        select(func.max(RunningQuestion.id))
        .where(among(RunningQuestion.case_study_id, ids), which)
        .group_by(RunningQuestion.case_study_id)
        for which in (true(), RunningQuestion.answer.is_not(None))
    )
    query = (
        select(RunningQuestion.case_study_id, *_said())
        .where(or_(RunningQuestion.id.in_(last), RunningQuestion.id.in_(told)))
        .order_by(RunningQuestion.case_study_id, RunningQuestion.id)
    )
    found: dict[int, list[Any]] = {}
    for row in plain_rows(query):
        found.setdefault(row.case_study_id, []).append(row)
    return {key: _still(rows) for key, rows in found.items()}


@within("study_id")
def standing(study_id: int) -> tuple[Running | None, bool]:
    """The last answer, and whether a later question has met with silence."""
    rows = plain_rows(_told(), {"key": study_id})
    if not rows:
        return None, False
    answer, last = rows[0].answer, rows[-1]
    return Running(answer) if answer else None, last.answer is None and last.lapsed_at is not None


@scope
def _in_hand(actor: Actor, token: str) -> ColumnElement[bool]:
    """SQL over RunningQuestion: the one whose link somebody holds, whoever they are."""
    digest = digest_of(token)
    return or_(RunningQuestion.token_digest == digest, RunningQuestion.reminder_digest == digest)


@within()
def _whole() -> Select[RunningQuestion]:
    """With its case study, and who leads the project."""
    return (
        select(RunningQuestion)
        .join(RunningQuestion.study)
        .outerjoin(CaseStudy.application)
        .options(
            contains_eager(RunningQuestion.study).options(
                contains_eager(CaseStudy.application).joinedload(Application.lead),
                joinedload(CaseStudy.share),
            )
        )
        .execution_options(populate_existing=True)
    )


def question_by(actor: Actor, token: str) -> RunningQuestion | None:
    """What a link asks, whatever became of it."""
    return db.session.scalar(_whole().where(_in_hand(actor, token)))


@within("study")
def questions_about(study: CaseStudy) -> Sequence[RunningQuestion]:
    """All that were asked, the latest first."""
    query = select(RunningQuestion).where(RunningQuestion.case_study_id == study.id)
    return db.session.scalars(query.order_by(RunningQuestion.id.desc())).all()


@within("study")
def question_about(study: CaseStudy, number: int) -> RunningQuestion | None:
    if number >= 2**31:
        return None
    return db.session.scalar(
        _whole().where(RunningQuestion.case_study_id == study.id, RunningQuestion.number == number)
    )


@published
def public_title(study: CaseStudy) -> str:
    """As it was published: the text being worked on may be called something else."""
    query = select(title_column).select_from(CaseStudy).join(CaseStudyRevision, live)
    return db.session.scalar(query.where(CaseStudy.id == study.id)) or ""


@within()
def can_be_asked() -> ColumnElement[bool]:
    """SQL, beside who leads a project and who shared it: one of them can be asked."""
    sharer = and_(CaseStudy.share_id.is_not(None), Share.forgotten_at.is_(None))
    return or_(sharer, and_(CaseStudy.share_id.is_(None), User.active.is_(True)))


@everything("the worker asks every team in turn")
def due_to_be_asked(now: datetime) -> Sequence[int]:
    """Public case studies whose team can be asked again: none that has told us it has stopped."""
    last = aliased(RunningQuestion)
    since = func.coalesce(last.asked_at, CaseStudy.first_published_at)
    query = (
        select(CaseStudy.id)
        .outerjoin(CaseStudy.application)
        .outerjoin(Application.lead)
        .outerjoin(CaseStudy.share)
        .outerjoin(last, last.id == newest(CaseStudy.id))
        .where(
            CaseStudy.published_revision_id.is_not(None),
            can_be_asked(),
            since <= now - EVERY,
            func.coalesce(last.answer, "") != Running.STOPPED,
        )
    )
    return db.session.scalars(query.order_by(since, CaseStudy.id).limit(AT_A_TIME)).all()


@everything("the worker reminds every team once")
def to_remind(now: datetime) -> Sequence[int]:
    return _unanswered(
        RunningQuestion.reminded_at.is_(None),
        RunningQuestion.lapsed_at.is_(None),
        RunningQuestion.asked_at <= now - REMINDED_AFTER,
    )


@everything("the worker notes what met with silence")
def to_lapse(now: datetime) -> Sequence[int]:
    return _unanswered(
        RunningQuestion.lapsed_at.is_(None), RunningQuestion.asked_at <= now - SILENT_AFTER
    )


@everything("the worker goes through every question")
def _unanswered(*wanted: ColumnElement[bool]) -> Sequence[int]:
    query = (
        select(RunningQuestion.id)
        .join(RunningQuestion.study)
        .where(
            RunningQuestion.answer.is_(None),
            RunningQuestion.expires_at > clock.now(),
            CaseStudy.published_revision_id.is_not(None),
            *wanted,
        )
    )
    return db.session.scalars(query.order_by(RunningQuestion.id).limit(AT_A_TIME)).all()


@everything("the worker acts on each by itself")
def study_to_ask(key: int) -> CaseStudy | None:
    """A public one with its application and who leads it."""
    query = select(CaseStudy).where(
        CaseStudy.id == key, CaseStudy.published_revision_id.is_not(None)
    )
    lead = joinedload(CaseStudy.application).joinedload(Application.lead)
    loaded = query.options(lead, joinedload(CaseStudy.share))
    return db.session.scalar(loaded.execution_options(populate_existing=True))


@everything("the worker acts on each by itself")
def question_to_act_on(key: int) -> RunningQuestion | None:
    return db.session.scalar(_whole().where(RunningQuestion.id == key))
