"""Case studies that aren't public yet, for those who edit them and those they are about."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, case, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload

from award.accounts.models import User
from award.applications.models import Application
from award.assessment.queries import out_of_reach
from award.case_studies.models import CaseStudy, CaseStudyRevision
from award.case_studies.rules.machine import SHOWN_TO_LEAD, standing
from award.foundation.db import db
from award.foundation.policy import Actor, can
from award.foundation.workflow import State, StateChange

PAGE_SIZE = 50
KIND = "case_study"


@dataclass(frozen=True)
class StudyRow:
    """A line of a list of case studies. `waiting`: for the lead to read and answer; `live`: a
    text of it is public."""

    slug: str
    title: str
    organisation_name: str
    state: State
    waiting: bool
    live: bool
    review_by_on: date | None
    updated_at: datetime


@dataclass(frozen=True)
class ChangeRow:
    """One step in the life of a case study."""

    label: str
    actor_name: str
    reason: str | None
    at: datetime


def _whole() -> Select[CaseStudy]:
    """A case study with its application and the person who leads it."""
    return (
        select(CaseStudy)
        .outerjoin(CaseStudy.application)
        .options(
            contains_eager(CaseStudy.application).options(
                joinedload(Application.lead), joinedload(Application.round)
            )
        )
    )


def managed_study(actor: Actor, slug: str) -> CaseStudy | None:
    """For those who see all of them; one about an application that the actor has a conflict of
    interest with is not there."""
    if not can(actor, "case_study.list"):
        return None
    return db.session.scalar(_whole().where(CaseStudy.slug == slug, ~out_of_reach(actor)))


def own_study(actor: Actor, slug: str) -> CaseStudy | None:
    """For the lead of its application, once it was sent to them."""
    study = db.session.scalar(
        _whole().where(CaseStudy.slug == slug, Application.lead_id == actor.user_id)
    )
    return study if study is not None and can(actor, "case_study.agree", study) else None


_TOLD_TO_LEAD = case(
    (CaseStudy.state.in_(sorted(SHOWN_TO_LEAD)), CaseStudy.title),
    else_=func.coalesce(CaseStudyRevision.content["title"].as_string(), Application.title),
)
"""The title that the lead has seen: never that of a text which was not sent to them."""


def title_for_lead(study: CaseStudy) -> str:
    """What the lead may call it: the title sent or published, else their application's."""
    if study.state in SHOWN_TO_LEAD:
        return study.title
    return str(
        db.session.scalar(
            select(_TOLD_TO_LEAD)
            .select_from(CaseStudy)
            .join(CaseStudy.application)
            .outerjoin(CaseStudyRevision, CaseStudyRevision.id == CaseStudy.published_revision_id)
            .where(CaseStudy.id == study.id)
        )
    )


def _rows(query: Select[Any], title: ColumnElement[str] | None = None) -> list[StudyRow]:
    found = db.session.execute(
        query.with_only_columns(
            CaseStudy.slug,
            CaseStudy.title if title is None else title,
            CaseStudy.organisation_name,
            CaseStudy.state,
            CaseStudy.published_revision_id.is_not(None),
            CaseStudy.review_by_on,
            CaseStudy.updated_at,
        ).order_by(CaseStudy.updated_at.desc(), CaseStudy.id.desc())
    )
    return [
        StudyRow(
            slug=slug,
            title=title,
            organisation_name=organisation,
            state=standing(state, public=live),
            waiting=state == "with_applicant",
            live=live,
            review_by_on=review_by_on,
            updated_at=updated_at,
        )
        for slug, title, organisation, state, live, review_by_on, updated_at in found
    ]


def studies(actor: Actor, state: str | None = None, page: int = 1) -> tuple[list[StudyRow], int]:
    """A page of all case studies, last changed first, and how many there are."""
    query = select(CaseStudy).outerjoin(CaseStudy.application).where(~out_of_reach(actor))
    if state:
        query = query.where(CaseStudy.state == state)
    total = db.session.scalar(query.with_only_columns(func.count(CaseStudy.id))) or 0
    return _rows(query.limit(PAGE_SIZE).offset((page - 1) * PAGE_SIZE)), total


def my_studies(actor: Actor) -> list[StudyRow]:
    """Case studies of the actor's own applications that were sent to them or are public."""
    return _rows(
        select(CaseStudy)
        .join(CaseStudy.application)
        .outerjoin(CaseStudyRevision, CaseStudyRevision.id == CaseStudy.published_revision_id)
        .where(
            Application.lead_id == actor.user_id,
            or_(CaseStudy.state != "draft", CaseStudy.published_revision_id.is_not(None)),
        )
        .limit(PAGE_SIZE),
        _TOLD_TO_LEAD,
    )


_DONE = {
    "send_to_applicant": "Sent to the applicant",
    "agree": "Agreed by the applicant",
    "ask_for_changes": "Changes asked for",
    "publish": "Published",
    "revise": "Taken back to draft",
    "unpublish": "Unpublished",
    "archive": "Archived",
    "withdraw_agreement": "Agreement withdrawn by the applicant",
}


def history(study: CaseStudy) -> list[ChangeRow]:
    """What happened to it, newest first, the last fifty steps."""
    rows = db.session.execute(
        select(StateChange.action, StateChange.actor_name, StateChange.reason, StateChange.at)
        .where(StateChange.kind == KIND, StateChange.subject_id == study.id)
        .order_by(StateChange.id.desc())
        .limit(PAGE_SIZE)
    )
    return [ChangeRow(_DONE.get(action, action), name, why, at) for action, name, why, at in rows]


def agreed_by(study: CaseStudy) -> str | None:
    """The name of the account that agreed the present text."""
    if study.agreed_by_id is None:
        return None
    return db.session.scalar(select(User.name).where(User.id == study.agreed_by_id))


def last_sender(study: CaseStudy) -> User | None:
    """Whoever sent it to the applicant last, else whoever started it."""
    sender = (
        select(StateChange.actor_id)
        .where(
            StateChange.kind == KIND,
            StateChange.subject_id == study.id,
            StateChange.action == "send_to_applicant",
        )
        .order_by(StateChange.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    return db.session.scalar(
        select(User).where(User.id == func.coalesce(sender, study.promoted_by_id))
    )
