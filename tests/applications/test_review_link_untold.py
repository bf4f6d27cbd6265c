"""The address of a link to read a draft is told to nobody: no log, no row, no referrer; and it
can't be guessed."""

from __future__ import annotations

import logging
import re

import pytest
import sqlalchemy as sa
from flask import Flask

from award.accounts.models import User
from award.applications.models import Application
from award.applications.reviewing import ReviewLink
from award.foundation.audit import AuditEvent
from award.foundation.db import db
from tests.applications.reviewing import SAID, enter, make, say
from tests.build import applications as build
from tests.client import CheckedClient


@pytest.fixture
def ready(lead: User) -> Application:
    return build.complete(lead=lead)


def test_its_address_is_told_to_nobody(
    app: Flask, me: CheckedClient, ready: Application, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    link = make(me, ready)
    token = link.rpartition("/")[2]
    me.sign_in(None)
    say_all = [
        me.get(link),
        enter(me, link),
        me.get(f"{link}/problem"),
        me.get("/review/x", status=404),
    ]
    say(me, link)
    for page in say_all:
        headers = page.response.headers
        assert headers["Referrer-Policy"] == "no-referrer"
        assert headers["X-Robots-Tag"] == "noindex, nofollow"
        assert headers["Cache-Control"] == "no-store"
        assert "ETag" not in headers
        assert not [href for href in page.links().values() if href.startswith("http")]
    for table in db.metadata.sorted_tables:
        for row in db.session.execute(sa.select(table)).mappings():
            assert token not in str(dict(row)), table.name
    assert token not in caplog.text
    assert SAID not in str(db.session.execute(sa.select(AuditEvent.__table__)).all())


def test_nor_when_its_page_fails(
    app: Flask, me: CheckedClient, ready: Application, caplog: pytest.LogCaptureFixture
) -> None:
    with app.test_request_context("/review/a-key-to-something"):
        app.log_exception((ValueError, ValueError("no"), None))
    assert "a-key-to-something" not in caplog.text
    assert "/review/<token>" in caplog.text


def test_over_https_no_page_says_where_it_came_from(
    app: Flask, me: CheckedClient, ready: Application
) -> None:
    link = make(me, ready)
    browser = app.test_client()
    shown = browser.get(link, base_url="https://localhost")
    found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', shown.get_data(as_text=True))
    assert found
    data = {"csrf_token": found[1], "name": "Jo Reader"}
    assert browser.post(link, data=data, base_url="https://localhost").status_code == 302
    forged = app.test_client().post(link, data={"name": "Jo"}, base_url="https://localhost")
    assert forged.status_code == 200
    assert db.session.scalars(sa.select(ReviewLink.last_used_at)).one() is not None


def test_whoever_guesses_waits(app: Flask, me: CheckedClient, ready: Application) -> None:
    link = make(me, ready)
    me.sign_in(None)
    for number in range(60):
        me.get(f"/review/guess-{number}", status=404)
    me.get("/review/guess", status=429)
    me.get(link, status=429)
