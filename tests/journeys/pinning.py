"""Pinning words of an answer to a criterion, in a browser."""

from __future__ import annotations

from tests.journeys.visit import Visitor

SELECT = """(nth) => {
  const words = document.querySelectorAll("[data-answer] > p")[nth].firstChild;
  const range = document.createRange();
  range.setStart(words, 0);
  range.setEnd(words, Math.min(40, words.length));
  getSelection().removeAllRanges();
  getSelection().addRange(range);
}"""


def pin(person: Visitor) -> None:
    """Words that are selected in an answer; without script they are pasted on a page of its own,
    which saves the sheet first."""
    page = person.page
    if person.script:
        page.evaluate(SELECT, 0)
        page.locator("[data-pin]").click()
        page.locator("[data-pinned] q").first.wait_for(state="attached")
        person.look()
        page.locator("[data-pin-not]").click()
        page.evaluate(SELECT, 1)  # and the button beside a criterion takes them along
        page.locator("[name=then][value^=pin-]:visible").first.click()
        page.locator("[data-pinned] q").nth(1).wait_for(state="attached")
        assert "Pinned to" in page.locator("[data-pin-bar] [role=status]").inner_text()
        page.locator("[data-pin-not]").click()
        return
    words = page.locator("[data-answer] > p").first.inner_text()[:40].rsplit(" ", 1)[0]
    page.locator("[name=then][value=pin-problem]").click()
    page.locator("[name=quotation]").fill(words)
    person.look().press("Pin these words", look=False)
    assert page.locator("#sheet-problem q").inner_text() == words
    assert page.locator("mark").first.inner_text() == words
    person.look()
