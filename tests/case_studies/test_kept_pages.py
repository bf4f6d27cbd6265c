"""Public pages kept for visitors without a cookie: right at every moment, and of nobody."""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import brotli
import pytest
from flask import Flask, flash
from werkzeug.test import TestResponse

from award.accounts.models import User
from award.foundation import clock, public_pages, public_version
from award.foundation.db import db
from award.foundation.policy import Role
from tests.build import case_studies as build
from tests.build import open_data, rounds
from tests.build.accounts import user
from tests.build.full_story import FULL
from tests.client import CheckedClient
from tests.statements import Statements, counting

pytestmark = pytest.mark.any_database

PLAIN = ("/accessibility", "/privacy", "/cookies", "/contact", "/robots.txt")
"""Nothing of the database is on them."""


def get(app: Flask, path: str, **options: Any) -> TestResponse:
    """What a visitor without a cookie is answered."""
    with app.app_context():
        return app.test_client(use_cookies=False).get(path, **options)


@contextmanager
def fresh(app: Flask) -> Iterator[None]:
    """With nothing kept before, and nothing of it afterwards."""
    before = {name: app.extensions[name] for name in ("public_pages", "plain_pages")}
    public_pages.init_app(app)
    try:
        yield
    finally:
        app.extensions.update(before)


def made_anew(app: Flask, path: str) -> bytes:
    with fresh(app):
        return get(app, path).data


def asked(app: Flask, path: str) -> Statements:
    with counting() as statements:
        get(app, path)
    return statements


def kept_endpoints(app: Flask) -> set[str]:
    return {name for name, view in app.view_functions.items()
            if getattr(getattr(view, "__wrapped__", view), public_pages.MARK, False)}  # fmt: skip


@pytest.fixture
def paths(app: Flask) -> list[str]:
    """A page of every endpoint that is kept."""
    round_ = rounds.open_round()
    funded = build.funded()
    study = build.published(funded, organisation_type="local_authority", **FULL)
    second = build.published(build.funded(title="Another"))
    open_data.public(funded)
    found = [
        "/", "/case-studies", "/case-studies?q=night+sensors", f"/case-studies/{study.slug}",
        "/rounds", f"/rounds/{round_.reference}", f"/rounds/{round_.reference}/questions",
        "/awards", f"/rounds/{round_.reference}/how-it-decides",
        f"/rounds/{round_.reference}/how-it-decides.json", f"/case-studies/{study.slug}/atrs.json",
        "/what-has-been-tried", "/what-has-been-tried.csv", "/what-has-been-tried/falls/extra_care",
        f"/compare-case-studies?study={study.slug}",
        f"/compare-case-studies.csv?study={study.slug}&study={second.slug}",
        "/case-studies.json", f"/case-studies/{study.slug}.json", "/case-studies.atom?q=night",
        "/sitemap.xml", "/challenges", "/challenges.csv", "/challenges/in-their-words",
        *PLAIN,
    ]  # fmt: skip
    adapter = app.url_map.bind("localhost")
    assert kept_endpoints(app) == {adapter.match(path.partition("?")[0])[0] for path in found}
    return found


def test_a_page_asked_for_again_costs_one_statement_and_is_the_same(
    app: Flask, paths: list[str]
) -> None:
    for path in paths:
        first = get(app, path)
        again = asked(app, path)
        if path in PLAIN:
            assert not again.texts, path
        else:
            assert len(again) == 1 and "public_version" in again.texts[0], path
        assert get(app, path).data == first.data == made_anew(app, path)


def test_the_browser_that_has_it_gets_304_and_a_head_gets_no_body(
    app: Flask, paths: list[str]
) -> None:
    for path in paths:
        first = get(app, path)
        same = get(app, path, headers={"If-None-Match": first.headers["ETag"]})
        assert (same.status_code, same.data) == (304, b"")
        assert {"Cookie", "Accept-Encoding"} <= set(same.vary)
        with app.app_context():
            head = app.test_client(use_cookies=False).head(path)
        assert head.data == b"" and head.headers["ETag"] == first.headers["ETag"]
        assert head.headers["Content-Length"] == str(len(first.data))


def test_headers_of_a_kept_page_are_those_of_one_that_is_made(app: Flask, paths: list[str]) -> None:
    for path in paths:
        first, again = get(app, path), get(app, path)
        assert again.headers["X-Request-Id"] != first.headers["X-Request-Id"]
        for one in (first, again):
            one.headers.pop("X-Request-Id")
            one.headers.pop("Date", None)
            one.headers.pop("Last-Modified", None)  # once its second is over
        assert dict(first.headers) == dict(again.headers)
        assert again.headers["Cache-Control"] == "no-cache"
        assert "sha256-" in again.headers["Content-Security-Policy"]
        assert {"Cookie", "Accept-Encoding"} <= set(again.vary)


def test_only_a_kept_page_is_packed(app: Flask, client: CheckedClient, paths: list[str]) -> None:
    packing = {"Accept-Encoding": "gzip, deflate, br"}
    for path in paths:
        plain = get(app, path)
        assert "Content-Encoding" not in plain.headers
        for name, unpack in (("br", brotli.decompress), ("gzip", gzip.decompress)):
            packed = get(app, path, headers={"Accept-Encoding": name})
            assert packed.headers["Content-Encoding"] == name
            assert unpack(packed.data) == plain.data
            assert packed.headers["ETag"] == plain.headers["ETag"]
        assert get(app, path, headers=packing).headers["Content-Encoding"] == "br"
        refused = get(app, path, headers={"Accept-Encoding": "gzip;q=0, br;q=0"})
        assert "Content-Encoding" not in refused.headers
    client.sign_in(user(roles=()))
    for path in (*paths, "/account", "/login"):
        with client._own_context():
            answer = client.browser.get(path, headers=packing)
        assert "Content-Encoding" not in answer.headers
        if path == "/" or "account" in path:
            assert answer.headers["Cache-Control"] == "no-store"
            assert "ETag" not in answer.headers
    assert "Content-Encoding" not in get(app, "/login", headers=packing).headers


def _visited(app: Flask, path: str, person: User) -> None:
    """By somebody who is signed in, and by somebody with a session; each has a message."""
    client = CheckedClient(app).sign_in(person)
    with client.browser.session_transaction() as session:
        session["_flashes"] = [("success", "Zebra message")]
    mine = client.get(path, budget=14)
    assert "Zebedee Marker" in mine.text and "Zebra message" in mine.text
    assert b"csrf_token" in mine.response.data
    nobody = CheckedClient(app)
    with nobody.browser.session_transaction() as session:
        session["_flashes"] = [("success", "Yak message")]
    assert "Yak message" in nobody.get(path, budget=14).text


def test_nothing_of_one_visitor_reaches_another(app: Flask, paths: list[str]) -> None:
    """Somebody's name, a message for them and their token are on their pages, and on no other."""
    person = user("Zebedee Marker", roles=(Role.STAFF,))
    for path in paths:
        if not re.search(r"\.(json|csv|atom|xml|txt)\b", path):
            _visited(app, path, person)
        for _ in range(2):
            seen = get(app, path)
            assert not re.search(rb"Zebedee|Zebra|Yak|csrf_token", seen.data), path
            assert "Set-Cookie" not in seen.headers
    stored = b"".join(page.body for page in app.extensions["public_pages"].pages.values())
    assert stored and not re.search(rb"Zebedee|Zebra|Yak|csrf_token", stored)


def test_a_page_that_makes_a_session_or_a_token_is_not_kept(app: Flask) -> None:
    from flask_wtf.csrf import generate_csrf

    def told() -> str:
        flash("for one alone")
        return "told"

    app.extensions["public_pages"].pages.clear()
    answers = {"flash": told, "token": generate_csrf, "plain": lambda: "the same for all"}
    for name, says in answers.items():
        with app.app_context(), app.test_request_context(f"/{name}"):
            for _ in range(2):
                public_pages.kept()(says)()
    assert [key[1] for key in app.extensions["public_pages"].pages] == ["/plain"]


def test_an_address_is_kept_by_what_the_page_depends_on(app: Flask) -> None:
    build.published()
    get(app, "/case-studies?q=sensors&page=1&from=a-letter")
    assert len(asked(app, "/case-studies?from=elsewhere&q=++sensors+")) == 1
    assert len(asked(app, "/case-studies?q=Sensors+night")) > 1
    other = get(app, "/case-studies", headers={"Host": "elsewhere.example"})
    assert other.status_code == 200
    assert len({key[0] for key in app.extensions["public_pages"].pages}) == 2


def test_what_is_kept_is_bounded(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(public_pages, "MOST_PAGES", 3)
    for n in range(5):
        get(app, f"/case-studies?q=word{n}")
    shelf = app.extensions["public_pages"]
    assert [key[2][-7:-3] for key in shelf.pages] == ["ord2", "ord3", "ord4"]
    assert shelf.size == sum(page.size for page in shelf.pages.values())
    assert all(sum(map(len, p.packed.values())) <= len(p.body) for p in shelf.pages.values())
    monkeypatch.setattr(public_pages, "MOST_BYTES", 1)
    get(app, "/")
    assert not shelf.pages and shelf.size == 0


def test_public_pages_show_nothing_that_changes_unseen(app: Flask, paths: list[str]) -> None:
    """Every table that a kept page reads gives a new name when it changes."""
    for path in [*paths, "/case-studies?q=fal&setting=residential_home", "/case-studies?q=zzzz"]:
        with fresh(app):
            texts = " ".join(asked(app, path).texts)
        read = set(re.findall(r"\b(?:FROM|JOIN)\s+\"?(\w+)", texts)) & db.metadata.tables.keys()
        assert read - {"public_version"} <= public_version.tables(), path


def test_words_change_at_their_moment(app: Flask) -> None:
    """At every second around each moment at which a page could change, what is kept from before
    is what is made anew."""
    start = datetime(2027, 3, 25, 9, 0, 30, tzinfo=UTC)
    with clock.at(start):
        one = rounds.make_round(rounds.round_values(
            reference="ONE", announced_at=start - timedelta(days=2),
            opens_at=start + timedelta(hours=1), closes_at=start + timedelta(days=4, seconds=7),
            assessment_due_at=start + timedelta(days=9)))  # fmt: skip
        rounds.make_round(rounds.round_values(
            reference="TWO", announced_at=start + timedelta(hours=3),
            opens_at=start + timedelta(days=30), closes_at=start + timedelta(days=40),
            assessment_due_at=start + timedelta(days=50)))  # fmt: skip
    moments = {one.opens_at, one.closes_at, one.assessment_due_at, start + timedelta(hours=3)}
    midnight = datetime(2027, 3, 26, tzinfo=UTC)
    moments |= {midnight, midnight + timedelta(days=2, hours=-1), midnight + timedelta(days=3)}
    moments |= {one.closes_at - timedelta(seconds=n) for n in (86_400, 82_800, 3_600, 1_800, 60)}
    seen = set()
    for path in ("/", "/rounds", "/rounds/ONE", "/rounds/ONE/questions"):
        for moment in sorted(moments):
            for off in (-1, -1e-6, 0, 1e-6, 1):
                with clock.at(moment + timedelta(seconds=off)):
                    page = get(app, path).data
                    assert page == made_anew(app, path), (path, moment, off)
                    seen.add(page)
        with clock.at(one.opens_at + timedelta(minutes=30)):
            get(app, path)
        with clock.at(one.opens_at + timedelta(minutes=40)):
            assert len(asked(app, path)) == 1, "it is kept while its words stay"
    assert len(seen) > 20
