"""The front page: a way in for somebody who wants to apply."""

from __future__ import annotations

import pytest
from flask import Flask

from tests.build import rounds
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
