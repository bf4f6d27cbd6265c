"""What the public list makes of words: marks, closest matches, slips, and a page that leads on."""

from __future__ import annotations

import pytest
from flask import Flask

from award.case_studies.models import CaseStudy
from award.case_studies.services import editing, publication
from award.foundation.db import transaction
from award.foundation.policy import Role
from tests.build import case_studies as build
from tests.build import rounds
from tests.build.accounts import actor_of, user
from tests.client import CheckedClient

pytestmark = pytest.mark.any_database

TEXTS = {
    "Warm rooms": "Domiciliary care staff noticed who had fallen in a cold room.",
    "Quiet nights": "The falls detector was switched off in extra-care housing.",
    "Who wrote that": "People didn’t say what the café’s note says, said Siobhán O’Neill.",
}
SECRET = "Zanzibarian"


@pytest.fixture
def studies(app: Flask) -> dict[str, CaseStudy]:
    round_ = rounds.closed_round(min_assessments=1)
    return {
        title: build.published(build.funded(round_, title=title), title=title, problem=problem)
        for title, problem in TEXTS.items()
    }


def unmarked(title: str) -> str:
    return str(title).replace("<mark>", "").replace("</mark>", "")


@pytest.mark.usefixtures("studies")
def test_ordinary_words_find_something(client: CheckedClient) -> None:
    wanted = {
        "home care": "Warm rooms", "fall": "Warm rooms", "extracare": "Quiet nights",
        "falls prevention": "Warm rooms", "fall detection": "Quiet nights",
        "cafe": "Who wrote that",
        "didn't": "Who wrote that", "oneill": "Who wrote that", "domicilary": "Warm rooms",
        "cafe\u0301": "Who wrote that",
    }  # fmt: skip
    for typed, title in wanted.items():
        titles = [unmarked(card.title) for card in build.found_by({"q": [typed]}).rows]
        assert title in titles, typed


@pytest.mark.usefixtures("studies")
def test_the_page_marks_what_matched_and_shows_where(client: CheckedClient) -> None:
    page = client.get("/case-studies?q=domiciliary+care")
    assert "<mark>Domiciliary care</mark> staff noticed" in page.html
    assert "1 case study" in page.text
    assert "<mark>" not in client.get("/case-studies").html


@pytest.mark.usefixtures("studies")
def test_closest_matches_are_called_so_and_counted_alike(client: CheckedClient) -> None:
    page = client.get("/case-studies?q=falls+kettle")
    assert "No case study has all of these words. These are the closest." in page.text
    assert "2 case studies" in page.text and "Homecare" not in page.text.partition("Filter")[0]
    found = build.found_by({"q": ["falls kettle"]})
    assert {item.count for facet in found.facets for item in facet.values} == {2}
    alone = "No case study has all of these words. This is the closest."
    assert alone in client.get("/case-studies?q=cafe+kettle").text
    assert "the closest" not in client.get("/case-studies?q=falls").text


@pytest.mark.usefixtures("studies")
def test_a_slip_is_told(client: CheckedClient) -> None:
    page = client.get("/case-studies?q=domicilary")
    assert "No case study says “domicilary”, so this is what “domiciliary” finds." in page.text
    assert "so this is what" not in client.get("/case-studies?q=domiciliary").text


@pytest.mark.usefixtures("studies")
def test_a_page_without_results_leads_to_some(client: CheckedClient) -> None:
    page = client.get("/case-studies?q=zebra")
    assert "No case study has this word" in page.text
    led = [href for text, href in page.links().items() if "setting=" in href]
    assert led and "All case studies" in page.links()
    for path in led:
        assert "0 case studies" not in client.get(path).text
    narrowed = client.get("/case-studies?q=cafe&setting=homecare")
    assert "Nothing fits the filters as well" in narrowed.text
    path = narrowed.links()["1 case study for “cafe”"]
    assert path == "/case-studies?q=cafe"
    assert "1 case study" in client.get(path).text
    client.get("/case-studies?q=zebra&setting=homecare")


@pytest.mark.usefixtures("studies")
def test_what_is_not_public_shows_nowhere(client: CheckedClient) -> None:
    """The word stands in a draft, in one with the applicant, in one taken down and in the text that
    is being worked on behind a public one: nothing counts, marks, finds or corrects to it."""
    build.complete(title=f"{SECRET} draft", problem=f"{SECRET} people in a cold room.")
    build.sent(title=f"{SECRET} sent", problem=f"{SECRET} people in a cold room.")
    staff = user(roles=(Role.STAFF,))
    gone = build.published(title=f"{SECRET} gone", problem=f"{SECRET} people in a cold room.")
    revised = build.published(title="Shown", problem="Only this.")
    assert "1 case study" in client.get(f"/case-studies?q={SECRET}").text  # there is something
    with transaction():
        editing.revise(build.again(gone), actor=actor_of(staff))
    with transaction():
        publication.take_down(build.again(gone), reason="Out of date.", actor=actor_of(staff))
    with transaction():
        editing.revise(build.again(revised), actor=actor_of(staff))
    build.edited(revised, problem=f"{SECRET} people in a cold room.")
    for typed in (SECRET, "zanzibarain", "zanzib", "zanzi barian", "zanzibarians"):
        page = client.get(f"/case-studies?q={typed}")
        assert "0 case studies" in page.text and "so this is what" not in page.text, typed
        assert SECRET.lower() not in page.html.lower().replace(typed.lower(), ""), typed
    assert build.found_by({"q": ["cold room"]}).total == 1
    closest = build.found_by({"q": [f"{SECRET} fallen"]})
    assert closest.closest and closest.total == 2


@pytest.mark.usefixtures("studies")
def test_every_kind_of_question_keeps_to_the_budget(client: CheckedClient) -> None:
    for typed in ("falls", "falls kettle", "domicilary micropho extracare", "zebra", "x" * 200):
        client.get(f"/case-studies?q={typed}&setting=homecare&stage=beta_pilot", budget=7)
        client.get(f"/case-studies?q={typed}", budget=7)
