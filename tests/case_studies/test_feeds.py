"""The collection for machines: what it holds, that it holds at every moment, and nothing else."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from lxml import etree
from werkzeug.http import http_date
from werkzeug.test import TestResponse

from award.case_studies.services import publication
from award.foundation import clock
from award.foundation.db import transaction
from award.foundation.policy import Role
from tests.build import case_studies as build
from tests.build import collection, rounds
from tests.build.accounts import actor_of, user
from tests.build.full_story import FULL
from tests.case_studies.oracles import map_addresses, read_feed
from tests.statements import counting

pytestmark = pytest.mark.any_database

DOCUMENTED = Path(__file__).parents[2] / "docs" / "case-study-data.md"
XML = {"atom": "http://www.w3.org/2005/Atom"}
HOSTILE = "]]><script>alert(1)</script> & \u202e \x0c é☃"


def get(app: Flask, path: str, **headers: str) -> TestResponse:
    with app.app_context():
        return app.test_client(use_cookies=False).get(path, headers=headers)


def data(app: Flask, path: str) -> Any:
    response = get(app, path)
    assert response.status_code == 200 and response.content_type == "application/json"
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    return json.loads(response.data)


def entries(app: Flask, path: str) -> list[str]:
    """Titles of a feed, which is what an Atom feed must be."""
    response = get(app, path)
    assert response.content_type == "application/atom+xml; charset=utf-8"
    root = etree.fromstring(response.data)
    assert root.tag == f"{{{XML['atom']}}}feed"
    moment = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d)")
    for thing in (root, *root.findall("atom:entry", XML)):
        for name in ("id", "title", "updated", "author/atom:name"):
            assert len(thing.findall(f"atom:{name}", XML)) == 1, name
        assert moment.fullmatch(thing.findtext("atom:updated", namespaces=XML))
        assert thing.findtext("atom:id", namespaces=XML).startswith("http")
    ids = [each.text for each in root.findall("atom:entry/atom:id", XML)]
    assert len(ids) == len(set(ids))
    (own,) = root.findall("atom:link[@rel='self']", XML)
    assert own.get("href") == root.findtext("atom:id", namespaces=XML)
    titles = [each.text or "" for each in root.findall("atom:entry/atom:title", XML)]
    assert len(read_feed(response.data)) == len(titles)
    return titles


def all_keys(value: Any) -> set[str]:
    if isinstance(value, list):
        return {key for each in value for key in all_keys(each)}
    if isinstance(value, dict):
        return {*value, *(key for each in value.values() for key in all_keys(each))}
    return set()


def test_every_field_is_documented_and_there(app: Flask) -> None:
    (slug,) = collection.public_rows(
        [collection.blank(title="Told", problem="Nights.", stage="retired", **FULL)]
    )
    whole, one = data(app, "/case-studies.json"), data(app, f"/case-studies/{slug}.json")
    told = set(re.findall(r"`(\w+)`", DOCUMENTED.read_text()))
    assert not (all_keys(whole) | all_keys(one)) - told
    (listed,) = whole["case_studies"]
    assert listed["data"].endswith(f"/case-studies/{slug}.json")
    assert {key: one[key] for key in listed if key != "data"} == {
        key: value for key, value in listed.items() if key != "data"
    }
    assert one["texts"]["problem"] == "Nights." and one["texts"]["impact"] is None
    assert one["outcome"] == {"key": "mixed", "label": "Mixed"}
    assert [row["direction"] for row in one["results"]] == ["better", "cannot_tell"]
    assert len(one["buyers_questions"]) == 12
    assert "Maud Planted-Consent" not in json.dumps(one), "who agreed to be quoted is not public"


def test_a_blank_one_says_nothing(app: Flask) -> None:
    (slug,) = collection.public_rows([collection.blank(title="Blank")])
    one = data(app, f"/case-studies/{slug}.json")
    for key in ("stage", "outcome", "length_months", "who_said_no", "award", "contact"):
        assert one[key] is None
    assert one["results"] == one["problems"] == one["documents"] == []


def test_a_search_is_asked_the_same_way_as_the_list(app: Flask) -> None:
    collection.public_rows(
        [
            collection.blank(title="Falls at night", settings=["homecare"]),
            collection.blank(title="Falls by day", settings=["extra_care"]),
            collection.blank(title="Rotas", settings=["homecare"]),
        ],
        found=True,
    )
    assert entries(app, "/case-studies.atom") == ["Falls at night", "Falls by day", "Rotas"]
    assert entries(app, "/case-studies.atom?q=falls&setting=homecare") == ["Falls at night"]
    assert entries(app, "/case-studies.atom?q=falls+rotas") == [], "only what has every word"
    assert data(app, "/case-studies.json?q=falls")["total"] == 2
    title = etree.fromstring(get(app, "/case-studies.atom?q=falls").data)[0].text
    assert title.startswith("Case studies for “falls”")
    assert entries(app, "/case-studies.atom?q=nosuchwordatall") == []


@pytest.mark.each_database
def test_a_long_list_is_paged_and_a_feed_has_the_newest_texts(app: Flask) -> None:
    slugs = collection.public_rows(
        collection.blank(title=f"Story {number}") for number in range(230)
    )
    found, path = [], "/case-studies.json"
    while path:
        page = data(app, path)
        assert page["total"] == 230 and page["pages"] == 3
        found += [one["title"] for one in page["case_studies"]]
        path = (page["next"] or "").partition("localhost")[2] or (page["next"] or "")
    assert found == [f"Story {number}" for number in range(230)]
    assert entries(app, "/case-studies.atom") == found[:50]
    places = map_addresses(get(app, "/sitemap.xml").data)
    assert {place.rpartition("/")[2] for place in places} >= set(slugs)
    costs = []
    for path in ("/case-studies.json", "/case-studies.atom?stage=retired", "/sitemap.xml"):
        with counting() as statements:
            get(app, path + ("&" if "?" in path else "?") + "page=1")
        costs.append(len(statements))
    assert max(costs) <= 4


def test_the_map_names_fields_of_the_grid_that_have_something(app: Flask) -> None:
    build.published(
        build.funded(rounds.closed_round(min_assessments=1)),
        problems=["falls"], settings=["extra_care", "homecare"],
    )  # fmt: skip
    places = map_addresses(get(app, "/sitemap.xml").data)
    fields = {place.partition("/what-has-been-tried/")[2] for place in places} - {""}
    assert fields == {"falls/extra_care", "falls/homecare"}
    assert {"/awards", "/challenges"} <= {place[place.rindex("/") :] for place in places}


def test_whoever_has_it_gets_304_by_tag_and_by_moment(app: Flask) -> None:
    study = build.published(build.funded(rounds.closed_round(min_assessments=1)))
    paths = ("/case-studies.json", f"/case-studies/{study.slug}.json", "/case-studies.atom",
             "/sitemap.xml", "/robots.txt", "/case-studies", "/what-has-been-tried")  # fmt: skip
    for path in paths:
        assert "Set-Cookie" not in get(app, path).headers, path
    with clock.at(clock.now() + timedelta(seconds=2)):
        for path in paths:
            again = get(app, path)
            tag, moment = again.headers["ETag"], again.headers["Last-Modified"]
            assert get(app, path, **{"If-None-Match": tag}).status_code == 304, path
            assert get(app, path, **{"If-Modified-Since": moment}).status_code == 304, path


def test_another_page_of_the_same_second_never_passes_for_it(app: Flask) -> None:
    """A moment has whole seconds: who was told of one was told by a page that outlived it."""
    study = build.published(build.funded(rounds.closed_round(min_assessments=1)), title="Gone")
    begun = clock.now().replace(microsecond=0) + timedelta(minutes=1)
    told = []
    for part, down in ((0.1, False), (0.2, False), (0.3, True), (0.6, False), (0.8, False)):
        with clock.at(begun + timedelta(seconds=part)):
            if down:
                with transaction():
                    publication.take_down(
                        build.again(study), reason="Asked.",
                        actor=actor_of(user(roles=(Role.STAFF,))),
                    )  # fmt: skip
            told.append(get(app, "/case-studies.json").headers.get("Last-Modified"))
    assert told == [None] * 5
    with clock.at(begun + timedelta(days=3)):
        now = get(app, "/case-studies.json")
        assert now.headers["Last-Modified"] == http_date(begun) and study.slug not in now.text


def test_what_is_taken_down_is_gone_from_all_at_once(app: Flask) -> None:
    study = build.published(build.funded(rounds.closed_round(min_assessments=1)), title="Gone")
    paths = ("/case-studies.json", "/case-studies.atom", "/sitemap.xml")
    assert all(study.slug in get(app, path).text for path in paths)
    with clock.at(clock.now() + timedelta(seconds=2)):
        firsts = [get(app, path) for path in paths]
    with clock.at(clock.now() + timedelta(minutes=1)):
        with transaction():
            publication.take_down(
                build.again(study), reason="Asked to.", actor=actor_of(user(roles=(Role.STAFF,)))
            )
        for path, first in zip(paths, firsts, strict=True):
            now = get(app, path, **{"If-Modified-Since": first.headers["Last-Modified"]})
            assert now.status_code == 200 and study.slug not in now.text, path
        for data in (f"/case-studies/{study.slug}.json", f"/case-studies/{study.slug}/atrs.json"):
            gone = get(app, data)
            assert gone.status_code == 410 and gone.json == {
                "error": "This case study was taken down."
            }, data
        assert get(app, "/case-studies/never-there.json").status_code == 404
        assert get(app, "/case-studies/never-there/atrs.json").status_code == 404
    draft = build.sent()
    for path in (".json", "/atrs.json"):
        assert get(app, f"/case-studies/{draft.slug}{path}").status_code == 404


def test_hostile_text_is_text(app: Flask) -> None:
    (slug,) = collection.public_rows(
        [collection.blank(title=HOSTILE, summary=HOSTILE, organisation_name=HOSTILE)]
    )
    (title,) = entries(app, "/case-studies.atom")
    assert title == HOSTILE.replace("\x0c", ""), "what XML can't hold is left out"
    assert data(app, f"/case-studies/{slug}.json")["title"] == HOSTILE


def test_robots_are_told_where_the_map_is(app: Flask) -> None:
    text = get(app, "/robots.txt").text
    assert "Disallow: /manage/" in text and "Disallow: /case-studies" not in text
    assert re.search(r"^Sitemap: http\S+/sitemap\.xml$", text, re.MULTILINE)
