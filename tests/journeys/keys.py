"""A person without a mouse: everything is reached with Tab, and what has the focus can be seen."""

from __future__ import annotations

from playwright.sync_api import Page

from tests.journeys.visit import Visitor

FOCUS_MATCHES = "selector => document.activeElement.matches(selector)"
FOCUS_SHOWS = """() => {
  const element = document.activeElement;
  const label = element.labels && element.labels[0];
  return [element, label].filter(Boolean).some(part => ["", "::before", "::after"].some(of => {
    const style = getComputedStyle(part, of);
    return style.boxShadow !== "none" || (style.outlineStyle !== "none" && style.outlineWidth !== "0px");
  }));
}"""  # noqa: E501
# A bar that stays in view while the page scrolls under it may not lie on what has the focus.
FOCUS_COVERED = """() => {
  const element = document.activeElement;
  const { left, top, width, height } = element.getBoundingClientRect();
  let over = document.elementFromPoint(left + width / 2, top + Math.min(height / 2, 40));
  while (over && !over.contains(element)) {
    if (["sticky", "fixed"].includes(getComputedStyle(over).position)) return true;
    over = over.parentElement;
  }
  return false;
}"""
FOCUS_TOLD = "() => document.activeElement.outerHTML.slice(0, 200)"


class Keyboard:
    """The keyboard of a visitor's window."""

    def __init__(self, visitor: Visitor) -> None:
        self.visitor = visitor
        self.page: Page = visitor.page

    def reach(self, selector: str, *, presses: int = 250) -> Keyboard:
        """Press Tab until `selector` has the focus; the focus must be seen there."""
        for _ in range(presses):
            if self.page.evaluate(FOCUS_MATCHES, selector):
                told = self.page.evaluate(FOCUS_TOLD)
                assert self.page.evaluate(FOCUS_SHOWS), f"the focus can't be seen on {told}"
                assert not self.page.evaluate(FOCUS_COVERED), f"a bar lies on {told}"
                return self
            self.page.keyboard.press("Tab")
        raise AssertionError(f"{self.page.url}: {presses} tabs never reach {selector}")

    def write(self, selector: str, text: str) -> Keyboard:
        self.reach(selector)
        self.page.keyboard.press("ControlOrMeta+a")
        self.page.keyboard.type(text)
        return self

    def choose(self, name: str, value: str) -> Keyboard:
        """A radio button: Tab goes to its group, the arrows inside it."""
        group = f"input[name='{name}']"
        self.reach(group)
        wanted = f"{group}[value='{value}']"
        self.page.keyboard.press("Space")
        for _ in range(self.page.locator(group).count()):
            if self.page.evaluate(FOCUS_MATCHES, wanted):
                assert self.page.locator(wanted).is_checked()
                return self
            self.page.keyboard.press("ArrowDown")
        raise AssertionError(f"the arrows never reach {wanted}")

    def score(self, criterion: str, digit: str, why: str) -> Keyboard:
        """A digit key gives the score while the focus is on the criterion's scores."""
        self.reach(f"input[name=score_{criterion}]")
        self.page.keyboard.press(digit)
        assert self.has_focus(f"input[name=score_{criterion}][value='{digit}']")
        return self.write(f"[name=justification_{criterion}]", why)

    def tick(self, selector: str) -> Keyboard:
        self.reach(selector)
        self.page.keyboard.press("Space")
        assert self.page.locator(selector).is_checked()
        return self

    def has_focus(self, selector: str) -> bool:
        return bool(self.page.evaluate(FOCUS_MATCHES, selector))

    def press_in_page(self, selector: str) -> Keyboard:
        """Press Enter on a link that leads to somewhere on the same page."""
        self.reach(selector)
        self.page.keyboard.press("Enter")
        return self

    def press(self, selector: str) -> Keyboard:
        """Press Enter on a button or link, and wait for the page it leads to."""
        self.reach(selector)
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")
        self.visitor.look()
        return self
