"""An application that is opened again and replaced, a change request, and one that stays open for
longer than its round."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest
import sqlalchemy as sa
from playwright.sync_api import Browser

from award.applications.models import Application
from award.foundation import clock
from award.foundation.db import db
from tests.build import accounts, applications, rounds
from tests.journeys.conftest import Service
from tests.journeys.visit import Visitor
from tests.journeys.world import PASSWORD

pytestmark = [pytest.mark.journey, pytest.mark.any_database, pytest.mark.long]

LEAD = "second.chance@journey.example"


@dataclass(frozen=True)
class Made:
    """References: submitted to an open round, submitted to a closed one, and drafts there."""

    sent: str
    closed: str
    draft: str
    late: str


@pytest.fixture(scope="module")
def made(service: Service) -> Made:
    with service.prepared():
        lead = accounts.user("Cam Chance", email=LEAD, password=PASSWORD, roles=())
        closed = rounds.closed_round()
        found = Made(
            applications.submitted(rounds.open_round(), lead).reference,
            applications.submitted(closed, lead).reference,
            applications.complete(closed, lead).reference,
            applications.complete(closed, lead).reference,
        )
    return found


def change(person: Visitor, words: str) -> None:
    person.page.locator("[name=answer_problem]").fill(words)
    person.save_and_continue()


def send(person: Visitor, reference: str) -> None:
    person.go(f"/applications/{reference}/check")
    for box in person.page.locator("form#submit input[type=checkbox]").all():
        box.check()
    person.press("Submit what is shown on this page")


def when(person: Visitor, days: int) -> None:
    moment = clock.london(clock.now() + timedelta(days=days))
    parts = {"day": moment.day, "month": moment.month, "year": moment.year, "time": "5pm"}
    for part, value in parts.items():
        person.page.locator(f"[name=until-{part}]").fill(str(value))


def test_opened_again_and_replaced(browser: Browser, service: Service, made: Made) -> None:
    lead = service.visitor(browser, "reopened", LEAD)
    lead.go(f"/applications/{made.sent}").press("open it again to make changes")
    lead.press("Open it again")
    assert "Submission 1 stands." in lead.text
    lead.go(f"/applications/{made.sent}/problem")
    change(lead, "Marigold words about nights")
    lead.go(f"/applications/{made.sent}/compare")
    assert "Marigold" in lead.text
    lead.go(f"/applications/{made.sent}/close-again").go("/applications")
    assert "Open again" in lead.text
    send(lead, made.sent)
    assert "Submission number" in lead.text
    assert service.letters_to(LEAD, containing=f"submission 2 of {made.sent}")
    lead.go(f"/applications/{made.sent}")
    assert "replaced by submission 2" in lead.text
    lead.go(f"/applications/{made.sent}/submissions/1/receipt")
    assert "Replaced by submission 2" in lead.text
    lead.close()


def test_changes_are_asked_for_and_come_back(
    browser: Browser, service: Service, made: Made
) -> None:
    staff = service.visitor(browser, "asking", service.people.staff)
    staff.go(f"/manage/applications/{made.closed}/submissions")
    staff.press("Ask for changes to some answers")
    staff.page.locator("[name=asks]").fill("Please say which nights you mean.")
    staff.page.locator("[name=questions][value=problem]").check()
    when(staff, 7)
    staff.press("Ask and email")
    assert service.letters_to(LEAD, containing="Please say which nights")
    lead = service.visitor(browser, "asked", LEAD)
    lead.go("/applications")
    assert "Changes asked for" in lead.text
    lead.go(f"/applications/{made.closed}")
    assert "Please say which nights you mean." in lead.text
    lead.go(f"/applications/{made.closed}/problem")
    assert lead.page.locator("[name^=answer_]").count() == 1
    change(lead, "Saturday nights above all")
    send(lead, made.closed)
    lead.close()
    staff.go(f"/manage/applications/{made.closed}/submissions")
    assert "Saturday nights above all" in staff.text
    staff.close()


def test_one_application_stays_open(browser: Browser, service: Service, made: Made) -> None:
    lead = service.visitor(browser, "extended", LEAD)
    lead.go(f"/applications/{made.draft}", look=False)
    assert "The round has closed" in lead.text
    staff = service.visitor(browser, "extending", service.people.staff)
    staff.go("/manage/extensions")
    staff.page.locator("[name=application]").fill(made.draft)
    staff.press("Continue")
    when(staff, 3)
    staff.page.locator("[name=kind][value=circumstances]").check()
    staff.page.locator("[name=reason]").fill("A flood in the office")
    staff.press("Keep it open and email")
    assert made.draft in staff.text
    staff.close()
    assert service.letters_to(LEAD, containing="You have until")
    lead.go(f"/applications/{made.draft}")
    send(lead, made.draft)
    assert "We have received your application" in lead.text
    lead.close()


def open_until(service: Service, reference: str, until: datetime) -> None:
    """As if the clock had come as far."""
    row = sa.update(Application).where(Application.reference == reference)
    with service.prepared(), db.engine.begin() as connection:
        connection.execute(row.values(extended_until=until, version=Application.version + 1))


def test_an_extension_ends_to_the_second(browser: Browser, service: Service, made: Made) -> None:
    """Whoever has pages open then loses neither what they saved nor what they typed."""
    open_until(service, made.late, clock.now() + timedelta(days=1))
    lead = service.visitor(browser, "to the second", LEAD)
    lead.go(f"/applications/{made.late}/problem")
    change(lead, "Written a second past the closing of the round")
    lead.go(f"/applications/{made.late}/problem")
    other = lead.page.context.new_page()
    other.goto(f"{service.address}/applications/{made.late}/check")
    for box in other.locator("form#submit input[type=checkbox]").all():
        box.check()
    open_until(service, made.late, clock.now())
    lead.page.locator("[name=answer_problem]").fill("Written a second too late")
    lead.page.get_by_role("button", name="Save and continue").first.click()
    lead.page.get_by_text("has closed").first.wait_for()
    assert "Written a second too late" in lead.page.content()
    other.get_by_role("button", name="Submit what is shown on this page").click()
    other.get_by_text("has closed").first.wait_for()
    lead.go(f"/applications/{made.late}/check", look=False)
    assert "Written a second past the closing of the round" in lead.page.content()
    assert "Written a second too late" not in lead.page.content()
    lead.close()
