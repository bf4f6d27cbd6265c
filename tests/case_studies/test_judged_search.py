"""What people type finds what they mean, on both databases.

The queries were written first, out of the lists of problems, settings and people, and the case
studies afterwards; an answer is right by what it is filed under, whatever its words. Nobody outside
the project has judged it: whoever wrote the case studies had read the queries, so the figure says
that search doesn't get worse, and less that it is good.
"""

from __future__ import annotations

import pytest
from flask import Flask

from award.case_studies.queries.public import Card
from award.case_studies.rules.vocabulary import PROBLEMS, SETTINGS, STAGES
from tests.build import case_studies as build
from tests.build import collection
from tests.case_studies.judged_queries import QUERIES, A
from tests.case_studies.judged_stories import contents

LEAST = 0.8


def right(told: dict[str, list[str]], wanted: A) -> bool:
    return (
        (not wanted.problem or wanted.problem in told["problems"])
        and (not wanted.settings or not set(wanted.settings).isdisjoint(told["settings"]))
        and (not wanted.people or not set(wanted.people).isdisjoint(told["beneficiaries"]))
        and (
            not wanted.capabilities or not set(wanted.capabilities).isdisjoint(told["capabilities"])
        )
    )


def reciprocal(cards: list[Card], told: dict[str, dict[str, list[str]]], wanted: A) -> float:
    for place, card in enumerate(cards, 1):
        if right(told[card.slug], wanted):
            return 1 / place
    return 0


@pytest.mark.each_database
def test_right_answers_come_first(app: Flask) -> None:
    stories = contents()
    slugs = collection.public_rows(stories, found=True)
    told = dict(zip(slugs, stories, strict=True))
    ranks = {
        query: reciprocal(list(build.found_by({"q": [query]}).rows), told, wanted)
        for query, wanted in QUERIES
    }
    worst = sorted((rank, query) for query, rank in ranks.items() if rank < 0.5)
    assert sum(ranks.values()) / len(ranks) >= LEAST, worst


def test_the_judged_collection_is_spread() -> None:
    stories = contents()
    assert len(stories) >= 40 and len(QUERIES) >= 60
    assert len({story["title"] for story in stories}) == len(stories)
    assert {key for story in stories for key in story["settings"]} == set(SETTINGS)
    assert {key for story in stories for key in story["problems"]} >= set(PROBLEMS) - {"other"}
    assert {story["stage"] for story in stories} == set(STAGES)
    assert sum(story["outcome"] in ("mixed", "did_not_work") for story in stories) * 3 >= len(
        stories
    )
    for query, wanted in QUERIES:
        assert any(right(story, wanted) for story in stories), query


@pytest.mark.each_database
def test_an_abbreviation_and_a_method_are_understood(app: Flask) -> None:
    def titles(typed: str) -> list[str]:
        return [str(one.title) for one in build.found_by({"q": [typed]}).rows]

    collection.public_rows(
        [
            collection.blank(title="One", problem="Homes for people with a learning disability."),
            collection.blank(title="Two", problem="A statistical model warns of it."),
            collection.blank(title="Three", problem="Older people are asked first."),
        ],
        found=True,
    )
    assert titles("machine learning") == ["Two"]
    assert titles("OAP") == titles("pensioners") == ["Three"]
