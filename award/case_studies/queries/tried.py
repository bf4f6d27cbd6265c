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
from award.case_studies.rules.measured import BETTER, BOTH, NOT_BETTER, WORSE, is_better, problem_of
from award.case_studies.rules.running import FACET, Running
from award.case_studies.rules.said import Result, results_of
from award.case_studies.rules.tried import ALWAYS, BEST, GRADES, Field, Grid, Results, Row
from award.foundation.many import among_given, given, on_postgresql, plain_rows
from award.foundation.scopes import published, within

MOST_CARDS = 20
MOST_MEASURED = 60
"""A page about more reads the results of the newest, and says so."""
FIRST_IN_A_GROUP = ("people", "stage", "running", "outcome", "evidence", "cost", "capability")
NOT_SAID = ("cost",)
"""Of these it also says how many did not say."""


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
    """A project for several problems counts with what its results say of this one, or else with
    what became of all that it was for."""
    found = _of(whole, problem, setting)
    better = found & whole.having.get((BETTER, problem), 0)
    not_better = found & whole.having.get((NOT_BETTER, problem), 0)
    worse = found & whole.having.get((WORSE, problem), 0)
    told = better | not_better
    alone, results = found & ~whole.for_several, told & whole.for_several
    overall = found & ~alone & ~results
    did_not = whole.having.get(("outcome", "did_not_work"), 0) & (alone | overall)
    stopped = whole.having.get((FACET, Running.STOPPED), 0) & found
    best = whole.within({"evidence": tuple(key for key in GRADES if GRADES[key] == BEST)})
    before = found & ~alone & ~best & ~whole.having.get((BOTH, problem), 0)
    grades = (GRADES[key] for key in _counted(whole, (alone | told) & ~before, "evidence"))
    said = {
        "better": results & better & ~not_better,
        "both": results & better & not_better,
        "worse": results & worse & ~better,
        "not_better": results & not_better & ~better & ~worse,
    }
    return Field(
        problem,
        setting,
        found.bit_count(),
        outcomes=_counted(whole, alone, "outcome"),
        results={key: places.bit_count() for key, places in said.items() if places},
        overall=_counted(whole, overall, "outcome"),
        stopped=stopped.bit_count(),
        failed=(did_not | stopped).bit_count(),
        grade=max(grades, default=0),
        measured=(told & best).bit_count(),
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
    """A row of somebody's results, whose it is, and which problem it is of: "" for all."""

    study_id: int
    result: Result
    slug: str
    title: str
    problem: str


@dataclass(frozen=True)
class Tried:
    """All that is known about a problem in a setting. `counts` has, by facet, how many have each
    value, in words; `elsewhere` where else something was tried for it."""

    field: Field
    counts: Mapping[str, list[tuple[str, int]]]
    better: list[Measured]
    not_better: list[Measured]
    of_all: list[Measured]
    """Results that name no problem, of projects that were for several."""
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
    results: dict[str, list[Measured]] = {"better": [], "not_better": [], "of_all": []}
    for one in _measured(ids) if ids else []:
        if one.problem == problem:
            results["better" if is_better(one.result) else "not_better"].append(one)
        elif not one.problem:
            results["of_all"].append(one)
    return Tried(
        field=_field(whole, problem, setting),
        counts={facet: _in_words(whole, found, facet) for facet in FIRST_IN_A_GROUP},
        better=results["better"],
        not_better=results["not_better"],
        of_all=results["of_all"],
        measured=len(ids),
        cards=in_order(ids[:MOST_CARDS]) if ids else [],
        elsewhere=_fields(whole, [(problem, other) for other in vocabulary.SETTINGS
                                  if other != setting]),
        beside=_fields(whole, [(other, setting) for other in vocabulary.PROBLEMS
                               if other != problem]),
    )  # fmt: skip


def _in_words(whole: Collection, found: int, facet: str) -> list[tuple[str, int]]:
    counts = _counted(whole, found, facet)
    told = [(BY_KEY[facet].labels[value], count) for value, count in counts.items()]
    silent = found.bit_count() - sum(counts.values()) if facet in NOT_SAID else 0
    return [*told, ("Not said", silent)] if silent else told


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
            if one.problem not in ("", problem):
                continue
            for setting in (value for facet, value in of if facet == "setting"):
                results = found.setdefault((problem, setting), Results())
                if not one.problem:
                    results.of_all.append(one.result)
                elif is_better(one.result):
                    results.better.append(one.result)
                else:
                    results.not_better.append(one.result)
    return found


@within("ids")
def _measured(ids: Sequence[int]) -> list[Measured]:
    """Every result that was published of these, in their order."""
    rows = {row.id: row for row in plain_rows(_results(on_postgresql()), {"ids": given(ids)})}
    return [
        Measured(key, result, rows[key].slug, rows[key].title,
                 problem_of(result, rows[key].problems or ()))
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
        type_coerce(content["problems"], JSON()).label("problems"),
    ).join(CaseStudyRevision, CaseStudyRevision.id == CaseStudy.published_revision_id)
    return query.where(among_given(CaseStudy.id, "ids", postgresql=postgresql))
