"""Case studies that aren't public yet, for those who edit them and those they are about."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, case, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload

from award.accounts.models import User
from award.applications.models import Application
from award.assessment.queries import out_of_reach
from award.case_studies.models import CaseStudy
from award.case_studies.queries.history import said_last
from award.case_studies.queries.sendings import titles_as_sent
from award.case_studies.rules.machine import ASK, CHANGES_ASKED, SHELVES, standing
from award.case_studies.rules.states import SHOWN_TO_LEAD, StudyState
from award.foundation import clock
from award.foundation.db import db
from award.foundation.policy import Actor, can
from award.foundation.workflow import State

PAGE_SIZE = 50


@dataclass(frozen=True)
class StudyRow:
    """A line of a list of case studies. `project`: the title of its application; `waiting`: for the
    lead to read and answer; `live`: a text of it is public; `overdue`: and should have been looked
    at again by now."""

    slug: str
    title: str
    project: str
    organisation_name: str
    state: State
    waiting: bool
    live: bool
    overdue: bool
    review_by_on: date | None
    updated_at: datetime


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


def _called(slug: str) -> ColumnElement[bool]:
    """By its address, or by its application's reference: that was its address before it was first
    published, and stands in emails sent then."""
    return or_(CaseStudy.slug == slug, Application.reference == slug.upper())


def managed_study(actor: Actor, slug: str) -> CaseStudy | None:
    """For those who see all of them; one about an application that the actor has a conflict of
    interest with is not there."""
    if not can(actor, "case_study.list"):
        return None
    return db.session.scalar(_whole().where(_called(slug), ~out_of_reach(actor)))


def own_study(actor: Actor, slug: str) -> CaseStudy | None:
    """For the lead of its application, from the day it was started. What they may read of it is
    another matter: see `SHOWN_TO_LEAD`."""
    return db.session.scalar(_whole().where(_called(slug), Application.lead_id == actor.user_id))


def title_for_lead(study: CaseStudy) -> str:
    """What the lead may call it: the title as it was last sent to them, else their application's.
    Never that of a text which was not sent."""
    if study.state in SHOWN_TO_LEAD or study.application is None:
        return study.title
    return titles_as_sent({study.id: study.title}).get(study.id, study.application.title)


_shelf = case(
    ((CaseStudy.state == StudyState.DRAFT) & (said_last() == ASK), CHANGES_ASKED),
    else_=CaseStudy.state,
)


_CALLED = func.coalesce(func.nullif(CaseStudy.title, ""), Application.title, "No title yet")


def _rows(query: Select[Any]) -> list[StudyRow]:
    found = db.session.execute(
        query.with_only_columns(
            CaseStudy.slug,
            _CALLED,
            func.coalesce(Application.title, ""),
            CaseStudy.organisation_name,
            _shelf,
            CaseStudy.published_revision_id.is_not(None),
            CaseStudy.review_by_on,
            CaseStudy.updated_at,
        ).order_by(CaseStudy.updated_at.desc(), CaseStudy.id.desc())
    )
    today = clock.today()
    return [
        StudyRow(
            slug=slug,
            title=title,
            project=project,
            organisation_name=organisation,
            state=standing(shelf, public=live),
            waiting=shelf == StudyState.WITH_APPLICANT,
            live=live,
            overdue=live and review_by_on is not None and review_by_on < today,
            review_by_on=review_by_on,
            updated_at=updated_at,
        )
        for slug, title, project, organisation, shelf, live, review_by_on, updated_at in found
    ]


@dataclass(frozen=True)
class ManageList:
    """One page of all case studies, and how many stand on each shelf."""

    rows: list[StudyRow]
    counts: dict[str, int]
    shelf: str | None

    @property
    def total(self) -> int:
        """How many the list shows on all its pages."""
        return self.counts[self.shelf] if self.shelf else sum(self.counts.values())


def studies(actor: Actor, shelf: str | None = None, page: int = 1) -> ManageList:
    """Two statements: the counts, and one page of the shelf, last changed first. Every shelf has
    a count, so that an empty one can say so."""
    query = select(CaseStudy).outerjoin(CaseStudy.application).where(~out_of_reach(actor))
    counted = db.session.execute(
        query.with_only_columns(_shelf.label("shelf"), func.count().label("number")).group_by(
            "shelf"
        )
    )
    found = {row.shelf: row.number for row in counted}
    if shelf:
        query = query.where(_shelf == shelf)
    return ManageList(
        rows=_rows(query.limit(PAGE_SIZE).offset((page - 1) * PAGE_SIZE)),
        counts={key: found.get(key, 0) for key in SHELVES},
        shelf=shelf,
    )


def my_studies(actor: Actor) -> list[StudyRow]:
    """Case studies of the actor's own applications, from the day they were started."""
    query = (
        select(CaseStudy)
        .join(CaseStudy.application)
        .where(Application.lead_id == actor.user_id)
        .limit(PAGE_SIZE)
    )
    unsent = query.where(CaseStudy.state.not_in(sorted(SHOWN_TO_LEAD)))
    known = db.session.execute(
        unsent.with_only_columns(CaseStudy.id, CaseStudy.slug, CaseStudy.title)
    )
    slugs = {key: (slug, title) for key, slug, title in known}
    sent = titles_as_sent({key: title for key, (_, title) in slugs.items()})
    told = {slug: sent.get(key) for key, (slug, _) in slugs.items()}
    return [
        replace(row, title=told[row.slug] or row.project) if row.slug in told else row
        for row in _rows(query)
    ]


@dataclass(frozen=True)
class Told:
    """How the case study of an application stands, as its lead is told."""

    application_id: int
    slug: str
    state: State
    waiting: bool


def told_of(application_ids: Sequence[int]) -> list[Told]:
    """The case studies of these applications, in one statement."""
    found = db.session.execute(
        select(
            CaseStudy.application_id,
            CaseStudy.slug,
            _shelf,
            CaseStudy.published_revision_id.is_not(None),
        ).where(CaseStudy.application_id.in_(application_ids))
    )
    return [
        Told(application_id, slug, standing(shelf, public=live), shelf == StudyState.WITH_APPLICANT)
        for application_id, slug, shelf, live in found
        if application_id is not None
    ]


def agreed_by(study: CaseStudy) -> str | None:
    """The name of the account that agreed the present text."""
    if study.agreed_by_id is None:
        return None
    return db.session.scalar(select(User.name).where(User.id == study.agreed_by_id))
