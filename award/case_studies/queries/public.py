"""What everybody may read: published revisions, never the text being worked on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    CTE,
    JSON,
    Row,
    Select,
    Subquery,
    func,
    literal,
    select,
    type_coerce,
    union_all,
)

from award.case_studies.models import CaseStudy, CaseStudyFacet, CaseStudyRevision
from award.case_studies.rules import vocabulary
from award.case_studies.rules.finding import Filters
from award.case_studies.rules.story import Story, story
from award.case_studies.rules.vocabulary import FACETS, Stage
from award.foundation import search
from award.foundation.db import db

PAGE_SIZE = 20
KIND = "case_study"


@dataclass(frozen=True)
class Card:
    """A case study in a list, as it was published."""

    id: int
    slug: str
    title: str
    summary: str
    organisation_name: str
    stage: Stage | None
    settings: list[str]
    first_published_at: datetime


@dataclass(frozen=True)
class FacetValue:
    """One checkbox. `count` is how many the list would show with this value alone ticked in its
    facet, everything else as it is."""

    value: str
    label: str
    count: int
    chosen: bool


@dataclass(frozen=True)
class Facet:
    key: str
    heading: str
    values: list[FacetValue]


@dataclass(frozen=True)
class PublicList:
    """One page of the list, how many there are in all, and what it can be narrowed by."""

    cards: list[Card]
    total: int
    facets: list[Facet]
    page: int

    @property
    def last(self) -> int:
        return max(1, -(-self.total // PAGE_SIZE))


@dataclass(frozen=True)
class PublicStudy:
    """What a public page needs."""

    id: int
    slug: str
    story: Story
    first_published_at: datetime
    last_reviewed_at: datetime
    settings: list[str]


_live = CaseStudyRevision.id == CaseStudy.published_revision_id


def _cards() -> Select[Any]:
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


def _card(row: Row[Any]) -> Card:
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


def _hits(filters: Filters) -> CTE | None:
    """(subject_id, rank) of what holds the words; None when no words are asked for."""
    return search.matches(KIND, filters.q).cte("hits") if filters.q else None


def _found(filters: Filters, hits: CTE | None, leaving_out: str | None = None) -> Select[int]:
    """Ids of the public case studies that answer the question, one facet left out if named."""
    query = select(CaseStudy.id).where(CaseStudy.published_revision_id.is_not(None))
    for facet, values in filters.chosen.items():
        if values and facet != leaving_out:
            query = query.where(
                CaseStudy.id.in_(
                    select(CaseStudyFacet.case_study_id).where(
                        CaseStudyFacet.facet == facet, CaseStudyFacet.value.in_(values)
                    )
                )
            )
    if hits is not None:
        query = query.where(CaseStudy.id.in_(select(hits.c.subject_id)))
    return query


_ALL = ("", "")


def _counts(filters: Filters) -> dict[tuple[str, str], int]:
    """(facet, value) -> how many, each facet counted under what the others ask, and under `_ALL`
    how many answer the whole question. One statement, so the words are looked up once."""
    hits = _hits(filters)
    found = _found(filters, hits).subquery()
    whole = select(literal("").label("facet"), literal("").label("value"), func.count().label("n"))
    counted = [
        select(literal(facet), CaseStudyFacet.value, func.count())
        .where(
            CaseStudyFacet.facet == facet,
            CaseStudyFacet.case_study_id.in_(_found(filters, hits, leaving_out=facet)),
        )
        .group_by(CaseStudyFacet.value)
        for facet in FACETS
    ]
    rows = db.session.execute(union_all(whole.select_from(found), *counted)).all()
    return {(facet, value): number for facet, value, number in rows}


def _facets(filters: Filters, counts: Mapping[tuple[str, str], int]) -> list[Facet]:
    return [Facet(key, heading, _values(key, labels, filters, counts))
            for key, (heading, labels) in FACETS.items()]  # fmt: skip


def _values(
    facet: str,
    labels: Mapping[str, str],
    filters: Filters,
    counts: Mapping[tuple[str, str], int],
) -> list[FacetValue]:
    """Values that lead somewhere, and those that are ticked, in the vocabulary's order."""
    chosen = filters.chosen.get(facet, ())
    return [
        FacetValue(value, label, counts.get((facet, value), 0), value in chosen)
        for value, label in labels.items()
        if counts.get((facet, value)) or value in chosen
    ]


def _page_of_ids(filters: Filters) -> Subquery:
    """(id, place) of the case studies on one page: the best match first, else the newest."""
    hits = _hits(filters)
    newest = (CaseStudy.first_published_at.desc(), CaseStudy.id.desc())
    query = _found(filters, None)
    if hits is not None:
        query = query.join(hits, hits.c.subject_id == CaseStudy.id)
    order = newest if hits is None else (hits.c.rank, *newest)
    return (
        query.add_columns(func.row_number().over(order_by=order).label("place"))
        .order_by(*order)
        .limit(PAGE_SIZE)
        .offset((filters.page - 1) * PAGE_SIZE)
        .subquery()
    )


def public_list(filters: Filters) -> PublicList:
    """Two statements, however many case studies there are. The page's ids are found first, so
    that only its own revisions are opened."""
    page = _page_of_ids(filters)
    query = _cards().join(page, page.c.id == CaseStudy.id).order_by(page.c.place)
    rows = db.session.execute(query).all()
    counts = _counts(filters)
    return PublicList(
        cards=[_card(row) for row in rows],
        total=counts[_ALL],
        facets=_facets(filters, counts),
        page=filters.page,
    )


def latest(limit: int = 3) -> list[Card]:
    """The case studies that were first published most recently."""
    query = _cards().order_by(CaseStudy.first_published_at.desc(), CaseStudy.id.desc())
    return [_card(row) for row in db.session.execute(query.limit(limit))]


def public_study(slug: str) -> PublicStudy | None:
    """What is public under this address; None for anything else, whatever is being worked on."""
    row = db.session.execute(
        select(
            CaseStudy.id,
            CaseStudy.slug,
            CaseStudy.first_published_at,
            CaseStudyRevision.published_at,
            CaseStudyRevision.content,
        )
        .join(CaseStudyRevision, _live)
        .where(CaseStudy.slug == slug)
    ).one_or_none()
    if row is None:
        return None
    return PublicStudy(
        id=row.id,
        slug=row.slug,
        story=story(row.content),
        first_published_at=row.first_published_at,
        last_reviewed_at=row.published_at,
        settings=row.content["settings"],
    )


def related(study: PublicStudy, limit: int = 3) -> list[Card]:
    """Others that share a care setting, most shared first, then newest."""
    shared = (
        select(CaseStudyFacet.case_study_id, func.count().label("shared"))
        .where(
            CaseStudyFacet.facet == "setting",
            CaseStudyFacet.value.in_(study.settings),
            CaseStudyFacet.case_study_id != study.id,
        )
        .group_by(CaseStudyFacet.case_study_id)
        .subquery()
    )
    query = (
        _cards()
        .join(shared, shared.c.case_study_id == CaseStudy.id)
        .order_by(shared.c.shared.desc(), CaseStudy.first_published_at.desc(), CaseStudy.id.desc())
        .limit(limit)
    )
    return [_card(row) for row in db.session.execute(query)]
