"""A whole application to Phase 3: every table and every slot for files, to the receipt."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, expect

from award.rounds.queries.question_sets import question_set
from award.rounds.rules.questions import Question, QuestionSet
from award.rounds.rules.values import PhaseValues
from award.rounds.services.reference_data import load_criteria
from award.seeding.demo import files
from tests.build import accounts, applications, documents, rounds
from tests.journeys.conftest import Service
from tests.journeys.tables import PASTE, fill_table
from tests.journeys.visit import DESKTOP, PHONE, Visitor
from tests.journeys.world import PASSWORD
from tests.processes import HANGS

pytestmark = [pytest.mark.journey, pytest.mark.long]

LEAD = "phase.three@journey.example"
BID = next(data for data in files.applications() if data["id"] == "o3")
SEEDS = files.DEMO.parent
CONTENT = {
    "pdf": documents.pdf("Weeks one to ninety"),
    "docx": documents.office("docx", "A letter"),
    "png": documents.picture(),
}


@pytest.fixture
def asked(service: Service) -> tuple[str, QuestionSet]:
    """The reference of a draft that has everything but its tables and its files."""
    with service.prepared():
        set_id = rounds.question_set(SEEDS / "question_sets" / "asc-ai.toml").id
        questions = question_set(set_id)
        round_ = rounds.open_round(
            question_set_id=set_id,
            phases=(PhaseValues(3, min_months=6, max_months=36),),
            criteria=load_criteria(SEEDS / "criteria" / "asc-ai-2.toml").criteria,
        )
        lead = accounts.user("Thea Three", LEAD, (), password=PASSWORD)
        given = BID["answers"] | {"project_start_on": rounds.start_on()}
        later = {q.key for q in questions if q.columns or q.of_kind.promise}
        made = applications.draft(
            round_, lead, phase=3, organisation=accounts.organisation(lead),
            answers={key: value for key, value in given.items() if key not in later},
        )  # fmt: skip
        found = made.reference
    return found, questions


def test_with_every_table_and_every_file(
    browser: Browser, service: Service, asked: tuple[str, QuestionSet]
) -> None:
    expect.set_options(timeout=HANGS * 1000)
    reference, questions = asked
    lead = Visitor(browser, service.address, "three").sign_in(LEAD, PASSWORD)
    tables = [q for q in questions if q.columns and 3 in q.phases]
    for section in questions.sections:
        here = [question for question in section.questions if question in tables]
        if here:
            lead.go(f"/applications/{reference}/{section.key}", look=False)
            for question in here:
                fill_table(lead.page, question, BID["answers"][question.key])
            ACTS.get(section.key, lambda _: None)(lead)
            lead.look().save_and_continue()
            assert not lead.page.url.partition("#")[0].endswith(f"/{section.key}"), lead.text[:500]
    slots = [question for question in questions if question.types and 3 in question.phases]
    names = upload(lead, reference, slots)
    checked(lead, reference, tables, names)
    sent(lead, tables, names)
    lead.close()


def by_keyboard(person: Visitor) -> None:
    """A row is added, moved up, moved down, removed and put back."""
    page = person.page
    names = page.locator("[data-rows=answer_team] [data-column=name]")
    before = [box.input_value() for box in names.all()]
    page.get_by_role("button", name="Add another person").press("Enter")
    page.keyboard.type("Extra Hand")
    page.get_by_role("button", name=f"Move up person {len(before) + 1}").press("Enter")
    page.get_by_role("button", name="Move down person 1", exact=True).press("Enter")
    now = [box.input_value() for box in names.all()]
    assert now == [before[1], before[0], *before[2:-1], "Extra Hand", before[-1]]
    page.get_by_role("button", name=f"remove person {len(before)}", exact=True).press("Enter")
    page.get_by_role("button", name="Undo").press("Enter")
    assert [box.input_value() for box in names.all()] == now
    page.get_by_role("button", name=f"remove person {len(before)}", exact=True).press("Enter")
    assert [box.input_value() for box in names.all()] == [before[1], before[0], *before[2:]]


def bad_cells(person: Visitor) -> None:
    """What can't be read is named at its cell at once, typed or pasted, until it is mended."""
    rows = person.page.locator("[data-rows=answer_risks] tbody tr")
    first = BID["answers"]["risks"][0]
    likely = rows.first.locator("[data-column=likely]")
    rows.first.locator("[data-column=risk]").evaluate(PASTE, f"{first['risk']}\tnow and then")
    expect(beside(likely)).to_contain_text("How likely must be one of the choices")
    expect(likely).to_have_attribute("aria-invalid", "true")
    assert likely.input_value() == "now and then"
    months = person.page.locator("[data-rows=answer_milestones] [data-column=month]")
    month = months.first.input_value()
    months.first.fill("soon")
    person.page.keyboard.press("Tab")
    expect(beside(months.first)).to_contain_text("Month must be a number")
    said = person.page.locator("[data-saved]")
    expect(said).to_contain_text("Milestone 1 (Month)")
    expect(said).to_contain_text("Risk 1 (How likely)")
    person.look()
    likely.select_option(first["likely"])
    months.first.fill(month)
    person.page.keyboard.press("Tab")
    expect(person.page.locator(".app-rows .nhsuk-error-message")).to_have_count(0)
    expect(likely).not_to_have_attribute("aria-invalid", "true")


def a_huge_figure(person: Visitor) -> None:
    """It is kept, named, counted in no sum, and makes no page wider."""
    box = person.page.locator("[data-rows=answer_budget] [data-column=staff]").first
    total = person.page.locator("[data-grand-total]")
    pounds, whole = box.input_value(), total.inner_text()
    box.fill("9" * 60)
    person.page.keyboard.press("Tab")
    expect(beside(box)).to_contain_text("Staff must be")
    assert len(total.inner_text()) <= len(whole)
    person.judge("a huge figure")
    person.page.set_viewport_size(DESKTOP)  # type: ignore[arg-type]
    box.fill("£1,234,567.89")
    person.page.keyboard.press("Tab")
    expect(beside(box)).to_contain_text("whole pounds")
    assert box.evaluate("box => box.scrollWidth <= box.clientWidth"), "all of it is in sight"
    box.fill(pounds)
    person.page.keyboard.press("Tab")
    expect(person.page.locator(".app-rows .nhsuk-error-message")).to_have_count(0)
    assert total.inner_text() == whole


def a_small_share(person: Visitor) -> None:
    """Why so little goes on evaluation is asked as soon as it does, and no longer than that."""
    boxes = person.page.locator("[data-rows=answer_budget] [data-column=evaluation]").all()
    why = person.page.locator("[data-question=evaluation_share_reason]")
    pounds = [box.input_value() for box in boxes]
    for given, asked in ((["1"] * len(boxes), True), (pounds, False)):
        for box, value in zip(boxes, given, strict=True):
            box.fill(value)
        person.page.keyboard.press("Tab")
        expect(why).to_be_visible(visible=asked)


def finances(person: Visitor) -> None:
    a_huge_figure(person)
    a_small_share(person)


ACTS: dict[str, Any] = {
    "organisation_team": by_keyboard, "delivery": bad_cells, "finances": finances,
}  # fmt: skip


def beside(box: Locator) -> Locator:
    return box.page.locator(f"[id='{box.get_attribute('id')}-error']")


def upload(person: Visitor, reference: str, slots: list[Question]) -> dict[str, str]:
    """A file in each slot; their names, with the ending of what each is."""
    person.go(f"/applications/{reference}/documents", look=False)
    names = {}
    for question in slots:
        ending = next(one for one in ("png", "docx", "pdf") if one in question.types)
        names[f"{question.short}.{ending}"] = ending
        chosen: Any = {
            "name": f"{question.short}.{ending}", "mimeType": "application/octet-stream",
            "buffer": CONTENT[ending],
        }  # fmt: skip
        person.page.locator(f"#answer_{question.key}").set_input_files(chosen)
        slot = person.page.locator(f"[data-slot={question.key}]")
        expect(slot.get_by_role("listitem")).to_contain_text(f"{question.short}.{ending}")
    expect(person.page.locator("[data-slot] li a")).to_have_count(len(slots))  # looked at
    person.look().save_and_continue()
    return names


def checked(person: Visitor, reference: str, tables: list[Question], names: dict[str, str]) -> None:
    """On a phone: short, with a contents that opens what it leads to; then it is sent."""
    person.go(f"/applications/{reference}/check")
    page = person.page
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    assert page.evaluate("document.scrollingElement.scrollHeight") < 6_000
    page.get_by_text("Contents: ").click()
    page.get_by_label("Contents of this page").get_by_role("link", name="Finances").click()
    expect(page.locator("details:has(#section-finances)")).to_have_attribute("open", "")
    page.get_by_role("button", name="Open all sections").click()
    read(person, tables, names)
    page.set_viewport_size(DESKTOP)  # type: ignore[arg-type]
    for box in page.locator("#submit input[type=checkbox]").all():
        box.check(force=True)
    person.press("Submit what is shown on this page")
    assert person.h1 == "We have received your application"


def sent(person: Visitor, tables: list[Question], names: dict[str, str]) -> None:
    """The receipt names the files, what was sent has it all, and both can be taken away."""
    page = person.page
    assert [name for name in names if name not in person.text] == []
    with page.expect_download() as fetched:
        page.get_by_role("link", name="The receipt as PDF").click()
    assert Path(fetched.value.path()).read_bytes().startswith(b"%PDF")
    person.press("Read what you sent")
    page.get_by_role("button", name="Open all sections").click()
    read(person, tables, names)
    for name, ending in names.items():
        with page.expect_download() as fetched:
            page.get_by_role("link", name=name, exact=True).click()
        assert fetched.value.suggested_filename == name
        assert Path(fetched.value.path()).read_bytes() == CONTENT[ending]


def read(person: Visitor, tables: list[Question], names: dict[str, str]) -> None:
    """Every cell of every table, and every file."""
    whole = " ".join(person.page.locator("main").text_content().split())  # type: ignore[union-attr]
    for question in tables:
        shown = question.read(BID["answers"][question.key])
        cells = [cell for row in getattr(shown, "rows", ()) for cell in row if cell]
        assert cells, question.key
        assert [cell for cell in cells if " ".join(cell.split()) not in whole] == [], question.key
    assert [name for name in names if name not in whole] == []
