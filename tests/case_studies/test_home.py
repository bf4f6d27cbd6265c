"""The front page: a way in for somebody who wants to apply."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from flask import Flask

from award.design.formatters import time_left
from award.foundation import clock
from award.foundation.policy import Role
from tests.build import applications, collection, open_data, rounds, two_stages
from tests.build import case_studies as build
from tests.build.accounts import user
from tests.client import CheckedClient
from tests.page import Page

pytestmark = pytest.mark.any_database


def test_a_visitor_finds_the_way_in(app: Flask, client: CheckedClient) -> None:
    round_ = rounds.open_round()
    links = client.get("/", budget=8).links()
    check = next(text for text in links if text.startswith("Check if you can apply"))
    assert links[check] == f"/rounds/{round_.reference}/eligibility"
    assert links["Create an account"] == "/register"
    assert "sign in" in links

    client.sign_in(user(roles=()))
    assert "Create an account" not in client.get("/").links()


def test_no_open_round_offers_no_check(app: Flask, client: CheckedClient) -> None:
    rounds.closed_round()
    assert "Check if you can apply" not in client.get("/").text


def test_what_opens_next_can_be_heard_of(app: Flask, client: CheckedClient) -> None:
    rounds.open_round()
    first = rounds.closed_round(question_set_id=two_stages.short_set())
    rounds.announced_round(follows_id=first.id)
    page = client.get("/")
    assert "By invitation: it is the second stage of another round." in page.text
    assert page.links()["Email me when another round opens"] == "/remind-me"
    rounds.announced_round()
    links = client.get("/").links()
    assert links["Email me when it opens"] == "/remind-me"
    assert "Email me when another round opens" not in links


def test_the_round_says_its_money_and_its_closing_time(app: Flask, client: CheckedClient) -> None:
    with clock.at(datetime(2026, 12, 1, 9, tzinfo=UTC)):
        round_ = rounds.open_round(budget_gbp=5_000_000)
        rounds.open_round(title="Another that is open")
        page = client.get("/")
        assert "£5,000,000" in page.text
        assert f"{time_left(round_.closes_at, clock.now())}" in page.text
        assert "Also open: Another that is open" in page.text
        checks = [text for text in page.links() if text.startswith("Check if you can apply")]
        assert len(checks) == 2


def test_whoever_is_signed_in_carries_on(app: Flask, client: CheckedClient) -> None:
    draft = applications.draft()
    assert "Started already?" in client.get("/").text
    client.sign_in(draft.lead)
    page = client.get("/")
    assert "Started already?" not in page.text
    assert page.links()[f"Finish and submit it: {draft.title or draft.reference}"].endswith(
        draft.reference
    )
    assert page.links()["All that is yours"] == "/applications"
    client.sign_in(user(roles=(Role.STAFF,)))
    page = client.get("/")
    assert draft.reference not in page.text and page.links()["Go to your work"] == "/manage"


def figures(page: Page) -> dict[str, str]:
    """What stands out, by what is said of it."""
    (told,) = [one for one in page.all("dl") if one.get("class") == "app-home__figures"] or [()]
    return {"".join(one[0].itertext()): "".join(one[1].itertext()) for one in told}


def test_only_figures_that_there_are_stand_out(app: Flask, client: CheckedClient) -> None:
    assert figures(client.get("/")) == {}
    collection.public_rows(
        [
            collection.blank(title="One", outcome="did_not_work", stage="retired",
                             organisation_name="Brightwater", region="London"),
            collection.blank(title="Two"),
        ]
    )  # fmt: skip
    page = client.get("/")
    said = "case studies, one of something that did not work or has stopped"
    assert figures(page) == {said: "2"} and "Brightwater, London. " in page.text
    funded = build.funded()
    assert figures(client.get("/")) == {said: "2"}, "nobody has read it yet"
    open_data.public(funded)
    rounds.open_round(budget_gbp=1_000_000)
    rounds.open_round(budget_gbp=250_000)
    assert figures(client.get("/")) == {
        "to share in rounds that are open": "£1,250,000", "project funded so far": "1", said: "2",
    }  # fmt: skip


def test_whoever_has_no_project_finds_a_way_too(app: Flask, client: CheckedClient) -> None:
    links = client.get("/").links()
    assert links["Tell us about a challenge"] == "/challenges/tell"
    assert links["Share a case study"] == "/share"
    assert links["What has been tried, and where"] == "/what-has-been-tried"
    assert links["Each round says how it decides"] == "/rounds"
    round_ = rounds.open_round()
    links = client.get("/").links()
    assert links["How this round decides"] == f"/rounds/{round_.reference}/how-it-decides"
