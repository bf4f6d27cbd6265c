"""A person at a browser: looks at every page with axe and on a phone and a desk, and keeps its
HTML for the checker (`tests/html.py`); with TEST_PICTURES set, a picture of it too."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any, ClassVar

from playwright.sync_api import Browser, Frame, Locator, Page
from selectolax.lexbor import LexborHTMLParser

from tests.processes import HANGS

ROOT = Path(__file__).parent.parent.parent
PICTURES = ROOT / ".test-results" / "screenshots"
PAGES = ROOT / ".test-results" / "pages"
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
DESKTOP = {"width": 1280, "height": 900}
PHONE = {"width": 375, "height": 812}
WIDTHS = (320, 375, 641, 769, 1280)
"""Small phones, phones, where two columns begin, where cards become tables, a desk."""
PAPER, ACROSS = 718, 1046
"""A4 between margins of 10 mm, in pixels: upright, and on its side, as the shortlist is printed."""
IN_A_WINDOW = (320, 1280)
"""The narrowest and the widest of what a person walks through: a window takes long to change, and
`test_pages.py` has every page there is in a frame, on all of them."""
# On each of the screens, what is wider than that, the innermost of it. The width of a page is that
# once its scripts have seen the new size: the header folds its links away a moment after. Two
# seconds at most, and at once when nothing is too wide. A window has its size already.
FITS = """async (screens) => {
  const told = [];
  const next = () => new Promise(requestAnimationFrame);
  const pause = () => new Promise((go) => setTimeout(go, 50));
  const width = () => document.scrollingElement.scrollWidth;
  for (const screen of screens) {
    if (frameElement) { frameElement.style.width = `${screen}px`; await next(); }
    for (let tries = 0; width() > screen && tries < 40; tries += 1) await pause();
    const unread = [...document.querySelectorAll("[data-label]")].filter((cell) => parseFloat(
      getComputedStyle(cell, "::before").marginLeft) + parseFloat(
      getComputedStyle(cell).paddingLeft) < -1);
    if (unread.length) told.push(`labels left of their cells on ${screen}: ${unread.length}`);
    if (width() <= screen) continue;
    const wide = [...document.body.querySelectorAll("*")]
      .filter(e => e.getBoundingClientRect().right > screen + 1)
      .filter((e, _, all) => !all.some(other => other !== e && e.contains(other)));
    told.push(`${width()} px wide on ${screen}: `
      + wide.slice(0, 4).map(e => e.outerHTML.slice(0, 120)).join("; "));
  }
  return told;
}"""
# What passed is of no interest, and takes as long to tell as everything else; nor are styles
# fetched once more for rules that axe has only on trial.
BROKEN = """async (contrast) => {
  const told = await axe.run(document, {
    resultTypes: ["violations"], preload: false, rules: { "color-contrast": { enabled: contrast } },
  });
  return told.violations.map(({ id, help, nodes }) => (
    `${id}: ${help}: ${nodes.slice(0, 3).map(node => node.html.slice(0, 160)).join("; ")}`));
}"""
# Words that went, and came, look as the key of their marks says: one way on a page.
MARKED = """() => ["del", "ins"].flatMap((kind) => {
  const looks = [...document.querySelectorAll(kind)]
    .map((e) => getComputedStyle(e)).map((s) => `${s.textDecorationLine} ${s.backgroundColor}`);
  const ways = [...new Set(looks)];
  return ways.length > 1 ? [`${kind} is drawn in several ways: ${ways}`] : [];
})"""

TAG = re.compile(r'<(/?[a-z][a-z0-9]*)(?:[^>]*? class="([^"]*)")?')


def built(html: str) -> tuple[str, ...]:
    """What the page's own part is made of: its tags with their classes, in order."""
    return tuple("".join(tag) for tag in TAG.findall(html[html.index("<main") :]))


def placed(html: str) -> set[tuple[str, str]]:
    """Each kind of element with the kind that it stands in: what its colours come from."""

    def kind(node: Any) -> str:
        return f"{node.tag} {node.attributes.get('class') or ''}"

    found = LexborHTMLParser(html).css("body *")
    return {(kind(node.parent), kind(node)) for node in found if not node.tag.startswith("-")}


class Visitor:
    """One browser window. `script=False` turns JavaScript off, and axe with it. With `looks` off,
    as where the same pages are walked over a second database, nothing is looked at."""

    looks = True
    judged: ClassVar[set[tuple[str, ...]]] = set()
    """How the pages are built that were judged in this process, whoever looked at them."""
    coloured: ClassVar[set[tuple[str, str]]] = set()
    """What stands in what, on the pages of which contrast was judged in this process: it takes as
    long as all other rules together, and what stood there before has the colours it had."""

    def __init__(
        self, browser: Browser, address: str, name: str, *, script: bool = True, phone: bool = False
    ) -> None:
        self.size = PHONE if phone else DESKTOP
        self.context = browser.new_context(
            viewport=self.size,  # type: ignore[arg-type]
            java_script_enabled=script,
            reduced_motion="reduce",  # type: ignore[arg-type]
        )
        self.context.set_default_timeout(HANGS * 1000)
        self.page: Page = self.context.new_page()
        self.address, self.name, self.script = address, name, script
        self.count = 0
        self.seen: set[str] = set()
        self.faults: list[str] = []
        self.page.on("console", lambda message: self._console(message.type, message.text))
        self.page.on("pageerror", lambda error: self.faults.append(f"script error: {error}"))

    def _console(self, kind: str, text: str) -> None:
        if kind == "error" and "status of 4" not in text:
            self.faults.append(f"console: {text}")

    def go(self, path: str, *, look: bool = True) -> Visitor:
        response = self.page.goto(path if path.startswith("http") else f"{self.address}{path}")
        assert response is not None
        assert response.status < 400, f"{path}: {response.status}"
        return self.look() if look else self

    def look(self) -> Visitor:
        """Check the page that is open as `judge` does, unless one that is built alike was, with a
        picture on a desk and on a phone if any are wanted. Without script there is neither, since
        it is the same."""
        if not self.looks:
            return self
        title = re.sub(r"[^a-z0-9]+", "-", self.page.title().lower())[:60].strip("-")
        shape = f"{title} {self.page.locator('main').inner_text()[:200]}"
        if shape in self.seen:
            return self
        self.seen.add(shape)
        self.count += 1
        stem = f"{self.name}-{self.count:02d}-{title}"
        html = self.page.content()
        self.keep(stem, html)
        if self.script and built(html) not in self.judged:
            self.judged.add(built(html))
            self.judge(title)
            if os.environ.get("TEST_PICTURES"):
                self._pictures(stem)
            self.page.set_viewport_size(self.size)  # type: ignore[arg-type]
        return self

    def _pictures(self, stem: str) -> None:
        PICTURES.mkdir(parents=True, exist_ok=True)
        for name, size in (("desktop", DESKTOP), ("phone", PHONE)):
            self.page.set_viewport_size(size)  # type: ignore[arg-type]
            self.page.screenshot(path=PICTURES / f"{stem}-{name}.png", full_page=True)

    def keep(self, name: str, html: str) -> None:
        PAGES.mkdir(parents=True, exist_ok=True)
        (PAGES / f"{name}.html").write_text(html, encoding="utf-8")

    def judge(self, title: str, shown: Frame | None = None) -> None:
        """No sideways scroll on the screens, and no rule of axe broken, of any impact: of what is
        in the window, or in a frame of it, which is asked of paper too."""
        place = shown or self.page
        told = []
        if place is self.page:
            for width in IN_A_WINDOW:
                self.page.set_viewport_size({"width": width, "height": 800})
                told += place.evaluate(FITS, [width])
        else:
            told += place.evaluate(FITS, WIDTHS)
            self.page.emulate_media(media="print")
            paper = ACROSS if place.locator(".shortlist").count() else PAPER
            told += [f"paper: {fault}" for fault in place.evaluate(FITS, [paper])]
            self.page.emulate_media(media="screen")
        told += place.evaluate(MARKED)
        place.evaluate(AXE.read_text(encoding="utf-8"))
        parts = placed(place.content())
        told += place.evaluate(BROKEN, not parts <= self.coloured)
        self.coloured |= parts
        self.faults += [f"{title}: {fault}" for fault in told]

    def press(self, text: str, *, look: bool = True) -> Visitor:
        """Press the button or follow the link of this name."""
        self.control(text).click()
        self.page.wait_for_load_state()
        return self.look() if look else self

    def save_and_continue(self) -> Visitor:
        """A save that is under way goes first, so the next page may begin a while after."""
        with self.page.expect_navigation():
            self.press("Save and continue", look=False)
        return self

    def control(self, text: str) -> Locator:
        main = self.page.locator("body")
        button = main.get_by_role("button", name=text, exact=True)
        return button.first if button.count() else main.get_by_role("link", name=text).first

    def fill(self, label: str, value: str) -> Visitor:
        self.page.get_by_label(label, exact=True).fill(value)
        return self

    @property
    def text(self) -> str:
        return self.page.locator("body").inner_text()

    @property
    def h1(self) -> str:
        return self.page.locator("h1").inner_text()

    def sign_in(self, email: str, password: str) -> Visitor:
        return self.go("/sign-in", look=False).sign_in_here(email, password)

    def sign_in_here(self, email: str, password: str) -> Visitor:
        """On the page that asks for it."""
        self.page.locator("[name=email]").fill(email)
        self.page.locator("[name=password]").fill(password)
        return self.press("Sign in", look=False)

    def come_back(self, cookies: Sequence[Any]) -> Visitor:
        """Be who signed in elsewhere and left these `cookies`."""
        self.context.add_cookies([*cookies])
        return self

    def close(self) -> None:
        self.context.close()
        assert self.faults == [], "\n".join(self.faults)
