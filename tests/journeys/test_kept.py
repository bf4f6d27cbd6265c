"""What is typed without a connection, or before a crash, is sent later or put back."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.conftest import Service
from tests.journeys.visit import Visitor
from tests.journeys.world import PASSWORD

pytestmark = pytest.mark.journey

HOLDS_ON = "No connection, so this is not saved yet. What you typed is kept on this device."
STAFF_FORM, TITLE = "/manage/rounds/new", "#title"
COPIES = "Object.keys(localStorage).filter((key) => key.startsWith('award-kept:')).length"


@pytest.fixture
def staff(browser: Browser, service: Service) -> Iterator[Visitor]:
    visitor = Visitor(browser, service.address, "kept").sign_in(service.people.staff, PASSWORD)
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
    expect(page.locator("form [role=status].app-saved")).to_contain_text(HOLDS_ON)
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


def test_nothing_stays_on_the_device_after_signing_out(staff: Visitor) -> None:
    page = staff.go(STAFF_FORM, look=False).page
    page.fill(TITLE, "On a shared computer")
    wait_for_a_copy(page)
    page.on("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_load_state()
    assert kept(page) == 0


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
