"""A professional assessor's evening on a phone without script: rules, declarations, a sheet that
is not complete at first, and two submitted."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser

from award.foundation.policy import Role
from tests.build import accounts, applications, assessment, rounds
from tests.journeys.conftest import Service
from tests.journeys.visit import PHONE, Visitor
from tests.journeys.world import PASSWORD

pytestmark = [pytest.mark.journey, pytest.mark.any_database]

STAFF, EVE = "sam.evening@journey.example", "eve.evening@journey.example"
SCORES = {"problem": "8", "people": "7", "value": "6"}


@dataclass(frozen=True)
class Made:
    """References of the round, of one to score, one that ties them, and one more to score."""

    round: str
    first: str
    tied: str
    second: str


@pytest.fixture(scope="module")
def made(service: Service) -> Made:
    with service.prepared():
        staff = accounts.user("Sam Evening", STAFF, (Role.STAFF,), password=PASSWORD)
        eve = accounts.user("Eve Evening", EVE, (Role.ASSESSOR,), password=PASSWORD)
        round_ = rounds.closed_round(assessor_rules="Put nothing of it into another tool.")
        bids = [applications.submitted(round_, title=f"A door that waits {at}") for at in range(3)]
        for one in bids:
            assessment.assigned(one, eve, staff=staff)
        found = Made(round_.reference, *(one.reference for one in bids))
    return found


def test_an_evening_on_a_phone_without_script(
    service: Service, browser: Browser, made: Made
) -> None:
    seen = service.visitor(browser, "evening", EVE)  # axe needs script
    eve = Visitor(browser, service.address, "evening-unscripted", script=False)
    eve.come_back(service.cookies[EVE]).page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    declares(eve, seen, made)
    scores(eve, seen, made)
    goes_on(eve, made)
    seen.go("/assess").close()
    eve.close()


def declares(eve: Visitor, seen: Visitor, made: Made) -> None:
    """The rules first; then all three on one page, of which one is given up."""
    page = eve.go("/assess", look=False).page
    seen.go("/assess")
    page.locator(f"main a[href$='{made.round}/declarations']").first.click()
    page.locator("[name=agreed]").check()
    eve.press("Agree and go on")
    seen.go(f"/assess/rounds/{made.round}/declarations")
    eve.go(f"/assess/rounds/{made.round}/declarations")
    fits(eve)
    for one in (made.first, made.second):
        page.locator(f"[name=answer_{one}][value=none]").check()
    page.locator(f"[name=answer_{made.tied}][value=conflict]").check()
    eve.press("Save what I have answered")
    assert page.locator(f"[name=answer_{made.first}]").count() == 0, "two are recorded by now"
    page.locator(f".nhsuk-error-summary a[href*=kind_{made.tied}]").click()
    page.locator(f"[name=kind_{made.tied}]").first.check()
    eve.press("Save what I have answered")
    assert page.url.endswith("/assess") and made.tied not in eve.text


def scores(eve: Visitor, seen: Visitor, made: Made) -> None:
    """What is missing is said and leads to its place; the rest stays."""
    page = eve.go(f"/assess/{made.first}").page
    fits(eve)
    for key in ("problem", "people"):
        fill(eve, key)
    eve.press("Check and submit")
    assert "choose a score from 1 to 10" in eve.text
    seen.go(f"/assess/{made.first}")
    eve.press("Change something")
    assert page.locator("[name=justification_people]").input_value() == why("people")
    finish(eve, made.first)
    fits(eve)
    eve.go(f"/assess/{made.first}")
    assert "You submitted your scores" in eve.text
    seen.go(f"/assess/{made.first}")


def goes_on(eve: Visitor, made: Made) -> None:
    eve.go("/assess")
    assert "1 of 2 done" in eve.text
    eve.go(f"/assess/{made.second}")
    for key in ("problem", "people"):
        fill(eve, key)
    finish(eve, made.second)
    assert "You have done all 2" in eve.go("/assess").text
    fits(eve)


def finish(eve: Visitor, reference: str) -> None:
    page = eve.page
    fill(eve, "value")
    page.locator("[name=in_scope][value=yes]").check()
    page.locator("[name=recommend][value=yes]").check()
    page.locator("[name=comments_for_applicant]").fill("Thank you. You say plainly what it is for.")
    eve.press("Check and submit")
    assert eve.h1.endswith("Check your scores"), reference
    page.locator("[name=own_words]").check()
    eve.press("Submit scores", look=False)


def fill(eve: Visitor, key: str) -> None:
    eve.page.locator(f"[name=score_{key}][value='{SCORES[key]}']").check()
    eve.page.locator(f"[name=justification_{key}]").fill(why(key))


def why(key: str) -> str:
    return f"What they say about {key} reads well to me."


def fits(eve: Visitor) -> None:
    width = eve.page.evaluate("document.scrollingElement.scrollWidth")
    assert width <= PHONE["width"], f"{eve.page.url} is {width} px wide"
