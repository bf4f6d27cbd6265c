"""What was answered before registering goes along in the link that confirms the address."""

from __future__ import annotations

import secrets
from datetime import timedelta

import pytest
from flask import Flask

from award.accounts import carried
from tests.accounts.letters import letters, link_in
from tests.build import accounts, rounds
from tests.client import CheckedClient

TOLD = {"social_care": "yes", "org_type": "charity", "hq_uk": "yes"}
NEWCOMER = {"name": "Ada Okafor", "email": "ada@example.org", "password": accounts.PASSWORD}


def _registered(client: CheckedClient) -> tuple[str, str]:
    """After the check, on the way to the start page: that page, and the link in the email."""
    start = f"/rounds/{rounds.open_round().reference}/start"
    client.post(start.replace("/start", "/eligibility?phase=2"), TOLD)
    client.post(f"/register?next={start}", NEWCOMER)
    return start, link_in(letters("ada@example.org")[-1], "/confirm/")


def test_the_answers_go_along_to_another_device(app: Flask, client: CheckedClient) -> None:
    start, link = _registered(client)
    other = CheckedClient(app)
    page = other.get(link)
    actions = [form.get("action", "") for form in page.all("form")]
    (action,) = [one for one in actions if "/confirm/" in one]
    other.post(action)
    other.post("/sign-in", NEWCOMER)
    assert other.get("/start", status=302).location == start
    assert "Start now" in other.get(start).buttons()
    made = other.post(start)
    page = other.get(made.location)
    form = other.get(page.links()["Add your organisation"])
    assert form.value_of("org_type") == TOLD["org_type"]
    assert form.value_of("hq_in_uk") == "yes"
    assert form.value_of("uk_registered_office") is None  # this phase does not ask


def test_what_this_device_knows_stays(client: CheckedClient) -> None:
    _, link = _registered(client)
    with client.browser.session_transaction() as session:
        session["eligibility"] = {**session["eligibility"], "newer": True}
    client.post(link)
    with client.browser.session_transaction() as session:
        assert session["eligibility"]["newer"]


@pytest.mark.parametrize("spoil", ["cut", "forged", "old", "somebody else's"])
def test_a_link_that_is_not_good_brings_nothing(
    app: Flask, client: CheckedClient, monkeypatch: pytest.MonkeyPatch, spoil: str
) -> None:
    _, link = _registered(client)
    path, _, signed = link.partition("?with=")
    assert 100 < len(signed) <= 1500
    client.post("/register", {**NEWCOMER, "email": "eve@example.org"})
    hers = link_in(letters("eve@example.org")[-1], "/confirm/").partition("?with=")[2]
    spoilt = {"cut": signed[:-3], "forged": "e30.x.y", "somebody else's": hers}
    if spoil == "old":
        monkeypatch.setattr(carried, "_GOOD_FOR", timedelta(seconds=-1))
    other = CheckedClient(app)
    other.post(f"{path}?with={spoilt.get(spoil, signed)}")
    with other.browser.session_transaction() as kept:
        assert not {"eligibility", "going_to"} & set(kept)


def test_a_long_reason_stays_in_the_browser(client: CheckedClient) -> None:
    round_ = rounds.open_round()
    with client.browser.session_transaction() as session:
        session["eligibility"] = {
            "round": round_.reference,
            "answers": {"why": secrets.token_urlsafe(1500)},
        }
    client.post("/register", NEWCOMER)
    assert "?with=" not in letters("ada@example.org")[-1].body
