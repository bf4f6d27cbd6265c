"""A test client that looks at every page it gets, as a careful person would."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from xml.etree.ElementTree import Element

import html5lib
from flask import Flask
from sqlalchemy import event, inspect
from werkzeug.test import TestResponse

from award.accounts.models import User
from award.foundation.db import db

DEFAULT_BUDGET = 12
FOCUSABLE = {"input", "select", "textarea", "button", "a", "summary"}
_PLUMBING = ("SAVEPOINT", "RELEASE", "ROLLBACK", "BEGIN", "PRAGMA")
_WRITES = ("INSERT", "UPDATE", "DELETE")


@dataclass
class Statements:
    """SQL statements that ran inside a block, without the tests' own savepoints."""

    texts: list[str] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.texts)

    @property
    def writes(self) -> list[str]:
        return [text for text in self.texts if text.lstrip().upper().startswith(_WRITES)]


@contextmanager
def counting() -> Iterator[Statements]:
    """Collect the statements that run on the application's database."""
    found = Statements()
    bind: Any = db.engine

    def note(_conn: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if not statement.lstrip().upper().startswith(_PLUMBING):
            found.texts.append(statement)

    event.listen(bind, "before_cursor_execute", note)
    try:
        yield found
    finally:
        event.remove(bind, "before_cursor_execute", note)


class Page:
    """A response with its HTML parsed and checked."""

    def __init__(self, response: TestResponse, statements: Statements) -> None:
        self.response = response
        self.status = response.status_code
        self.statements = statements
        self.location = response.headers.get("Location", "")
        self.is_html = response.mimetype == "text/html"
        self.html = response.get_data(as_text=True) if self.is_html else ""
        self.root: Element = _parse(self.html) if self.html else Element("html")

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
            return _text(found)
        return _text(found).removeprefix(_text(caption)).strip()

    @property
    def errors(self) -> list[str]:
        """The lines of the error summary."""
        return [
            _text(link)
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
        return {_text(link): link.get("href", "") for link in self.all("a")}

    def buttons(self) -> list[str]:
        return [_text(item) for item in self.all("button")]

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

    def form_values(self, action_ends: str = "") -> dict[str, list[str]]:
        """Every control of the page's main form as a browser would send it untouched."""
        values: dict[str, list[str]] = {}
        for form in self.all("form"):
            if form.get("method", "").lower() != "post":
                continue
            if action_ends and not (form.get("action") or "").endswith(action_ends):
                continue
            if "/sign-out" in (form.get("action") or ""):
                continue
            for item in form.iter():
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
            break
        return values


class CheckedClient:
    """Sends requests and checks every HTML answer: see `check_page`."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.browser = app.test_client()

    def sign_in(self, user: User | None) -> CheckedClient:
        """Become `user` (or nobody) without the sign-in pages, which have tests of their own."""
        with self.browser.session_transaction() as session:
            session.clear()
            if user is not None:
                session["_user_id"] = user.fs_uniquifier
                session["_fresh"] = True
        return self

    def get(self, path: str, *, status: int = 200, budget: int = DEFAULT_BUDGET) -> Page:
        with counting() as statements, self._own_context():
            response = self.browser.get(path)
        page = Page(response, statements)
        assert page.status == status, f"GET {path}: {page.status}, {page.h1}: {page.text[:300]}"
        assert not statements.writes, f"GET {path} writes: {statements.writes}"
        assert len(statements) <= budget, (
            f"GET {path}: {len(statements)} statements, {budget} allowed:\n"
            + "\n".join(statements.texts)
        )
        if page.html:
            check_page(page, path)
        return page

    def post(
        self,
        path: str,
        data: Mapping[str, Any] | None = None,
        *,
        status: int = 302,
        csrf: bool = True,
        headers: Mapping[str, str] | None = None,
    ) -> Page:
        """Send a form. The CSRF token is fetched from a page that has one, as a browser would."""
        values = dict(data or {})
        if csrf and "csrf_token" not in values:
            values["csrf_token"] = self.csrf_token()
        with counting() as statements, self._own_context():
            response = self.browser.post(path, data=values, headers=dict(headers or {}))
        page = Page(response, statements)
        assert page.status == status, (
            f"POST {path}: {page.status} {page.location} {page.h1} {page.errors}: {page.text[:400]}"
        )
        if page.html:
            check_page(page, path)
        return page

    @contextmanager
    def _own_context(self) -> Iterator[None]:
        """A request has a `g` and a database session of its own, as on a server.

        Flask would lend it the test's. Afterwards the test's objects read their columns afresh.
        """
        with self.app.app_context():
            yield
        for thing in db.session:
            state = inspect(thing)
            if state.persistent:
                db.session.expire(thing, [column.key for column in state.mapper.column_attrs])

    def follow(self, page: Page, **options: Any) -> Page:
        """Open the page that a redirect points to."""
        return self.get(page.location, **options)

    def csrf_token(self) -> str:
        """A token that belongs to this browser's session."""
        from flask_wtf.csrf import generate_csrf

        with self.app.app_context(), self.app.test_request_context():
            from flask import session

            with self.browser.session_transaction() as mine:
                if "csrf_token" in mine:
                    session["csrf_token"] = mine["csrf_token"]
                token = generate_csrf()
                mine["csrf_token"] = session["csrf_token"]
        return str(token)


def check_page(page: Page, path: str) -> None:
    """One h1, a title that starts with it, unique ids, labels, CSRF, no inline style or script,
    summary links that reach a control, nothing that reads "None" or "undefined"."""
    where = f"{path} ({page.h1})"
    root = page.root
    headings = page.all("h1")
    assert len(headings) == 1, f"{where}: {len(headings)} h1"
    title = _text(root.find(".//title"))
    prefix = "Error: " if page.errors else ""
    assert title.startswith(prefix + page.h1[:60]), f"{where}: title {title!r}"

    ids = [item.get("id", "") for item in root.iter() if item.get("id")]
    twice = sorted({name for name in ids if ids.count(name) > 1})
    assert not twice, f"{where}: ids used twice: {twice}"
    by_id = {item.get("id"): item for item in root.iter() if item.get("id")}

    labelled = {label.get("for") for label in page.all("label")}
    wrapped = {item for label in page.all("label") if _text(label) for item in label.iter()}
    for item in root.iter():
        if item.tag not in ("input", "select", "textarea"):
            continue
        if item.get("type") in ("hidden", "submit"):
            continue
        named = item in wrapped or item.get("id") in labelled
        named = named or item.get("aria-label") or item.get("aria-labelledby")
        assert named, f"{where}: no label for {item.get('name')}"
        for described in (item.get("aria-describedby") or "").split():
            assert described in by_id, (
                f"{where}: {item.get('name')} described by missing {described}"
            )

    for form in page.all("form"):
        method = (form.get("method") or "").lower()
        assert method in ("get", "post"), f"{where}: form without a method"
        if method == "post":
            names = {item.get("name") for item in form.iter("input")}
            assert "csrf_token" in names, f"{where}: POST form without CSRF token"

    for item in root.iter():
        assert item.get("style") is None, f"{where}: inline style on {item.tag}"
        assert not [name for name in item.attrib if name.startswith("on")], (
            f"{where}: inline handler"
        )
    assert not page.all("style"), f"{where}: inline stylesheet"
    policy = page.response.headers["Content-Security-Policy"]
    for script in page.all("script"):
        if script.get("src") is None and script.get("type") != "application/ld+json":
            assert _hash_of(script.text or "") in policy, f"{where}: script without a hash"

    for box in page.all("div"):
        if "nhsuk-error-summary" not in box.get("class", "").split():
            continue
        for link in box.iter("a"):
            if (link.get("href") or "").startswith("/"):
                continue  # what is missing is mended on another page
            target = by_id.get((link.get("href") or "").removeprefix("#"))
            assert target is not None, f"{where}: error link to {link.get('href')}"
            assert target.tag in FOCUSABLE or target.get("tabindex"), (
                f"{where}: can't focus {target}"
            )

    odd = re.search(r"(?<![\w’'])(None|undefined|Undefined|NaN)(?![\w])", page.text)
    if odd:
        around = page.text[max(0, odd.start() - 40) : odd.end() + 40]
        assert around and "None of" in around, f"{where}: reads {around!r}"


def _hash_of(script: str) -> str:
    import base64
    import hashlib

    return "sha256-" + base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()


def _parse(html: str) -> Element:
    parser = html5lib.HTMLParser(tree=html5lib.getTreeBuilder("etree"), namespaceHTMLElements=False)
    root: Element = parser.parse(html)
    faults = [fault for fault in parser.errors if fault[1] not in _TOLERATED]
    assert not faults, f"not HTML5: {faults[:3]}"
    return root


# html5lib predates these rules of the living standard
_TOLERATED: set[str] = set()


def _text(item: Element | None) -> str:
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
