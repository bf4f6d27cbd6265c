"""Whatever is typed into a form stays when another button of its page is pressed: found by opening
every page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree.ElementTree import Element

import pytest

from tests.architecture.conftest import Peopled
from tests.architecture.test_nothing_typed_is_lost import Sent, filled
from tests.architecture.walking import Browser, Walked, walked
from tests.page import Page

pytestmark = [pytest.mark.any_database, pytest.mark.long]

ANOTHER_WAY = {
    "saved_views.view": "a view is deleted, and the name that was typed is its own",
}
DOWNLOADS = (".pdf", ".docx", ".csv", ".xlsx", ".json")


@pytest.fixture(autouse=True)
def context() -> None:
    """The walk has a world and a transaction of its own."""


@dataclass
class Place:
    endpoint: str
    path: str
    person: str
    page: Page

    @property
    def forms(self) -> list[Element]:
        """Those that stay on a page of ours when they are sent."""
        return [
            form
            for form in self.page.all("form")
            if form.get("method", "").lower() == "post"
            and not form.get("action", "").endswith(("/sign-out", *DOWNLOADS))
        ]

    def sent(self, form: Element) -> Sent:
        address = (form.get("action") or self.path).partition("?")[0]
        return filled(form, self.path, address, self.person)


@dataclass
class Walk(Walked):
    places_met: list[Place]


@pytest.fixture(scope="module")
def walk(peopled: Peopled) -> Iterator[Walk]:
    with walked(peopled) as found:
        met = [
            Place(endpoint, path, person, found.page(path, person))
            for endpoint, path, person in found.places()
        ]
        yield Walk(peopled.app, found.world, found.connection, met)


def test_a_page_with_boxes_has_no_other_form(walk: Walk) -> None:
    """Its button would send nothing of what is typed: it belongs to the form with the boxes."""
    faults = {
        (place.endpoint, form.get("action"))
        for place in walk.places_met
        if place.endpoint not in ANOTHER_WAY
        and len(place.forms) > 1
        and any(place.sent(form).marks for form in place.forms)
        for form in place.forms
        if not place.sent(form).marks
    }
    assert faults == set()


def test_other_buttons_bring_what_was_typed_along(walk: Walk) -> None:
    lost, pressed = [], set()
    for place in walk.places_met:
        by_id = {form.get("id"): place.sent(form) for form in place.forms}
        for button in place.page.all("button"):
            sent = by_id.get(button.get("form") or "")
            address = button.get("formaction")
            if sent is None or address is None or not sent.marks:
                continue
            pressed.add(place.endpoint)
            own = {button.get("name") or "": button.get("value", "")}
            with walk.undone():
                browser = Browser(walk.app, walk.world, place.person)
                values = {**sent.values, **own, "csrf_token": browser.token()}
                after = browser.post(address, values)
            if after.status != 200 or any(mark not in after.html for mark in sent.marks):
                lost.append(f"{address} by {place.person}: {after.status} {after.location}")
    assert lost == []
    assert "messages_staff.show" in pressed
