"""The public list: words, filters, and counts that tell the truth."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sqlalchemy import CTE, ColumnElement, Select, Subquery, func, literal, select, union_all

from award.case_studies.models import CaseStudy, CaseStudyFacet
from award.case_studies.queries.public import KIND, NEWEST, Card, card_of, cards
from award.case_studies.rules.finding import Filters
from award.case_studies.rules.vocabulary import FACETS
from award.foundation import search
from award.foundation.db import db

PAGE_SIZE = 20


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
        .where(CaseStudyFacet.facet == facet, *_among(filters, hits, facet))
        .group_by(CaseStudyFacet.value)
        for facet in FACETS
    ]
    rows = db.session.execute(union_all(whole.select_from(found), *counted)).all()
    return {(facet, value): number for facet, value, number in rows}


def _among(filters: Filters, hits: CTE | None, facet: str) -> Iterator[ColumnElement[bool]]:
    """The case studies under which a facet is counted; no condition where nothing else is asked,
    since only what is public has facets."""
    if hits is not None or any(v for key, v in filters.chosen.items() if key != facet):
        yield CaseStudyFacet.case_study_id.in_(_found(filters, hits, leaving_out=facet))


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
    query = _found(filters, None)
    if hits is not None:
        query = query.join(hits, hits.c.subject_id == CaseStudy.id)
    order = NEWEST if hits is None else (hits.c.rank, *NEWEST)
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
    query = cards().join(page, page.c.id == CaseStudy.id).order_by(page.c.place)
    rows = db.session.execute(query).all()
    counts = _counts(filters)
    return PublicList(
        cards=[card_of(row) for row in rows],
        total=counts[_ALL],
        facets=_facets(filters, counts),
        page=filters.page,
    )
