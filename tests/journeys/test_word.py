"""The form taken home as Word, filled in there, and read back: with script and without."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from award.foundation.policy import ANONYMOUS
from award.rounds.queries.rounds import round_by_reference
from tests.build import accounts, applications
from tests.documents.filling import Typed, filled_in
from tests.documents.making import text_of
from tests.journeys.conftest import Service
from tests.journeys.visit import Visitor
from tests.journeys.world import PASSWORD, ROUND

pytestmark = pytest.mark.journey

LEAD = "word.lead@journey.example"
TITLE = "A quieter way to notice falls"
SUMMARY = "People sleep badly.\n\nWe will *listen* instead, #quietly & <kindly>."
FIRST: dict[str, Typed] = {
    "project_title": TITLE,
    "plain_summary": SUMMARY,
    "duration_months": "about a year",
    "team": [["Kim Osei", "Marigold Care", "Leads it", "40", ""]],
    "genai_use": ["No"],
}


@pytest.fixture
def reference(service: Service) -> str:
    with service.prepared():
        lead = accounts.user("Ada Lead", LEAD, (), password=PASSWORD)
        round_ = round_by_reference(ANONYMOUS, ROUND)
        draft = applications.draft(round_, lead, phase=2, answers={"project_title": "Falls"})
        found = draft.reference
    return found


def test_word_there_and_back(
    browser: Browser, service: Service, reference: str, tmp_path: Path
) -> None:
    person = Visitor(browser, service.address, "word")
    person.go(f"/rounds/{ROUND}/questions?phase=2")
    with person.page.expect_download() as saved:
        person.page.get_by_role("link", name="as Word").click()
    assert saved.value.suggested_filename.endswith("application form phase 2.docx")
    saved.value.save_as(tmp_path / "form.docx")
    blank = (tmp_path / "form.docx").read_bytes()

    person.sign_in(LEAD, PASSWORD).go(f"/applications/{reference}", look=False)
    person.press("fill in from a Word form")
    person.press("Read the form")
    assert "Choose the Word form first" in person.text
    read(person, filled_in(blank, FIRST), tmp_path)
    assert "4 answers differ from your draft" in person.text
    assert "“about a year”: Length must be a number" in person.text
    person.look()
    boxes = person.page.get_by_role("checkbox", name="Take this answer")
    assert [box.is_checked() for box in boxes.all()] == [False, True, True, True]
    boxes.first.focus()
    person.page.keyboard.press("Space")
    person.press("Take the ticked answers")
    assert "4 answers taken over from the Word form" in person.text and TITLE in person.h1
    person.page.go_back()
    assert "0 answers differ from your draft, and 4 answers are the same" in person.text

    plain = Visitor(browser, service.address, "word-plain", script=False)
    plain.sign_in(LEAD, PASSWORD).go(f"/applications/{reference}/from-word")
    read(plain, filled_in(blank, {"duration_months": "12 months"}), tmp_path)
    plain.press("Take the ticked answers")
    assert "1 answer taken over" in plain.text

    file = person.context.request.get(service.url(f"/applications/{reference}/application.pdf"))
    told = text_of("pdf", file.body())
    for words in (TITLE, " ".join(SUMMARY.split()), "Marigold Care", "12 months", "Draft, not"):
        assert words in told
    for one in (person, plain):
        one.close()


def read(person: Visitor, file: bytes, folder: Path) -> None:
    path = folder / "filled.docx"
    path.write_bytes(file)
    person.page.locator("[name=document]").set_input_files(path)
    person.press("Read the form", look=False)
