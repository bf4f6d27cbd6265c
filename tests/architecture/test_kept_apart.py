"""An answer that is kept apart is read by nobody but those who gave it: every page, list, file and
letter that the URL map knows is asked, by everyone in the world, with such an answer planted in
every application."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from pypdf import PdfReader
from sqlalchemy import Connection, select, text

from award.applications.models import Application, Submission
from award.foundation.audit import AuditEvent
from award.foundation.db import db
from award.foundation.outbox import OutboxMessage
from tests.architecture import asking
from tests.architecture import world as worlds
from tests.architecture.world import World
from tests.build import applications, rounds
from tests.conftest import app_of_its_own, rolled_back

pytestmark = [pytest.mark.any_database, pytest.mark.long]

PLANTED = "Heliotropewords"
ANSWER = f"{PLANTED} of a machine"
LABEL = "What helped you to write this?"
SEARCHED = ("/manage", "/assess", "/case-studies")
QUESTION = """
[[sections]]
key = "apart"
title = "Kept apart"

[[sections.questions]]
key = "help"
kind = "long_text"
label = "What helped you to write this?"
short = "Help"
max_words = 50
kept_apart = true
unscored = "It is read by nobody."
"""
THEIRS = {"lead", "other"}
"""Who applies in the world, each for an organisation."""


@pytest.fixture(autouse=True)
def context() -> None:
    """The answers are plain data: no test here needs a transaction of its own."""


@pytest.fixture(scope="module")
def planted(
    app: Flask, database_name: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Flask, World]]:
    folder = tmp_path_factory.mktemp("apart")
    longer = folder / "with_apart.toml"
    small = rounds.SMALL_SET.read_text(encoding="utf-8")
    longer.write_text(small.replace('key = "small"', 'key = "apart"', 1) + QUESTION, "utf-8")
    answer = applications._answer

    def with_words(question: Any, limits: Any) -> Any:
        return ANSWER if question.kept_apart else answer(question, limits)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(rounds.question_set, "__defaults__", (longer,))
        patch.setattr(applications, "_answer", with_words)
        with app_of_its_own(database_name, folder) as own:
            with own.app_context():
                world = worlds.build()
                db.session.remove()
            yield own, world


def answers(
    app: Flask, world: World, connection: Connection, person: str
) -> Iterator[tuple[str, str]]:
    """Route and body of whatever the person is answered with 200."""
    for method, rule in asking.routes(app):
        for thing in asking.things_of(rule):
            path = asking.path_of(app, world, rule, thing, method)
            searches = method == "GET" and path.startswith(SEARCHED)
            for query in ("", f"?q={PLANTED}") if searches else ("",):
                savepoint = connection.begin_nested()
                try:
                    asked = asking.request_as(app, world.identities[person], method, path + query)
                finally:
                    savepoint.rollback()
                    db.session.remove()
                response = asked[0]
                data = response.get_data() if response.status_code == 200 else b""
                response.close()
                yield f"{method} {path}{query}", readable(data)


def readable(data: bytes) -> str:
    """The words of a page or a file: a PDF's are drawn, a workbook is a zip of XML."""
    if data.startswith(b"%PDF"):
        return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages)
    if data.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(data)) as parts:
            data = b"".join(parts.read(name) for name in parts.namelist())
    return data.decode("utf-8", "replace")


def test_it_is_planted_and_read_by_those_who_gave_it(planted: tuple[Flask, World]) -> None:
    app, world = planted
    with rolled_back(app) as connection:
        kept = db.session.scalars(select(Submission.content)).all()
        assert kept
        for content in kept:
            assert PLANTED in content["kept_apart"]["help"]
            assert PLANTED not in json.dumps(content["answers"])
        own = [where for where, body in answers(app, world, connection, "lead") if PLANTED in body]
    for page in ("/check", "/submission"):
        assert any(where.endswith(page) for where in own), page
    assert not [where for where in own if "as-read" in where], "what assessors get"


@pytest.mark.parametrize("person", sorted({"visitor", *worlds.ROLES} - THEIRS))
def test_nobody_else_reads_it_anywhere(planted: tuple[Flask, World], person: str) -> None:
    """Nor is the question itself in what is read of an application."""
    app, world = planted
    read, leaks = 0, []
    with rolled_back(app) as connection:
        for where, body in answers(app, world, connection, person):
            read += bool(body)
            about_a_round = where.partition(" ")[2].startswith(("/rounds/", "/manage/rounds/"))
            if ANSWER in body or (LABEL in body and not about_a_round):
                leaks.append(where)
    assert leaks == []
    assert read > 3


def test_neither_letters_nor_the_trail_nor_the_index_have_it(
    planted: tuple[Flask, World],
) -> None:
    app, _ = planted
    with rolled_back(app):
        letters = [f"{one.subject} {one.body}" for one in db.session.scalars(select(OutboxMessage))]
        events = [json.dumps(one.changes) for one in db.session.scalars(select(AuditEvent))]
        terms = db.session.execute(
            text("SELECT count(*) FROM search_posting WHERE term LIKE 'heliotrope%'")
        ).scalar()
        titles = db.session.scalars(select(Application.title)).all()
    assert letters and events
    assert not [one for one in [*letters, *events, *titles] if PLANTED in one]
    assert terms == 0
