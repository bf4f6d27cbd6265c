"""What becomes of a job when its worker is killed: real processes, and each thing done once."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask

from award.accounts.models import User
from award.applications.models import Application
from award.assessment.models.assignments import Assignment
from award.assessment.rules.asking import AskManyArguments
from award.foundation import audit, checks, clock, work
from award.foundation.db import db, transaction
from award.foundation.outbox import OutboxMessage
from award.foundation.policy import Role
from award.foundation.work import Job, JobState
from tests.build import assessment as build
from tests.build import many, rounds
from tests.build.accounts import actor_of, user
from tests.conftest import app_of_its_own
from tests.journeys.test_worker import LEASE, Mailbox, Post, eventually, kill

pytestmark = pytest.mark.journey
NUMBER = 1500


@pytest.fixture
def post(database_name: str, tmp_path: Path) -> Iterator[Post]:
    with app_of_its_own(database_name, tmp_path) as app:
        found = Post(app, tmp_path, Mailbox(), f"file:{tmp_path}/mail")
        try:
            yield found
        finally:
            for process in found.running:
                if process.poll() is None:
                    kill(process)


def asked(app: Flask) -> int:
    with app.app_context():
        bids = many.submitted(rounds.open_round(), NUMBER)
        round_id, references = bids[0].round_id, [bid.reference for bid in bids]
        person, actor = build.assessor(), actor_of(user(roles=(Role.STAFF,)))
        reference = bids[0].round.reference
        with transaction():
            return work.ask(
                "assessment.ask_many",
                AskManyArguments(reference, {str(person.id): references}, {}),
                title="Assign", total=NUMBER, actor=actor, round_id=round_id,
            ).id  # fmt: skip


def row(app: Flask, number: int) -> Job:
    with app.app_context():
        job = db.session.get_one(Job, number)
        db.session.expunge(job)
        return job


def test_killed_half_way_it_is_done_once_by_the_next(post: Post) -> None:
    number = asked(post.app)
    doomed = post.start_worker()
    eventually(lambda: row(post.app, number).done > 0, "a step is done")
    kill(doomed)
    left = row(post.app, number)
    assert left.state == JobState.RUNNING, f"too fast to be killed: {left.done}"
    assert 0 < left.done < NUMBER
    seen = left.seen_at
    assert seen is not None
    eventually(lambda: clock.now() > seen + timedelta(seconds=LEASE), "the lease is over")
    with post.worker():
        eventually(lambda: row(post.app, number).state == JobState.DONE, "the job is done")
    with post.app.app_context():
        made = sa.select(Assignment.application_id, sa.func.count())
        found = db.session.execute(made.group_by(Assignment.application_id)).all()
        assert [times for _, times in found] == [1] * NUMBER
        states = sa.select(Application.state).distinct()
        assert list(db.session.scalars(states)) == ["in_assessment"]
        letters = sa.select(OutboxMessage).where(OutboxMessage.notice == "assignment.assigned")
        letter = db.session.scalars(letters).one()
        assert letter.body.count("AIA-") == NUMBER
        assert list(audit.verify_chain()) == []
        wrong = [*checks.states(), *checks.moves()]
        assert [line for line in wrong if not line.startswith("application")] == []
        assert db.session.scalar(sa.select(sa.func.count()).select_from(User)) == 3
