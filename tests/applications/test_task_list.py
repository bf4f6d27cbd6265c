"""The task list, the organisation that leads, and several applications side by side."""

from __future__ import annotations

import pytest

from award.accounts.models import User
from award.applications.queries.mine import my_applications
from award.design.formatters import time_left
from award.foundation import clock
from tests.applications.walking import fill, url
from tests.build import accounts, applications, rounds
from tests.client import CheckedClient

pytestmark = pytest.mark.any_database


def test_the_task_list_is_honest(me: CheckedClient, lead: User) -> None:
    application = applications.draft(lead=lead)
    page = me.get(url(application), budget=8)
    assert page.h1 == "Your application"
    assert "0% complete" not in page.text  # the eligibility check is done
    assert "Cannot start yet" not in page.text  # the small set has no section of declarations
    assert page.text.count("Not started") == 4
    assert page.links()["Continue: lead organisation"].endswith("/organisation")
    assert time_left(application.round.closes_at, clock.now()) in page.text
    page = me.post(
        url(application, "/problem"),
        fill(me.get(url(application, "/problem")), problem="Falls", people_helped="no"),
    )
    page = me.get(url(application))
    assert "1 question to answer" in page.text
    assert "In progress" in page.text


def test_choose_an_organisation(me: CheckedClient, lead: User) -> None:
    application = applications.draft(lead=lead)
    page = me.get(url(application, "/organisation"))
    assert "next=" in page.links()["Add your organisation"]
    mine = accounts.organisation(lead)
    other = accounts.organisation(name="Somebody else")
    page = me.get(url(application, "/organisation"), budget=8)
    assert "Somebody else" not in page.text
    page = me.post(url(application, "/organisation"), {}, status=200)
    assert page.errors == ["Select the organisation that leads, or add one"]
    me.post(url(application, "/organisation"), {"organisation": other.reference}, status=200)
    after = me.post(url(application, "/organisation"), {"organisation": mine.reference})
    assert "Brightwater Care" in me.follow(after).text


def test_the_organisation_just_added_is_the_one_chosen(me: CheckedClient, lead: User) -> None:
    application = applications.draft(lead=lead)
    first, second = accounts.organisation(lead), accounts.organisation(lead, name="Second Care")
    page = me.get(url(application, f"/organisation?added={second.reference}"))
    assert page.value_of("organisation") == second.reference
    me.post(url(application, "/organisation"), {"organisation": first.reference})
    page = me.get(url(application, f"/organisation?added={second.reference}"))
    assert page.value_of("organisation") == second.reference
    stranger = accounts.organisation(name="Somebody else")
    page = me.get(url(application, f"/organisation?added={stranger.reference}"))
    assert page.value_of("organisation") == first.reference


def test_several_applications_in_one_round(me: CheckedClient, lead: User) -> None:
    round_ = rounds.open_round()
    applications.draft(round_, lead)
    applications.draft(round_, lead)
    assert len(my_applications(accounts.actor_of(lead)).rows) == 2
