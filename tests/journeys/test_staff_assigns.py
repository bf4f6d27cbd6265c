"""Staff with 900 applications and 60 assessors: a basket over pages, a spreadsheet, a reminder that
is read before it goes, what silent ones have handed on, by hand and in bulk, and an automatic draft
that is changed and released. `flask seed volume` writes every answer and file of its 900, and is
for an empty database: it would take longer than all of this does."""

from __future__ import annotations

import re
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser

from award.foundation.policy import Role
from tests.build import accounts, applications, assessment, many, rounds
from tests.journeys.conftest import Service
from tests.journeys.visit import Visitor
from tests.journeys.world import PASSWORD

pytestmark = [pytest.mark.journey, pytest.mark.any_database, pytest.mark.long]

DRAFTED = "A round to draft for"
BIDS = 8
STAFF = "sam.assigns@journey.example"


@dataclass(frozen=True)
class Made:
    """References of the round, of another with one application and of one to draft for, and
    addresses of assessors."""

    round: str
    other: str
    drafted: str
    bid: str
    assessors: list[str]


@pytest.fixture(scope="module")
def made(service: Service) -> Made:
    with service.prepared():
        accounts.user("Sam Assigns", email=STAFF, password=PASSWORD, roles=(Role.STAFF,))
        round_ = rounds.closed_round(min_assessments=2)
        many.submitted(round_, 900)
        other = rounds.closed_round()
        drafted = rounds.closed_round(title=DRAFTED, min_assessments=2)
        for at in range(BIDS):  # a draft reads what was submitted
            applications.submitted(drafted, title=f"To draft for {at}")
        people = [assessment.assessor(f"Reader {at:02}") for at in range(60)]
        bid = applications.submitted(other)
        emails = [one.email for one in people]
        found = Made(round_.reference, other.reference, drafted.reference, bid.reference, emails)
    return found


def test_a_basket_is_shared_out_and_a_silent_one_reminded_and_replaced(
    service: Service, browser: Browser, made: Made
) -> None:
    staff = service.visitor(browser, "staff-assigns", STAFF)
    base = f"/manage/rounds/{made.round}"
    share_out(staff, base)
    chase(service, staff, base, made)
    replace(staff)
    hand_on_in_bulk(staff, base)
    staff.close()


def test_a_draft_is_read_changed_and_released(
    service: Service, browser: Browser, made: Made
) -> None:
    staff = service.visitor(browser, "staff-drafts", STAFF)
    base = f"/manage/rounds/{made.drafted}/assignment"
    staff.go(base).press("Make a draft", look=False)
    staff.page.get_by_text("The draft is ready").wait_for()
    staff.go(f"{base}/1")
    assert (
        "Load by assessor: nothing so far" in staff.text and "to share out the work" in staff.text
    )
    staff.press("Change")
    given = staff.page.locator("[name=away]").first
    taken = given.locator("xpath=..").inner_text().split(",")[0].strip()
    given.check()
    added = staff.page.locator("[name=add]").nth(1)
    put_in, email = added.locator("xpath=..").inner_text().split("\n")[0].strip().split(", ")
    added.check()
    staff.press("Save")
    line = staff.page.locator("#drafted tr, tbody tr").first.inner_text()
    assert put_in in line and taken not in line
    staff.press("Release")
    assert re.search(
        rf"[0-9]+ people will be emailed once each, with {2 * BIDS} assessments", staff.text
    )
    staff.press("Release and send the emails", look=False)
    staff.page.get_by_text(f"{2 * BIDS} assessments are asked for").wait_for()
    staff.go(f"{base}/1")
    assert "Released" in staff.text
    assert len(service.letters_to(email, containing=DRAFTED)) == 1
    staff.close()


def share_out(staff: Visitor, base: str) -> None:
    staff.go(f"{base}/applications?cover=short")
    first = staff.page.locator(".app-tick").first
    first.focus()
    staff.page.keyboard.press("Space")
    staff.press("Put what is ticked into my basket", look=False)
    assert "Your basket: 1 application." in staff.text
    staff.go(f"{base}/applications?cover=short&page=2", look=False)
    for box in staff.page.locator(".app-tick").all()[:3]:
        box.check()
    staff.press("Put what is ticked into my basket")
    assert "Your basket: 4 applications." in staff.text
    staff.press("Put all 900 applications into my basket", look=False)
    staff.go(f"{base}/basket")
    for box in staff.page.locator("[name=assessor]").all():
        box.check()
    staff.press("Continue")
    assert "Assign 1,800 assessments to " in staff.h1
    staff.page.get_by_role("button", name="Assign and send").click()
    staff.page.get_by_text("assessments are assigned").wait_for()
    staff.look()


def chase(service: Service, staff: Visitor, base: str, made: Made) -> None:
    staff.go(f"{base}/chasing")
    staff.page.get_by_label("Choose Reader 00").check()
    staff.page.get_by_label("How is it going?").check()
    staff.press("Continue with those ticked")
    assert "How is it going? " in staff.text and " applications to assess" in staff.text
    staff.press("Send 1 email")
    assert "1 assessor reminded" in staff.text
    (letter,) = service.letters_to(made.assessors[0], containing="How is it going")
    assert "Reader 01" not in letter


def replace(staff: Visitor) -> None:
    staff.page.get_by_role("link", name="Hand on what Reader 00 has to do").click()
    staff.look()
    for box in staff.page.locator("[name=assessor]").all()[:3]:
        box.check()
    staff.press("Continue")
    staff.page.get_by_label("Why is it handed on?").fill("Nobody hears from them")
    staff.page.get_by_role("button", name="Hand on and send").click()
    staff.look()
    assert "of Reader 00 handed on to" in staff.text


def hand_on_in_bulk(staff: Visitor, base: str) -> None:
    """Ten more go silent."""
    staff.go(f"{base}/chasing", look=False)
    for at in range(10, 20):
        staff.page.get_by_label(f"Choose Reader {at}").check()
    staff.press("Hand on for those ticked")
    assert "of 10 people" in staff.h1
    staff.page.get_by_label("Why is it handed on?").fill("Nobody hears from any of them")
    if (known := staff.page.locator("[name=go_on]")).count():
        known.check()
    staff.page.get_by_role("button", name="Hand on and send").click()
    staff.page.get_by_text("Everybody was told.").wait_for()
    staff.look()
    for at in range(10, 20):
        assert staff.page.get_by_label(f"Choose Reader {at}").count() == 0


def test_rows_of_a_spreadsheet_are_brought_in_without_script(
    service: Service, browser: Browser, made: Made
) -> None:
    staff = Visitor(browser, service.address, "staff-imports", script=False)
    staff.sign_in(STAFF, PASSWORD)
    base = f"/manage/rounds/{made.other}/assignments/import"
    staff.go(base)
    staff.page.locator("[name=rows]").fill(f"{made.bid};nobody@journey.example;")
    staff.press("Check the rows")
    assert "Row 1: nobody who can be asked" in staff.text
    rows = "\n".join(f"{made.bid};{one};By agreement" for one in made.assessors[:20])
    staff.page.locator("[name=rows]").fill(f"Reference;Email;Reason\n{rows}")
    staff.press("Check the rows")
    assert "Assign " in staff.h1
    staff.page.locator("[name=go_on]").check()
    staff.page.get_by_role("button", name="Assign and send").click()
    assert "each told in one email" in staff.text
    staff.close()
