"""Published case studies for machines that read them: data, feeds and the map of the site."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any

from sqlalchemy import Integer, Select, bindparam, func, select

from award.case_studies.later import StudyUpdate
from award.case_studies.models import CaseStudy, CaseStudyRevision
from award.case_studies.queries.public import NEWEST
from award.case_studies.queries.running import running_value
from award.case_studies.rules.updates import UpdateState
from award.foundation.many import among_given, given, on_postgresql, plain_rows
from award.foundation.scopes import published, within

MOST_IN_A_MAP = 50_000


@dataclass(frozen=True)
class Published:
    """What is public under an address, and since when."""

    id: int
    slug: str
    content: dict[str, Any]
    first_published_at: datetime
    revised_at: datetime
    review_by_on: date | None
    updated_at: datetime | None
    """When the last update on its page was published."""
    running: str


@within()
def _updated() -> Any:
    """SQL beside CaseStudy."""
    return (
        select(func.max(StudyUpdate.published_at))
        .where(
            StudyUpdate.case_study_id == CaseStudy.id, StudyUpdate.state == UpdateState.PUBLISHED
        )
        .correlate(CaseStudy)
        .scalar_subquery()
    )


@published
@cache
def _columns() -> Select[Any]:
    return select(
        CaseStudy.id,
        CaseStudy.slug,
        CaseStudyRevision.content,
        CaseStudy.first_published_at,
        CaseStudyRevision.published_at.label("revised_at"),
        CaseStudy.review_by_on,
        _updated().label("updated_at"),
        running_value().label("running"),
    ).join(CaseStudyRevision, CaseStudyRevision.id == CaseStudy.published_revision_id)


def _read(row: Any) -> Published:
    return Published(row.id, row.slug, row.content, row.first_published_at, row.revised_at,
                     row.review_by_on, row.updated_at, row.running or "")  # fmt: skip


@published
def in_order(ids: Sequence[int]) -> list[Published]:
    """These, in this order."""
    if not ids:
        return []
    rows = plain_rows(_among(on_postgresql()), {"ids": given(ids)})
    found = {row.id: _read(row) for row in rows}
    return [found[key] for key in ids if key in found]


@published
@cache
def _among(postgresql: bool) -> Select[Any]:
    return _columns().where(among_given(CaseStudy.id, "ids", postgresql=postgresql))


@within("ids")
def latest_of(ids: Sequence[int], limit: int) -> list[Published]:
    """Those of them whose text is the newest, whenever they were published first."""
    if not ids:
        return []
    asked = {"ids": given(ids), "limit": limit}
    return [_read(row) for row in plain_rows(_latest(on_postgresql()), asked)]


@published
@cache
def _latest(postgresql: bool) -> Select[Any]:
    newest = (CaseStudyRevision.published_at.desc(), CaseStudy.id.desc())
    return _among(postgresql).order_by(*newest).limit(bindparam("limit", type_=Integer))


@published
def one(slug: str) -> Published | None:
    found = plain_rows(_one(), {"slug": slug})
    return _read(found[0]) if found else None


@published
@cache
def _one() -> Select[Any]:
    return _columns().where(CaseStudy.slug == bindparam("slug"))


@published
def addresses() -> list[tuple[str, datetime]]:
    """(slug, when its text or its last update was published) of every one, the newest first."""
    rows = plain_rows(_addresses())
    return [(row.slug, max(row.published_at, row.updated_at or row.published_at)) for row in rows]


@published
@cache
def _addresses() -> Select[Any]:
    return (
        select(CaseStudy.slug, CaseStudyRevision.published_at, _updated().label("updated_at"))
        .join(CaseStudyRevision, CaseStudyRevision.id == CaseStudy.published_revision_id)
        .order_by(*NEWEST)
        .limit(MOST_IN_A_MAP)
    )
