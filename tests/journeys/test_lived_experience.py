"""Somebody with lived experience, from being asked to being paid: what they are offered, a
specimen, the rules, their own criteria, and a claim that staff approve and pay."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser

from award.assessment.services import profiles
from award.foundation.policy import SYSTEM, Role
from award.rounds.queries.criteria import lived_start
from tests.build import accounts, applications, assessment, calibration, payments, rounds
from tests.journeys.conftest import Service
from tests.journeys.pinning import pin
from tests.journeys.visit import Visitor
from tests.journeys.world import PASSWORD

pytestmark = [pytest.mark.journey, pytest.mark.any_database, pytest.mark.long]

STAFF, LIVED = "sam.pays@journey.example", "lou.lived@journey.example"
MATTERS, CHOICE, SAFE = (one.key for one in lived_start())
WHY = "My mother could say no to this and lose nothing."


@dataclass(frozen=True)
class Made:
    """References of the round and of its application, and what the panel wrote of the specimen."""

    round: str
    bid: str
    panel_says: str


@pytest.fixture(scope="module")
def made(service: Service) -> Made:
    with service.prepared():
        staff = accounts.user("Sam Pays", STAFF, (Role.STAFF,), password=PASSWORD)
        lived = accounts.user("Lou Lived", LIVED, (Role.ASSESSOR,), password=PASSWORD)
        profiles.set_profile(lived, panel="lived_experience", actor=SYSTEM)
        round_ = rounds.closed_round(
            lived_criteria=lived_start(), assessor_rules="Tell nobody what you read here."
        )
        payments.offered(round_, staff=staff)
        calibration.asked(round_)
        bid = applications.submitted(round_, title="A kettle that waits for people")
        assessment.assigned(bid, lived, staff=staff)
        says = f"Nine flats tell little about {lived_start()[0].title}"
        found = Made(round_.reference, bid.reference, says)
    return found


def test_from_what_they_are_offered_to_being_paid(
    service: Service, browser: Browser, made: Made
) -> None:
    lived = service.visitor(browser, "lived", LIVED)
    accepts(lived)
    scores_a_specimen(lived, made)
    begins(lived, made)
    scores(lived, made)
    lived.close()
    claim = submits_and_claims_without_script(service, browser, made)
    pays(service, browser, claim)
    lived = service.visitor(browser, "lived-paid", LIVED)
    lived.go("/assess", look=False).press("Your pay and expenses")
    assert f"Claim {claim} Paid" in " ".join(lived.text.split())
    lived.close()


def accepts(lived: Visitor) -> None:
    """What they are offered is found on their list, and not answered by mistake."""
    lived.go("/assess")
    assert "Score 1 specimen" in lived.text
    lived.press("What you are offered for your time")
    assert "£13.80" in lived.text
    lived.press("Send my answer")
    assert "Say whether you accept, with payment or without" in lived.text
    lived.page.locator("[name=answer][value=paid]").check()
    lived.press("Send my answer", look=False)
    assert "You have accepted, with payment." in lived.text
    assert "start to assess" not in lived.text, "a specimen, the rules and a declaration come first"
    assert "What you are offered for your time" not in lived.text


def scores_a_specimen(lived: Visitor, made: Made) -> None:
    """On their own criteria; what is missing is said, what was written stays, and the panel's
    scores come only afterwards."""
    page = lived.page
    lived.press("Score 1 specimen").press("A lamp that calls for help")
    for key in (MATTERS, CHOICE, SAFE):
        page.locator(f"[name=score_{key}][value='8']").check()
    page.locator(f"[name=justification_{MATTERS}]").fill("I know five people who want this.")
    page.locator(f"[name=justification_{CHOICE}]").fill("You can say no and keep your carer.")
    lived.press("Submit and see the panel’s scores")
    assert page.locator(f".nhsuk-error-summary a[href*={SAFE}]").count() == 1
    assert page.locator(f"[name=score_{SAFE}][value='8']").is_checked()
    assert made.panel_says not in page.content()
    page.locator(f"[name=justification_{SAFE}]").fill("A neighbour comes, and I trust mine.")
    lived.press("Submit and see the panel’s scores")
    assert lived.text.count("You gave 8.") == lived.text.count("The panel gave 6.") == 3
    assert made.panel_says in lived.text and "A neighbour comes" in lived.text
    lived.press("Go to your applications", look=False)


def begins(lived: Visitor, made: Made) -> None:
    """The rules come before anything of the application, and then the question about a conflict."""
    lived.press("A kettle that waits for people")
    assert lived.h1.endswith("Rules for assessors") and made.bid not in lived.text
    lived.press("Agree and go on")
    assert lived.page.locator(".nhsuk-error-summary").count() == 1
    lived.page.locator("[name=agreed]").check()
    lived.press("Agree and go on", look=False)
    assert "You have agreed to the rules" in lived.text
    lived.go(f"/assess/{made.bid}/declare")
    lived.page.locator("[name=answer][value=none]").check()
    lived.press("Continue")


def scores(lived: Visitor, made: Made) -> None:
    """What matters in short, a passage that is pinned, and two of three criteria."""
    page = lived.page
    assert page.url.endswith(f"/assess/{made.bid}"), page.url
    digest = page.locator("section[aria-labelledby=digest]").inner_text()
    assert digest.startswith("In short") and "What it is" in digest
    titles = page.locator("[data-step][data-criterion] legend").all_text_contents()
    assert [one.title in said for one, said in zip(lived_start(), titles, strict=True)] == [
        True
    ] * 3
    pin(lived)
    for key, why in ((MATTERS, "People I care for would use it daily."), (CHOICE, WHY)):
        page.locator(f".app-steps [href='#sheet-{key}']").click()
        page.locator(f"[name=score_{key}][value='7']").check()
        page.locator(f"[name=justification_{key}]").fill(why)
    lived.press("Check and submit")
    assert "Would you trust it?: choose a score from 1 to 10" in lived.text


def submits_and_claims_without_script(service: Service, browser: Browser, made: Made) -> str:
    """What was left is there; the rest of the sheet, the submission and a claim. Its reference."""
    lived = Visitor(browser, service.address, "lived-unscripted", script=False)
    lived.come_back(service.cookies[LIVED]).go(f"/assess/{made.bid}")
    page = lived.page
    assert page.locator(f"[name=justification_{CHOICE}]").input_value() == WHY
    assert page.locator("[data-pinned] q").count() == 2
    page.locator(f"[name=score_{SAFE}][value='6']").check()
    page.locator(f"[name=justification_{SAFE}]").fill("They say who notices when it is wrong.")
    page.locator("[name=in_scope][value=yes]").check()
    page.locator("[name=recommend][value=yes]").check()
    page.locator("[name=comments_for_applicant]").fill("You say plainly what people can refuse.")
    lived.press("Check and submit")
    assert lived.h1.endswith("Check your scores")
    page.locator("[name=own_words]").check()
    lived.press("Submit scores", look=False)
    lived.go(f"/assess/{made.bid}")
    assert "You submitted your scores" in lived.text
    lived.go("/assess").press("Your pay and expenses")
    page.get_by_role("button", name="Claim in").click()
    assert "1 submitted sheet not claimed yet: £20" in lived.look().text
    page.locator("[name=sheets][value=yes]").check()
    page.locator("[name=expenses_note]").fill("The bus to the panel")
    lived.press("Send claim")
    assert page.locator("[name=expenses_note]").input_value() == "The bus to the panel"
    assert page.locator(".nhsuk-error-summary").count() == 1
    page.locator("[name=expenses_pence]").fill("4.20")
    lived.press("Send claim")
    assert "We have your claim" in lived.text and "£24.20" in lived.text
    claim = page.locator("h2", has_text="Claim PAY-").inner_text().split()[1]
    lived.close()
    return claim


def pays(service: Service, browser: Browser, claim: str) -> None:
    """Found in the list; neither an application nor a score stands on it."""
    staff = service.visitor(browser, "lived-staff", STAFF)
    staff.go("/manage/pay").press(claim)
    assert "Lou Lived" in staff.text and "1: £20" in staff.text and "kettle" not in staff.text
    staff.press("Approve £24.20")
    assert "Approved. They are told by email." in staff.text
    staff.press("Mark as paid")
    assert "Marked as paid. They are told by email." in staff.text
    staff.close()
    assert service.letters_to(LIVED, containing=f"Your claim {claim} is paid")
