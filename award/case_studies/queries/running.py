"""Whether projects still run: what pages say of it, whose turn it is, and the list of all."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, bindparam, case, func, or_, select
from sqlalchemy.orm import aliased, contains_eager, joinedload

from award.accounts.models import User
from award.applications.models import Application
from award.case_studies.later import RunningQuestion
from award.case_studies.models import CaseStudy, CaseStudyRevision
from award.case_studies.queries.manage import managed_studies
from award.case_studies.rules.running import (
    ANSWERS,
    EVERY,
    REMINDED_AFTER,
    SILENT_AFTER,
    Running,
    StillRunning,
)
from award.foundation.columns import Column, Kind, Link, Tag
from award.foundation.db import db
from award.foundation.many import plain_rows
from award.foundation.paging import paged
from award.foundation.policy import Actor
from award.foundation.scopes import everything, published, scope, within
from award.foundation.tables import Filter, ListView, Page, View

AT_A_TIME = 50
_title = CaseStudyRevision.content["title"].as_string()
_live = CaseStudyRevision.id == CaseStudy.published_revision_id


def digest_of(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


@within()
def _newest(of: Any, *, answered: bool = False) -> Any:
    """SQL: the last question about a case study, or the last that was answered."""
    query = select(func.max(RunningQuestion.id)).where(RunningQuestion.case_study_id == of)
    return (
        query.where(RunningQuestion.answer.is_not(None)) if answered else query
    ).scalar_subquery()


@published
@cache
def _told() -> Select[Any]:
    key: Any = bindparam("key")
    columns: tuple[Any, ...] = (
        RunningQuestion.answer, RunningQuestion.answered_at, RunningQuestion.words,
        RunningQuestion.asked_at, RunningQuestion.lapsed_at,
    )  # fmt: skip
    return (
        select(*columns)
        .where(RunningQuestion.id.in_((_newest(key), _newest(key, answered=True))))
        .order_by(RunningQuestion.id)
    )


@published
def still_running(study_id: int) -> StillRunning | None:
    """What its public page says; None where nobody has asked yet. For a page of several case
    studies there is the facet `running` (`rules.running.LABELS`)."""
    rows = plain_rows(_told(), {"key": study_id})
    if not rows:
        return None
    first, last = rows[0], rows[-1]
    return StillRunning(
        Running(first.answer) if first.answer else None,
        first.answered_at,
        first.words,
        None if last.answer else last.asked_at,
    )


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
            contains_eager(RunningQuestion.study)
            .contains_eager(CaseStudy.application)
            .joinedload(Application.lead)
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
    query = select(_title).select_from(CaseStudy).join(CaseStudyRevision, _live)
    return db.session.scalar(query.where(CaseStudy.id == study.id)) or ""


@everything("the worker asks every team in turn")
def due_to_be_asked(now: datetime) -> Sequence[int]:
    """Public case studies whose team can be asked again: none that has told us it has stopped."""
    last = aliased(RunningQuestion)
    since = func.coalesce(last.asked_at, CaseStudy.first_published_at)
    query = (
        select(CaseStudy.id)
        .join(CaseStudy.application)
        .join(Application.lead)
        .outerjoin(last, last.id == _newest(CaseStudy.id))
        .where(
            CaseStudy.published_revision_id.is_not(None),
            User.active,
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
            RunningQuestion.answer.is_(None), CaseStudy.published_revision_id.is_not(None), *wanted
        )
    )
    return db.session.scalars(query.order_by(RunningQuestion.id).limit(AT_A_TIME)).all()


@everything("the worker acts on each by itself")
def study_to_ask(key: int) -> CaseStudy | None:
    """A public one with its application and who leads it."""
    query = select(CaseStudy).where(
        CaseStudy.id == key, CaseStudy.published_revision_id.is_not(None)
    )
    loaded = joinedload(CaseStudy.application).joinedload(Application.lead)
    return db.session.scalar(query.options(loaded).execution_options(populate_existing=True))


@everything("the worker acts on each by itself")
def question_to_act_on(key: int) -> RunningQuestion | None:
    return db.session.scalar(_whole().where(RunningQuestion.id == key))


@dataclass(frozen=True)
class RunningRow:
    """A line of the list: a public case study, and how it stands with its team."""

    slug: str
    title: str
    organisation: str
    standing: str
    answer: Running | None
    answered_at: datetime | None
    asked_at: datetime | None
    since: datetime

    @property
    def next_at(self) -> datetime | None:
        """When the worker asks."""
        stopped = self.answer == Running.STOPPED
        return None if stopped or self.standing == "nobody" else self.since + EVERY

    @property
    def told(self) -> str:
        return ANSWERS[self.answer].label if self.answer else ""


STANDINGS = {
    "asked": Tag("Waiting for an answer", "yellow"),
    "silent": Tag("No answer", "red"),
    "answered": Tag("Answered", "green"),
    "later": Tag("Not asked yet", "grey"),
    "nobody": Tag("Nobody to ask", "orange"),
}


def running(actor: Actor, view: View[RunningRow]) -> Page[RunningRow]:
    """Public case studies, those longest without a word first."""
    last, said = aliased(RunningQuestion), aliased(RunningQuestion)
    stands = case(
        (and_(last.id.is_not(None), last.answer.is_not(None)), "answered"),
        (last.lapsed_at.is_not(None), "silent"),
        (last.id.is_not(None), "asked"),
        (or_(User.id.is_(None), User.active.is_(False)), "nobody"),
        else_="later",
    )
    since = func.coalesce(last.asked_at, CaseStudy.first_published_at)
    query = (
        select(
            CaseStudy.slug, _title, CaseStudyRevision.content["organisation_name"].as_string(),
            stands, said.answer, said.answered_at, last.asked_at, since,
        )
        .join(CaseStudyRevision, _live)
        .outerjoin(CaseStudy.application)
        .outerjoin(Application.lead)
        .outerjoin(last, last.id == _newest(CaseStudy.id))
        .outerjoin(said, said.id == _newest(CaseStudy.id, answered=True))
        .where(managed_studies(actor))
    )  # fmt: skip
    if wanted := view.one("standing"):
        query = query.where(stands == wanted)
    return paged(query, view, said.answered_at.nulls_first(), CaseStudy.id, rows=_rows)


def _rows(found: Sequence[Any]) -> list[RunningRow]:
    return [RunningRow(*row) for row in found]


RUNNING = ListView(
    "still-running",
    "Still running?",
    (
        Column("title", "Case study", lambda r: r.title, stays=True, names_row=True,
               shows=lambda r: Link(r.title, "still_running.show", {"slug": r.slug})),
        Column("organisation", "Organisation", lambda r: r.organisation),
        Column("standing", "Question", lambda r: STANDINGS[r.standing].text,
               shows=lambda r: STANDINGS[r.standing]),
        Column("asked_at", "Asked", lambda r: r.asked_at, Kind.DATE),
        Column("answer", "Last answer", lambda r: r.told),
        Column("answered_at", "Answered", lambda r: r.answered_at, Kind.DATE),
        Column("next_at", "Asked next", lambda r: r.next_at, Kind.DATE),
    ),
    rows=running,
    permission="case_study.list",
    one="case study",
    many="case studies",
    empty="No case study is public yet.",
    filters=(
        Filter("standing", "Question", lambda: {key: one.text for key, one in STANDINGS.items()}),
    ),
    download="case_study.list",
)  # fmt: skip
