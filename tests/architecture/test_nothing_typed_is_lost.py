"""Every form with something to type in, found by opening every page: whatever happens to the
request, what was typed stands on the page that follows."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from xml.etree.ElementTree import Element

import pytest
from sqlalchemy import event, text
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from award.foundation.errors import Refused
from tests.architecture.conftest import Peopled
from tests.architecture.walking import Browser, Walked, walked
from tests.page import Page

pytestmark = [pytest.mark.any_database, pytest.mark.long]

MARK = "Typed for an hour"
TYPED = ("text", "search", "email", "url", "tel", "number")


@dataclass
class Sent:
    """One form of one page, filled in by the first person who may."""

    page: str
    address: str
    person: str
    values: dict[str, list[str]] = field(default_factory=dict)
    marks: list[str] = field(default_factory=list)


@pytest.fixture(autouse=True)
def context() -> None:
    """The walk has a world and a transaction of its own."""


@dataclass
class Walk(Walked):
    forms: list[Sent] = field(default_factory=list)

    def lost(self, send: Callable[[Browser, Sent], Page]) -> list[str]:
        """Forms after which a typed text is nowhere to be seen."""
        found = []
        for sent in self.forms:
            browser = Browser(self.app, self.world, sent.person)
            with self.undone():
                page = send(browser, sent)
            saved = page.status == 302 and page.statements.writes
            if not saved and any(mark not in page.html for mark in sent.marks):
                found.append(
                    f"{sent.address} by {sent.person}: {page.status} {page.location} {page.h1!r}"
                )
        return found


@pytest.fixture(scope="module")
def walk(peopled: Peopled) -> Iterator[Walk]:
    with walked(peopled) as found:
        yield Walk(peopled.app, found.world, found.connection, list(_forms(found)))


def _forms(walk: Walked) -> Iterator[Sent]:
    """Each form once, as the first person has it who may."""
    seen: set[tuple[str, str]] = set()
    had: set[str] = set()
    for endpoint, path, person in walk.places():
        if path in had:
            continue
        met = list(_filled_in(walk.page(path, person), path, person))
        for sent in met:
            had.add(path)
            if (endpoint, walk.shape(sent.address)) not in seen:
                yield sent
        seen |= {(endpoint, walk.shape(sent.address)) for sent in met}


def _filled_in(page: Page, path: str, person: str) -> Iterator[Sent]:
    for form in page.all("form"):
        if form.get("method", "").lower() == "post":
            sent = filled(form, path, (form.get("action") or path).partition("?")[0], person)
            if sent.marks:
                yield sent


def filled(form: Element, page: str, address: str, person: str) -> Sent:
    """As somebody would who chooses the first of everything, and writes into every box."""
    sent = Sent(page, address, person)
    for item in form.iter():
        name = item.get("name")
        if not name or item.tag == "button" or name == "csrf_token":
            continue
        kind = item.get("type", "text")
        if item.tag == "select":
            options = [o.get("value", "") for o in item.iter("option") if o.get("value")]
            sent.values[name] = options[:1]
        elif item.tag == "textarea" or (item.tag == "input" and kind in TYPED):
            sent.values[name] = [_typed(item, sent)]
        elif kind == "radio":
            sent.values.setdefault(name, [item.get("value", "")])
        elif kind == "checkbox" or kind == "hidden":
            sent.values.setdefault(name, []).append(item.get("value", ""))
    return sent


def _typed(item: Element, sent: Sent) -> str:
    """A text of its own for each box that takes any; what stands there, or a number, elsewhere."""
    there = (item.text or "").strip() if item.tag == "textarea" else item.get("value", "")
    name = item.get("name", "")
    plain = item.get("inputmode") != "numeric" and "spellcheck" not in item.attrib
    if item.tag == "input" and (there or not plain):
        return there or ("2031" if name.endswith("year") else "3")
    sent.marks.append(f"{MARK} {len(sent.marks)}.")
    return sent.marks[-1]


def test_the_walk_meets_the_forms_there_are(walk: Walk) -> None:
    shapes = {walk.shape(sent.address) for sent in walk.forms}
    assert any(shape.endswith("/return") for shape in shapes)
    assert {
        "/applications/*/summary", "/applications/*/withdraw", "/assess/*", "/assess/*/conflict",
        "/manage/applications/*/decision", "/manage/rounds/new", "/manage/rounds/*/edit",
        "/manage/rounds/*/criteria", "/manage/case-studies/*/edit/summary", "/organisations/new",
                "/my-case-studies/*/withdraw", "/my-case-studies/*", "/manage/people/new",
    } <= shapes  # fmt: skip


def test_every_form_says_what_its_boxes_are_called(walk: Walk) -> None:
    assert [sent.address for sent in walk.forms if "in_words" not in sent.values] == []


def test_signed_out_and_signed_in_again_it_can_be_sent_on(walk: Walk) -> None:
    stuck = []

    def send(browser: Browser, sent: Sent) -> Page:
        identity = walk.world.identities[sent.person]
        browser.sign_in(None, "1" * 40)
        out = browser.post(sent.address, {**sent.values, "csrf_token": browser.token("1" * 40)})
        if identity is None or walk.taken_from_anybody(sent.address):
            return out
        browser.sign_in(identity, "2" * 40)
        again = browser.post(sent.address, out.form_values())
        on = browser.post(sent.address, again.form_values())
        if (out.status, again.status) != (403, 400) or on.status in (400, 403):
            stuck.append(f"{sent.address}: {out.status} {again.status} {on.status}")
        return again if all(mark in out.html for mark in sent.marks) else out

    assert walk.lost(send) == []
    assert stuck == []


def test_a_stale_token(walk: Walk) -> None:
    assert (
        walk.lost(
            lambda browser, sent: browser.post(sent.address, {**sent.values, "csrf_token": "stale"})
        )
        == []
    )


def test_somebody_who_may_not_any_more(walk: Walk) -> None:
    """The role or the thing was taken from them while they wrote."""

    def send(browser: Browser, sent: Sent) -> Page:
        browser.sign_in(walk.world.identities["other" if sent.person != "other" else "assessor"])
        return browser.post(sent.address, {**sent.values, "csrf_token": browser.token()})

    assert walk.lost(send) == []


MOVED_ON = {
    "withdrawn": """
        UPDATE assignment SET state = 'closed' WHERE state IN ('to_declare', 'to_score');
        UPDATE application SET state = 'withdrawn', withdrawn_at = submitted_at
            WHERE state NOT IN ('draft', 'awarded');
        UPDATE case_study SET state = 'archived', published_revision_id = NULL, agreed_at = NULL,
            agreed_by_id = NULL, review_by_on = NULL""",
    "submitted": """
        UPDATE application SET state = 'submitted', submitted_at = created_at
            WHERE state = 'draft';
        UPDATE assignment SET state = 'submitted', submitted_at = declared_at
            WHERE state IN ('to_score')""",
}


@pytest.mark.parametrize("how", MOVED_ON)
def test_what_it_is_about_has_moved_on(walk: Walk, how: str) -> None:
    def send(browser: Browser, sent: Sent) -> Page:
        for statement in MOVED_ON[how].split(";"):
            walk.connection.execute(text(statement))
        return browser.post(sent.address, {**sent.values, "csrf_token": browser.token()})

    assert walk.lost(send) == []


@contextmanager
def failing(error: Callable[[], Exception]) -> Iterator[None]:
    """Everything that is about to be written fails so."""

    def fail(*_: Any) -> None:
        raise error()

    event.listen(Session, "before_flush", fail)
    try:
        yield
    finally:
        event.remove(Session, "before_flush", fail)


FAILURES: dict[str, Callable[[], Exception]] = {
    "refused": lambda: Refused("The state moved on"),
    "stale": lambda: StaleDataError("somebody was faster"),
    "disk full": lambda: OperationalError("INSERT", {}, Exception("database or disk is full")),
    "a fault": lambda: RuntimeError("a fault of ours"),
}


@pytest.mark.parametrize("failure", FAILURES)
def test_a_save_that_fails(walk: Walk, failure: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(walk.app.config, "PROPAGATE_EXCEPTIONS", False)
    failed = []

    def send(browser: Browser, sent: Sent) -> Page:
        tried = []

        def error() -> Exception:
            tried.append(sent)
            return FAILURES[failure]()

        with failing(error):
            page = browser.post(sent.address, {**sent.values, "csrf_token": browser.token()})
        failed.extend(tried)
        return page

    assert walk.lost(send) == []
    assert len(failed) >= len(walk.forms) / 3, "hardly any form came as far as saving"


def test_a_database_that_is_away(walk: Walk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(walk.app.config, "PROPAGATE_EXCEPTIONS", False)

    def away(*_: Any) -> None:
        raise OperationalError("SELECT", {}, Exception("unable to open database file"))

    def send(browser: Browser, sent: Sent) -> Page:
        values = {**sent.values, "csrf_token": browser.token()}
        event.listen(walk.connection, "before_cursor_execute", away)
        try:
            return browser.post(sent.address, values)
        finally:
            event.remove(walk.connection, "before_cursor_execute", away)

    assert walk.lost(send) == []


def test_a_payload_that_is_too_large(walk: Walk, monkeypatch: pytest.MonkeyPatch) -> None:
    for most in ("MAX_CONTENT_LENGTH", "MAX_FORM_MEMORY_SIZE"):
        monkeypatch.setitem(walk.app.config, most, 100_000)  # quicker to read than two millions

    def send(browser: Browser, sent: Sent) -> Page:
        much = {"more": "x" * (walk.app.config["MAX_CONTENT_LENGTH"] + 1)}
        return browser.post(sent.address, {**sent.values, **much, "csrf_token": browser.token()})

    assert walk.lost(send) == []


def test_a_form_that_was_taken_leads_on(walk: Walk) -> None:
    """Going back from what follows never meets "send the form again?"."""
    stayed, taken = [], 0
    for sent in walk.forms:
        browser = Browser(walk.app, walk.world, sent.person)
        with walk.undone():
            page = browser.post(sent.address, {**sent.values, "csrf_token": browser.token()})
        taken += page.status in (302, 303)
        if page.status == 200 and not page.errors:
            stayed.append(f"{sent.address} by {sent.person}: {page.h1}")
    assert stayed == []
    assert taken >= len(walk.forms) / 3
