"""The main work of an applicant, an assessor and staff without a mouse."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

import pytest
from playwright.sync_api import Browser

from award.accounts.queries.people import user_by_email
from award.foundation import clock
from award.foundation.policy import ANONYMOUS
from award.rounds.queries.rounds import round_by_reference
from tests.build import accounts, applications, assessment, rounds
from tests.journeys.conftest import Service
from tests.journeys.keys import Keyboard
from tests.journeys.visit import Visitor
from tests.journeys.world import PASSWORD, ROUND

pytestmark = [pytest.mark.journey, pytest.mark.any_database]

LEAD = "keyboard.lead@journey.example"


@dataclass(frozen=True)
class Bids:
    """References of an application to write and of two to assess, in a round with rules."""

    draft: str
    submitted: str
    other: str
    round: str


@pytest.fixture(scope="module")
def bids(service: Service) -> Bids:
    with service.prepared():
        round_ = round_by_reference(ANONYMOUS, ROUND)
        lead = accounts.user("Kit Lead", email=LEAD, password=PASSWORD, roles=())
        draft = applications.draft(round_, lead, organisation=accounts.organisation(lead))
        read = rounds.closed_round(assessor_rules="Put nothing of it into another tool.")
        submitted, other = (
            applications.submitted(read, lead, title=title)
            for title in ("Doors that say they are open", "Kettles that turn themselves off")
        )
        assessor, staff = map(user_by_email, (service.people.first, service.people.staff))
        for one in (submitted, other):
            assessment.assigned(one, assessor, staff=staff)
        bids = Bids(draft.reference, submitted.reference, other.reference, read.reference)
    return bids


def at_the_keyboard(browser: Browser, service: Service, name: str, email: str) -> Keyboard:
    """Someone who has signed in without a mouse."""
    keys = Keyboard(Visitor(browser, service.address, f"keyboard-{name}").go("/sign-in"))
    keys.reach(".nhsuk-skip-link").write("[name=email]", email).write("[name=password]", PASSWORD)
    keys.page.keyboard.press("Enter")
    keys.page.wait_for_url(lambda url: "/sign-in" not in url)
    return keys


def test_an_applicant(browser: Browser, service: Service, bids: Bids) -> None:
    """Eligibility; then a section whose refused answer is found from the error summary."""
    keys = at_the_keyboard(browser, service, "lead", LEAD)
    keys.visitor.go(f"/rounds/{ROUND}/eligibility")
    keys.choose("phase", "1").press("main form button")
    keys.choose("social_care", "yes").choose("org_type", "charity").choose("hq_uk", "yes")
    keys.press("main form button").reach("main a.nhsuk-button, main form button")

    keys.visitor.go(f"/applications/{bids.draft}")
    keys.press("a[href$='/summary']")
    keys.write("[name=answer_project_title]", "Rotas that wait for people")
    keys.write("[name=answer_plain_summary]", "We ask before a visit moves.")
    keys.write("[name=answer_project_start_on-day]", "31")
    keys.write("[name=answer_project_start_on-month]", "2")
    keys.write("[name=answer_project_start_on-year]", "2028")
    keys.press("main form button[type=submit]")
    keys.press_in_page(".nhsuk-error-summary a[href*=project_start_on]")
    assert keys.has_focus("[name^=answer_project_start_on]")
    keys.write("[name=answer_project_start_on-day]", "1")
    keys.press("main form button[type=submit]")
    keys.visitor.go(f"/applications/{bids.draft}/summary")
    title = keys.page.locator("[name=answer_project_title]").input_value()
    assert title == "Rotas that wait for people"
    keys.visitor.close()


def test_an_assessor(browser: Browser, service: Service, bids: Bids) -> None:
    """Agrees to the rules, declares on all of one page, scores with the digits, leaves at once, and
    finds the sheet as it was left; then fills it in and submits it."""
    keys = at_the_keyboard(browser, service, "assessor", service.people.first)
    page = keys.page
    keys.visitor.go("/assess")
    keys.press(f"main a[href$='{bids.round}/declarations']")
    keys.tick("[name=agreed]").press("main form button[type=submit]")
    keys.press(f"main a[href$='{bids.round}/declarations']")
    keys.choose(f"answer_{bids.submitted}", "none").choose(f"answer_{bids.other}", "decline")
    keys.press(".app-declare__foot button")
    keys.press_in_page(".nhsuk-error-summary a[href*=reason_]")
    keys.choose(f"reason_{bids.other}", "too_many").press(".app-declare__foot button")
    assert page.url.endswith("/assess"), page.url
    keys.visitor.go(f"/assess/{bids.submitted}")
    foot, window = page.locator(".app-desk__foot").bounding_box(), page.viewport_size
    assert foot and window
    assert foot["y"] + foot["height"] <= window["height"], "the total is out of view on arrival"
    keys.press_in_page("a[href='#sheet'].nhsuk-skip-link")
    keys.reach("input[name=score_problem]", presses=15)
    keys.score("problem", "8", "People wait at a closed door.")
    keys.visitor.go(f"/assess/{bids.submitted}")
    assert page.locator("[name=score_problem][value='8']").is_checked()
    words = page.locator("[name=justification_problem]").input_value()
    assert words == "People wait at a closed door."
    words = page.locator("[data-answer] > p").first.inner_text()[:40].rsplit(" ", 1)[0]
    keys.press("[name=then][value=pin-problem]").write("[name=quotation]", words)
    keys.press("main form button[type=submit]")
    assert page.locator("#sheet-problem q").inner_text() == words
    for criterion, digit in (("people", "7"), ("value", "6")):
        page.locator(f".app-steps [href='#sheet-{criterion}']").focus()
        page.keyboard.press("Enter")
        keys.score(criterion, digit, f"What they say about {criterion} reads well to me.")
    page.locator("[href='#sheet-problem']").first.focus()
    page.keyboard.press("Enter")
    keys.write("[name=justification_problem]", "People wait outside at a closed door.")
    page.locator(".app-steps [href='#sheet-overall']").focus()
    page.keyboard.press("Enter")
    keys.choose("in_scope", "yes").choose("recommend", "yes")
    keys.write("[name=comments_for_applicant]", "Thank you for a clear and kind application.")
    keys.press("[name=then][value=submit]").tick("[name=own_words]")
    keys.press("main form button[type=submit]")
    keys.visitor.go(f"/assess/{bids.submitted}")
    assert "You submitted your scores" in page.inner_text("main")
    keys.visitor.close()


def test_staff(browser: Browser, service: Service) -> None:
    """A round set up in the browser, refused once, is there with its dates."""
    keys = at_the_keyboard(browser, service, "staff", service.people.staff)
    page = keys.page
    keys.visitor.go("/manage/rounds")
    keys.press("a[href$='/manage/rounds/new']")
    keys.write("[name=reference]", "asc-keys").write("[name=title]", "Keyboard round")
    keys.write("[name=summary]", "A round that was set up without a mouse.")
    first = clock.today() + timedelta(days=7)
    for name, days in (
        ("announced_at", 0), ("opens_at", 1), ("closes_at", 30), ("assessment_due_at", 60),
    ):  # fmt: skip
        day = first + timedelta(days=days)
        for part, value in (("day", day.day), ("month", day.month), ("year", day.year)):
            keys.write(f"[name={name}-{part}]", str(value))
        keys.write(f"[name={name}-time]", "1pm")
    keys.press("main form button[type=submit]")
    assert page.locator(".nhsuk-error-summary").is_visible()
    keys.write("[name=budget_gbp]", "2000000").tick("[name=phase_1_open]")
    for part, value in (("cap_gbp", 150_000), ("min_months", 6), ("max_months", 12)):
        keys.write(f"[name=phase_1_{part}]", str(value))
    keys.write("[name=min_assessments]", "2")
    for name in ("question_set_id", "criteria_from"):
        keys.choose(name, page.locator(f"[name={name}]").first.get_attribute("value") or "")
    keys.press("main form button[type=submit]")
    errors = page.locator(".nhsuk-error-summary").all_inner_texts()
    assert page.url.endswith("/manage/rounds/ASC-KEYS/criteria"), errors
    keys.visitor.go("/manage/rounds/ASC-KEYS/edit")
    assert page.locator("[name=closes_at-time]").input_value() == "1pm"
    keys.visitor.close()
