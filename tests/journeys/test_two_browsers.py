"""Two people at one application at the same moment, each in a browser of their own: one answer, one
table, one without a connection; and a newcomer who was invited, on a telephone."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Locator, expect

from award.applications.rules.states import CollaboratorRole
from award.foundation.policy import Role
from tests.build import accounts, applications, assessment, rounds
from tests.build import team as teams
from tests.journeys.conftest import Service
from tests.journeys.visit import PHONE, Visitor
from tests.journeys.world import PASSWORD

pytestmark = [pytest.mark.journey, pytest.mark.any_database, pytest.mark.long]

LEAD, EDITOR, NEW, SCORER = (
    f"two.{name}@journey.example" for name in ("lead", "editor", "new", "scorer")
)
LONG = 30_000
WHAT = "[data-rows=answer_milestones] [data-column=what]"


@pytest.fixture(scope="module")
def reference(service: Service) -> str:
    with service.prepared():
        lead = accounts.user("Kit Lead", email=LEAD, password=PASSWORD, roles=())
        draft = applications.draft(
            rounds.open_round(), lead,
            answers={"milestones": [{"id": "k1", "what": "Begin", "month": 1}]},
        )  # fmt: skip
        editor = accounts.user("Bo Editor", email=EDITOR, password=PASSWORD, roles=())
        teams.joined(draft, editor, CollaboratorRole.EDITOR)
    return draft.reference


def follow(person: Visitor, link: Locator) -> None:
    """A link of a page that saves waits for the save."""
    with person.page.expect_navigation():
        link.click()
    person.look()


def saved(person: Visitor) -> None:
    expect(person.page.locator("[data-saved]")).to_contain_text("Saved at", timeout=LONG)


def test_one_answer_is_typed_by_two(browser: Browser, service: Service, reference: str) -> None:
    kit = service.visitor(browser, "two-kit", LEAD).go(f"/applications/{reference}/problem")
    bo = service.visitor(browser, "two-bo", EDITOR).go(f"/applications/{reference}/problem")
    expect(bo.page.locator("[data-here]")).to_contain_text("Kit Lead is in this section too",
                                                           timeout=LONG)  # fmt: skip
    kit.page.locator("[name=answer_problem]").fill("Falls that nobody hears until the morning")
    saved(kit)
    bo.page.locator("[name=answer_problem]").fill("Calls at night that go unanswered")
    expect(bo.page.locator("[data-conflicts]")).to_contain_text("Two versions", timeout=LONG)
    choose = bo.page.locator("[data-choose] a")
    expect(bo.page.locator("[data-question=problem] [data-two-versions] a")).to_be_visible()
    bo.page.locator("[name=answer_people_helped]").first.check()
    saved(bo)
    expect(choose).to_be_visible()
    follow(bo, choose)
    assert "Saved by Kit Lead" in bo.text
    bo.press("Keep your version", look=False)
    bo.go(f"/applications/{reference}/problem")
    follow(bo, bo.control("Earlier versions"))
    assert "by Kit Lead" in bo.text
    follow(bo, bo.page.locator(".app-people__one a").first)
    bo.press("Put this version back", look=False)
    kit.go(f"/applications/{reference}/problem", look=False)
    typed = kit.page.locator("[name=answer_problem]").input_value()
    assert typed == "Falls that nobody hears until the morning"
    kit.close()
    bo.close()


def test_one_table_is_filled_in_by_two_and_one_of_them_without_a_connection(
    browser: Browser, service: Service, reference: str
) -> None:
    path = f"/applications/{reference}/project"
    kit = service.visitor(browser, "two-kit-table", LEAD).go(path, look=False)
    bo = service.visitor(browser, "two-bo-table", EDITOR).go(path, look=False)
    bo.context.set_offline(True)
    bo.page.get_by_role("button", name="Add another milestone").click()
    bo.page.locator(WHAT).last.fill("Bo ends it")
    expect(bo.page.locator("[data-saved]")).to_contain_text("No connection", timeout=LONG)
    kit.page.get_by_role("button", name="Add another milestone").click()
    kit.page.locator(WHAT).last.fill("Kit goes on")
    kit.page.locator(WHAT).first.fill("Kit begins")
    saved(kit)
    bo.context.set_offline(False)
    expect(bo.page.locator("[data-saved]")).to_contain_text("Saved at", timeout=2 * LONG)
    bo.faults.clear()  # a browser without a connection says so
    for person in (kit, bo):
        person.go(path, look=False)
        now = {box.input_value() for box in person.page.locator(WHAT).all()}
        assert {"Kit begins", "Kit goes on", "Bo ends it"} <= now
        person.close()


def test_a_newcomer_accepts_on_another_device(
    browser: Browser, service: Service, reference: str
) -> None:
    kit = service.visitor(browser, "two-kit-invites", LEAD)
    kit.go(f"/applications/{reference}/team", look=False)
    kit.page.locator("[name=email]").fill(NEW)
    kit.page.locator("[name=role][value=viewer]").check()
    kit.press("Send invitation", look=False)
    kit.close()
    link = found(r"https?://\S+/taking-part/\S+", service, NEW)
    scanner = Visitor(browser, service.address, "two-scanner", script=False)
    scanner.go(link, look=False).go(link, look=False).close()
    newcomer = Visitor(browser, service.address, "two-newcomer")
    newcomer.page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    newcomer.go(link, look=False).press("Create an account", look=False)
    page = newcomer.page
    page.locator("[name=name]").fill("Nia Newcomer")
    page.locator("[name=email]").fill(NEW)
    page.locator("[name=password]").fill(PASSWORD)
    newcomer.press("Create account", look=False)
    telephone = Visitor(browser, service.address, "two-telephone")  # the email is read here
    confirming = found(r"https?://\S+/confirm/\S+", service, NEW)
    telephone.go(confirming, look=False).press("Confirm my address", look=False)
    telephone.sign_in(NEW, PASSWORD).go(link, look=False)
    telephone.page.locator("[name=organisation]").fill("Brightwater Care")
    telephone.press("Accept", look=False)
    assert "You can read this application" in telephone.text
    newcomer.close()
    telephone.close()


def test_a_colleague_reads_by_a_link_and_comments(
    browser: Browser, service: Service, reference: str
) -> None:
    kit = service.visitor(browser, "two-kit-shares", LEAD)
    kit.go(f"/applications/{reference}/review")
    kit.page.locator("[name=reader]").fill("Our trustee")
    kit.page.locator("[name=section][value=all]").check()
    kit.press("Make the link")
    link = kit.page.locator(".app-link-to-copy").inner_text().strip()
    reader = Visitor(browser, service.address, "two-reader")
    reader.go(link)
    reader.page.locator("[name=name]").fill("Jo Trustee")
    reader.press("Read it")
    follow(reader, reader.page.locator("#answer-problem a"))
    reader.page.locator("[name=comment]").fill("Who is on at night?")
    reader.press("Send the comment")
    assert "Who is on at night?" in reader.text
    kit.go(f"/applications/{reference}/problem")
    assert "Who is on at night?" in kit.text
    kit.go(f"/applications/{reference}/review")
    for does in ("Dealt with", "Take back"):
        with kit.page.expect_navigation():
            kit.page.get_by_role("button", name=does).first.click()
    response = reader.page.goto(link)
    assert response is not None
    assert response.status == 410
    reader.look().close()
    kit.look().close()


def found(pattern: str, service: Service, address: str) -> str:
    """A link out of the letter that has one."""
    marker = pattern.rpartition("/")[0].rpartition("/")[2]
    letter = service.letters_to(address, containing=f"/{marker}/")[-1]
    link = re.search(pattern, letter)
    assert link, letter
    return link[0]


def test_back_after_a_save_that_was_merged_brings_no_older_score(
    browser: Browser, service: Service
) -> None:
    """Without script the browser fills in by itself what stood in a form that it drew before."""
    with service.prepared():
        person = accounts.user("Ash Score", email=SCORER, password=PASSWORD, roles=(Role.ASSESSOR,))
        bid = applications.submitted(rounds.closed_round())
        assessment.declared(bid, person)
        here = f"/assess/{bid.reference}"
    service.visitor(browser, "back", SCORER).close()
    one, two = (
        Visitor(browser, service.address, name, script=False).come_back(service.cookies[SCORER])
        for name in ("back-one", "back-two")
    )

    def chosen(window: Visitor) -> list[str]:
        radios = window.page.locator("[name=score_problem]").all()
        return [radio.get_attribute("value") or "" for radio in radios if radio.is_checked()]

    def choose(window: Visitor, score: str) -> None:
        window.page.locator(f"[name=score_problem][value='{score}']").check(force=True)
        window.press("Save draft", look=False)

    choose(two.go(here, look=False), "7")
    one.go(here, look=False)
    choose(two, "9")
    one.page.locator("[name=comments_for_applicant]").fill("Thank you.")
    one.press("Save draft", look=False)
    one.page.go_back()
    assert chosen(one) == ["9"]
    one.press("Save draft", look=False)
    assert chosen(two.go(here, look=False)) == ["9"]
    one.close()
    two.close()
