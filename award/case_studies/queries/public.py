"""What everybody may read: published revisions, never the text being worked on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any

from markupsafe import Markup
from sqlalchemy import JSON, Integer, Select, bindparam, select, type_coerce

from award.case_studies.models import CaseStudy, CaseStudyHtml, CaseStudyRevision
from award.case_studies.queries.running import running_value
from award.case_studies.rules import vocabulary
from award.case_studies.rules.facets import facet_values
from award.case_studies.rules.story import Story, drawn, story
from award.case_studies.rules.text import drawn_by
from award.case_studies.rules.vocabulary import Stage
from award.foundation import search
from award.foundation.db import db
from award.foundation.many import among_given, given, on_postgresql, plain_rows
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
    region: str
    stage: Stage | None
    settings: list[str]
    first_published_at: datetime
    running: str = ""
    """By the value of the facet."""
    outcome: str = ""
    cost: str = ""
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
def cards_of(ids: Sequence[int], *, with_body: bool = False) -> list[Any]:
    """Rows to make the cards of these, in no order; with the `body` of each as it is indexed, for
    passages."""
    return plain_rows(_cards(with_body, on_postgresql()), {"ids": given(ids)})


@published
@cache
def _cards(with_body: bool, postgresql: bool) -> Select[Any]:
    """The columns of a card, taken from the revision's content: the rest of it stays behind."""
    content = CaseStudyRevision.content
    query = select(
        CaseStudy.id,
        CaseStudy.slug,
        CaseStudy.first_published_at,
        content["title"].as_string().label("title"),
        content["summary"].as_string().label("summary"),
        content["organisation_name"].as_string().label("organisation_name"),
        content["region"].as_string().label("region"),
        content["stage"].as_string().label("stage"),
        content["outcome"].as_string().label("outcome"),
        content["cost_band"].as_string().label("cost_band"),
        type_coerce(content["settings"], JSON()).label("settings"),
        running_value().label("running"),
    ).join(CaseStudyRevision, _live)
    if with_body:
        query = search.with_body(query, FOUND, CaseStudy.id)
    return query.where(among_given(CaseStudy.id, "ids", postgresql=postgresql))


def card_of(row: Any) -> Card:
    return Card(
        id=row.id,
        slug=row.slug,
        title=row.title,
        summary=row.summary,
        organisation_name=row.organisation_name,
        region=row.region,
        stage=vocabulary.STAGES.get(row.stage),
        settings=vocabulary.labels(vocabulary.SETTINGS, row.settings or []),
        first_published_at=row.first_published_at,
        running=row.running or "",
        outcome=vocabulary.OUTCOME_LABELS.get(row.outcome or "", ""),
        cost=vocabulary.COST_BANDS.get(row.cost_band or "", ""),
    )


@published
def latest(limit: int = 3) -> list[Card]:
    """The case studies that were first published most recently."""
    return in_order([row.id for row in plain_rows(_latest(), {"limit": limit})])


@published
@cache
def _latest() -> Select[int]:
    return (
        select(CaseStudy.id)
        .where(CaseStudy.published_revision_id.is_not(None))
        .order_by(*NEWEST)
        .limit(bindparam("limit", type_=Integer))
    )


def in_order(ids: Sequence[int]) -> list[Card]:
    """The cards of these, in this order. Ids come first, so that only what is shown is opened."""
    found = {row.id: card_of(row) for row in cards_of(ids)}
    return [found[key] for key in ids if key in found]


@published
def public_study(slug: str) -> PublicStudy | None:
    """What is public under this address; None for anything else, whatever is being worked on."""
    found = plain_rows(_study(), {"slug": slug, "drawn_by": drawn_by()})
    if not found:
        return None
    (row,) = found
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
@cache
def _study() -> Select[Any]:
    return (
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
            & (CaseStudyHtml.drawn_by == bindparam("drawn_by")),
        )
        .where(CaseStudy.slug == bindparam("slug"))
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
