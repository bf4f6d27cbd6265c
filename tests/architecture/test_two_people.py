"""Every form with text that edits what is there already, with two people at it at once: what the
first saved and what the second typed are both there, in the boxes or side by side on the page.

Which forms those are is found out: a form edits what is there when the text that somebody saved in
it stands in it again.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from xml.etree.ElementTree import Element

import pytest

from award.foundation import heard
from tests.architecture.conftest import Peopled
from tests.architecture.walking import Browser, Walked, walked
from tests.page import Page

pytestmark = [pytest.mark.any_database, pytest.mark.long]

# Their value has a form of its own, which a test's words would not have.
FORMED = ("autocomplete", "spellcheck", "inputmode")


@dataclass(frozen=True)
class Edit:
    """A form as a page shows it, and the boxes that take any text and keep it."""

    page: str
    address: str
    person: str
    values: Mapping[str, list[str]]
    boxes: tuple[str, ...]

    def typed(self, who: str, every: int = 1, start: int = 0) -> dict[str, list[str]]:
        """Filled in by `who`, in a page of their own: every box, or every second one. Web addresses
        fit everywhere."""
        own = {name: [said(who, name)] for name in self.boxes[start::every]}
        return {**self.values, **own, heard.NAME: [f"page-of-{who}.0"]}


HOSTS = {"first": "tarn", "second": "fell", "both": "beck"}
"""No part of anybody's name, which would be asked about."""


def said(who: str, name: str) -> str:
    return f"https://{HOSTS[who]}.example/{name.replace('_', '-')[-20:]}"


@pytest.fixture(autouse=True)
def context() -> None:
    """The walk has a world and a transaction of its own."""


@pytest.fixture(scope="module")
def walk(peopled: Peopled) -> Iterator[Walked]:
    with walked(peopled) as found:
        yield found


@pytest.fixture(scope="module")
def edits(walk: Walked) -> list[Edit]:
    found: dict[tuple[str, tuple[str, ...]], Edit] = {}
    had: set[str] = set()
    for endpoint, path, person in walk.places(sent_to=True):
        if path in had:
            continue
        for form in forms_of(walk.page(path, person), path, person):
            had.add(path)
            key = (endpoint + walk.shape(form.address), form.boxes)
            if key not in found and (edit := kept_by(walk, form)):
                found[key] = edit
    return list(found.values())


def forms_of(page: Page, path: str, person: str) -> Iterator[Edit]:
    for form in page.all("form"):
        boxes = tuple(name for item in form.iter() if (name := box(item)))
        if form.get("method", "").lower() == "post" and boxes:
            address = (form.get("action") or path).partition("?")[0]
            yield Edit(path, address, person, values_of(form), boxes)


def box(item: Element) -> str:
    """The name of a box that takes any text; "" for anything else."""
    plain = item.tag == "input" and item.get("type") == "text" and not {*FORMED} & {*item.attrib}
    return item.get("name", "") if item.tag == "textarea" or plain else ""


def values_of(form: Element) -> dict[str, list[str]]:
    """As it would be sent untouched, by the button that saves."""
    values: dict[str, list[str]] = {}
    for item in form.iter():
        name, kind = item.get("name"), item.get("type")
        if not name or (kind in ("radio", "checkbox") and item.get("checked") is None):
            continue
        if item.tag == "select":
            chosen = [o for o in item.iter("option") if o.get("selected") is not None]
            values[name] = [o.get("value", "") for o in chosen]
        elif item.tag == "textarea":
            values[name] = [(item.text or "").removeprefix("\n")]
        elif item.tag == "input":
            values.setdefault(name, []).append(item.get("value", ""))
        elif item.tag == "button" and item.get("value") in ("save", "stay"):
            values[name] = [item.get("value", "")]
    return values


def send(walk: Walked, edit: Edit, values: Mapping[str, list[str]]) -> Page:
    """What follows, and what that leads to."""
    browser = Browser(walk.app, walk.world, edit.person)
    page = browser.post(edit.address, {**values, "csrf_token": [browser.token()]})
    return browser.get(page.location) if page.status == 302 else page


def stored(walk: Walked, edit: Edit) -> Page:
    """The form's page as it is by now."""
    return Browser(walk.app, walk.world, edit.person).get(edit.page)


def kept_by(walk: Walked, form: Edit) -> Edit | None:
    """The form with the boxes in which a text that was saved stands again, if there are any; in the
    others both people write the same: they are about the act, such as a reason."""
    with walk.undone():
        send(walk, form, form.typed("first"))
        page = stored(walk, form)
    held = [again.values for again in forms_of(page, form.page, form.person)]
    kept = [n for n in form.boxes if any(values.get(n) == [said("first", n)] for values in held)]
    both = {name: [said("both", name)] for name in form.boxes if name not in kept}
    return replace(form, boxes=tuple(kept), values={**form.values, **both}) if kept else None


def seen(walk: Walked, edit: Edit, page: Page) -> str:
    """What the page shows, and pages of its own that it or the form have for a choice."""
    browser = Browser(walk.app, walk.world, edit.person)
    links = {*page.links().values(), *stored(walk, edit).links().values()}
    choices = [link for link in links if "/conflicts/" in link]
    return page.html + "".join(browser.get(link).html for link in choices)


def test_the_walk_meets_the_forms_that_edit(walk: Walked, edits: list[Edit]) -> None:
    assert {
        "/applications/*/summary", "/assess/*", "/manage/applications/*/decision",
        "/manage/rounds/*/edit", "/manage/rounds/*/criteria", "/manage/case-studies/*/edit/summary",
        "/organisations/*/edit",
    } <= {walk.shape(edit.address) for edit in edits}  # fmt: skip


def test_the_second_of_two_sees_both(walk: Walked, edits: list[Edit]) -> None:
    lost = []
    for edit in edits:
        with walk.undone():
            send(walk, edit, edit.typed("first"))
            page = send(walk, edit, edit.typed("second"))
            shown, kept = seen(walk, edit, page), stored(walk, edit).html
        for name in edit.boxes:
            first, second = said("first", name), said("second", name)
            if first in kept and not (first in shown and second in shown):
                lost.append(f"{edit.address}: {name} is not shown twice, {page.status}")
            if second in kept and first not in shown:
                lost.append(f"{edit.address}: {name} of the first was written over")
    assert lost == []


def test_two_who_change_different_boxes_lose_nothing(walk: Walked, edits: list[Edit]) -> None:
    lost, met = [], 0
    for edit in edits:
        if len(edit.boxes) < 2:
            continue
        with walk.undone():
            send(walk, edit, edit.typed("first", 2, 0))
            page = send(walk, edit, edit.typed("second", 2, 1))
            kept = stored(walk, edit).html
        first = [said("first", name) for name in edit.boxes[0::2]]
        second = [said("second", name) for name in edit.boxes[1::2]]
        there = [text in page.html or text in kept for text in (*first, *second)]
        met += all(text in kept for text in (*first, *second))
        if not all(there):
            lost.append(f"{edit.address}: {there} {page.status} {page.errors}")
    assert lost == []
    assert met >= 5, "hardly any form was merged"
