"""What has been tried: counts out of the collection as numbers, results as they were published."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import JSON, Select, select, type_coerce

from award.case_studies.models import CaseStudy, CaseStudyRevision
from award.case_studies.queries.collection import Collection, collection, listed
from award.case_studies.queries.public import Card, in_order
from award.case_studies.rules import vocabulary
from award.case_studies.rules.facets import BY_KEY
from award.case_studies.rules.said import Result, results_of
from award.case_studies.rules.tried import ALWAYS, GRADES, Field, Grid, Results, Row
from award.foundation.many import among_given, given, on_postgresql, plain_rows
from award.foundation.scopes import published, within

MOST_CARDS = 20
MOST_MEASURED = 60
"""A page about more reads the results of the newest, and says so."""
FIRST_IN_A_GROUP = ("people", "stage", "outcome", "evidence", "capability")


def grid() -> Grid:
    """Every problem by every setting, in one statement or none."""
    whole = collection()
    settings = tuple(
        key for key in vocabulary.SETTINGS if key in ALWAYS or whole.having.get(("setting", key))
    )
    rows = []
    for problem in vocabulary.PROBLEMS:
        having = whole.having.get(("problem", problem), 0)
        if not having and problem == "other":
            continue
        fields = tuple(_field(whole, problem, setting) for setting in settings)
        rows.append(Row(problem, having.bit_count(), fields))
    return Grid(settings, tuple(rows))


def _of(whole: Collection, problem: str, setting: str) -> int:
    having = whole.having
    return having.get(("problem", problem), 0) & having.get(("setting", setting), 0)


def _field(whole: Collection, problem: str, setting: str) -> Field:
    found = _of(whole, problem, setting)
    outcomes = _counted(whole, found, "outcome")
    failed = whole.having.get(("outcome", "did_not_work"), 0)
    stopped = whole.having.get(("stage", "retired"), 0) & found & ~failed
    graded = (GRADES[key] for key in _counted(whole, found, "evidence"))
    return Field(
        problem, setting, found.bit_count(), outcomes, stopped.bit_count(), max(graded, default=0)
    )


def _counted(whole: Collection, found: int, facet: str) -> dict[str, int]:
    """How many of these have each value of a facet; those that none has are left out."""
    return {
        value: count
        for value in BY_KEY[facet].labels
        if (count := (found & whole.having.get((facet, value), 0)).bit_count())
    }


@dataclass(frozen=True)
class Measured:
    """A row of somebody's results, and whose it is."""

    study_id: int
    result: Result
    slug: str
    title: str


@dataclass(frozen=True)
class Tried:
    """All that is known about a problem in a setting. `counts` has, by facet, how many have each
    value, in words; `elsewhere` where else something was tried for it."""

    field: Field
    counts: Mapping[str, list[tuple[str, int]]]
    better: list[Measured]
    not_better: list[Measured]
    measured: int
    """How many case studies the results are taken from: all of them, or the newest."""
    cards: list[Card]
    elsewhere: list[Field]
    beside: list[Field]


def tried(problem: str, setting: str) -> Tried | None:
    """At most three statements; None where there is no such problem or setting."""
    if problem not in vocabulary.PROBLEMS or setting not in vocabulary.SETTINGS:
        return None
    whole = collection()
    found = _of(whole, problem, setting)
    ids = [whole.ids[place] for place in listed(found, 0, MOST_MEASURED)] if found else []
    measured = _measured(ids) if ids else []
    return Tried(
        field=_field(whole, problem, setting),
        counts={facet: _in_words(whole, found, facet) for facet in FIRST_IN_A_GROUP},
        better=[one for one in measured if one.result.direction == "better"],
        not_better=[one for one in measured if one.result.direction != "better"],
        measured=len(ids),
        cards=in_order(ids[:MOST_CARDS]) if ids else [],
        elsewhere=_fields(whole, [(problem, other) for other in vocabulary.SETTINGS
                                  if other != setting]),
        beside=_fields(whole, [(other, setting) for other in vocabulary.PROBLEMS
                               if other != problem]),
    )  # fmt: skip


def _in_words(whole: Collection, found: int, facet: str) -> list[tuple[str, int]]:
    counts = _counted(whole, found, facet)
    return [(BY_KEY[facet].labels[value], count) for value, count in counts.items()]


def _fields(whole: Collection, pairs: Sequence[tuple[str, str]]) -> list[Field]:
    fields = (_field(whole, problem, setting) for problem, setting in pairs)
    return [field for field in fields if field.count]


def measured_by_field() -> dict[tuple[str, str], Results]:
    """By problem and setting, out of the result tables of all, in one statement."""
    whole = collection()
    filed: dict[int, list[tuple[str, str]]] = {}
    for (facet, value), places in whole.having.items():
        if facet in ("problem", "setting"):
            for place in listed(places, 0, len(whole.ids)):
                filed.setdefault(place, []).append((facet, value))
    found: dict[tuple[str, str], Results] = {}
    for one in _measured(whole.ids) if whole.ids else []:
        of = filed.get(whole.places[one.study_id], ())
        for problem in (value for facet, value in of if facet == "problem"):
            for setting in (value for facet, value in of if facet == "setting"):
                results = found.setdefault((problem, setting), Results())
                better = one.result.direction == "better"
                (results.better if better else results.not_better).append(one.result)
    return found


@within("ids")
def _measured(ids: Sequence[int]) -> list[Measured]:
    """Every result that was published of these, in their order."""
    rows = {row.id: row for row in plain_rows(_results(on_postgresql()), {"ids": given(ids)})}
    return [
        Measured(key, result, rows[key].slug, rows[key].title)
        for key in ids if key in rows
        for result in results_of({"results": rows[key].results})
    ]  # fmt: skip


@published
@cache
def _results(postgresql: bool) -> Select[Any]:
    content = CaseStudyRevision.content
    query = select(
        CaseStudy.id,
        CaseStudy.slug,
        content["title"].as_string().label("title"),
        type_coerce(content["results"], JSON()).label("results"),
    ).join(CaseStudyRevision, CaseStudyRevision.id == CaseStudy.published_revision_id)
    return query.where(among_given(CaseStudy.id, "ids", postgresql=postgresql))
