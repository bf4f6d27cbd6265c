"""A browser of tests that looks at every page: it reads, sends forms, and counts statements."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from flask import Flask
from sqlalchemy import inspect, update
from werkzeug.test import TestResponse

from award.accounts.models import SignIn, User
from award.accounts.rules.sign_ins import SEEN_EVERY
from award.accounts.services.sign_ins import digest_of
from award.foundation import clock
from award.foundation.db import db
from tests.build.accounts import signed_in
from tests.page import Page
from tests.page_rules import check_page
from tests.statements import counting

DEFAULT_BUDGET = 12


class CheckedClient:
    """Sends requests and checks every HTML answer: see `check_page`."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.browser = app.test_client()
        self._came_at: datetime | None = None

    def sign_in(self, user: User | None) -> CheckedClient:
        """Become `user` (or nobody) without the sign-in pages, which have tests of their own."""
        self._came_at = clock.now() if user is not None else None
        with self.browser.session_transaction() as session:
            session.clear()
            if user is not None:
                session.update(signed_in(user))
        return self

    def get(self, path: str, *, status: int = 200, budget: int = DEFAULT_BUDGET) -> Page:
        self._come_again()
        with counting() as statements, self._own_context():
            response = self.browser.get(path)
        page = Page(response, statements)
        self._close(response)
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
        status: int | None = 302,
        csrf: bool = True,
        headers: Mapping[str, str] | None = None,
    ) -> Page:
        """Send a form. The CSRF token is fetched from a page that has one, as a browser would. A
        status of None is whichever comes."""
        values = dict(data or {})
        if csrf and "csrf_token" not in values:
            values["csrf_token"] = self.csrf_token()
        self._come_again()
        with counting() as statements, self._own_context():
            response = self.browser.post(path, data=values, headers=dict(headers or {}))
        page = Page(response, statements)
        self._close(response)
        assert status in (None, page.status), (
            f"POST {path}: {page.status} {page.location} {page.h1} {page.errors}: {page.text[:400]}"
        )
        if page.html:
            check_page(page, path)
        return page

    def _close(self, response: TestResponse) -> None:
        """What is done once the page is sent. Three things only may be written then, whatever the
        method: that the person was there, that the service failed them, and which words found
        nothing, whoever asked."""
        response.get_data()
        with counting() as statements:
            response.close()
        nobodys = ("INSERT INTO troubled_request", "INSERT INTO unmet_search")
        rest = [text for text in statements.writes if not text.startswith(nobodys)]
        allowed = [text for text in rest if text.startswith("UPDATE sign_in SET")]
        assert rest == allowed[:1], f"written after the page: {statements.writes}"

    def _come_again(self) -> None:
        """Who was signed in by `sign_in` signs in afresh when a test moved the clock: how long a
        sign-in is good for has tests of its own."""
        if self._came_at is None or abs(clock.now() - self._came_at) < SEEN_EVERY:
            return
        self._came_at = now = clock.now()
        with self.browser.session_transaction() as session:
            token = session.get("sign_in", "")
        db.session.execute(
            update(SignIn)
            .where(SignIn.token_digest == digest_of(token))
            .values(signed_in_at=now, last_seen_at=now)
        )
        db.session.commit()

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
