"""An answer that is kept apart is in no letter, no trail and no index, and is found by nobody who
searches. Pages and files are read in `test_routes.py`, which asks everybody for every one."""

from __future__ import annotations

import json

import pytest
from sqlalchemy import select, text

from award.applications.models import Application, Submission
from award.foundation.audit import AuditEvent
from award.foundation.db import db
from award.foundation.outbox import OutboxMessage
from award.rounds.models import QuestionSetVersion, Round
from tests.architecture import asking
from tests.architecture.conftest import Peopled
from tests.architecture.read_by_one import SEARCHED
from tests.architecture.readable import readable
from tests.architecture.world import PEOPLE, word

pytestmark = [pytest.mark.any_database, pytest.mark.long]

PLANTED = f"{word('scored')}-apart"


@pytest.fixture(autouse=True)
def context() -> None:
    """The world is committed: no test here needs a transaction of its own."""


def test_neither_answers_nor_letters_nor_the_trail_nor_the_index_have_it(peopled: Peopled) -> None:
    with peopled.undone():
        rows = db.session.execute(
            select(Submission.content, QuestionSetVersion.key == "apart")
            .join(Application, Application.id == Submission.application_id)
            .join(Round, Round.id == Application.round_id)
            .join(QuestionSetVersion, QuestionSetVersion.id == Round.question_set_id)
        ).all()
        letters = [f"{one.subject} {one.body}" for one in db.session.scalars(select(OutboxMessage))]
        events = [json.dumps(one.changes) for one in db.session.scalars(select(AuditEvent))]
        terms = db.session.execute(
            text("SELECT count(*) FROM search_posting WHERE term LIKE '%apart%'")
        ).scalar()
        titles = db.session.scalars(select(Application.title)).all()
    kept = [content["kept_apart"]["help"] for content, asked in rows if asked]
    assert kept
    assert letters
    assert events
    assert all("-apart" in one for one in kept)
    others = [json.dumps(content["answers"]) for content, _asked in rows]
    assert not [one for one in [*others, *letters, *events, *titles] if "-apart" in one]
    assert terms == 0


def test_nobody_finds_it(peopled: Peopled) -> None:
    """Nothing comes up by those words that isn't there for a word that nobody wrote."""
    with peopled.undone() as (world, connection):

        def answer(person: str, path: str) -> str:
            savepoint = connection.begin_nested()
            try:
                got, _ = asking.request_as(peopled.app, world.identities[person], "GET", path)
            finally:
                savepoint.rollback()
                db.session.remove()
            body = readable(got.get_data()) if got.status_code == 200 else ""
            got.close()
            return body

        found, read, access = [], 0, peopled.app.extensions["endpoint_access"]
        for method, rule in asking.routes(peopled.app):
            if method != "GET" or not rule.rule.startswith(SEARCHED):
                continue
            thing = asking.things_of(rule)[0]
            path = asking.path_of(peopled.app, world, rule, thing, method)
            for person in PEOPLE:
                if not asking.may(world, access[rule.endpoint], rule, thing, person):
                    continue  # refused, as `test_routes.py` sees
                body = answer(person, f"{path}?q={PLANTED}")
                read += bool(body)
                planted = world.keys["scored"]
                if planted in body and planted not in answer(person, f"{path}?q=nobodywroteit"):
                    found.append(f"{path} by {person}")
    assert read > 50
    assert found == []
