"""The closing time can be put in a calendar from where it is said."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from icalendar import Calendar

from award.accounts.models import User
from award.foundation import clock
from tests.applications.test_extension import extend
from tests.applications.walking import url
from tests.build import accounts, applications, rounds
from tests.client import CheckedClient
from tests.page import Page

pytestmark = pytest.mark.any_database
DAY = timedelta(days=1)
LINK = "Put it in your calendar"


def entry(page: Page) -> Any:
    assert page.response.mimetype == "text/calendar"
    (event,) = Calendar.from_ical(page.data).walk("VEVENT")
    return event


def test_of_a_round_for_anybody(client: CheckedClient) -> None:
    round_ = rounds.open_round()
    page = client.get(f"/rounds/{round_.reference}")
    event = entry(client.get(page.links()[LINK]))
    assert event["DTEND"].dt == round_.closes_at.replace(microsecond=0)
    assert round_.title in event["SUMMARY"]
    with clock.at(round_.closes_at):
        assert LINK not in client.get(f"/rounds/{round_.reference}").links()
        client.get(f"/rounds/{round_.reference}/closing.ics", status=302)


def test_of_an_application_with_its_own_extension(me: CheckedClient, lead: User) -> None:
    draft = applications.draft(lead=lead)
    before = entry(me.get(me.get(url(draft)).links()[LINK]))
    assert before["DTEND"].dt == draft.closes_at.replace(microsecond=0)
    until = draft.closes_at + DAY
    extend(draft, accounts.user("Stef Staff"), until)
    after = entry(me.get(url(draft, "/closing.ics")))
    assert after["DTEND"].dt == until.replace(microsecond=0)
    assert after["UID"] == before["UID"]
    with clock.at(until):
        assert LINK not in me.get(url(draft)).links()
        me.get(url(draft, "/closing.ics"), status=302)
    me.sign_in(accounts.user("Else Where", roles=()))
    me.get(url(draft, "/closing.ics"), status=404)
