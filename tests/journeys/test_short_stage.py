"""The short first stage, from the public page of its round to the receipt, as two newcomers live
it: one at a desk, in part without a mouse; one with a phone and no script."""

from __future__ import annotations

import re
import tomllib
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import Browser

from award.foundation import clock
from award.foundation.db import transaction
from award.foundation.policy import SYSTEM
from award.rounds.queries.question_sets import question_sets
from award.rounds.rules.questions import QuestionSet, parse
from award.rounds.rules.values import PhaseValues, RoundValues
from award.rounds.seeds import CRITERIA, QUESTION_SETS
from award.rounds.services.reference_data import load_criteria
from award.rounds.services.rounds import create_round
from award.seeding.demo import files
from tests.journeys.answering import answer
from tests.journeys.conftest import Service
from tests.journeys.keys import Keyboard
from tests.journeys.visit import PHONE, Visitor
from tests.journeys.world import PASSWORD

pytestmark = [pytest.mark.journey, pytest.mark.any_database, pytest.mark.long]

ROUND = "ASC-SHORT"
BID = next(data for data in files.applications() if data["id"] == "f2")
PHASE = BID["phase"]
KEYED = "summary"
"""The section that is written without a mouse."""


def questions() -> QuestionSet:
    path = QUESTION_SETS / "asc-ai-first.toml"
    return parse(tomllib.loads(path.read_text(encoding="utf-8")))


@pytest.fixture(scope="module")
def first_stage(service: Service) -> None:
    """Open now, with the full form to follow."""
    now = clock.now()
    with service.app.app_context(), transaction(), clock.at(now - timedelta(days=10)):
        sets = {one.key: one.id for one in reversed(question_sets())}
        first = RoundValues(
            reference=ROUND,
            title="Small ideas: first stage",
            summary="Eighteen questions, then the full form for those who do well.",
            announced_at=now - timedelta(days=5),
            opens_at=now - timedelta(days=4),
            closes_at=now + timedelta(days=20),
            assessment_due_at=now + timedelta(days=40),
            budget_gbp=1_000_000,
            question_set_id=sets["asc-ai-first"],
            phases=(PhaseValues(PHASE, cap_gbp=150_000, min_months=6, max_months=12),),
            criteria=load_criteria(CRITERIA / "asc-ai-2.toml").criteria,
        )
        made = create_round(first, actor=SYSTEM)
        second = replace(
            first,
            reference=f"{ROUND}-2",
            title="Small ideas: second stage",
            opens_at=now + timedelta(days=50),
            closes_at=now + timedelta(days=80),
            assessment_due_at=now + timedelta(days=100),
            question_set_id=sets["asc-ai"],
            follows_id=made.id,
        )
        create_round(second, actor=SYSTEM)


@pytest.mark.parametrize("script", [True, False], ids=["desk", "phone-no-script"])
@pytest.mark.usefixtures("first_stage")
def test_from_the_public_page_to_the_receipt(
    browser: Browser, service: Service, script: bool
) -> None:
    name = "desk" if script else "phone"
    email = f"short.{name}@journey.example"
    person = Visitor(browser, service.address, f"short-{name}", script=script)
    if not script:
        person.page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    find_out(person)
    register(person, service, email)
    reference = start(person, name)
    write(person, reference)
    send(person, service, email, reference)
    person.close()


def find_out(person: Visitor) -> None:
    """What the round asks, and whether one may apply, before there is an account."""
    person.go("/rounds").press("Small ideas: first stage")
    assert "This is the first of two stages" in person.text
    onwards(person, "Check if you can apply")
    page = person.page
    if page.locator("[name=phase]").count():
        page.locator(f"[name=phase][value='{PHASE}']").check(force=True)
        onwards(person, "Continue")
    page.locator("[name=social_care][value=yes]").check(force=True)
    page.locator("[name=org_type][value=charity]").check(force=True)
    page.locator("[name=hq_uk][value=yes]").check(force=True)
    onwards(person, "See the result")
    assert "Yes, you can apply" in person.h1


def register(person: Visitor, service: Service, email: str) -> None:
    """From the result, so that what was told there is not asked again."""
    onwards(person, "Create an account")
    page = person.page
    page.locator("[name=name]").fill("Noor Newcomer")
    page.locator("[name=email]").fill(email)
    for field in ("password", "password_confirm"):
        if page.locator(f"[name={field}]").count():
            page.locator(f"[name={field}]").fill(PASSWORD)
    onwards(person, "Create account")
    (letter,) = service.letters_to(email)
    link = re.search(r"https?://\S+/confirm/\S+", letter)
    assert link, letter
    person.go(link[0])
    onwards(person, "Confirm my address")
    page.locator("[name=email]").fill(email)
    page.locator("[name=password]").fill(PASSWORD)
    onwards(person, "Sign in")


def start(person: Visitor, name: str) -> str:
    """They come to where they were going. The reference."""
    onwards(person, "Start now")
    page = person.page
    found = re.search(r"/applications/(AIA-\w+)", page.url)
    assert found, page.url
    person.go(f"/applications/{found[1]}")
    assert "Completed" in person.text, "the eligibility check came along"
    onwards(person, "Lead organisation")
    onwards(person, "Add your organisation")
    page.locator("[name=name]").fill(f"Newcomers of {name}")
    page.locator("[name=org_type][value=charity]").check(force=True)
    page.locator("[name=address_line_1]").fill("1 Nowhere Street")
    page.locator("[name=town]").fill("Nowhere")
    page.locator("[name=postcode]").fill("zy1 1aa")
    page.locator("[name=hq_in_uk][value=yes]").check(force=True)
    page.locator("[name=uk_registered_office][value=yes]").check(force=True)
    page.locator("[name=region]").select_option(label="North West")
    onwards(person, "Save")
    if page.locator("[name=organisation]").count():
        page.locator("[name=organisation]").first.check(force=True)
        onwards(person, "Save and continue")
    return found[1]


def write(person: Visitor, reference: str) -> None:
    """Every section, each leading to the next."""
    answers: dict[str, Any] = BID["answers"]
    asked = questions()
    sections = [
        section for section in asked.sections
        if any(not one.of_kind.promise for one in section.asked(answers, PHASE))
    ]  # fmt: skip
    person.go(f"/applications/{reference}/{sections[0].key}", look=False)
    for section in sections:
        person.page.wait_for_url(f"**/applications/{reference}/{section.key}*")
        person.look()
        for question in section.asked(answers, PHASE):
            value = answers[question.key]
            if not person.script and question.show_if is not None:
                onwards(person, "Save and continue")  # what an answer asks for is there then
                person.go(f"/applications/{reference}/{section.key}", look=False)
            if person.script and section.key == KEYED:
                Keyboard(person).write(f"[name=answer_{question.key}]", str(value))
            else:
                answer(person.page, question, value)
        onwards(person, "Save and continue")
    assert "/check" in person.page.url, person.page.url + person.text


def send(person: Visitor, service: Service, email: str, reference: str) -> None:
    page = person.page
    assert "Ready to submit" in person.text, person.text
    for question in questions():
        if question.of_kind.promise:
            page.locator(f"[name=answer_{question.key}]").check(force=True)
    onwards(person, "Submit what is shown on this page")
    assert person.h1 == "We have received your application", person.text
    digest = re.search(r"[0-9a-f]{64}", person.text.replace("\n", ""))
    assert digest and reference in person.text
    (letter,) = service.letters_to(email, containing=reference)
    assert digest[0] in re.sub(r"\s+", "", letter)
    person.go("/applications", look=False)
    assert reference in person.text and "Submitted" in person.text


def onwards(person: Visitor, text: str) -> None:
    """Press it, and be on the page that it leads to before anything is read."""
    with person.page.expect_navigation():
        person.control(text).click()
    person.look()
