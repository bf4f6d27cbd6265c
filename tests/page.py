"""A page as a test reads it. That its HTML is right is judged as it is read."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element

import html5lib
from selectolax.lexbor import LexborHTMLParser
from werkzeug.test import TestResponse

from tests.statements import Statements


class Page:
    """A response with its HTML parsed and checked."""

    def __init__(self, response: TestResponse, statements: Statements) -> None:
        self.response = response
        self.status = response.status_code
        self.statements = statements
        self.location = response.headers.get("Location", "")
        self.is_html = response.mimetype == "text/html"
        self.html = response.get_data(as_text=True) if self.is_html else ""

    @cached_property
    def root(self) -> Element:
        """Read when somebody looks: many only ask for the status."""
        return _parse(self.html) if self.html else Element("html")

    @property
    def data(self) -> bytes:
        return self.response.get_data()

    @property
    def json(self) -> Any:
        return self.response.get_json()

    @property
    def text(self) -> str:
        """What a person can read in the page's body, white space folded."""
        body = self.root.find("body")
        return " ".join(" ".join(_visible(body)).split()) if body is not None else ""

    @property
    def h1(self) -> str:
        """The words of the h1, without the caption above them."""
        found = self.root.find(".//h1")
        if found is None:
            return ""
        caption = found.find("span[@class]")
        if caption is None or "nhsuk-caption" not in caption.get("class", ""):
            return text_of(found)
        return text_of(found).removeprefix(text_of(caption)).strip()

    @property
    def errors(self) -> list[str]:
        """The lines of the error summary."""
        return [
            text_of(link)
            for box in self.all("div")
            if "nhsuk-error-summary" in box.get("class", "").split()
            for link in box.iter("a")
        ]

    @property
    def csrf_token(self) -> str:
        for item in self.all("input"):
            if item.get("name") == "csrf_token":
                return item.get("value", "")
        return ""

    def all(self, tag: str) -> list[Element]:
        return list(self.root.iter(tag))

    def links(self) -> dict[str, str]:
        """Link text -> address; the last one where a text stands twice."""
        return {text_of(link): link.get("href", "") for link in self.all("a")}

    def buttons(self) -> list[str]:
        return [text_of(item) for item in self.all("button")]

    def value_of(self, name: str) -> str | None:
        """What stands in the form control of this name."""
        for item in self.root.iter():
            if item.get("name") != name:
                continue
            if item.tag == "textarea":
                return (item.text or "").removeprefix("\n")
            if item.tag == "select":
                chosen = [o for o in item.iter("option") if o.get("selected") is not None]
                return chosen[0].get("value") if chosen else None
            if item.get("type") in ("radio", "checkbox"):
                if item.get("checked") is not None:
                    return item.get("value")
                continue
            return item.get("value", "")
        return None

    def described(self, name: str) -> str:
        """What a form control's description says, its error included."""
        ids = {
            one
            for item in self.root.iter()
            if item.get("name") == name
            for one in item.get("aria-describedby", "").split()
        }
        return " ".join(text_of(item) for item in self.root.iter() if item.get("id") in ids)

    def filled_values(self, action_ends: str = "") -> dict[str, list[str]]:
        """The form of `form_values`, with something in each control that was left blank: the
        first choice of each kind, words in a text, and what its name asks for."""
        values = self.form_values(action_ends)
        for item in self._main_form(action_ends):
            name, kind = item.get("name"), item.get("type")
            if not name or any(values.get(name, ())) or kind in ("hidden", "submit", "file"):
                continue
            if item.tag == "select":
                options = [option.get("value", "") for option in item.iter("option")]
                values[name] = [next((value for value in options if value), "")]
            elif item.tag == "input" and kind in ("radio", "checkbox"):
                values[name] = [item.get("value", "")]
            elif item.tag in ("input", "textarea"):
                asked = next((key for key in _SAMPLES if key in name), "")
                number = item.get("inputmode") in ("numeric", "decimal")
                values[name] = [_SAMPLES.get(asked, "1" if number else "Some words")]
        return values

    def form_values(self, action_ends: str = "") -> dict[str, list[str]]:
        """Every control of the page's main form as a browser would send it untouched."""
        values: dict[str, list[str]] = {}
        for item in self._main_form(action_ends):
            name = item.get("name")
            if not name or item.tag == "button":
                continue
            if item.tag == "textarea":
                values.setdefault(name, []).append((item.text or "").removeprefix("\n"))
            elif item.tag == "select":
                for option in item.iter("option"):
                    if option.get("selected") is not None:
                        values.setdefault(name, []).append(option.get("value", ""))
            elif item.tag == "input":
                if item.get("type") in ("radio", "checkbox") and item.get("checked") is None:
                    continue
                if item.get("type") != "submit":
                    values.setdefault(name, []).append(item.get("value", ""))
        return values

    def _main_form(self, action_ends: str) -> Iterator[Element]:
        """Everything in it."""
        for form in self.all("form"):
            action = form.get("action") or ""
            if form.get("method", "").lower() != "post" or "/sign-out" in action:
                continue
            if not action_ends and action.endswith(DOCUMENTS):
                continue
            if action.endswith(action_ends):
                yield from form.iter()
                return


DOCUMENTS = (".pdf", ".docx")
"""Where a button asks for a document: never what a page is about."""
_SAMPLES = {
    "email": "somebody@example.org", "password": "otter-lamp-quarry-9", "postcode": "ZY1 1AA",
    "day": "1", "month": "1", "year": "2031", "hour": "12", "minute": "0",
    "telephone": "0113 4960000", "company_number": "01234567",
}  # fmt: skip
"""What a control takes whose name has the word."""


def _parse(html: str) -> Element:
    _prove(html)
    return _element(LexborHTMLParser(html).root)


def _element(node: Any) -> Element:
    """The element with all below it. Comments are left out."""
    element = Element(node.tag, {name: value or "" for name, value in node.attributes.items()})
    last: Element | None = None
    child = node.child
    while child is not None:
        if child.tag == "-text":
            words = child.text_content or ""
            if last is None:
                element.text = (element.text or "") + words
            else:
                last.tail = (last.tail or "") + words
        elif not child.tag.startswith(("-", "_", "!")):
            last = _element(child)
            element.append(last)
        child = child.next
    return element


PROVED = Path(__file__).parent.parent / ".test-results" / "proved"
"""A file for each page without a fault, by what it is made of, for all processes and runs."""
_WORDS = re.compile(r">[^<&]+")
_VALUES = re.compile(r'="([^"]*)"')


def _bare(value: re.Match[str]) -> str:
    """Every value is matched, so that none is taken for what stands between two others."""
    return value[0] if set("<>&") & set(value[1]) else '=""'


def _prove(html: str) -> None:
    """That it is HTML5, as the slow parser judges which tells of faults; once for all pages that
    differ in plain words and in plain values alone, neither of which it is told."""
    bones = _VALUES.sub(_bare, _WORDS.sub(">", html))
    proof = PROVED / hashlib.sha256(f"{html5lib.__version__} {bones}".encode()).hexdigest()
    if proof.exists():
        return
    parser = html5lib.HTMLParser(tree=html5lib.getTreeBuilder("etree"), namespaceHTMLElements=False)
    parser.parse(bones)
    assert not parser.errors, f"not HTML5: {parser.errors[:3]} in {bones}"
    PROVED.mkdir(parents=True, exist_ok=True)
    proof.touch()


def text_of(item: Element | None) -> str:
    return " ".join("".join(item.itertext()).split()) if item is not None else ""


def _visible(item: Element) -> Iterator[str]:
    if item.tag in ("script", "style", "template"):
        if item.tail:
            yield item.tail
        return
    if item.text:
        yield item.text
    for child in item:
        yield from _visible(child)
    if item.tail:
        yield item.tail
