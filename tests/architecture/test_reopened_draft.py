"""What is changed after it was submitted is read by nobody but those who change it: every page,
list, file and letter that the URL map knows is asked, by everyone in the world, with other words
in the draft of every application that can be open again."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select, text

from award.applications.models import Application
from award.applications.queries.applications import own_application, stored_answers
from award.applications.rules import changing
from award.applications.rules.states import ASSESSABLE
from award.applications.services import answering, reopening
from award.foundation import clock
from award.foundation.db import db, transaction
from award.foundation.outbox import OutboxMessage
from award.foundation.policy import Actor, Role
from award.rounds.queries.question_sets import question_set
from tests.architecture import world as worlds
from tests.architecture.read_by_one import answers
from tests.architecture.world import World
from tests.build import accounts
from tests.conftest import app_of_its_own, rolled_back

pytestmark = [pytest.mark.any_database, pytest.mark.long]

PLANTED = "Heliotropewords"


@pytest.fixture(autouse=True)
def context() -> None:
    """The answers are plain data: no test here needs a transaction of its own."""


@pytest.fixture(scope="module")
def planted(
    database_name: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Flask, World]]:
    with app_of_its_own(database_name, tmp_path_factory.mktemp("reopened")) as own:
        with own.app_context():
            world = worlds.build()
            _plant()
            db.session.remove()
        yield own, world


def _plant() -> None:
    """Through the services, so that whatever follows an answer follows these."""
    staff = accounts.actor_of(accounts.user("Asking Person", roles=(Role.STAFF,)))
    states = db.session.execute(
        select(Application.lead_id, Application.reference, Application.state)
    ).all()
    opened = 0
    for lead_id, reference, state in states:
        lead = Actor(lead_id, "The Lead")
        application = own_application(lead, reference)
        if state not in ASSESSABLE or application is None:
            continue
        texts = [
            q for q in question_set(application.round.question_set_id) if q.of_kind.in_own_words
        ]
        asked = [q.key for q in texts if q.asked({}, application.phase)]
        with transaction():
            if state == "submitted" and clock.now() < changing.until(application):
                reopening.reopen(application, actor=lead)
            else:
                with clock.at(max(clock.now(), changing.until(application))):
                    reopening.ask_changes(
                        application, asked, asks="Other words, please", actor=staff,
                        until=clock.now() + timedelta(days=9),
                    )  # fmt: skip
        stored = stored_answers(application.id)
        with transaction():
            answering.save_answers(
                application,
                dict.fromkeys(asked, f"{PLANTED} again"),
                actor=lead,
                base_versions={key: stored[key].version for key in asked if key in stored},
            )
        opened += 1
    assert opened > 2


def test_those_who_write_it_read_it(planted: tuple[Flask, World]) -> None:
    app, world = planted
    with rolled_back(app) as connection:
        own = [
            where
            for where, body in answers(app, world, connection, "lead", PLANTED)
            if PLANTED in body
        ]
    for page in ("/check", "/compare"):
        assert any(where.endswith(page) for where in own), page
    for way in ("as-read", "as-an-assessor", "/submission", ".docx", ".pdf"):
        assert not [where for where in own if way in where], "what was sent"


@pytest.mark.parametrize("person", ("assigned", "auditor", "publisher", "staff"))
def test_nobody_else_reads_it_anywhere(planted: tuple[Flask, World], person: str) -> None:
    app, world = planted
    read, leaks = 0, []
    with rolled_back(app) as connection:
        for where, body in answers(app, world, connection, person, PLANTED):
            read += bool(body)
            if f"{PLANTED} again" in body:
                leaks.append(where)
    assert leaks == []
    assert read > 3


def test_neither_letters_nor_titles_nor_the_index_have_it(planted: tuple[Flask, World]) -> None:
    app, _ = planted
    with rolled_back(app):
        letters = [f"{one.subject} {one.body}" for one in db.session.scalars(select(OutboxMessage))]
        titles = db.session.scalars(select(Application.title)).all()
        terms = db.session.execute(
            text("SELECT count(*) FROM search_posting WHERE term LIKE 'heliotrope%'")
        ).scalar()
    assert letters and not [one for one in letters if PLANTED in one]
    assert titles and not [one for one in titles if PLANTED in one]
    assert not terms
