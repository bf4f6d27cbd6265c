"""What was typed in a form that saves by itself is saved however it is left."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from award.accounts.queries.people import user_by_email
from award.foundation.policy import ANONYMOUS
from award.rounds.queries.rounds import round_by_reference
from tests.build import accounts, applications, assessment, case_studies
from tests.journeys.conftest import Service
from tests.journeys.visit import Visitor
from tests.journeys.world import PASSWORD, ROUND

pytestmark = [pytest.mark.journey, pytest.mark.any_database, pytest.mark.long]

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
    with service.prepared():
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
            "case study": Form(service.people.staff, f"/manage/case-studies/{study.slug}/edit/all",
                               "summary"),
        }  # fmt: skip
    return found


@pytest.fixture(params=["section", "sheet", "case study"])
def writer(
    request: Any, browser: Browser, service: Service, forms: dict[str, Form]
) -> Iterator[tuple[Visitor, Form]]:
    form = forms[request.param]
    visitor = service.visitor(browser, "leaving", form.person)
    visitor.go(form.path, look=False)
    yield visitor, form
    visitor.context.close()


def typed(page: Page, form: Form, words: str) -> None:
    page.locator(f"[name={form.box}]").focus()
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.insert_text(words)


def in_place_of_the_server(page: Page, answer: Callable[[Route], None]) -> None:
    """`answer` deals with the next save; those after it are the server's."""
    seen: list[Route] = []

    def first(route: Route) -> None:
        if route.request.method != "POST" or seen:
            return route.fallback()
        seen.append(route)
        return answer(route)

    page.route("**", first)


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
    page, box = visitor.page, f"[name={form.box}]"
    typed(page, form, words)
    leave(page)
    page = visitor.page = visitor.context.pages[-1]
    if leave not in (by_reloading, by_an_address):
        visitor.go(form.path, look=False)
    assert page.locator(box).input_value() == words
    assert page.locator("[data-kept]").count() == 0


def test_changed_while_a_save_is_under_way(writer: tuple[Visitor, Form]) -> None:
    visitor, form = writer
    page, said = visitor.page, visitor.page.locator("[data-saved]")
    typed(page, form, "The first words")
    with page.expect_request(lambda asked: asked.method == "POST"):
        pass
    typed(page, form, "The second words")
    expect(said).to_contain_text(SAVED, timeout=60_000)
    page.reload()
    assert page.locator(f"[name={form.box}]").input_value() == "The second words"


def test_left_while_a_save_is_under_way_whose_answer_is_never_heard(
    writer: tuple[Visitor, Form],
) -> None:
    """The server has the first words and the page doesn't know: the second are no conflict."""
    visitor, form = writer
    page, said = visitor.page, visitor.page.locator("[data-saved]")
    arrived: list[int] = []
    in_place_of_the_server(page, lambda route: arrived.append(route.fetch().status))
    typed(page, form, "Heard by the server")
    for _ in range(300):
        if arrived:
            break
        page.wait_for_timeout(100)
    assert arrived == [200]
    typed(page, form, "Typed on the way out")
    page.reload()
    assert page.locator(f"[name={form.box}]").input_value() == "Typed on the way out"
    expect(said).to_contain_text(SAVED, timeout=60_000)
    assert page.locator("[data-kept]").count() == 0


@pytest.mark.parametrize("fault", ["refused", 500, 502, 503])
def test_a_save_that_fails_is_tried_again(writer: tuple[Visitor, Form], fault: str | int) -> None:
    visitor, form = writer
    page, said = visitor.page, visitor.page.locator("[data-saved]")

    def fail(route: Route) -> None:
        if fault == "refused":
            route.abort("connectionrefused")
        else:
            route.fulfill(status=int(fault), content_type="text/html", body="<h1>Down</h1>")

    in_place_of_the_server(page, fail)
    typed(page, form, f"After a failure, {fault}")
    expect(said).to_contain_text("ot saved", timeout=60_000)
    expect(said).to_contain_text(SAVED, timeout=60_000)
    page.reload()
    assert page.locator(f"[name={form.box}]").input_value() == f"After a failure, {fault}"
