"""Search, filters, counts, and what the list shows of a text that is being changed."""

from __future__ import annotations

from urllib.parse import urlencode

import pytest
from flask import Flask
from sqlalchemy import func, select

from award.case_studies.models import CaseStudy, CaseStudyFacet, CaseStudyRevision
from award.case_studies.queries import collection, public
from award.case_studies.queries.finding import COLLECTION, PublicPage
from award.case_studies.services import agreement, editing, publication
from award.foundation.db import db, transaction
from award.foundation.digests import sha256_of
from award.foundation.policy import ANONYMOUS, Role
from tests.build import case_studies as build
from tests.build import rounds
from tests.build.accounts import actor_of, user
from tests.client import CheckedClient

pytestmark = pytest.mark.long

ODD = ["'\"*&|", "", " ", "(", "a OR b NOT", "-radio", "col:radio", "x" * 3000, "\x00", "_", "é☃",
       "NEAR(a b)", "radio & !", "a:* | b", "%_", "<script>", "²", "the", "\U0001f600"]  # fmt: skip


def publish_three() -> list[CaseStudy]:
    round_ = rounds.closed_round(min_assessments=1)
    texts = [
        {"problem": "Nights are noisy.", "settings": ["homecare", "extra_care"],
         "problems": ["nights"]},
        {"problem": "Rotas change late.", "settings": ["homecare"], "stage": "production",
         "problems": ["rotas"]},
        {"problem": "Falls are found late.", "settings": ["nursing_home"],
         "stage": "production", "problems": ["falls"]},
    ]  # fmt: skip
    return [
        build.published(build.funded(round_, title=f"Project {number}"), **text)
        for number, text in enumerate(texts, 1)
    ]


def found_by(q: str = "", **chosen: str) -> PublicPage:
    return build.found_by({"q": [q]} | {facet: [value] for facet, value in chosen.items()})


def counts(q: str = "", **chosen: str) -> dict[str, dict[str, int]]:
    found = found_by(q, **chosen)
    return {
        facet.key: {item.value: item.count for item in facet.values}
        for facet in found.facets if facet.key in ("setting", "stage")
    }  # fmt: skip


def test_counts_are_what_the_other_filters_leave(app: Flask) -> None:
    publish_three()
    assert counts() == {
        "setting": {"homecare": 2, "extra_care": 1, "nursing_home": 1},
        "stage": {"beta_pilot": 1, "production": 2},
    }
    assert counts(stage="production") == {
        "setting": {"homecare": 1, "nursing_home": 1},
        "stage": {"beta_pilot": 1, "production": 2},
    }
    assert counts("late", setting="extra_care") == {
        "setting": {"homecare": 1, "extra_care": 0, "nursing_home": 1},
        "stage": {"beta_pilot": 0, "production": 0},
    }
    assert found_by("late", setting="extra_care").total == 0


def test_each_count_is_what_ticking_it_shows(app: Flask) -> None:
    publish_three()
    for asked in ({}, {"q": "late"}, {"stage": "production"}):
        for facet in found_by(**asked).facets:
            for item in facet.values:
                assert found_by(**asked | {facet.key: item.value}).total == item.count


def test_several_values_of_a_facet_widen_and_two_facets_narrow(
    app: Flask, client: CheckedClient
) -> None:
    publish_three()
    page = client.get("/case-studies?setting=extra_care&setting=nursing_home")
    assert "2 case studies" in page.text
    page = client.get("/case-studies?setting=extra_care&setting=nursing_home&stage=production")
    assert "1 case study" in page.text and "Project 3" in page.text
    assert page.links()["Remove Care home with nursing"] == (
        "/case-studies?setting=extra_care&stage=production"
    )
    old = client.get("/case-studies?setting=moon&stage=production&page=x", status=302)
    assert old.location == "/case-studies?stage=production", "an old address still leads somewhere"
    beyond = client.get("/case-studies?q=late&page=9", status=302)
    assert beyond.location == "/case-studies?q=late"


def test_a_word_of_the_problem_finds_it(app: Flask, client: CheckedClient) -> None:
    publish_three()
    page = client.get("/case-studies?q=noisy")
    assert "1 case study" in page.text and "Project 1" in page.text
    assert "1 case study" in client.get("/case-studies?q=rotas+chan").text
    assert "2 case studies" in client.get("/case-studies?q=Homecare").text


@pytest.mark.parametrize("typed", ODD)
def test_odd_words_are_no_accident(app: Flask, client: CheckedClient, typed: str) -> None:
    build.published()
    page = client.get(f"/case-studies?{urlencode({'q': typed})}")
    assert page.h1 == "Case studies"


def test_pages_cost_the_same_at_one_and_at_three(app: Flask, client: CheckedClient) -> None:
    round_ = rounds.closed_round(min_assessments=1)
    first = build.published(build.funded(round_, title="First"))
    staff = user(roles=(Role.STAFF,))
    paths = ["/case-studies?q=people&setting=residential_home&stage=beta_pilot", "/case-studies",
             f"/case-studies/{first.slug}", "/"]  # fmt: skip
    before = [len(client.get(path, budget=8).statements) for path in paths]
    client.sign_in(staff)
    managed = ["/manage/case-studies", "/manage/case-studies/to-promote",
               f"/manage/case-studies/{first.slug}"]  # fmt: skip
    before += [len(client.get(path, budget=8).statements) for path in managed]
    for number in (2, 3):
        build.published(build.funded(round_, title=f"Project {number}"))
        build.funded(round_, title=f"Unpromoted {number}")
    after = [len(client.get(path, budget=8).statements) for path in managed]
    client.sign_in(None)
    after = [len(client.get(path, budget=8).statements) for path in paths] + after
    assert after == before


@pytest.mark.parametrize(
    ("asked", "leads"),
    [
        ("q=fell+in+extra+care+flats", True),
        ("q=falls&setting=extra_care", True),
        ("problem=falls&setting=extra_care", True),
        ("q=falls", False),
        ("q=falls+in+extra+care&setting=homecare&setting=live_in", False),
        ("q=falls+at+night+in+extra+care", False),
    ],
)
def test_a_search_for_a_problem_in_a_setting_leads_to_its_field(
    client: CheckedClient, asked: str, leads: bool
) -> None:
    found = client.get(f"/case-studies?{asked}").links()
    field = "What has been tried: Falls, and fear of falling (extra care housing)"
    assert (found.get(field) == "/what-has-been-tried/falls/extra_care") is leads


def test_visitors_get_no_session_and_can_keep_the_page(app: Flask, client: CheckedClient) -> None:
    study = build.published()
    for path in ("/", "/case-studies", f"/case-studies/{study.slug}"):
        response = client.get(path).response
        assert "Set-Cookie" not in response.headers
        assert response.headers["ETag"]


def related_to(study: CaseStudy) -> list[str]:
    found = public.public_study(study.slug)
    assert found is not None
    return [card.slug for card in collection.related(found)]


def test_related_ones_share_a_setting_or_the_stage(app: Flask, client: CheckedClient) -> None:
    first, second, third = publish_three()
    assert related_to(first) == [second.slug]
    assert related_to(second) == [first.slug, third.slug]
    assert related_to(third) == [second.slug]
    build.sent(title="Secretword", stage="production")
    page = client.get(f"/case-studies/{third.slug}", budget=9)
    assert "Related case studies" in page.text and "Secretword" not in page.text
    with transaction():
        agreement.withdraw_agreement(
            build.again(second), reason="", actor=actor_of(build.lead_of(second))
        )
    assert related_to(third) == []
    assert "Related case studies" not in client.get(f"/case-studies/{third.slug}").text


def test_the_title_of_a_search_says_what_was_found(app: Flask, client: CheckedClient) -> None:
    publish_three()

    def title(path: str) -> str:
        return client.get(path).all("title")[0].text.partition(" – ")[0]

    assert title("/case-studies") == "Case studies"
    assert title("/case-studies?q=late") == "Case studies for “late”: 2 found"
    asked = "/case-studies?q=late&setting=homecare"
    assert title(asked) == "Case studies for “late, Homecare”: 1 found"


def test_a_slash_at_the_end_leads_to_the_list(app: Flask, client: CheckedClient) -> None:
    page = client.get("/case-studies/?q=late&setting=homecare&moon=1", status=308)
    assert page.location == "/case-studies?q=late&setting=homecare"


def test_what_is_edited_shows_only_once_published_again(app: Flask, client: CheckedClient) -> None:
    study = build.published(problem="Noisyword nights.", settings=["homecare"])
    staff = user(roles=(Role.STAFF,))
    with transaction():
        editing.revise(build.again(study), actor=actor_of(staff))
    study = build.edited(
        study, title="Anothertitle", problem="Quietword nights.", settings=["nursing_home"]
    )
    assert (study.agreed_at, study.agreed_by_id) == (None, None)
    path = f"/case-studies/{study.slug}"
    for page in (client.get(path), client.get("/case-studies"), client.get("/")):
        assert "Anothertitle" not in page.text and "Quietword" not in page.text
    assert "Noisyword" in client.get(path).text
    assert "1 case study" in client.get("/case-studies?q=noisyword&setting=homecare").text
    assert "0 case studies" in client.get("/case-studies?q=quietword").text

    client.sign_in(build.lead_of(study))
    assert "Quietword" not in client.get(f"/my-case-studies/{study.slug}").text
    client.sign_in(None)

    build.made_public(build.agreed(build.resent(study)))
    assert "Quietword" in client.get(path).text
    assert "Anothertitle" in client.get("/case-studies?q=quietword&setting=nursing_home").text
    assert "0 case studies" in client.get("/case-studies?q=noisyword").text
    rows = db.session.execute(
        select(CaseStudyRevision.number, CaseStudyRevision.content, CaseStudyRevision.sha256)
        .where(CaseStudyRevision.case_study_id == study.id)
        .order_by(CaseStudyRevision.number)
    ).all()
    assert [row.number for row in rows] == [1, 2]
    assert all(row.sha256 == sha256_of(row.content) for row in rows)
    assert "Noisyword" in rows[0].content["problem"]


def test_unpublishing_leaves_nothing_behind(app: Flask, client: CheckedClient) -> None:
    study = build.published()
    staff = user(roles=(Role.STAFF,))
    with transaction():
        editing.revise(build.again(study), actor=actor_of(staff))
    with transaction():
        publication.take_down(build.again(study), reason="Out of date.", actor=actor_of(staff))
    assert db.session.scalar(select(func.count()).select_from(CaseStudyFacet)) == 0
    assert found_by("microphones").total == 0
    assert public.latest() == []
    client.get(f"/case-studies/{study.slug}", status=410)


def test_addresses_are_read_with_care(app: Flask) -> None:
    asked = {"q": [" two \x00 words "], "setting": ["homecare", "moon"], "page": ["3"]}
    read = COLLECTION.read(asked, ANONYMOUS)
    assert (read.q, read.page, read.unknown) == ("two words", 3, ("setting",))
    assert {key: chosen for key, chosen in read.chosen.items() if chosen} == {
        "setting": ("homecare",)
    }
    assert read.arguments(page=2) == {"q": "two words", "setting": ["homecare"], "page": 2}
    assert [left for _words, left in read.pills()] == [
        {"setting": ["homecare"]}, {"q": "two words"},
    ]  # fmt: skip
