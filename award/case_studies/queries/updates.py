"""Updates of published case studies: what everybody reads, and what waits for somebody."""

from __future__ import annotations

from collections.abc import Collection, Sequence
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
from award.foundation.many import among, among_given, given, on_postgresql, plain_rows
from award.foundation.scopes import published, within

_live = CaseStudyRevision.id == CaseStudy.published_revision_id


@dataclass(frozen=True)
class Update:
    """One as the public reads it: on its page, and as an entry of a feed."""

    slug: str
    title: str
    organisation: str
    number: int
    what: About
    heading: str
    words: str
    stage_key: str
    published_at: datetime

    @property
    def about(self) -> str:
        return ABOUT[self.what]

    @property
    def stage(self) -> Stage | None:
        return STAGES.get(self.stage_key)

    @property
    def anchor(self) -> str:
        """Where it stands on the page of its case study."""
        return f"update-{self.number}"


@published
@cache
def _public() -> Select[Any]:
    columns: tuple[Any, ...] = (
        CaseStudy.id, CaseStudy.slug, CaseStudyRevision.content["title"].as_string().label("title"),
        CaseStudyRevision.content["organisation_name"].as_string().label("organisation"),
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
def _latest(postgresql: bool) -> Select[Any]:
    among = among_given(CaseStudy.id, "ids", postgresql=postgresql)
    return _public().where(among).limit(bindparam("limit", type_=Integer))


@published
def updates_of(study_id: int) -> list[Update]:
    """Those on the page of a case study, the latest first."""
    return [_update(row) for row in plain_rows(_of_one(), {"key": study_id})]


@within("ids")
def latest_updates(ids: Sequence[int], limit: int) -> list[Update]:
    """Of these case studies, the latest first."""
    if not ids:
        return []
    asked = {"ids": given(ids), "limit": limit}
    return [_update(row) for row in plain_rows(_latest(on_postgresql()), asked)]


@published
def updates_by_study(ids: Collection[int] | None = None) -> dict[int, list[tuple[str, str]]]:
    """(heading, words) of each that is public, by case study, in the order of its page; of all, or
    of these."""
    query = _public() if ids is None else _public().where(among(CaseStudy.id, ids))
    found: dict[int, list[tuple[str, str]]] = {}
    for row in plain_rows(query):
        found.setdefault(row.id, []).append((row.heading, row.words))
    return found


def _update(row: Any) -> Update:
    return Update(
        row.slug, row.title, row.organisation, row.number, About(row.about), row.heading, row.words,
        row.stage, row.published_at,
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
