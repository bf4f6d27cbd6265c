"""What is typed without a connection, or before a crash, is sent later or put back."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from award.accounts.queries.people import user_by_email
from award.foundation.policy import ANONYMOUS
from award.rounds.queries.rounds import round_by_reference
from tests.build import accounts, applications, assessment
from tests.journeys.conftest import Service
from tests.journeys.visit import Visitor
from tests.journeys.world import PASSWORD, ROUND

pytestmark = [pytest.mark.journey, pytest.mark.any_database]

HOLDS_ON = "No connection, so this is not saved yet. What you typed is kept on this device."
STAFF_FORM, TITLE = "/manage/rounds/new", "#title"
COPIES = "Object.keys(localStorage).filter((key) => key.startsWith('award-kept:')).length"


@pytest.fixture
def staff(browser: Browser, service: Service) -> Iterator[Visitor]:
    visitor = service.visitor(browser, "kept", service.people.staff)
    yield visitor
    visitor.context.close()  # a lost connection is told on the console: no fault here


def kept(page: Page) -> int:
    return int(page.evaluate(COPIES))


def wait_for_a_copy(page: Page) -> None:
    """It is made half a second after the last key; the page's own rules forbid to look from in
    there."""
    for _ in range(100):
        if kept(page):
            return
        page.wait_for_timeout(100)
    raise AssertionError("nothing was kept")


def test_a_form_that_is_never_saved_by_itself_waits_for_the_connection(staff: Visitor) -> None:
    page = staff.go(STAFF_FORM, look=False).page
    page.fill(TITLE, "Typed on a train")
    staff.context.set_offline(True)
    page.get_by_role("button", name="Set up the round").click()
    expect(page.locator("form .app-saved")).to_contain_text(HOLDS_ON)
    assert page.input_value(TITLE) == "Typed on a train"
    assert kept(page) == 1
    with page.expect_navigation(timeout=60_000):
        staff.context.set_offline(False)
    assert page.title().startswith("Error: ")  # the rest is missing, and the title came along
    assert page.input_value(TITLE) == "Typed on a train"


def test_what_was_typed_before_a_crash_is_offered_back(staff: Visitor) -> None:
    page = staff.go(STAFF_FORM, look=False).page
    page.fill(TITLE, "Typed before the crash")
    wait_for_a_copy(page)
    page.close()
    page = staff.page = staff.context.new_page()
    staff.go(STAFF_FORM)
    assert page.input_value(TITLE) == ""
    box = page.locator("[data-kept]")
    expect(box).to_contain_text("We kept what you typed at ")
    box.get_by_role("button", name="Put it back").click()
    assert page.input_value(TITLE) == "Typed before the crash"
    page.reload()
    page.locator("[data-kept]").get_by_role("button", name="Throw it away").click()
    assert (page.input_value(TITLE), kept(page)) == ("", 0)


ORGANISATION = "/organisations/new"
TIDIED = (
    (ORGANISATION, "Save", {"name": "Two  spaces   Care", "postcode": "sw1a1aa",
                            "address_line_1": " 1  High\u00a0Street "}),
    (ORGANISATION, "Save", {"company_number": "\uff11\uff12\uff13", "website": "example.org"}),
    (STAFF_FORM, "Set up the round", {"budget_gbp": "5 100\u202f000", "reference": "asc  new",
                                      "closes_at-time": "midnight", "closes_at-day": "01"}),
    (STAFF_FORM, "Set up the round", {"summary": "One line\n\nand another  \n",
                                      "opens_at-month": "Jan", "min_assessments": "03"}),
)  # fmt: skip


@pytest.mark.parametrize(("address", "button", "typed"), TIDIED)
def test_what_stands_in_the_boxes_of_an_error_answer_is_not_offered_once_more(
    address: str, button: str, typed: dict[str, str], staff: Visitor
) -> None:
    """The server tidies what was typed, so that it needn't look like the copy."""
    page = staff.go(address, look=False).page
    for name, text in typed.items():
        page.fill(f"[name='{name}']", text)
    with page.expect_navigation():
        page.get_by_role("button", name=button).click()
    page.wait_for_load_state()
    assert page.title().startswith("Error: ")
    assert all(page.input_value(f"[name='{name}']") for name in typed)
    assert (page.locator("[data-kept]").count(), kept(page)) == (0, 1)
    first = next(iter(typed))
    page.fill(f"[name='{first}']", "Typed after the answer")
    staff.go(address, look=False)  # nothing was saved, so this page offers it
    box = page.locator("[data-kept]")
    expect(box).to_contain_text("We kept what you typed at ")
    box.get_by_role("button", name="Put it back").click()
    assert page.input_value(f"[name='{first}']") == "Typed after the answer"


def test_nothing_stays_on_the_device_after_signing_out(browser: Browser, service: Service) -> None:
    staff = Visitor(browser, service.address, "out").sign_in(service.people.staff, PASSWORD)
    page = staff.go(STAFF_FORM, look=False).page
    page.fill(TITLE, "On a shared computer")
    wait_for_a_copy(page)
    page.on("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_load_state()
    assert kept(page) == 0
    staff.close()


def test_what_the_server_has_is_let_go(browser: Browser, service: Service) -> None:
    someone = Visitor(browser, service.address, "let-go")
    page = someone.sign_in(service.people.first, PASSWORD).go("/organisations/new", look=False).page
    for name, text in (("name", "Kept Care"), ("address_line_1", "1 High Street"),
                       ("town", "Leeds"), ("postcode", "LS1 4AP")):  # fmt: skip
        page.fill(f"[name={name}]", text)
    page.locator("[name=org_type]").first.check(force=True)
    page.locator("[name=hq_in_uk][value=yes]").check(force=True)
    page.locator("[name=uk_registered_office][value=yes]").check(force=True)
    page.locator("[name=region]").select_option(index=1)
    wait_for_a_copy(page)
    with page.expect_navigation():
        page.get_by_role("button", name="Save").click()
    page.wait_for_load_state()
    assert "Kept Care is saved" in someone.text
    assert kept(page) == 0
    someone.close()


def test_what_is_written_is_saved_and_after_a_lost_connection_too(
    browser: Browser, service: Service
) -> None:
    with service.prepared():
        round_ = round_by_reference(ANONYMOUS, ROUND)
        lead = accounts.user("Kai Lead", email="kept.lead@journey.example", password=PASSWORD,
                             roles=())  # fmt: skip
        draft = applications.draft(round_, lead, organisation=accounts.organisation(lead)).reference
        bid = applications.submitted(round_, lead, title="Doors that say they are open")
        assessment.declared(bid, user_by_email(service.people.second))
        reference = bid.reference
    writer = Visitor(browser, service.address, "kept-section")
    page = writer.sign_in("kept.lead@journey.example", PASSWORD).page
    writer.go(f"/applications/{draft}/summary", look=False)
    said, title = page.locator("[data-saved]"), page.locator("[name=answer_project_title]")
    title.fill("Rotas that wait")
    expect(said).to_contain_text("Saved at", timeout=30_000)
    assert kept(page) == 0
    writer.context.set_offline(True)
    title.fill("Rotas that wait for people")
    expect(said).to_contain_text("No connection", timeout=30_000)
    page.get_by_role("button", name="Save and continue").first.click()
    expect(said).to_contain_text("leave this page open")
    with page.expect_navigation(timeout=60_000):
        writer.context.set_offline(False)
    writer.go(f"/applications/{draft}/summary", look=False)
    assert title.input_value() == "Rotas that wait for people"
    lose_an_answer(writer, draft)
    put_a_table_back(writer, draft)
    writer.context.close()

    scorer = Visitor(browser, service.address, "kept-sheet")
    page = scorer.sign_in(service.people.second, PASSWORD).page
    scorer.go(f"/assess/{reference}", look=False)
    page.locator("[name=justification_problem]").first.fill("People wait at a closed door.")
    page.get_by_role("button", name="Save draft").click()
    expect(page.locator("[data-saved]")).to_contain_text("Draft saved at", timeout=30_000)
    scorer.go(f"/assess/{reference}", look=False)
    said = page.locator("[name=justification_problem]").input_value()
    assert said == "People wait at a closed door."
    scorer.close()


def lose_an_answer(writer: Visitor, reference: str) -> None:
    """The save arrives and its answer doesn't; what the person has put back by then is what is
    saved next, and nobody is told of another window."""
    page = writer.page
    said, title = page.locator("[data-saved]"), page.locator("[name=answer_project_title]")

    def unheard(route: Route) -> None:
        if route.request.method == "POST":
            route.fetch()
            route.abort()
        else:
            route.continue_()

    was = title.input_value()
    page.route(f"**/{reference}/summary", unheard)
    title.fill("Sent, and nobody was told")
    expect(said).to_contain_text("No connection", timeout=30_000)
    page.unroute(f"**/{reference}/summary")
    title.fill(was)
    expect(said).to_contain_text("Saved at", timeout=30_000)
    writer.go(f"/applications/{reference}/summary", look=False)
    assert page.locator("[name=answer_project_title]").input_value() == was
    assert "Two versions" not in writer.text


def put_a_table_back(writer: Visitor, reference: str) -> None:
    """Rows that no server has seen come back with their words, in their order."""
    team = f"/applications/{reference}/organisation_team"
    page = writer.go(team, look=False).page
    writer.context.set_offline(True)
    names = "[data-rows=answer_team] [data-column=name]"
    page.locator(names).first.fill("Ada")
    page.get_by_role("button", name="Add another person").click()
    page.locator(names).nth(1).fill("Bea")
    page.get_by_role("button", name="Move up person 2").click()
    for _ in range(100):
        if "Bea" in page.evaluate("JSON.stringify(localStorage)"):
            break
        page.wait_for_timeout(100)
    page.close()
    writer.context.set_offline(False)
    page = writer.page = writer.context.new_page()
    writer.go(team, look=False)
    page.get_by_role("button", name="Put it back").click()
    assert [box.input_value() for box in page.locator(names).all()] == ["Bea", "Ada"]
    expect(page.locator("[data-saved]")).to_contain_text("Saved at", timeout=30_000)
    writer.go(team, look=False)
    assert [box.input_value() for box in page.locator(names).all()] == ["Bea", "Ada"]
