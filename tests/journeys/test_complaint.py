"""A stranger complains and is answered: form, reference, letters, register, outcome."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser

from tests.journeys.conftest import Service
from tests.journeys.visit import Visitor

pytestmark = [pytest.mark.journey, pytest.mark.any_database, pytest.mark.long]

STRANGER = "ola.stranger@elsewhere.example"
WORDS = "A letter about my mother went to somebody else."
NEXT = "Sam Staff looks into it, and writes again by Friday."
FOUND = "It went to an old address. We have put that right."


def test_a_stranger_complains_and_is_answered(browser: Browser, service: Service) -> None:
    stranger = Visitor(browser, service.address, "complaint-stranger")
    page = stranger.go("/").press("Complain").page
    page.locator("[name=concerns][value=data]").check(force=True)
    for name, value in (("what", WORDS), ("name", "Ola Stranger"), ("email", STRANGER)):
        page.locator(f"[name={name}]").fill(value)
    page.locator("main form button[type=submit]").click()
    page.wait_for_url("**/complain/**")
    code = re.search(r"CMP-[A-Z0-9]+", stranger.look().text)
    assert code is not None
    (receipt,) = service.letters_to(STRANGER, containing=code[0])
    assert WORDS not in receipt and "Ola" not in receipt

    staff = service.visitor(browser, "complaint-staff", service.people.staff)
    desk = staff.go("/manage/complaints").press(code[0]).page
    assert WORDS in staff.text
    for step, words in (("Acknowledge", NEXT), ("Answer", FOUND)):
        staff.press(step)
        if step == "Answer":
            desk.locator("[name=outcome][value=upheld]").check(force=True)
        desk.locator("[name=letter]").fill(words)
        with desk.expect_navigation():
            desk.locator("main form button[type=submit]").click()
        staff.look()
    assert "Answered" in staff.go("/manage/complaints").text
    (acknowledged,) = service.letters_to(STRANGER, containing=NEXT)
    (outcome,) = service.letters_to(STRANGER, containing=FOUND)
    assert code[0] in acknowledged and "upheld" in outcome
    for visitor in (stranger, staff):
        assert visitor.faults == []
        visitor.close()
