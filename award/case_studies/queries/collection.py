"""The public collection as numbers: its order, and which facets each case study is found by.

Read once and kept while nothing public changes, so that counting under filters is arithmetic: a
set of case studies is a whole number with a bit for each place in the order, the newest first.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property, reduce
from operator import or_

from sqlalchemy import select

from award.case_studies.models import CaseStudy, CaseStudyFacet
from award.case_studies.queries.public import NEWEST, Card, PublicStudy, in_order
from award.case_studies.rules.facets import STAGE, WEIGHTS
from award.case_studies.rules.running import FACET, RETIRED, Running
from award.foundation import public_version
from award.foundation.db import db
from award.foundation.scopes import published

Chosen = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class Collection:
    """`ids` from the newest on, `places` the other way round; `having` the places by facet and
    value."""

    ids: list[int]
    places: dict[int, int]
    having: dict[tuple[str, str], int]

    @property
    def everything(self) -> int:
        return (1 << len(self.ids)) - 1

    @property
    def failed(self) -> int:
        """Those that did not work, as their teams say, or that have stopped."""
        return self.having.get(("outcome", "did_not_work"), 0) | self.having.get(
            (FACET, Running.STOPPED), 0
        )

    @cached_property
    def for_several(self) -> int:
        """Those that were for more than one problem."""
        once = several = 0
        for (facet, _value), places in self.having.items():
            if facet == "problem":
                several |= once & places
                once |= places
        return several

    def at(self, places: Iterable[int]) -> int:
        """The set of these places."""
        bits = bytearray(len(self.ids) // 8 + 1)
        for place in places:
            bits[place >> 3] |= 1 << (place & 7)
        return int.from_bytes(bits, "little")

    def within(self, chosen: Chosen, leaving_out: str | None = None) -> int:
        """What has one of the chosen values of every facet, one facet left out if named."""
        found = self.everything
        for facet, values in chosen.items():
            if values and facet != leaving_out:
                either = 0
                for value in values:
                    either |= self.having.get((facet, value), 0)
                found &= either
        return found

    def nearest(
        self, weighed: Iterable[tuple[tuple[str, str], int]], but: int, most: int
    ) -> list[int]:
        """Ids of those that have most of these facets by weight (a power of two), then the newest;
        `but` is none of them."""
        digits: list[int] = []  # of each one's sum, in binary: adding is a few sets for all
        for facet, weight in weighed:
            carry, place = self.having.get(facet, 0), weight.bit_length() - 1
            while carry:
                digits += [0] * (place + 1 - len(digits))
                digits[place], carry = digits[place] ^ carry, digits[place] & carry
                place += 1
        left = reduce(or_, digits, 0)
        if but in self.places:
            left &= ~(1 << self.places[but])
        found: list[int] = []
        while left and len(found) < most:
            best = left
            for digit in reversed(digits):
                best = best & digit or best
            found += listed(best, 0, most - len(found))
            left &= ~best
        return [self.ids[place] for place in found]


def collection() -> Collection:
    """The one of this moment."""
    return public_version.remembered("case studies", _read)


@published
def _read() -> Collection:
    query = (
        select(CaseStudy.id, CaseStudyFacet.facet, CaseStudyFacet.value)
        .outerjoin(CaseStudyFacet, CaseStudyFacet.case_study_id == CaseStudy.id)
        .where(CaseStudy.published_revision_id.is_not(None))
        .order_by(*NEWEST)
    )
    places: dict[int, int] = {}
    found_at: dict[tuple[str, str], list[int]] = {}
    for key, facet, value in db.session.execute(query):
        place = places.setdefault(key, len(places))
        found_at.setdefault((facet, value), []).append(place)
    whole = Collection(list(places), places, {})
    having = {both: whole.at(found) for both, found in found_at.items()}
    return Collection(whole.ids, places, _as_they_stand(having))


def _as_they_stand(having: dict[tuple[str, str], int]) -> dict[tuple[str, str], int]:
    """The stage of each as `rules.facets.as_it_stands` has it."""
    stopped = having.get((FACET, Running.STOPPED), 0)
    found = {
        (facet, value): places & ~stopped if facet == STAGE else places
        for (facet, value), places in having.items()
    }
    if stopped:
        found[STAGE, RETIRED] = found.get((STAGE, RETIRED), 0) | stopped
    return {both: places for both, places in found.items() if places}


def listed(places: int, start: int, size: int) -> list[int]:
    """A run of the places in a set, in order."""
    bits = places.to_bytes((places.bit_length() + 7) // 8, "little")
    found: list[int] = []
    for at, byte in enumerate(bits):
        if not byte:
            continue
        many = byte.bit_count()
        if start >= many:
            start -= many
            continue
        run = [8 * at + bit for bit in range(8) if byte >> bit & 1][start:]
        found += run[: size - len(found)]
        start = 0
        if len(found) == size:
            break
    return found


@published
def related(study: PublicStudy, limit: int = 3) -> list[Card]:
    """Others that are alike: those that share most of what weighs anything first, then newest."""
    weighed = [(one, WEIGHTS[one[0]]) for one in study.facets if one[0] in WEIGHTS]
    return in_order(collection().nearest(weighed, study.id, limit))
