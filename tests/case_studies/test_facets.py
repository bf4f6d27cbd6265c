"""What the collection is narrowed by: true counts, freely combined, and a way on from nothing."""

from __future__ import annotations

import random

import pytest
from flask import Flask
from sqlalchemy import delete, select, update

from award.case_studies import checks
from award.case_studies.models import CaseStudyFacet, CaseStudyHtml
from award.case_studies.rules.facets import FACETS, facet_values
from award.case_studies.services import drawing
from award.foundation import clock
from award.foundation.db import db, transaction
from tests.build import case_studies as build
from tests.build import collection, rounds
from tests.client import CheckedClient
from tests.statements import counting

MANY = 5_000


def by_a_plain_loop(
    contents: list[set[tuple[str, str]]], chosen: dict[str, list[str]]
) -> dict[tuple[str, str], int]:
    """How many there are with each value, one after the other, as somebody would count them."""
    counts: dict[tuple[str, str], int] = {}
    for facet in FACETS:
        others = {key: values for key, values in chosen.items() if key != facet.key}
        for having in contents:
            if all(any((key, one) in having for one in values) for key, values in others.items()):
                for key, value in having:
                    if key == facet.key:
                        counts[key, value] = counts.get((key, value), 0) + 1
    return counts


@pytest.mark.each_database
def test_counts_at_five_thousand_are_those_of_a_plain_loop(app: Flask) -> None:
    chance = random.Random(11)
    contents = [collection.any_content(chance, number) for number in range(MANY)]
    collection.public_rows(contents)
    runs = collection.runs
    having = [{*facet_values(each), ("running", runs(each, clock.now()))} for each in contents]
    asked: list[dict[str, list[str]]] = [{}]
    for many in (1, 2, 4, len(FACETS)):
        asked.append(
            {facet.key: chance.sample([*facet.labels], min(2, len(facet.labels)))
             for facet in chance.sample(FACETS, many)}
        )  # fmt: skip
    for chosen in asked:
        found = build.found_by(chosen)
        expected = by_a_plain_loop(having, chosen)
        shown = {(facet.key, item.value): item.count
                 for facet in found.facets for item in facet.values if item.count}  # fmt: skip
        assert shown == expected, chosen
        assert found.total == sum(
            all(any((key, one) in each for one in values) for key, values in chosen.items())
            for each in having
        )


def test_what_leaves_nothing_says_which_filter_to_take_off(
    app: Flask, client: CheckedClient
) -> None:
    collection.public_rows(
        [
            collection.blank(title="One", settings=["homecare"], stage="production"),
            collection.blank(title="Two", settings=["extra_care"], stage="retired"),
            collection.blank(title="Three", settings=["extra_care"], stage="retired"),
        ]
    )
    asked = "setting=extra_care&stage=production"
    page = client.get(f"/case-studies?{asked}")
    assert "0 case studies" in page.text
    links = page.links()
    assert links["2 case studies without “In everyday use”"] == "/case-studies?setting=extra_care"
    assert links["1 case study without “Extra care housing”"] == "/case-studies?stage=production"
    assert links["3 case studies"] == links["Remove all"] == "/case-studies"
    both = client.get(f"/case-studies?{asked}&region=London")
    assert "One filter less" not in both.text, "where taking off one leaves nothing, it isn't said"
    boxes = {box.get("value") for box in both.all("input") if box.get("checked") is not None}
    assert boxes == {"extra_care", "production", "London"}


def test_what_was_published_by_older_code_is_filed_again(app: Flask, client: CheckedClient) -> None:
    study = build.published(
        build.funded(rounds.closed_round(min_assessments=1)), capabilities=["forecasting"]
    )
    assert not list(checks.findable())
    with transaction():
        db.session.execute(delete(CaseStudyFacet).where(CaseStudyFacet.facet == "capability"))
        db.session.execute(update(CaseStudyHtml).values(drawn_by="older code"))
    assert [*checks.findable()] == [
        f"case study {study.id}: is filed under other values than were published"
    ]
    assert "0 case studies" in client.get("/case-studies?capability=forecasting").text
    assert drawing.outdated()
    app.test_cli_runner().invoke(args=["case-studies", "draw"])
    assert not drawing.outdated() and not list(checks.findable())
    assert "1 case study" in client.get("/case-studies?capability=forecasting").text


def test_a_value_that_no_vocabulary_has_is_no_facet(app: Flask) -> None:
    collection.public_rows([collection.blank(settings=["moon"], stage="", region="Atlantis")])
    assert [one.facet for one in db.session.scalars(select(CaseStudyFacet))] == ["running"]
    older = {"title": "Before there was such a field", "stage": "retired"}
    assert facet_values(older) == [("stage", "retired")]


def test_filters_stay_where_nothing_is_found(app: Flask) -> None:
    collection.public_rows(
        [collection.blank(title="One", settings=["homecare"]),
         collection.blank(title="Two", stage="retired")], found=True,
    )  # fmt: skip
    whole = [(f.key, v.value) for f in build.found_by({}).facets for v in f.values]
    for asked in ({"q": ["zzzyqq"]}, {"q": ["zzzyqq"], "setting": ["homecare"]}):
        found = build.found_by(asked)
        assert found.total == 0
        assert [(f.key, v.value) for f in found.facets for v in f.values] == whole
        assert not any(value.count for facet in found.facets for value in facet.values)


def test_drawing_again_takes_as_many_statements_for_many_as_for_few(app: Flask) -> None:
    taken = []
    for number in (2, 6):
        collection.public_rows(
            [collection.blank(title=f"Lamps {number} {one}") for one in range(number)], found=True
        )
        with transaction():
            list(drawing.draw_again())
            db.session.execute(update(CaseStudyHtml).values(drawn_by="older code"))
        with counting() as statements, transaction():
            assert list(drawing.draw_again())
        taken.append(len(statements))
        assert not drawing.outdated() and not list(checks.findable())
    assert taken[0] == taken[1]
