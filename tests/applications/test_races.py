"""Two people at the same moment: real threads, each with a connection of its own."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.exc import IntegrityError

from award.applications.changing import Reopening
from award.applications.models import Answer, AnswerConflict, Application, Submission
from award.applications.queries.applications import latest_submission, stored_answers
from award.applications.services import answering, reopening, submitting
from award.foundation import clock
from award.foundation.db import db, transaction
from award.foundation.errors import Refused
from award.foundation.outbox import OutboxMessage
from award.foundation.policy import Actor
from tests.build import applications
from tests.conftest import app_of_its_own
from tests.processes import HANGS

pytestmark = pytest.mark.each_database

PEOPLE = 4
QUIET = 1.5
"""Whoever asks the database nothing for so many seconds waits for it."""


@pytest.fixture
def own_app(database_name: str, tmp_path: Path) -> Iterator[Flask]:
    """An application with a database of its own, where commits are commits."""
    with app_of_its_own(database_name, tmp_path) as made, made.app_context():
        yield made


def at_once(app: Flask, act: Callable[[int], Any]) -> list[Any]:
    """What each thread's `act` gave or raised; all start together."""
    gate = threading.Barrier(PEOPLE)
    found: list[Any] = [None] * PEOPLE

    def run(number: int) -> None:
        with app.app_context():
            gate.wait()
            try:
                with transaction():
                    found[number] = act(number)
            except Exception as error:
                found[number] = error
            finally:
                db.session.remove()

    threads = [threading.Thread(target=run, args=(number,)) for number in range(PEOPLE)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return found


def behind(app: Flask, first: Callable[[], Any], second: Callable[[], Any]) -> Any:
    """What `second` gave, begun while `first` is done and not committed yet: it reads what was
    before, and waits for what `first` holds."""
    done, over, asked = threading.Event(), threading.Event(), list[float]()
    mine = threading.get_ident()

    def note(*_: Any) -> None:
        if threading.get_ident() == mine:
            asked.append(time.monotonic())

    def run() -> Any:
        with app.app_context():
            try:
                with transaction():
                    first()
                    done.set()
                    while not over.wait(0.05):
                        if asked and time.monotonic() - asked[-1] > QUIET:
                            break
            except Exception as error:
                return error
            finally:
                done.set()
                db.session.remove()
        return None

    with ThreadPoolExecutor(1) as pool:
        beside = pool.submit(run)
        done.wait(HANGS)
        sa.event.listen(sa.Engine, "before_cursor_execute", note)
        try:
            found = second()
        finally:
            over.set()
            sa.event.remove(sa.Engine, "before_cursor_execute", note)
    assert beside.result() is None
    return found


def count(kind: type[Any]) -> int:
    return db.session.scalar(sa.select(sa.func.count()).select_from(kind)) or 0


def test_of_several_first_answers_one_stands_and_the_rest_are_kept(own_app: Flask) -> None:
    application = applications.draft()
    actor, number = Actor(application.lead_id, "Ada Lead"), application.id
    db.session.remove()

    def act(who: int) -> tuple[int, int]:
        mine = db.session.get_one(Application, number)
        result = answering.save_answers(
            mine, {"problem": f"Text {who}"}, actor=actor, base_versions={"problem": 0}
        )
        return len(result.saved), len(result.conflicts)

    assert sorted(at_once(own_app, act)) == [(0, 1)] * (PEOPLE - 1) + [(1, 0)]
    kept = {*db.session.scalars(sa.select(AnswerConflict.value)),
            *db.session.scalars(sa.select(Answer.value))}  # fmt: skip
    assert kept == {f"Text {who}" for who in range(PEOPLE)}


def test_several_presses_of_submit_at_once_send_one(own_app: Flask) -> None:
    application = applications.complete()
    actor, number = Actor(application.lead_id, "Ada Lead"), application.id
    db.session.remove()

    def act(_who: int) -> str:
        mine = db.session.get_one(Application, number)
        return submitting.submit(mine, actor=actor, received_at=clock.now()).sha256

    results = at_once(own_app, act)
    assert [type(one) for one in results] == [str] * PEOPLE, results
    assert len(set(results)) == 1
    assert (count(Submission), count(OutboxMessage)) == (1, 1)


def test_a_save_beside_submitting_is_in_the_submission_or_refused(own_app: Flask) -> None:
    application = applications.complete()
    actor, number = Actor(application.lead_id, "Ada Lead"), application.id
    db.session.remove()

    def act(who: int) -> Any:
        mine = db.session.get_one(Application, number)
        if who == 0:
            return submitting.submit(mine, actor=actor, received_at=clock.now())
        values = {"problem": f"Text {who}"}
        return answering.save_answers(mine, values, actor=actor, base_versions={"problem": 1})

    results = at_once(own_app, act)
    others = [one for one in results[1:] if isinstance(one, Exception)]
    assert {type(one) for one in others} <= {Refused}, results
    submission = latest_submission(number)
    if submission is None:  # a conflict arose first, and stands in the way
        assert isinstance(results[0], Refused)
        return
    stored = stored_answers(number)["problem"].value
    assert submission.content["answers"]["problem"] == stored


def test_a_page_opened_before_submitting_cannot_save_after_it(own_app: Flask) -> None:
    """What was loaded a moment ago is looked at afresh under the lock."""
    application = applications.complete()
    actor, number = Actor(application.lead_id, "Ada Lead"), application.id
    db.session.remove()
    stale = db.session.get_one(Application, number)
    assert stale.state == "draft"
    db.session.commit()
    with own_app.app_context(), transaction():
        mine = db.session.get_one(Application, number)
        submitting.submit(mine, actor=actor, received_at=clock.now())
    with pytest.raises(Refused, match="no longer a draft"), transaction():
        answering.save_answers(
            stale, {"problem": "Late"}, actor=actor, base_versions={"problem": 1}
        )


def test_of_several_windows_that_submit_again_one_makes_the_next_submission(
    own_app: Flask,
) -> None:
    application = applications.submitted()
    actor, number = Actor(application.lead_id, "Ada Lead"), application.id
    with transaction():
        reopening.reopen(application, actor=actor)
    db.session.remove()

    def act(_who: int) -> int:
        mine = db.session.get_one(Application, number)
        return submitting.submit(mine, actor=actor, received_at=clock.now()).number

    assert at_once(own_app, act) == [2] * PEOPLE
    assert sorted(db.session.scalars(sa.select(Submission.number))) == [1, 2]


def test_submitting_again_and_closing_again_leave_one_that_stands(own_app: Flask) -> None:
    application = applications.submitted()
    actor, number = Actor(application.lead_id, "Ada Lead"), application.id
    with transaction():
        opened = reopening.reopen(application, actor=actor).id
    db.session.remove()

    def act(who: int) -> None:
        if who % 2:
            mine = db.session.get_one(Application, number)
            submitting.submit(mine, actor=actor, received_at=clock.now())
        else:
            row = db.session.get_one(Reopening, opened)
            reopening.close_again(row, keep=True, actor=actor)

    assert at_once(own_app, act) == [None] * PEOPLE
    [state] = db.session.scalars(sa.select(Reopening.state))
    numbers = sorted(db.session.scalars(sa.select(Submission.number)))
    assert (state, numbers) in (("sent", [1, 2]), ("closed", [1]))


def test_of_several_windows_that_open_it_again_one_does(own_app: Flask) -> None:
    application = applications.submitted()
    actor, number = Actor(application.lead_id, "Ada Lead"), application.id
    db.session.remove()

    def act(_who: int) -> int:
        mine = db.session.get_one(Application, number)
        return reopening.reopen(mine, actor=actor).id

    found = at_once(own_app, act)
    assert found == [found[0]] * PEOPLE
    assert db.session.scalars(sa.select(Reopening.state)).all() == ["open"]


def test_the_database_itself_refuses_a_second_open_one_and_a_second_number(own_app: Flask) -> None:
    application = applications.submitted()
    actor = Actor(application.lead_id, "Ada Lead")
    with transaction():
        row = reopening.reopen(application, actor=actor)
    again = {
        "application_id": application.id, "state": row.state, "kind": row.kind, "asks": "",
        "replaces": 1, "opened_by_id": application.lead_id, "opened_at": clock.now(),
    }  # fmt: skip
    with pytest.raises(IntegrityError):
        db.session.execute(sa.insert(Reopening).values(**again))
    db.session.rollback()
    first = latest_submission(application.id)
    assert first is not None
    same = {
        "application_id": application.id, "number": 1, "content": first.content,
        "sha256": first.sha256, "submitted_by_id": application.lead_id,
        "received_at": clock.now(),
    }  # fmt: skip
    with pytest.raises(IntegrityError):
        db.session.execute(sa.insert(Submission).values(**same))
    db.session.rollback()
