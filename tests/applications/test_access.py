"""Who sees an application, on every route and through every query."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask

from award.applications.queries.mine import MINE
from award.applications.services import drafting
from award.foundation import clock
from award.foundation.db import transaction
from award.foundation.errors import Refused
from award.foundation.policy import Role, can
from tests.build import accounts, applications, rounds
from tests.client import CheckedClient

pytestmark = pytest.mark.any_database

READ = ("", "/check", "/summary", "/organisation", "/eligibility", "/receipt", "/submission",
        "/withdraw", "/conflicts/1")  # fmt: skip
WRITE = ("/summary", "/organisation", "/eligibility", "/submit", "/withdraw",
         "/conflicts/1")  # fmt: skip


@pytest.mark.parametrize("role", [None, Role.STAFF, Role.ASSESSOR, Role.AUDITOR, Role.ADMIN])
@pytest.mark.parametrize("state", ["draft", "submitted"])
def test_someone_elses_application_is_not_there(
    app: Flask, client: CheckedClient, role: Role | None, state: str
) -> None:
    lead = accounts.user("Ada Lead", roles=())
    make = applications.complete if state == "draft" else applications.submitted
    application = make(lead=lead)
    client.sign_in(accounts.user("Other", roles=(role,) if role else ()))
    for path in READ:
        client.get(f"/applications/{application.reference}{path}", status=404)
    for path in WRITE:
        client.post(f"/applications/{application.reference}{path}", {}, status=404)
    assert application.state == state


def test_a_visitor_is_asked_to_sign_in(app: Flask, client: CheckedClient) -> None:
    application = applications.draft()
    for path in READ:
        page = client.get(f"/applications/{application.reference}{path}", status=302)
        assert "/sign-in" in page.location
    assert "/sign-in" in client.get("/applications", status=302).location


def test_an_auditor_changes_nothing(app: Flask, client: CheckedClient) -> None:
    """Not even an application of their own from before they became one."""
    auditor = accounts.user("Ann Auditor", roles=(Role.AUDITOR,))
    actor = accounts.actor_of(auditor)
    with pytest.raises(Refused), transaction():
        drafting.start_application(rounds.open_round(), 1, actor=actor)
    former = accounts.user("Ada Lead", roles=())
    application = applications.complete(lead=former)
    now_auditor = replace(accounts.actor_of(former), roles=frozenset({Role.AUDITOR}))
    names = ("application.edit", "application.submit", "application.withdraw")
    assert [can(now_auditor, name, application) for name in names] == [False] * 3
    client.sign_in(auditor)
    client.get("/applications", status=404)
    client.get(f"/rounds/{application.round.reference}/start", status=403)


def test_my_applications_costs_the_same_for_one_and_for_three(
    app: Flask, client: CheckedClient
) -> None:
    lead = accounts.user("Ada Lead", roles=())
    client.sign_in(lead)
    assert "not started an application yet" in client.get("/applications").text
    applications.submitted(lead=lead, title="One")
    one = client.get("/applications", budget=9)
    applications.draft(lead=lead)
    applications.submitted(lead=lead, title="Three")
    applications.submitted(title="Somebody else’s")
    three = client.get("/applications", budget=9)
    assert len(one.statements) == len(three.statements)
    assert "Three" in three.text
    assert "No title yet" in three.text
    assert "Somebody else" not in three.text


def test_my_applications_come_by_the_page(
    app: Flask, client: CheckedClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("award.applications.queries.mine.MINE", replace(MINE, size=2))
    lead = accounts.user("Ada Lead", roles=())
    client.sign_in(lead)
    round_ = rounds.open_round()
    for title in ("First", "Second", "Third"):
        applications.submitted(round_, lead, title=title)
    page = client.get("/applications")
    assert ("Third" in page.text, "First" in page.text) == (True, False)
    page = client.get("/applications?page=2")
    assert ("Third" in page.text, "First" in page.text) == (False, True)
    assert "First" in client.follow(client.get("/applications?page=99", status=302)).text


def test_what_waits_for_its_lead_comes_first(app: Flask, client: CheckedClient) -> None:
    lead = accounts.user("Ada Lead", roles=())
    client.sign_in(lead)
    now = clock.now()
    later = rounds.open_round(closes_at=now + timedelta(days=30))
    sooner = rounds.open_round(closes_at=now + timedelta(days=3))
    for round_, title in (
        (later, "Later"),
        (rounds.closed_round(), "Never sent"),
        (sooner, "Sooner"),
    ):
        applications.draft(round_, lead, answers={"project_title": title})
    applications.submitted(later, lead, title="Sent")
    text = client.get("/applications").text
    places = [text.index(title) for title in ("Sooner", "Later", "Sent", "Never sent")]
    assert places == sorted(places)
    assert "Not submitted" in text[places[-1] :]
