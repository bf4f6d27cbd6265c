"""The public list: words, filters, and counts that tell the truth.

It is a `ListView` like any other, but a visitor reads it as cards, and narrows it by boxes to tick
that say how many each would leave.
"""

from __future__ import annotations

from collections.abc import Container, Mapping
from dataclasses import dataclass, field, replace
from functools import cache, partial
from itertools import islice
from typing import Any

from sqlalchemy import Select, select

from award.case_studies.models import CaseStudy
from award.case_studies.queries.collection import Chosen, Collection, collection, listed
from award.case_studies.queries.public import FOUND, Card, card_of, cards_of
from award.case_studies.rules.facets import FACETS
from award.foundation import search
from award.foundation.columns import Column, Kind
from award.foundation.policy import ANONYMOUS, Actor
from award.foundation.scopes import published, within
from award.foundation.tables import Filter, ListView, Page, View, last_page

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
class OfferedFacet:
    """A facet as the page offers it. `chosen` counts the boxes that are ticked."""

    key: str
    heading: str
    values: list[FacetValue]

    @property
    def chosen(self) -> int:
        return sum(item.chosen for item in self.values)


@dataclass(frozen=True)
class Without:
    """How many there would be if nothing were asked of this facet."""

    key: str
    labels: str
    count: int


@dataclass(frozen=True)
class PublicPage(Page[Card]):
    """One page of the list, and what it can be narrowed by.

    `closest`: none has every word, so these have the most of them. `beyond` counts what the words
    find without the filters, `without` what they find with all but one. `elsewhere` leads on where
    the words find nothing at all.
    """

    facets: list[OfferedFacet] = field(default_factory=list)
    closest: bool = False
    corrections: tuple[search.Correction, ...] = ()
    beyond: int = 0
    without: tuple[Without, ...] = ()
    elsewhere: tuple[FacetValue, ...] = ()


@published
@cache
def _public() -> Select[int]:
    return select(CaseStudy.id).where(CaseStudy.published_revision_id.is_not(None))


@dataclass(frozen=True)
class _Found:
    """What the words find, whatever the filters: a set of places, and (held, place) of each, the
    best match first. Without words everything, the newest first."""

    places: int
    ranked: list[tuple[int, int]] | None = None

    def page(self, within: int, start: int, size: int) -> list[tuple[int, int]]:
        """(held, place) of those on one page."""
        if self.ranked is None:
            return [(0, place) for place in listed(self.places & within, start, size)]
        bits = within.to_bytes((within.bit_length() + 7) // 8 + 1, "little") + b"\0"
        last = len(bits) - 1
        fitting = (row for row in self.ranked if bits[min(row[1] >> 3, last)] >> (row[1] & 7) & 1)
        return list(islice(fitting, start, start + size))


def _found(question: search.Asked | None, whole: Collection) -> _Found:
    """One statement for the words, however the list is narrowed."""
    if question is None:
        return _Found(whole.everything)
    ranked = sorted(
        (-held, -score, whole.places[key])
        for key, held, score in search.hits(FOUND, question, _public())
        if key in whole.places
    )
    places = whole.at(place for _held, _score, place in ranked)
    return _Found(places, [(-held, place) for held, _score, place in ranked])


_ALL, _BEYOND = ("", ""), ("", "beyond")


def _counts(asked: View[Card], found: int, whole: Collection) -> dict[tuple[str, str], int]:
    """(facet, value) -> how many; the list itself and what the words find without the filters
    under names of their own."""
    counts = {
        _ALL: (found & whole.within(asked.chosen)).bit_count(),
        _BEYOND: found.bit_count(),
    }
    for facet in FACETS:
        among = found & whole.within(asked.chosen, leaving_out=facet.key)
        counts |= {
            (facet.key, value): (among & whole.having.get((facet.key, value), 0)).bit_count()
            for value in facet.labels
        }
    return counts


def _facets(
    asked: View[Card], counts: Mapping[tuple[str, str], int], whole: Collection
) -> list[OfferedFacet]:
    """Where nothing is found, all that the collection has stays to be seen and chosen."""
    stays: Container[tuple[str, str]] = () if counts[_ALL] else whole.having
    return [
        OfferedFacet(
            facet.key, facet.heading, _values(facet.key, facet.labels, asked, counts, stays)
        )
        for facet in FACETS
    ]


def _values(
    facet: str,
    labels: Mapping[str, str],
    asked: View[Card],
    counts: Mapping[tuple[str, str], int],
    stays: Container[tuple[str, str]],
) -> list[FacetValue]:
    """Values that lead somewhere, those that are ticked and those that stay all the same, in the
    vocabulary's order."""
    chosen = asked.chosen.get(facet, ())
    return [
        FacetValue(value, label, counts.get((facet, value), 0), value in chosen)
        for value, label in labels.items()
        if counts.get((facet, value)) or value in chosen or (facet, value) in stays
    ]


def _without(asked: View[Card], found: int, whole: Collection) -> tuple[Without, ...]:
    """Which of the filters to take off, where each of several alone leaves something."""
    used = [facet for facet in FACETS if asked.chosen.get(facet.key)]
    if len(used) < 2:
        return ()
    left = (
        Without(
            facet.key,
            " or ".join(facet.labels[value] for value in asked.chosen[facet.key]),
            (found & whole.within(asked.chosen, leaving_out=facet.key)).bit_count(),
        )
        for facet in used
    )
    return tuple(one for one in left if one.count)


@dataclass(frozen=True)
class Matching:
    """What an address asks of the list finds, as numbers of case studies."""

    total: int
    found: _Found
    within: int
    whole: Collection
    chosen: Chosen

    def ids(self, start: int, size: int) -> list[int]:
        return [self.whole.ids[place] for _held, place in self.found.page(self.within, start, size)]


def matching(asked: View[Card], *, every_word: bool = False) -> Matching:
    """In a fixed number of statements. With `every_word` nothing that is only the closest."""
    whole = collection()
    question = search.ask(FOUND, asked.q, _public()) if asked.q else None
    found = _found(question, whole)
    if question is not None and every_word and found.ranked is not None:
        ranked = [row for row in found.ranked if row[0] == len(question.groups)]
        found = _Found(whole.at(place for _held, place in ranked), ranked)
    within = found.places & whole.within(asked.chosen)
    return Matching(within.bit_count(), found, within, whole, asked.chosen)


def speaking_of(words: str) -> int:
    """How many have each of these words, whatever they are filed under."""
    if not words:
        return 0
    return matching(COLLECTION.read({"q": [words]}, ANONYMOUS), every_word=True).total


def public_list(actor: Actor, asked: View[Card]) -> PublicPage:
    """In a fixed number of statements, however many case studies there are; only the page's own
    revisions are opened."""
    whole = collection()
    question = search.ask(FOUND, asked.q, _public()) if asked.q else None
    found = _found(question, whole)
    counts = _counts(asked, found.places, whole)
    total, size = counts[_ALL], asked.table.size
    number = min(asked.page or 1, last_page(total, size))
    start, many = ((number - 1) * size, size) if asked.page else (0, total)
    page = found.page(whole.within(asked.chosen), start, many)
    return PublicPage(
        _cards([whole.ids[place] for _held, place in page], question),
        total,
        number,
        size if asked.page else 0,
        facets=_facets(asked, counts, whole),
        closest=question is not None and any(held < len(question.groups) for held, _ in page),
        corrections=question.corrections if question else (),
        beyond=counts[_BEYOND],
        without=() if total else _without(asked, found.places, whole),
        elsewhere=_elsewhere(whole) if question and not counts[_BEYOND] else (),
    )


@within("ids")
def _cards(ids: list[int], question: search.Asked | None) -> list[Card]:
    rows = cards_of(ids, with_body=question is not None) if ids else ()
    made = {row.id: _marked(row, question) if question else card_of(row) for row in rows}
    return [made[key] for key in ids if key in made]


def _marked(row: Any, question: search.Asked) -> Card:
    """The card with what matched marked, and a passage for what its own words don't show."""
    card, terms = card_of(row), question.terms
    title, summary = search.Shown(card.title, terms), search.Shown(card.summary, terms)
    shown = title.terms | summary.terms
    missing = {
        term for group in question.groups if not shown.intersection(group.terms)
        for term in group.terms
    }  # fmt: skip
    return replace(
        card,
        title=title.marked,
        summary=summary.marked,
        passage=search.marked(search.passage(row.body, missing & terms), terms),
    )


def _elsewhere(whole: Collection) -> tuple[FacetValue, ...]:
    """Where there is something to read, the most first."""
    everything = COLLECTION.whole(ANONYMOUS)
    offered = _facets(everything, _counts(everything, whole.everything, whole), whole)
    values = [item for facet in offered if facet.key == "setting" for item in facet.values]
    return tuple(sorted(values, key=lambda item: -item.count)[:MOST_ELSEWHERE])


COLLECTION = ListView(
    "collection",
    "Case studies",
    (
        Column("title", "Title", lambda card: card.title, stays=True, names_row=True),
        Column("summary", "Summary", lambda card: card.summary),
        Column("organisation", "Organisation", lambda card: card.organisation_name),
        Column("stage", "Stage", lambda card: card.stage.label if card.stage else None),
        Column("settings", "Settings", lambda card: "; ".join(card.settings)),
        Column(
            "first_published_at", "Published", lambda card: card.first_published_at, Kind.MOMENT
        ),
    ),
    rows=public_list,
    permission="public",
    one="case study",
    many="case studies",
    search="Search",
    filters=tuple(
        Filter(facet.key, facet.heading, partial(dict, facet.labels), many=True) for facet in FACETS
    ),
    size=20,
)
