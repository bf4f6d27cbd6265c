"""What everybody may read: published revisions, never the text being worked on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from markupsafe import Markup
from sqlalchemy import JSON, Row, Select, case, func, select, tuple_, type_coerce

from award.case_studies.models import CaseStudy, CaseStudyFacet, CaseStudyHtml, CaseStudyRevision
from award.case_studies.rules import vocabulary
from award.case_studies.rules.story import Story, drawn, facet_values, story
from award.case_studies.rules.text import drawn_by
from award.case_studies.rules.vocabulary import Stage
from award.foundation import search
from award.foundation.db import db
from award.foundation.scopes import published

FOUND = search.Kind(1)
"""Published texts, as search numbers them."""


@dataclass(frozen=True)
class Card:
    """A case study in a list, as it was published. Where words were asked for, they are marked, and
    `passage` has some that stand in neither title nor summary."""

    id: int
    slug: str
    title: str
    summary: str
    organisation_name: str
    stage: Stage | None
    settings: list[str]
    first_published_at: datetime
    passage: str = ""


@dataclass(frozen=True)
class PublicStudy:
    """What a public page needs."""

    id: int
    slug: str
    story: Story
    drawn: Mapping[str, Markup]
    """The texts as HTML, by field."""
    first_published_at: datetime
    last_reviewed_at: datetime
    review_by_on: date | None
    facets: list[tuple[str, str]]


NEWEST = (CaseStudy.first_published_at.desc(), CaseStudy.id.desc())
_live = CaseStudyRevision.id == CaseStudy.published_revision_id


@published
def cards() -> Select[Any]:
    """The columns of a card, taken from the revision's content: the rest of it stays behind."""
    content = CaseStudyRevision.content
    return select(
        CaseStudy.id,
        CaseStudy.slug,
        CaseStudy.first_published_at,
        content["title"].as_string().label("title"),
        content["summary"].as_string().label("summary"),
        content["organisation_name"].as_string().label("organisation_name"),
        content["stage"].as_string().label("stage"),
        type_coerce(content["settings"], JSON()).label("settings"),
    ).join(CaseStudyRevision, _live)


def card_of(row: Row[Any]) -> Card:
    return Card(
        id=row.id,
        slug=row.slug,
        title=row.title,
        summary=row.summary,
        organisation_name=row.organisation_name,
        stage=vocabulary.STAGES.get(row.stage),
        settings=vocabulary.labels(vocabulary.SETTINGS, row.settings or []),
        first_published_at=row.first_published_at,
    )


@published
def latest(limit: int = 3) -> list[Card]:
    """The case studies that were first published most recently."""
    ids = (
        select(CaseStudy.id)
        .where(CaseStudy.published_revision_id.is_not(None))
        .order_by(*NEWEST)
        .limit(limit)
    )
    return _in_order(db.session.scalars(ids).all())


def _in_order(ids: Sequence[int]) -> list[Card]:
    """The cards of these, in this order. Ids come first, so that only what is shown is opened."""
    found = {
        row.id: card_of(row) for row in db.session.execute(cards().where(CaseStudy.id.in_(ids)))
    }
    return [found[key] for key in ids if key in found]


@published
def public_study(slug: str) -> PublicStudy | None:
    """What is public under this address; None for anything else, whatever is being worked on."""
    row = db.session.execute(
        select(
            CaseStudy.id,
            CaseStudy.slug,
            CaseStudy.first_published_at,
            CaseStudy.review_by_on,
            CaseStudyRevision.published_at,
            CaseStudyRevision.content,
            CaseStudyHtml.parts,
        )
        .join(CaseStudyRevision, _live)
        .outerjoin(
            CaseStudyHtml,
            (CaseStudyHtml.revision_id == CaseStudyRevision.id)
            & (CaseStudyHtml.drawn_by == drawn_by()),
        )
        .where(CaseStudy.slug == slug)
    ).one_or_none()
    if row is None:
        return None
    return PublicStudy(
        id=row.id,
        slug=row.slug,
        story=story(row.content),
        drawn={key: Markup(html) for key, html in (row.parts or drawn(row.content)).items()},
        first_published_at=row.first_published_at,
        last_reviewed_at=row.published_at,
        review_by_on=row.review_by_on,
        facets=facet_values(row.content),
    )


@published
def was_public(slug: str) -> bool:
    """Something was public under this address and is not any more."""
    query = select(CaseStudy.id).where(
        CaseStudy.slug == slug,
        CaseStudy.first_published_at.is_not(None),
        CaseStudy.published_revision_id.is_(None),
    )
    return db.session.scalar(query) is not None


@published
def related(study: PublicStudy, limit: int = 3) -> list[Card]:
    """Others that share a care setting or the stage: most shared first, where a setting weighs more
    than the stage, then newest."""
    weight = case((CaseStudyFacet.facet == "setting", 2), else_=1)
    shared = (
        select(CaseStudyFacet.case_study_id, func.sum(weight).label("shared"))
        .where(
            tuple_(CaseStudyFacet.facet, CaseStudyFacet.value).in_(study.facets),
            CaseStudyFacet.case_study_id != study.id,
        )
        .group_by(CaseStudyFacet.case_study_id)
        .subquery()
    )
    ids = (
        select(CaseStudy.id)
        .join(shared, shared.c.case_study_id == CaseStudy.id)
        .where(CaseStudy.published_revision_id.is_not(None))
        .order_by(shared.c.shared.desc(), *NEWEST)
        .limit(limit)
    )
    return _in_order(db.session.scalars(ids).all())
