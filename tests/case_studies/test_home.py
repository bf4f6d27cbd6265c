"""The front page: a way in for somebody who wants to apply."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from flask import Flask

from award.design.formatters import time_left
from award.foundation import clock
from award.foundation.policy import Role
from tests.build import applications, collection, rounds
from tests.build.accounts import user
from tests.client import CheckedClient

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


def test_stories_are_counted_and_those_that_failed_said(app: Flask, client: CheckedClient) -> None:
    assert "told what they learned" not in client.get("/").text
    collection.public_rows(
        [
            collection.blank(title="One", outcome="did_not_work", stage="retired",
                             organisation_name="Brightwater", region="London"),
            collection.blank(title="Two"),
        ]
    )  # fmt: skip
    page = client.get("/")
    assert page.links()["2 projects have told what they learned"] == "/case-studies"
    assert "one of them of something that did not work or has stopped" in page.text
    assert "Brightwater, London. " in page.text
