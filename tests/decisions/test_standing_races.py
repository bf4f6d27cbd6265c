"""The ranking that is kept in rows while many submit at the same moment."""

from __future__ import annotations

import threading

import pytest
import sqlalchemy as sa
from flask import Flask

from award.assessment.models.assignments import Assignment
from award.assessment.models.kept import ScoreSummary
from award.assessment.services import scoring
from award.decisions.checks import rankings
from award.decisions.models import RoundLine
from award.foundation.db import db, transaction
from award.foundation.kept import Kept, keep_rows
from award.foundation.policy import Actor, Role
from tests.applications.test_races import own_app
from tests.build import applications, assessment, rounds
from tests.build.accounts import actor_of, user

pytestmark = [pytest.mark.long, pytest.mark.each_database]

__all__ = ["own_app"]


def test_sixty_who_submit_at_once_leave_the_ranking_that_the_rules_give(
    own_app: Flask, database_name: str
) -> None:
    """On SQLite only six: its writers wait for each other, and give up after ten seconds."""
    people = [assessment.assessor(f"Assessor {n}") for n in range(3)]
    bids = 20 if database_name == "postgresql" else 2
    round_ = rounds.open_round()
    staff = user("Sam Staff", roles=(Role.STAFF,))
    waiting = []
    for number in range(bids):
        application = applications.submitted(round_, title=f"Bid {number}")
        for place, person in enumerate(people):
            assignment = assessment.declared(application, person, staff=staff)
            scores = [1 + (number + place + n) % 10 for n in range(3)]
            values = assessment.sheet_values(application, scores, recommend=number % 3 > 0)
            scoring.save_sheet(assignment, values, {}, actor=actor_of(person))
            waiting.append((assignment.id, actor_of(person)))
    db.session.commit()
    keep_rows()
    number = round_.id
    db.session.remove()
    gate, errors = threading.Barrier(len(waiting) + 1), []

    def submit(assignment_id: int, actor: Actor) -> None:
        with own_app.app_context():
            gate.wait()
            try:
                with transaction():
                    found = db.session.get_one(Assignment, assignment_id)
                    scoring.submit_sheet(found, actor=actor)
            except Exception as error:
                errors.append(error)
            finally:
                db.session.remove()

    def rank() -> None:
        with own_app.app_context():
            gate.wait()
            keep_rows()
            db.session.remove()

    threads = [threading.Thread(target=submit, args=one) for one in waiting]
    threads.append(threading.Thread(target=rank))
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
    assert errors == []
    keep_rows()
    line = db.session.get_one(RoundLine, number, populate_existing=True)
    stamps = db.session.get_one(Kept, number, populate_existing=True)
    assert stamps.stamp == stamps.done >= len(waiting)
    assert line.ranked == line.everything == bids
    submitted = sa.select(sa.func.sum(ScoreSummary.submitted))
    assert db.session.scalar(submitted) == len(waiting)
    assert list(rankings()) == []
