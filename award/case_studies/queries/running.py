"""Whether projects still run: what pages say of it, whose turn it is, and the list of all."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    and_,
    case,
    func,
    literal,
    or_,
    select,
    true,
    union_all,
)
from sqlalchemy.orm import aliased, contains_eager, joinedload

from award.accounts.models import User
from award.applications.models import Application
from award.case_studies.later import RunningEarlier, RunningQuestion, StudyUpdate
from award.case_studies.models import CaseStudy, CaseStudyFacet, CaseStudyRevision
from award.case_studies.rules.running import (
    EVERY,
    FACET,
    REMINDED_AFTER,
    SILENT_AFTER,
    Running,
    StillRunning,
)
from award.case_studies.rules.updates import UpdateState
from award.foundation import clock
from award.foundation.db import db
from award.foundation.links import digest_of
from award.foundation.many import among, plain_rows
from award.foundation.policy import Actor
from award.foundation.scopes import everything, published, scope, within
from award.sharing.models import Share

AT_A_TIME = 50
_UPDATE, _TEXT, _FOLLOWED = range(3)
"""Where a stage is said."""
title_column = CaseStudyRevision.content["title"].as_string()
live = CaseStudyRevision.id == CaseStudy.published_revision_id


@within()
def newest(of: Any, *, answered: bool = False) -> Any:
    """SQL: the last question about a case study, or the last that was answered."""
    query = select(func.max(RunningQuestion.id)).where(RunningQuestion.case_study_id == of)
    return (
        query.where(RunningQuestion.answer.is_not(None)) if answered else query
    ).scalar_subquery()


@published
def still_running(study_id: int) -> StillRunning:
    """What its public page says."""
    return standings([study_id])[study_id]


@within("ids")
def standings(ids: Sequence[int]) -> dict[int, StillRunning]:
    """What is known of each of these, in two statements. Lists and filters read the facet
    `running`, which is kept beside the published text (`services.running.file_running`)."""
    asked: dict[int, list[Any]] = {}
    for row in plain_rows(_asked(ids)):
        asked.setdefault(row.case_study_id, []).append(row)
    said: dict[int, list[Any]] = {}
    for row in plain_rows(stages_said(ids)):
        said.setdefault(row.case_study_id, []).append(row)
    return {key: _still(asked.get(key, ()), stage_last(said.get(key, ()))) for key in ids}


def _still(rows: Sequence[Any], stage: tuple[str, datetime | None]) -> StillRunning:
    """Of the last question that was answered and the last of all, which can be the same."""
    if not rows:
        return StillRunning(*stage)
    first, last = rows[0], rows[-1]
    return StillRunning(
        *stage,
        Running(first.answer) if first.answer else None,
        first.answered_at,
        first.words,
        None if last.answer else last.asked_at,
        silent=last.answer is None and last.lapsed_at is not None,
    )


def stage_last(rows: Sequence[Any]) -> tuple[str, datetime | None]:
    """The stage of the public text and when that was said: in the first of the texts that say it
    without a break, or in a later update. A text that only followed an update says nothing new."""
    stage = next((row.stage for row in reversed(rows) if row.kind != _UPDATE), "")
    since, before = None, None
    for row in rows:
        news = row.kind == _UPDATE or (row.kind == _TEXT and row.stage != before)
        if news and row.stage == stage:
            since = row.published_at
        before = row.stage if row.kind != _UPDATE else before
    return stage, since


@within("ids")
def _asked(ids: Sequence[int]) -> Any:
    last, told = (
        select(func.max(RunningQuestion.id))
        .where(among(RunningQuestion.case_study_id, ids), which)
        .group_by(RunningQuestion.case_study_id)
        for which in (true(), RunningQuestion.answer.is_not(None))
    )
    return (
        select(
            RunningQuestion.case_study_id, RunningQuestion.answer, RunningQuestion.answered_at,
            RunningQuestion.words, RunningQuestion.asked_at, RunningQuestion.lapsed_at,
        )
        .where(or_(RunningQuestion.id.in_(last), RunningQuestion.id.in_(told)))
        .order_by(RunningQuestion.case_study_id, RunningQuestion.id)
    )  # fmt: skip


@within("ids")
def stages_said(ids: Sequence[int]) -> Any:
    """Every stage that was said in public of these, in the order in which it was."""
    texts = select(
        CaseStudyRevision.case_study_id,
        CaseStudyRevision.content["stage"].as_string().label("stage"),
        CaseStudyRevision.published_at,
        case((CaseStudyRevision.moved_by_id.is_(None), _TEXT), else_=_FOLLOWED).label("kind"),
    ).where(among(CaseStudyRevision.case_study_id, ids))
    news = select(
        StudyUpdate.case_study_id, StudyUpdate.stage, StudyUpdate.published_at, literal(_UPDATE)
    ).where(
        among(StudyUpdate.case_study_id, ids),
        StudyUpdate.state == UpdateState.PUBLISHED,
        StudyUpdate.stage != "",
    )
    return union_all(texts, news).order_by("case_study_id", "published_at", "kind")


@within()
def running_value() -> Any:
    """SQL beside CaseStudy: what it is filed under."""
    return (
        select(CaseStudyFacet.value)
        .where(CaseStudyFacet.case_study_id == CaseStudy.id, CaseStudyFacet.facet == FACET)
        .correlate(CaseStudy)
        .scalar_subquery()
    )


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


@within("ids")
def earlier_of(ids: Sequence[int]) -> dict[int, list[RunningEarlier]]:
    """By question, what its team said before it said otherwise, the first on top."""
    found: dict[int, list[RunningEarlier]] = {key: [] for key in ids}
    query = select(RunningEarlier).where(among(RunningEarlier.question_id, ids))
    for one in db.session.scalars(query.order_by(RunningEarlier.id)):
        found[one.question_id].append(one)
    return found


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
    """Public case studies whose team can be asked again: none that has stopped, as its
    team or its stage says."""
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
            func.coalesce(running_value(), "") != Running.STOPPED,
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
