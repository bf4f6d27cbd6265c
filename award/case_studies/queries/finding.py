"""The public list: words, filters, and counts that tell the truth."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import CTE, ColumnElement, Row, Select, Subquery, func, literal, select, union_all

from award.case_studies.models import CaseStudy, CaseStudyFacet
from award.case_studies.queries.public import FOUND, NEWEST, Card, card_of, cards
from award.case_studies.rules.finding import Filters
from award.case_studies.rules.vocabulary import FACETS
from award.foundation import search
from award.foundation.db import db

PAGE_SIZE = 20
MOST_ELSEWHERE = 6


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
    """One page of the list, how many there are in all, and what it can be narrowed by.

    `closest`: none has every word, so these have the most of them. `beyond` counts what the words
    find without the filters. `elsewhere` leads on where the words find nothing at all.
    """

    cards: list[Card]
    total: int
    facets: list[Facet]
    page: int
    closest: bool = False
    corrections: tuple[search.Correction, ...] = ()
    beyond: int = 0
    elsewhere: tuple[FacetValue, ...] = ()

    @property
    def last(self) -> int:
        return max(1, -(-self.total // PAGE_SIZE))


def _public() -> Select[int]:
    return select(CaseStudy.id).where(CaseStudy.published_revision_id.is_not(None))


def _hits(question: search.Asked | None) -> CTE | None:
    """What answers the words, whatever the filters; None when no words are asked for."""
    return search.hits(FOUND, question, _public()) if question else None


def _found(filters: Filters, hits: CTE | None, leaving_out: str | None = None) -> Select[int]:
    """Ids of the public case studies that answer the question, one facet left out if named."""
    query = _public()
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


_ALL, _BEYOND = ("", ""), ("", "beyond")


def _counts(filters: Filters, hits: CTE | None) -> dict[tuple[str, str], int]:
    """(facet, value) -> how many, each facet counted under what the others ask; under `_ALL` how
    many answer the whole question, under `_BEYOND` the words alone. One statement, so the words
    are looked up once."""
    whole, beyond = (
        select(literal(facet).label("facet"), literal(value).label("value"), func.count())
        .select_from(_found(which, hits).subquery())
        for (facet, value), which in ((_ALL, filters), (_BEYOND, Filters(filters.q)))
    )  # fmt: skip
    counted = [
        select(literal(facet), CaseStudyFacet.value, func.count())
        .where(CaseStudyFacet.facet == facet, *_among(filters, hits, facet))
        .group_by(CaseStudyFacet.value)
        for facet in FACETS
    ]
    rows = db.session.execute(union_all(whole, beyond, *counted)).all()
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


def _page_of_ids(filters: Filters, hits: CTE | None) -> Subquery:
    """(id, held, place) of the case studies on one page: the best match first, else the newest."""
    query = _found(filters, None)
    if hits is not None:
        query = query.join(hits, hits.c.subject_id == CaseStudy.id)
    order = NEWEST if hits is None else (hits.c.held.desc(), hits.c.score.desc(), *NEWEST)
    held = literal(0) if hits is None else hits.c.held
    return (
        query.add_columns(held.label("held"), func.row_number().over(order_by=order).label("place"))
        .order_by(*order)
        .limit(PAGE_SIZE)
        .offset((filters.page - 1) * PAGE_SIZE)
        .subquery()
    )


def public_list(filters: Filters) -> PublicList:
    """Two statements and at most three for the words, however many case studies there are. The
    page's ids are found first, so that only its own revisions are opened."""
    question = search.ask(FOUND, filters.q, _public()) if filters.q else None
    hits = _hits(question)
    page = _page_of_ids(filters, hits)
    query = cards().add_columns(page.c.held).join(page, page.c.id == CaseStudy.id)
    if question:
        query = search.with_body(query, FOUND, CaseStudy.id)
    rows = db.session.execute(query.order_by(page.c.place)).all()
    counts = _counts(filters, hits)
    return PublicList(
        cards=[_marked(row, question) if question else card_of(row) for row in rows],
        total=counts[_ALL],
        facets=_facets(filters, counts),
        page=filters.page,
        closest=question is not None and any(row.held < len(question.groups) for row in rows),
        corrections=question.corrections if question else (),
        beyond=counts[_BEYOND],
        elsewhere=_elsewhere() if question and not counts[_BEYOND] else (),
    )


def _marked(row: Row[Any], question: search.Asked) -> Card:
    """The card with what matched marked, and a passage for what its own words don't show."""
    card, terms = card_of(row), question.terms
    shown = search.terms_in(f"{card.title}\n{card.summary}", terms)
    missing = {
        term for group in question.groups if not shown.intersection(group.terms)
        for term in group.terms
    }  # fmt: skip
    return replace(
        card,
        title=search.marked(card.title, terms),
        summary=search.marked(card.summary, terms),
        passage=search.marked(search.passage(row.body, missing & terms), terms),
    )


def _elsewhere() -> tuple[FacetValue, ...]:
    """Where there is something to read, the most first."""
    everything = Filters()
    first = _facets(everything, _counts(everything, None))[0]
    return tuple(sorted(first.values, key=lambda item: -item.count)[:MOST_ELSEWHERE])
