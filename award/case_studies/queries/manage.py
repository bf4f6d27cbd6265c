"""Case studies that aren't public yet, for those who edit them and those they are about."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, false, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, contains_eager, joinedload

from award.accounts.models import User
from award.applications.models import Application
from award.applications.queries.scopes import led_applications
from award.assessment.queries.reach import reachable_applications, ties_of
from award.case_studies.later import StudyUpdate, TeamQuestion
from award.case_studies.models import CaseStudy
from award.case_studies.queries.sendings import titles_as_sent
from award.case_studies.queries.shared import called, shared_by
from award.case_studies.queries.shelves import Shelves, shelf_now, stands_on
from award.case_studies.rules.machine import SHELVES, told_state
from award.case_studies.rules.states import SHOWN_TO_LEAD, StudyState
from award.foundation import clock
from award.foundation.acts import Concealed
from award.foundation.columns import Column, Kind, Link, Note, Tag
from award.foundation.db import db
from award.foundation.paging import paged
from award.foundation.policy import Actor, can
from award.foundation.scopes import scope, within
from award.foundation.tables import Filter, ListView, Page, View
from award.foundation.workflow import State


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


@scope
def managed_studies(actor: Actor) -> ColumnElement[bool]:
    """SQL over CaseStudy joined to its application if it has one: those that the actor works on."""
    return reachable_applications(actor) if can(actor, "case_study.list") else false()


@within()
def _whole() -> Select[CaseStudy]:
    """A case study with its application and the person who leads it."""
    return (
        select(CaseStudy)
        .outerjoin(CaseStudy.application)
        .options(
            contains_eager(CaseStudy.application).options(
                joinedload(Application.lead), joinedload(Application.round)
            ),
            joinedload(CaseStudy.share),
        )
    )


def managed_study(actor: Actor, slug: str) -> CaseStudy | None:
    """For those who see all of them; one about an application that the actor has a conflict of
    interest with is not there."""
    return db.session.scalar(_whole().where(called(slug), managed_studies(actor)))


def own_study(actor: Actor, slug: str) -> CaseStudy | None:
    """For the lead of its application, from the day it was started. What they may read of it is
    another matter: see `SHOWN_TO_LEAD`."""
    return db.session.scalar(
        _whole().where(called(slug), or_(led_applications(actor), shared_by(actor)))
    )


def title_for_lead(study: CaseStudy) -> str:
    """What the lead may call it: the title as it was last sent to them, else their application's.
    Never that of a text which was not sent."""
    begun = study.application or study.share
    if study.state in SHOWN_TO_LEAD or begun is None:
        return study.title
    return titles_as_sent({study.id: study.title}).get(study.id, begun.title)


_CALLED = func.coalesce(func.nullif(CaseStudy.title, ""), Application.title, "No title yet")


_SHOWN: tuple[Any, ...] = (
    CaseStudy.slug,
    _CALLED,
    func.coalesce(Application.title, ""),
    CaseStudy.organisation_name,
    shelf_now,
    CaseStudy.published_revision_id.is_not(None),
    CaseStudy.review_by_on,
    CaseStudy.updated_at,
)
_NEWEST = (CaseStudy.updated_at.desc(), CaseStudy.id.desc())


def _rows(found: Sequence[Any]) -> list[StudyRow]:
    today = clock.today()
    return [
        StudyRow(
            slug=slug,
            title=title,
            project=project,
            organisation_name=organisation,
            state=told_state(shelf, public=live),
            waiting=shelf == StudyState.WITH_APPLICANT,
            live=live,
            overdue=live and review_by_on is not None and review_by_on < today,
            review_by_on=review_by_on,
            updated_at=updated_at,
        )
        for slug, title, project, organisation, shelf, live, review_by_on, updated_at in found
    ]


def _managed(actor: Actor) -> Select[CaseStudy]:
    return select(CaseStudy).outerjoin(CaseStudy.application).where(managed_studies(actor))


def shelf_counts(actor: Actor) -> Shelves:
    public = CaseStudy.published_revision_id
    counted = db.session.execute(
        _managed(actor)
        .with_only_columns(
            shelf_now.label("shelf"),
            func.count().label("number"),
            func.count(public).label("public"),
        )
        .group_by("shelf")
    ).all()
    found = {row.shelf: row.number for row in counted}
    read = sum(row.public for row in counted)
    counts = {key: found.get(key, 0) for key in SHELVES} | {StudyState.PUBLISHED: read}
    return Shelves(sum(found.values()), counts, read - found.get(StudyState.PUBLISHED, 0))


def studies(actor: Actor, view: View[StudyRow]) -> Page[StudyRow]:
    """All case studies, or those of one shelf."""
    query = _managed(actor).with_only_columns(*_SHOWN)
    if shelf := view.one("state"):
        query = query.where(stands_on(shelf))
    return paged(query, view, *_NEWEST, rows=_rows)


def my_studies(actor: Actor, view: View[StudyRow] | None = None) -> Page[StudyRow]:
    """Case studies of the actor's own applications, from the day they were started; those that
    wait for an answer first."""
    query = (
        select(*_SHOWN, CaseStudy.id, CaseStudy.title, CaseStudy.state)
        .join(CaseStudy.application)
        .where(led_applications(actor))
    )
    order = ((shelf_now == StudyState.WITH_APPLICANT).desc(), *_NEWEST)
    return paged(query, view or MY_STUDIES.whole(actor), *order, rows=_told_to_lead)


@within("found")
def _told_to_lead(found: Sequence[Any]) -> list[StudyRow]:
    """Under the titles as they were sent last, where the text is being worked on."""
    unsent = {row.id: row.title for row in found if row.state not in SHOWN_TO_LEAD}
    sent = titles_as_sent(unsent) if unsent else {}
    rows = _rows([tuple(row)[: len(_SHOWN)] for row in found])
    return [
        replace(row, title=sent.get(full.id) or row.project) if full.id in unsent else row
        for full, row in zip(found, rows, strict=True)
    ]


@dataclass(frozen=True)
class Told:
    """How the case study that was `begun_with` an application or a shared project stands, as its
    team is told."""

    begun_with: int
    slug: str
    state: State
    waiting: bool


@within("application_ids")
def told_of(application_ids: Sequence[int]) -> list[Told]:
    """The case studies of these applications, in one statement."""
    return _told(CaseStudy.application_id, application_ids)


@within("share_ids")
def told_of_shared(share_ids: Sequence[int]) -> list[Told]:
    """Those of these shared projects, in one statement."""
    return _told(CaseStudy.share_id, share_ids)


@within("ids")
def _told(begun_with: InstrumentedAttribute[int | None], ids: Sequence[int]) -> list[Told]:
    found = db.session.execute(
        select(
            begun_with, CaseStudy.slug, shelf_now, CaseStudy.published_revision_id.is_not(None)
        ).where(begun_with.in_(ids))
    )
    return [
        Told(key, slug, told_state(shelf, public=live), shelf == StudyState.WITH_APPLICANT)
        for key, slug, shelf, live in found
        if key is not None
    ]


def agreed_by(study: CaseStudy) -> str | None:
    """The name of the account that agreed the present text."""
    if study.agreed_by_id is None:
        return None
    return db.session.scalar(select(User.name).where(User.id == study.agreed_by_id))


def _tags(row: StudyRow) -> tuple[Tag, ...]:
    also = [Tag("Public", "green")] if row.live and row.state.staff_label != "Published" else []
    late = [Tag("Review overdue", "red")] if row.overdue else []
    return (Tag(row.state.staff_label, row.state.colour), *also, *late)


STUDIES = ListView(
    "case-studies",
    "Case studies",
    (
        Column("title", "Case study", lambda r: r.title, stays=True, names_row=True,
               shows=lambda r: Link(r.title, "case_studies_staff.show", {"slug": r.slug})),
        Column("organisation", "Organisation", lambda r: r.organisation_name),
        Column("state", "State", lambda r: ", ".join(tag.text for tag in _tags(r)), shows=_tags),
        Column("review_by_on", "Review by", lambda r: r.review_by_on, Kind.DATE,
               sort=CaseStudy.review_by_on),
        Column("updated_at", "Last changed", lambda r: r.updated_at, Kind.DATE,
               sort=CaseStudy.updated_at, downwards=True),
    ),
    rows=studies,
    permission="case_study.list",
    one="case study",
    many="case studies",
    filters=(
        Filter("state", "State", lambda: {key: one.staff_label for key, one in SHELVES.items()}),
    ),
    sort="updated_at",
    download="case_study.list",
)  # fmt: skip


def _read(row: StudyRow) -> tuple[Link | Note, ...]:
    """The project is named where the case study is called otherwise."""
    link = Link(row.title, "case_studies.review", {"slug": row.slug})
    return (link,) if row.project == row.title else (link, Note(f"Project: {row.project}"))


MY_STUDIES = ListView(
    "my-case-studies",
    "Case studies of my projects",
    (
        Column("title", "Case study", lambda r: r.title, stays=True, names_row=True, shows=_read),
        Column("state", "How it stands", lambda r: r.state.applicant_label,
               shows=lambda r: Tag(r.state.applicant_label, r.state.colour)),
        Column("updated_at", "Last changed", lambda r: r.updated_at, Kind.DATE),
    ),
    rows=my_studies,
    permission="case_study.own",
    one="case study",
    many="case studies",
    empty="When we write a case study of a project that you lead, you will find it here to read "
    "and agree. We will email you.",
)  # fmt: skip


def concealed(actor: Actor) -> Mapping[str, Concealed]:
    """Whose events in the audit trail the actor may not read."""
    mine = select(CaseStudy.id).where(CaseStudy.application_id.in_(ties_of(actor)))
    updates = select(StudyUpdate.id).where(StudyUpdate.case_study_id.in_(mine))
    questions = select(TeamQuestion.id).where(TeamQuestion.case_study_id.in_(mine))
    return {"case_study": mine, "study_update": updates, "team_question": questions}
