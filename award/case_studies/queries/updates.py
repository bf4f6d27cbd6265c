"""Updates of published case studies: what everybody reads, and what waits for somebody."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Integer, Select, bindparam, select
from sqlalchemy.orm import contains_eager, joinedload

from award.applications.models import Application
from award.case_studies.later import StudyUpdate
from award.case_studies.models import CaseStudy, CaseStudyRevision
from award.case_studies.rules.updates import ABOUT, About, UpdateState
from award.case_studies.rules.vocabulary import STAGES, Stage
from award.foundation.db import db
from award.foundation.many import plain_rows
from award.foundation.scopes import published, within

_live = CaseStudyRevision.id == CaseStudy.published_revision_id


@dataclass(frozen=True)
class Update:
    """One as the public reads it: on its page, and as an entry of a feed."""

    slug: str
    title: str
    number: int
    about: str
    heading: str
    words: str
    stage: Stage | None
    published_at: datetime

    @property
    def anchor(self) -> str:
        """Where it stands on the page of its case study."""
        return f"update-{self.number}"


@published
@cache
def _public() -> Select[Any]:
    columns: tuple[Any, ...] = (
        CaseStudy.slug, CaseStudyRevision.content["title"].as_string().label("title"),
        StudyUpdate.number, StudyUpdate.about, StudyUpdate.heading, StudyUpdate.words,
        StudyUpdate.stage, StudyUpdate.published_at,
    )  # fmt: skip
    return (
        select(*columns)
        .select_from(StudyUpdate)
        .join(CaseStudy, CaseStudy.id == StudyUpdate.case_study_id)
        .join(CaseStudyRevision, _live)
        .where(StudyUpdate.state == UpdateState.PUBLISHED)
        .order_by(StudyUpdate.published_at.desc(), StudyUpdate.id.desc())
    )


@published
@cache
def _of_one() -> Select[Any]:
    return _public().where(CaseStudy.id == bindparam("key", type_=Integer))


@published
@cache
def _latest() -> Select[Any]:
    return _public().limit(bindparam("limit", type_=Integer))


@published
def updates_of(study_id: int) -> list[Update]:
    """Those on the page of a case study, the latest first."""
    return [_update(row) for row in plain_rows(_of_one(), {"key": study_id})]


@published
def latest_updates(limit: int = 20) -> list[Update]:
    """Of all public case studies, the latest first: entries of a feed of their own."""
    return [_update(row) for row in plain_rows(_latest(), {"limit": limit})]


def _update(row: Any) -> Update:
    return Update(
        row.slug, row.title, row.number, ABOUT[About(row.about)], row.heading, row.words,
        STAGES.get(row.stage), row.published_at,
    )  # fmt: skip


@within("study")
def updates_about(study: CaseStudy) -> Sequence[StudyUpdate]:
    """All that were written, whatever became of them, the latest first."""
    query = select(StudyUpdate).where(StudyUpdate.case_study_id == study.id)
    return db.session.scalars(query.order_by(StudyUpdate.id.desc())).all()


@within("study")
def update_about(study: CaseStudy, number: int) -> StudyUpdate | None:
    """One of them with its case study and who leads the project, as they are now."""
    if number >= 2**31:
        return None
    return db.session.scalar(
        select(StudyUpdate)
        .join(StudyUpdate.study)
        .outerjoin(CaseStudy.application)
        .options(
            contains_eager(StudyUpdate.study).options(
                contains_eager(CaseStudy.application).joinedload(Application.lead),
                joinedload(CaseStudy.share),
            )
        )
        .where(StudyUpdate.case_study_id == study.id, StudyUpdate.number == number)
        .execution_options(populate_existing=True)
    )
