"""Case studies beside each other, for anyone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, select

from award.case_studies.models import CaseStudy, CaseStudyRevision
from award.case_studies.queries.collection import collection
from award.case_studies.queries.public import Card, in_order
from award.case_studies.queries.running import standings
from award.case_studies.rules.comparing import MOST
from award.case_studies.rules.facets import WEIGHTS, facet_values
from award.case_studies.rules.running import StillRunning
from award.case_studies.rules.story import Story, story
from award.foundation.db import db
from award.foundation.many import among
from award.foundation.scopes import published

OFFERED = 4


@dataclass(frozen=True)
class Compared:
    """One of those that are compared. `facets` says what it is filed under."""

    id: int
    slug: str
    story: Story
    facets: list[tuple[str, str]]


@published
def compared(slugs: Sequence[str]) -> list[Compared]:
    """What is public of these, in the order asked for."""
    found = {row.slug: row for row in db.session.execute(_named(slugs))} if slugs else {}
    return [
        Compared(row.id, row.slug, story(row.content), facet_values(row.content))
        for row in (found[slug] for slug in slugs if slug in found)
    ]


def running(studies: Sequence[Compared]) -> list[StillRunning]:
    """Whether each still runs."""
    said = standings([study.id for study in studies])
    return [said[study.id] for study in studies]


@published
def _named(slugs: Sequence[str]) -> Select[Any]:
    return (
        select(CaseStudy.id, CaseStudy.slug, CaseStudyRevision.content)
        .join(CaseStudyRevision, CaseStudyRevision.id == CaseStudy.published_revision_id)
        .where(among(CaseStudy.slug, slugs))
    )


def field_of(studies: Sequence[Compared]) -> tuple[str, str] | None:
    """Problem and setting that most of them have: the field of what has been tried that they are
    of."""
    counted = Counter(pair for study in studies for pair in study.facets)
    most = dict[str, str]()
    for (facet, value), _count in counted.most_common():
        most.setdefault(facet, value)
    found = most.get("problem", ""), most.get("setting", "")
    return found if all(found) else None


def alike(studies: Sequence[Compared]) -> list[Card]:
    """Others to put beside them, the most alike first."""
    if not studies or len(studies) >= MOST:
        return []
    facets = dict.fromkeys(pair for study in studies for pair in study.facets)
    weighed = [(pair, WEIGHTS[pair[0]]) for pair in facets if pair[0] in WEIGHTS]
    there = {study.id for study in studies}
    found = collection().nearest(weighed, studies[0].id, OFFERED + len(studies))
    return in_order([key for key in found if key not in there][:OFFERED])
