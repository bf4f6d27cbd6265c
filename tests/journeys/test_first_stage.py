"""From the invitation of a first stage into the second."""

from __future__ import annotations

import re
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser

from tests.build import accounts, two_stages
from tests.journeys.conftest import Service
from tests.journeys.world import PASSWORD

pytestmark = [pytest.mark.journey, pytest.mark.any_database]

INVITED = "invited.lead@journey.example"


@dataclass(frozen=True)
class Made:
    """References: of the application that is invited, and of the second stage."""

    invited: str
    second: str


@pytest.fixture(scope="module")
def made(service: Service) -> Made:
    with service.prepared():
        lead = accounts.user("Ines Invited", email=INVITED, password=PASSWORD, roles=())
        first, second = two_stages.pair()
        invited = two_stages.invited(first, lead, project="Ten homes that listen")
        found = Made(invited.reference, second.reference)
    return found


def test_an_invitation_is_taken_up(browser: Browser, service: Service, made: Made) -> None:
    person = service.visitor(browser, "invited", INVITED)
    person.go("/applications").press(f"Start the second stage for {made.invited}")
    assert "What it adds" in person.text
    person.press("Start the second stage")
    assert "Your answers of the first stage are carried over" in person.text
    found = re.search(r"/applications/(AIA-\w+)", person.page.url)
    assert found and found[1] != made.invited
    person.go(f"/applications/{found[1]}/project")
    assert person.page.locator("[name=answer_project]").input_value() == "Ten homes that listen"
    assert "Carried over from your first stage" in person.text
    person.go(f"/rounds/{made.second}")
    person.close()
