"""A chair without a mouse, then without script: from the list to a score that the panel agreed, the
ranking that follows, and the meeting, on a phone too; and somebody of the panel who reads along in
it and is asked."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, expect

from award.assessment.queries import sheets
from award.assessment.rules.sheet import ScoreValue, SheetValues
from award.assessment.services import profiles
from award.foundation.errors import there
from award.foundation.policy import SYSTEM, Role
from award.moderation.queries.panels import panel_of
from award.moderation.services import chairing
from award.rounds.queries.criteria import lived_start
from tests.build import accounts, applications, assessment, rounds, scenarios
from tests.journeys.conftest import Service
from tests.journeys.keys import Keyboard
from tests.journeys.visit import PHONE, Visitor
from tests.journeys.world import PASSWORD

pytestmark = [pytest.mark.journey, pytest.mark.any_database, pytest.mark.long]

LONG = 30_000
STAFF, CHAIR = "sam.moderates@journey.example", "cher.chair@journey.example"
LIVED = "lee.lived@journey.example"


@dataclass(frozen=True)
class Made:
    """References of the round and of the application that its sheets don't agree about."""

    round: str
    apart: str
    scenario: int


@pytest.fixture(scope="module")
def made(service: Service) -> Made:
    with service.prepared():
        staff = accounts.user("Sam Moderates", STAFF, (Role.STAFF,), password=PASSWORD)
        chair = accounts.user("Cher Chair", CHAIR, (Role.ASSESSOR,), password=PASSWORD)
        round_ = rounds.closed_round(lived_criteria=lived_start(), panels_named=True)
        apart = applications.submitted(round_, title="Better than it looks")
        assessment.assessed(apart, ((9, 9, 9), (3, 4, 5), (8, 8, 8)), staff=staff)
        lived = accounts.user("Lee Lived", LIVED, (Role.ASSESSOR,), password=PASSWORD)
        profiles.set_profile(lived, panel="lived_experience", actor=SYSTEM)
        assignment = assessment.declared(apart, lived, staff=staff)
        own = sheets.criteria_for(apart.id, "lived_experience")
        given = {
            one.key: ScoreValue(9, f"{one.title}: they say what can go wrong for us.")
            for one in own
        }
        words = "They say plainly what people can refuse."
        assessment.submit(assignment, lived, SheetValues(given, words, words, True, True))
        other = applications.submitted(round_, title="As good as it looks")
        assessment.assessed(other, ((8, 8, 8), (8, 8, 8)), staff=staff)
        actor = accounts.actor_of(staff)
        panel = there(panel_of(actor, round_.reference), "the panel")
        chairing.appoint(panel, chair.email, deputy=False, actor=actor)
        chairing.open_to_chairs(panel, actor=actor)
        scenario = scenarios.made(round_, actor)
        found = Made(round_.reference, apart.reference, scenario.id)
    return found


def test_a_chair_moderates_and_the_ranking_follows(
    service: Service, browser: Browser, made: Made
) -> None:
    here = f"/manage/applications/{made.apart}/moderation"
    chair = service.visitor(browser, "chair", CHAIR)
    keys = Keyboard(chair)
    reads(keys, made, here)
    leaves_out(keys)
    agrees(keys)
    chair.close()
    unscripted(service, browser, here)
    staff = service.visitor(browser, "chair-staff", STAFF)
    staff.go(f"/manage/rounds/{made.round}/shortlist", look=False)
    page = staff.text
    assert page.index("Better than it looks") < page.index("As good as it looks")
    assert "moderated" in page
    meets(service, browser, staff, made)
    asks(service, browser, staff, made)
    staff.close()


def reads(keys: Keyboard, made: Made, here: str) -> None:
    """The list, both panels' results, what was written, and the discussion."""
    chair = keys.visitor
    chair.go("/assess", look=False)
    chair.go(f"/manage/rounds/{made.round}/moderation").press("Shortlist: ranks")
    assert chair.h1.endswith("Shortlist") and "Decide" not in chair.text
    assert chair.text.index("As good as it looks") < chair.text.index("Better than it looks")
    chair.press("To moderate")
    keys.press(f"main td a[href*='{here}'], main th a[href*='{here}']")
    assert chair.h1.endswith("Better than it looks")
    assert "The lived-experience panel: 90.0% from 1 sheet, on criteria of its own" in chair.text
    assert "Why it is worth talking about" in chair.text
    assert "For the programme team" not in chair.page.content()
    chair.press("Open the discussion" if "Open the discussion" in chair.text
                else "Answer, or add a remark")  # fmt: skip
    keys.write("[name=remark]", "Assessor A wrote about another application.")
    keys.press("form:has([name=remark]) button[type=submit]")
    assert "wrote about another application" in chair.text
    chair.go(here, look=False)


def leaves_out(keys: Keyboard) -> None:
    """A whole sheet, with a reason that is missed at first; the mean follows."""
    chair = keys.visitor
    low = chair.page.locator("main a[href$='/leave-out']").evaluate_all(
        "links => links.map(one => one.getAttribute('href'))"
    )
    totals = chair.page.locator(
        "tfoot tr:first-child td.moderation-scores__number"
    ).all_inner_texts()
    href = low[min(range(len(low)), key=lambda at: float(totals[at]))]
    keys.press(f"main a[href='{href}']")
    keys.choose("what", "whole").press("main form button")
    assert "Say why it doesn’t count" in chair.text
    keys.write("[name=reason]", "It is about another application.").press("main form button")
    assert "It doesn’t count in the mean any more" in chair.text
    assert "Left out of the mean" in chair.text


def agrees(keys: Keyboard) -> None:
    """A score with its rationale, who stayed and who left."""
    chair = keys.visitor
    keys.press("main a[href$='/score']")
    keys.write("[name=pct]", "91.5").write("[name=rationale]", "It answers what the sheets ask.")
    keys.tick("#stayed")
    chair.page.locator("input[name=left]").last.check()
    keys.write("[name=left_at]", "00:00")
    keys.press("main form button")
    assert "The panel agreed 91.5%" in chair.text and "Left the room on" in chair.text


def meets(service: Service, browser: Browser, staff: Visitor, made: Made) -> None:
    """Chair and staff at the same application: each reads the other's words in the minute within
    seconds, nothing typed is lost, and arrow keys lead on."""
    here = f"/manage/applications/{made.apart}/meeting"
    chair = service.visitor(browser, "meeting-chair", CHAIR)
    staff.go(f"/manage/rounds/{made.round}/meeting")
    for name in ("Sam Moderates", "Cher Chair", "Lee Lived"):
        staff.page.get_by_label(name, exact=True).check()
    staff.press("Record who is here")
    assert "Who is here is recorded" in staff.text
    # One has its score agreed already.
    chair.go(f"/manage/rounds/{made.round}/meeting").press("Go on, at")
    chair.go(here)
    assert chair.h1.endswith("Better than it looks") and "Don’t fund" not in chair.text
    assert "Sam Moderates" in chair.text.partition("In the room")[2]
    staff.go(here).press("Somebody leaves for this one")
    staff.page.get_by_label("Sam Moderates", exact=True).check()
    staff.press("Record who left")
    chair.go(here)
    assert "Sam Moderates left on" in chair.text
    lived = reads_along(service, browser)
    along = lived.page.locator("[data-minute]")
    minute = "[name=note]"
    chair.page.locator(minute).fill("The low sheet is about another application.")
    expect(chair.page.locator("[data-saved]")).to_contain_text("Saved at", timeout=LONG)
    expect(staff.page.locator(minute)).to_have_value(
        "The low sheet is about another application.", timeout=LONG
    )
    expect(along).to_have_text("The low sheet is about another application.", timeout=LONG)
    staff.page.locator(minute).press("End")
    staff.page.locator(minute).press_sequentially(" It was ")
    with staff.page.expect_response(lambda one: one.request.method == "POST", timeout=LONG):
        pass
    with staff.page.expect_response(lambda one: here in one.url, timeout=LONG):
        pass  # who pauses after a space goes on after it
    staff.page.locator(minute).press_sequentially("left out.")
    expect(chair.page.locator(minute)).to_have_value(
        "The low sheet is about another application. It was left out.", timeout=LONG
    )
    expect(along).to_contain_text("It was left out.", timeout=LONG)
    staff.page.locator("h1").click()
    with staff.page.expect_navigation():
        staff.page.keyboard.press("ArrowRight")
    assert staff.h1.endswith("As good as it looks")
    with staff.page.expect_navigation():
        staff.page.keyboard.press("ArrowLeft")
    # Refused, what was typed stays though the server has other words; and a decision that is chosen
    # is not said to be saved with the minute.
    words = "Left out, and so it goes up."
    staff.page.locator(minute).fill(words)
    staff.press("Stage and next")
    assert "Select the decision" in staff.text
    with staff.page.expect_response(lambda one: here in one.url, timeout=LONG):
        pass
    staff.page.wait_for_timeout(500)
    assert staff.page.locator(minute).input_value() == words
    staff.page.locator("[name=outcome][value=reject]").check()
    expect(staff.page.locator("[data-saved]")).to_contain_text(
        "The decision is not staged yet", timeout=LONG
    )
    expect(chair.page.locator(minute)).to_have_value(words, timeout=LONG)
    staff.page.locator("h1").click()
    with staff.page.expect_event("dialog", timeout=LONG) as asked:
        staff.page.once("dialog", lambda dialog: dialog.dismiss())
        staff.page.keyboard.press("ArrowRight")
    assert asked.value.type == "beforeunload"
    assert staff.page.locator("[name=outcome][value=reject]").is_checked()
    staff.page.locator("[name=ground][value=scope]").check()
    staff.press("Stage and next")
    assert "Staged for" in staff.text
    clashes(chair, staff.go(here, look=False))
    chair.close()
    staff.go(here, look=False).press("Somebody leaves for this one", look=False)
    staff.page.get_by_label("Lee Lived", exact=True).check()
    staff.press("Record who left", look=False)
    expect(lived.page.locator("h1")).to_have_text("This one is not for you", timeout=LONG)
    assert "Better than it looks" not in lived.text
    lived.look().close()


def reads_along(service: Service, browser: Browser) -> Visitor:
    """Somebody of the panel who is there, on a phone: the others' sheets, and the minute."""
    lived = service.visitor(browser, "along", LIVED)
    lived.page.set_viewport_size(PHONE)
    lived.go("/assess", look=False).press("Read along in the meeting of")
    lived.press("Better than it looks")
    assert "Nothing is written yet" in lived.text and "Other assessors" in lived.text
    return lived


def clashes(chair: Visitor, staff: Visitor) -> None:
    """What both wrote at once is shown at once, and one of them chooses, on a phone."""
    chair.page.set_viewport_size(PHONE)
    minute, mine, theirs = "[name=note]", "It is theirs to answer.", "Ask the applicant first."
    chair.context.set_offline(True)
    chair.page.locator(minute).fill(mine)
    staff.page.locator(minute).fill(theirs)
    expect(staff.page.locator("[data-saved]")).to_contain_text("Saved at", timeout=LONG)
    chair.context.set_offline(False)
    expect(chair.page.locator("[data-saved]")).to_contain_text("choose which", timeout=LONG)
    chair.page.locator(minute).press("End")
    chair.page.locator(minute).press_sequentially(" Soon.")
    chair.press("Show both versions")
    assert theirs in chair.text and f"{mine} Soon." in chair.text
    wide = "document.scrollingElement.scrollWidth"
    assert chair.page.set_viewport_size(PHONE) is None and chair.page.evaluate(wide) <= 375
    chair.page.locator("[name=keep_note][value=mine]").check()
    chair.press("Save the minute")
    expect(staff.page.locator(minute)).to_have_value(f"{mine} Soon.", timeout=LONG)
    chair.faults.clear()  # a browser without a connection says so


def asks(service: Service, browser: Browser, staff: Visitor, made: Made) -> None:
    """A scenario is shared; who scored says what they think, and staff read it by name."""
    page = f"/manage/rounds/{made.round}/scenarios/{made.scenario}"
    staff.go(page).press("Share with the panel")
    assert "Shared with the panel since" in staff.text
    lived = service.visitor(browser, "lived", LIVED)
    lived.go("/assess", look=False).press("Scenarios shared with the panel")
    lived.press("In rank order")
    assert "As good as it looks" in lived.text and "%" not in lived.text
    lived.page.locator("[name=agrees][value=no]").check()
    lived.page.locator("[name=note]").fill("It says too little about refusing.")
    lived.press("Save")
    staff.go(page, look=False)
    assert "Lee Lived, panel member: disagrees. It says too little" in staff.text
    staff.press("Close what the panel says")
    lived.go(f"/assess/rounds/{made.round}/scenarios/{made.scenario}")
    assert "closed what the panel says" in lived.text
    lived.close()


def unscripted(service: Service, browser: Browser, here: str) -> None:
    """Without script the score is taken back, and agreed again."""
    chair = Visitor(browser, service.address, "chair-unscripted", script=False)
    chair.sign_in(CHAIR, PASSWORD)
    chair.go(here)
    chair.press("Let the mean stand again")
    chair.page.locator("[name=reason]").fill("It was the wrong application.")
    chair.press("Let the mean stand")
    assert "What was decided before" in chair.text
    chair.press("Record what the panel agreed")
    chair.page.locator("[name=pct]").fill("91.5")
    chair.page.locator("[name=rationale]").fill("It answers what the sheets ask.")
    chair.page.locator("[name=stayed]").first.check()
    chair.press("Record the score")
    assert "The panel agreed 91.5%" in chair.text
    chair.close()
