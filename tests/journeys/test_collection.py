"""The collection of case studies, as those live it who come to it: a visitor on a phone, somebody
who never applied and shares a project, and a team that is asked to agree and keeps it true."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from award.foundation.policy import Role
from tests.build import accounts, asking, case_studies, collection
from tests.case_studies import judged_stories
from tests.journeys.conftest import Service
from tests.journeys.telling import fills_the_tables, promotes, reads_them
from tests.journeys.visit import Visitor
from tests.journeys.visiting import (
    ANSWERS,
    TOLD,
    asks,
    compares,
    follows_without_script,
    link_in,
    looks_where_it_was_tried,
    searches,
    send,
)
from tests.journeys.world import PASSWORD

pytestmark = [pytest.mark.journey, pytest.mark.any_database, pytest.mark.long]

TEAM = "tess.team@journey.example"
EDITOR = "eddie.collection@journey.example"
SHARER = "ola.sharer@journey.example"
PILOT = "A lamp that knows when to wait"
FUNDED = "A bell that nobody has to press"
FALLS: dict[str, Any] = {"problems": ["falls"], "settings": ["residential_home"]}


@pytest.fixture(scope="module")
def slugs(service: Service) -> dict[str, str]:
    """A collection to search in, one of it with a team; and a text that waits for its team."""
    with service.prepared():
        collection.public_rows(judged_stories.contents(), found=True)
        editor = accounts.user("Eddie Editor", EDITOR, (Role.STAFF, Role.PUBLISHER),
                               password=PASSWORD)  # fmt: skip
        made = {}
        for email, title, way in (
            (ANSWERS, TOLD, case_studies.published),
            (TEAM, PILOT, case_studies.sent),
        ):
            lead = accounts.user(title, email, roles=(), password=PASSWORD)
            bid = case_studies.funded(lead=lead, title=title)
            made[title] = way(bid, staff=editor, **FALLS, title=title).slug
        case_studies.funded(title=FUNDED)
    return made


def test_a_visitor_finds_compares_asks_and_follows(
    browser: Browser, service: Service, slugs: dict[str, str]
) -> None:
    visitor = Visitor(browser, service.address, "collection-visitor", phone=True)
    searches(visitor)
    looks_where_it_was_tried(visitor)
    compares(visitor)
    asks(visitor, service, slugs[TOLD])
    visitor.close()
    plain = Visitor(browser, service.address, "collection-plain", script=False, phone=True)
    follows_without_script(plain, service)
    plain.close()


SHARED = {
    "problem": "Tenants wait by the door in the dark because the lamp goes out.",
    "project": "Nine flats had a lamp that waits until the tenant has sat down.",
    "impact": "Nobody waited in the dark. Falls were too few to compare.",
    "lessons": "It went on for cats, and two tenants had it taken down.",
    "evidence": "Tenants told us, and the warden counted for a month.",
    "cost_words": "About 40 pounds a flat each year.",
}
HALL = "A lamp in the hall that waits for tenants"


def test_somebody_who_never_applied_shares_a_project(
    browser: Browser, service: Service, slugs: dict[str, str]
) -> None:
    sharer = Visitor(browser, service.address, "collection-sharer", phone=True)
    shares(sharer)
    (letter,) = service.letters_to(SHARER, containing="We read it only then")
    sharer.go(link_in(letter, "/share/"))
    assert SHARED["lessons"] in sharer.text
    assert sharer.page.locator("[name=allowed]").count() == 0, "it was said when it was sent"
    assert "Thank you for sharing" in sharer.press("Confirm and send").text

    editor = service.visitor(browser, "collection-editor", EDITOR)
    promotes(editor, FUNDED)
    slug = takes_on(editor)
    (letter,) = service.letters_to(SHARER, containing="agree it, or tell us")
    assert "your award" not in letter
    sharer.go(link_in(letter, "/share/"))
    agrees(sharer)
    slug = publishes(editor, slug)
    (letter,) = service.letters_to(SHARER, containing=f"/case-studies/{slug}")
    assert SHARED["lessons"] in sharer.go(f"/case-studies/{slug}").text
    reads_them(sharer)

    sharer.go(f"/my-case-studies/{slug}").press("Withdraw it")
    assert "your award" not in sharer.text
    sharer.press("Withdraw it")
    assert "not public any more" in sharer.text
    gone = sharer.page.goto(service.url(f"/case-studies/{slug}"))
    assert gone is not None and gone.status == 410
    assert HALL not in sharer.look().go("/case-studies?q=lamp+hall", look=False).text
    for person in (sharer, editor):
        person.close()


def shares(sharer: Visitor) -> None:
    """Each step says how far it is; the last leads to all of it, and to the button."""
    page = sharer.go("/case-studies", look=False).press("Share a case study").page
    steps = re.search(r"It is (\w+) short steps", sharer.text)
    for name, value in (("name", "Ola Sharer"), ("email", SHARER), ("title", HALL),
                        ("organisation", "Hill House")):  # fmt: skip
        page.locator(f"[name={name}]").fill(value)
    page.locator("[name=organisation_type]").first.check(force=True)
    sharer.press("Save and continue")
    walked = 0
    while page.get_by_role("button", name="Save and continue").count():
        walked += 1
        for name, value in SHARED.items():
            if page.locator(f"[name={name}]").count():
                page.locator(f"[name={name}]").fill(value)
        if page.locator("[name=settings]").count():
            page.locator("[name=settings][value=extra_care]").check(force=True)
            page.locator("[name=stage][value=private_beta]").check(force=True)
        for name, value in (("problems", "falls"), ("outcome", "mixed")):
            if page.locator(f"[name={name}]").count():
                page.locator(f"[name={name}][value={value}]").check(force=True)
        if page.locator("[name$=-measure]").count():
            page.locator("[name$=-measure]").fill("Tenants who waited in the dark")
        sharer.press("Save and continue")
    assert steps is not None and steps[1] == str(walked)
    page.locator("[name=allowed]").check(force=True)
    sharer.press("Send")
    assert "We have sent a link" in sharer.text


def takes_on(editor: Visitor) -> str:
    """Read, taken on, filled with what a reader needs and nobody said, and sent."""
    page = editor.go("/manage/shared-projects").press(HALL).page
    editor.press("Take it on").press("Start the case study")
    slug = page.url.rstrip("/").rpartition("/")[2]
    editor.go(f"/manage/case-studies/{slug}/edit/summary")
    page.locator("[name=summary]").fill("A lamp that waits until somebody has sat down.")
    editor.save_and_continue().go(f"/manage/case-studies/{slug}/edit/impact")
    page.locator("[name=evidence_level]").first.check(force=True)
    editor.save_and_continue().go(f"/manage/case-studies/{slug}/edit/place")
    page.locator("[name=problems]").first.check(force=True)
    editor.save_and_continue()
    fills_the_tables(editor, slug)
    editor.press("Send to the project team")
    return slug


def agrees(person: Visitor) -> None:
    person.page.locator("[name=confirmed]").check(force=True)
    person.page.locator("[name=name]").fill("Somebody who may")
    person.press("Agree")
    assert "You have agreed this case study" in person.text


def publishes(editor: Visitor, slug: str) -> str:
    """Its address is of its title from then on."""
    editor.go(f"/manage/case-studies/{slug}/publish").press("Publish")
    found = editor.page.get_by_role("link", name="See the public page").get_attribute("href")
    assert found is not None
    return found.rpartition("/")[2]


def test_a_team_agrees_answers_and_keeps_it_true(
    browser: Browser, service: Service, slugs: dict[str, str]
) -> None:
    slug = slugs[PILOT]
    team = service.visitor(browser, "collection-team", TEAM)
    editor = service.visitor(browser, "collection-office", EDITOR)
    service.letters_to(TEAM, containing=f"/my-case-studies/{slug}")
    asks_for_changes(team, slug)
    makes_them(editor, service, slug)
    page = team.go(f"/my-case-studies/{slug}").page
    for kind, word in (("ins", "Seven"), ("del", "Six")):
        assert word in page.locator(kind).last.inner_text()
    agrees(team)
    slug = publishes(editor, slug)

    with service.prepared():
        study = case_studies.again_by(f"/manage/case-studies/{slug}")
        asking.asked(study, email="bea.asker@journey.example", name="Bea Asker")
    (letter,) = service.letters_to(TEAM, containing="Bea Asker")
    answers(team, link_in(letter, "/my-case-studies/"))
    (told,) = service.letters_to("bea.asker@journey.example", containing=asking.ANSWER)
    assert TEAM not in told

    editor.go(f"/manage/case-studies/{slug}/still-running").press("Ask the project team now")
    (letter,) = service.letters_to(TEAM, containing="/still-running/")
    says_it_stopped(browser, service, link_in(letter, "/still-running/"))
    tells_more(team, editor, slug)

    reader = Visitor(browser, service.address, "collection-reader", phone=True)
    reader.go(f"/case-studies/{slug}")
    for words in ("Seven homes tried", asking.QUESTION, asking.ANSWER, "The money ran out",
                  "What we would do again", "Somebody asked on"):  # fmt: skip
        assert words in reader.text
    assert "Bea" not in reader.page.content()
    for person in (team, editor, reader):
        person.close()


def asks_for_changes(team: Visitor, slug: str) -> None:
    page = team.go("/my-case-studies").page
    page.locator(f"main a.nhsuk-button[href$='{slug}']").click()
    team.look().press("Ask for changes")
    page.locator("summary", has_text="What was tried").click()
    page.locator("[name=about_project]").fill("It was seven homes.")
    team.look()
    send(team)
    assert "We will make changes and send it to you again" in team.text


def makes_them(editor: Visitor, service: Service, slug: str) -> None:
    """What was asked stands beside the section that it is about."""
    page = editor.go(f"/manage/case-studies/{slug}").page
    editor.go(f"/manage/case-studies/{slug}/edit/project")
    assert "It was seven homes." in editor.text
    page.locator("[name=project]").fill("Seven homes tried microphones in bedrooms.")
    editor.save_and_continue().go(f"/manage/case-studies/{slug}", look=False)
    editor.press("Send to the project team")
    service.letters_to(TEAM, containing="What has changed")


def answers(team: Visitor, address: str) -> None:
    page = team.go(address).page
    page.locator("[name=answer]").fill(asking.ANSWER)
    page.locator("[name=publish][value=yes]").check(force=True)
    assert "Your answer is on its way" in send(team).text


def says_it_stopped(browser: Browser, service: Service, address: str) -> None:
    """Whoever in the team knows best has the link, and no account."""
    colleague = Visitor(browser, service.address, "collection-colleague", phone=True)
    page = colleague.go(address).page
    page.locator("[name=answer][value=stopped]").check(force=True)
    page.locator("[name=why]").fill("The money ran out.")
    send(colleague)
    assert page.locator("[name=answer]").count() == 0
    colleague.go(address)
    assert page.locator("[name=answer]").count() == 0
    colleague.close()


def tells_more(team: Visitor, editor: Visitor, slug: str) -> None:
    page = team.go(f"/my-case-studies/{slug}").press("Tell it in an update").page
    page.locator("[name=tells]").first.check(force=True)
    page.locator("[name=heading]").fill("What we would do again")
    page.locator("[name=news]").fill("Ask the night staff first. Two of nine never trusted it.")
    page.locator("[name=confirmed]").check(force=True)
    send(team)
    desk = editor.go(f"/manage/case-studies/{slug}/updates").press("What we would do again").page
    desk.locator("[name=step][value=publish]").check(force=True)
    send(editor)
    expect(desk.locator("main")).to_contain_text("The update is public")
