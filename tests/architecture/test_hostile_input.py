"""No address, no query, no form field and no header breaks the service, whatever is sent in it."""

from __future__ import annotations

import os
from pathlib import Path
from urllib.parse import parse_qs

import pytest
from flask import Blueprint, Flask, request
from sqlalchemy import text

from award.chapters import CHAPTERS
from award.foundation.chapters import Chapter
from award.foundation.db import db
from award.foundation.web import public
from tests.architecture import asking, hostile
from tests.architecture.conftest import Peopled
from tests.architecture.sweeping import Found, Place, Sweep, sweep
from tests.architecture.world import World
from tests.conftest import app_of_its_own, rolled_back

pytestmark = [pytest.mark.long, pytest.mark.each_database]


@pytest.fixture(scope="module")
def seed() -> int:
    """The same in every run, so that what is red was made so by a change; SWEEP_SEED for others."""
    return int(os.environ.get("SWEEP_SEED", "1"))


@pytest.fixture(scope="module")
def found(peopled: Peopled, seed: int) -> Found:
    return sweep(peopled, seed)


@pytest.fixture(autouse=True)
def context() -> None:
    """The sweep has a transaction of its own."""


def test_nothing_breaks(found: Found) -> None:
    assert found.broken == []


def test_the_sweep_reaches_into_pages_and_forms(found: Found, app: Flask) -> None:
    routes = asking.routes(app)
    read = {rule.rule for method, rule in routes if method == "GET"}
    sent = {rule.rule for method, rule in routes if method == "POST"}
    assert len(found.read) > len(read) * 0.7, sorted(read - found.read)
    assert len(found.sent) > len(sent) * 0.3, sorted(sent - found.sent)
    assert len(found.spoilt) > 350
    behind = {"/confirm/<token>", "/reset/<token>", "/two-factor/set-up/<token>"}
    assert behind <= found.sent, "forms behind a token that is good"
    assert {"/two-factor/code", "/two-factor/recovery"} <= found.read, "between password and code"


@pytest.mark.parametrize("name", sorted(hostile.HEADERS))
def test_no_header_breaks_a_page(app: Flask, name: str) -> None:
    for method, path in (("GET", "/case-studies"), ("POST", "/sign-in"), ("GET", "/no-such-page")):
        with app.app_context():
            value = {name: hostile.HEADERS[name]}
            answer = app.test_client().open(path, method=method, headers=value)
        assert answer.status_code < 500, f"{method} {path}"


planted = Blueprint("planted", __name__)


@planted.get("/planted/number")
@public
def number() -> str:
    return str(int(request.args.get("n") or 1))


@planted.get("/planted/offset")
@public
def offset() -> str:
    """A number, and too large for any database."""
    rows = request.args.get("n", "0")
    rows = rows if rows.isdecimal() and rows.isascii() else "0"
    return str(db.session.scalar(text("SELECT 1 LIMIT 1 OFFSET :rows"), {"rows": int(rows)}))


@planted.get("/planted/text")
@public
def raw() -> str:
    """Goes round what cleans a request; to SQLite a NUL is a character as any other."""
    sent = parse_qs(request.query_string.decode(), errors="replace").get("t", [""])
    return request.args.get("t", "") and str(db.session.scalar(text("SELECT :t"), {"t": sent[0]}))


@planted.get("/planted/part/<name>")
@public
def part(name: str) -> str:
    return str(int(name))


def test_the_sweep_finds_what_is_planted(
    app: Flask, database_name: str, seed: int, tmp_path: Path
) -> None:
    chapters = (*CHAPTERS, Chapter("planted", blueprints=(planted,)))
    with app_of_its_own(database_name, tmp_path, chapters) as other:
        places: list[Place] = [
            ("GET", rule, [("visitor", rule.rule.replace("<name>", "1"))])
            for rule in other.url_map.iter_rules()
            if rule.endpoint.startswith("planted.")
        ]
        nobody = World({}, {"visitor": None}, {})
        with rolled_back(other) as connection:
            found = Sweep(other, nobody, connection, seed, thoroughly=True).go(places)
    broken = {name for name in ("number", "offset", "text", "part")
              if any(f"/planted/{name}" in one for one in found.broken)}  # fmt: skip
    assert broken == {"number", "offset", "part", "text"} - (
        {"text"} if database_name == "sqlite" else set()
    )
