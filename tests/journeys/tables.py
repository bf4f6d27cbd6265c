"""Fill in a table in a browser, and put it right."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Locator, Page

from award.rounds.rules.questions import Question
from tests.journeys.visit import Visitor


def fill_table(page: Page, question: Question, rows: list[dict[str, Any]]) -> None:
    """Paste it all as from a spreadsheet; without script, which can't, type cell by cell."""
    table = page.locator(f"[data-rows=answer_{question.key}]")
    cells = [[str(row.get(c.key, "")) for c in question.columns] for row in rows]
    if page.locator("input[name=scripted]").count():
        text = "\n".join("\t".join(map(_copied, line)) for line in cells)
        table.locator("tbody tr").first.locator("input, select, textarea").first.evaluate(
            PASTE, text
        )
        return
    for place, line in enumerate(cells):
        if table.locator("tbody tr").count() <= place:
            table.get_by_role("button", name=f"Add another {question.row}").click()
            page.wait_for_load_state()
        boxes = table.locator("tbody tr").nth(place).locator("input, select, textarea")
        for column, text in enumerate(line):
            box = boxes.nth(column)
            if question.columns[column].options or question.columns[column].kind == "yes_no":
                box.select_option(text)
            else:
                box.fill(text)


PASTE = """(box, text) => {
  const data = new DataTransfer();
  data.setData("text/plain", text);
  const how = { clipboardData: data, bubbles: true, cancelable: true };
  box.dispatchEvent(new ClipboardEvent("paste", how));
}"""


def _copied(text: str) -> str:
    """As a spreadsheet copies it: what has quotes or lines of its own in quotes."""
    return f'"{text.replace(chr(34), chr(34) * 2)}"' if {*text} & {*'"\n\t'} else text


def mend_a_table(person: Visitor, reference: str, answers: dict[str, Any]) -> None:
    """Rows that were pasted are moved and removed with the keyboard; an error in a cell is come to
    from the summary and mended; the sums follow."""
    page = person.page
    person.go(f"/applications/{reference}/delivery")
    rows = page.locator("[data-rows=answer_milestones] tbody tr")
    months = [box.input_value() for box in rows.locator("[data-column=month]").all()]
    assert months == [str(row["month"]) for row in answers["milestones"]]
    page.get_by_role("button", name="Move down milestone 1").press("Enter")
    page.get_by_role("button", name="Remove milestone 3").press("Enter")
    page.get_by_text("Milestone 3 removed.").wait_for()
    page.get_by_role("button", name="Undo").press("Enter")
    page.get_by_role("button", name="Add another milestone").press("Enter")
    page.keyboard.type("soon")
    page.keyboard.press("Tab")
    page.keyboard.type("One more thing")
    person.save_and_continue()
    wrong = page.get_by_role("link", name="Milestone 8: Month must be a number, like 12")
    wrong.first.press("Enter")  # in the summary; the table says it too
    person.look()
    page.keyboard.press("Control+a")
    page.keyboard.type("11")
    person.save_and_continue()
    assert not page.url.endswith("/delivery"), page.url
    person.go(f"/applications/{reference}/delivery", look=False)
    now = [box.input_value() for box in rows.locator("[data-column=month]").all()]
    assert now == [months[1], months[0], *months[2:], "11"]
    paste_what_does_not_fit(page, rows.first)
    person.go(f"/applications/{reference}/finances", look=False)
    total = page.locator("[data-grand-total]")
    before = total.inner_text()
    first = page.locator("[data-rows=answer_budget] tbody tr").first.locator("[data-column=staff]")
    pounds = first.input_value()
    first.fill("0")
    page.keyboard.press("Tab")
    assert total.inner_text() != before
    first.fill(pounds)
    page.keyboard.press("Tab")
    assert total.inner_text() == before


def paste_what_does_not_fit(page: Page, row: Locator) -> None:
    """What is too much is named, what is no choice is kept and told at its cell; one step takes it
    all back."""
    before = row.locator("[data-column=signs]").input_value()
    lines = '"Two\nlines, and ""quotes"""\tperhaps\tbeyond\nNext\tNo'
    row.locator("[data-column=signs]").evaluate(PASTE, lines)
    said = page.locator("[data-rows=answer_milestones] [data-rows-said]")
    assert said.inner_text().startswith("4 cells pasted. Not pasted: “beyond” is beyond the last")
    assert row.locator("[data-column=stop]").input_value() == "perhaps"
    assert row.locator("[data-column=signs]").input_value() == 'Two\nlines, and "quotes"'
    page.get_by_role("button", name="Undo").click()
    assert row.locator("[data-column=signs]").input_value() == before
