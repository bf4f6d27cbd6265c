"""What was typed in a form that saves by itself is saved however it is left: nobody waits for it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from threading import Event
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from award.accounts.queries import user_by_email
from award.foundation.db import db, transaction
from award.foundation.policy import ANONYMOUS
from award.rounds.queries import round_by_reference
from tests.build import accounts, applications, assessment, case_studies
from tests.journeys.conftest import Service
from tests.journeys.visit import Visitor
from tests.journeys.world import PASSWORD, ROUND

pytestmark = [pytest.mark.journey, pytest.mark.any_database]

LEAD = "leaving.lead@journey.example"
SAVED = "aved at "
"""What all three forms say once they are saved, and none before."""


@dataclass(frozen=True)
class Form:
    """Where a form is, who writes in it, and a box of it with more than one line."""

    person: str
    path: str
    box: str


@pytest.fixture(scope="module")
def forms(service: Service) -> dict[str, Form]:
    """Every kind of form that saves by itself."""
    with service.app.app_context(), transaction():  # nobody writes in between
        round_ = round_by_reference(ANONYMOUS, ROUND)
        lead = accounts.user("Lee Leaving", email=LEAD, password=PASSWORD, roles=())
        draft = applications.draft(round_, lead, organisation=accounts.organisation(lead))
        bid = applications.submitted(round_, lead, title="Doors that say they are open")
        assessment.declared(bid, user_by_email(service.people.first))
        study = case_studies.promoted(staff=user_by_email(service.people.staff))
        found = {
            "section": Form(LEAD, f"/applications/{draft.reference}/summary",
                            "answer_plain_summary"),
            "sheet": Form(service.people.first, f"/assess/{bid.reference}",
                          "justification_problem"),
            "case study": Form(service.people.staff, f"/manage/case-studies/{study.slug}/edit",
                               "summary"),
        }  # fmt: skip
        db.session.remove()
        db.engine.dispose()
    return found


@pytest.fixture(params=["section", "sheet", "case study"])
def writer(
    request: Any, browser: Browser, service: Service, forms: dict[str, Form]
) -> Iterator[tuple[Visitor, Form]]:
    form = forms[request.param]
    visitor = Visitor(browser, service.address, "leaving").sign_in(form.person, PASSWORD)
    visitor.go(form.path, look=False)
    yield visitor, form
    visitor.context.close()


def by_reloading(page: Page) -> None:
    page.reload()


def by_an_address(page: Page) -> None:
    page.goto(page.url.split("#")[0])


def by_a_link(page: Page) -> None:
    page.locator(".nhsuk-header a[href='/']").first.click()
    page.wait_for_url("**/")


def by_closing(page: Page) -> None:
    page.context.new_page()
    with page.expect_event("close"):
        page.close(run_before_unload=True)


def by_going_back(page: Page) -> None:
    page.go_back()


WAYS = (by_reloading, by_an_address, by_a_link, by_closing, by_going_back)


@pytest.mark.parametrize("leave", WAYS)
def test_left_at_once(writer: tuple[Visitor, Form], leave: Callable[[Page], None]) -> None:
    visitor, form = writer
    words = f"Left at once, {leave.__name__}"
    page = visitor.page
    box = f"[name={form.box}]"
    page.locator(box).focus()
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.insert_text(words)
    leave(page)
    page = visitor.page = visitor.context.pages[-1]
    if leave not in (by_reloading, by_an_address):
        visitor.go(form.path, look=False)
    assert page.locator(box).input_value() == words
    assert page.locator("[data-kept]").count() == 0
