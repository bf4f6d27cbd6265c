"""An email is written while its case study is taken down, or by two workers: whichever is first,
nobody is told of what is not public, and nobody twice. On both databases."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask

from award.case_studies.models import CaseStudy
from award.case_studies.services import publication
from award.foundation import clock
from award.foundation.db import db, transaction
from award.foundation.policy import SYSTEM, Actor, Role
from award.watching.models import Watch
from award.watching.queries.news import Found, Plan
from award.watching.services import telling
from tests.accounts.letters import told
from tests.build import case_studies, watches
from tests.build.accounts import actor_of, user
from tests.conftest import app_of_its_own

pytestmark = [pytest.mark.each_database]


@pytest.fixture
def own(database_name: str, tmp_path: Path) -> Iterator[Flask]:
    with app_of_its_own(database_name, tmp_path) as app, app.app_context():
        yield app


def both(app: Flask, first: Callable[[], object], second: Callable[[], object]) -> None:
    """The second begins when the first is made but not committed."""
    begun = threading.Event()

    def early() -> None:
        with app.app_context(), transaction():
            first()
            begun.set()
            time.sleep(1)

    def late() -> None:
        with app.app_context():
            begun.wait(30)
            with transaction():
                second()

    threads = [threading.Thread(target=one) for one in (early, late)]
    for one in threads:
        one.start()
    for one in threads:
        one.join(60)
    db.session.rollback()
    db.session.expire_all()


def ready() -> tuple[Callable[[], object], Callable[[], object]]:
    """Somebody follows all, and two case studies were published since: what tells of them, and what
    takes one of them down."""
    watch: Watch = watches.followed()
    since = clock.now()
    gone, kept = (
        case_studies.published(title="This goes"),
        case_studies.published(title="This stays"),
    )
    staff: Actor = actor_of(user(roles=(Role.STAFF,)))
    found = {watch.asked_key: Found(frozenset({gone.id, kept.id}))}
    plan = Plan([watch.watcher_id], since - timedelta(seconds=1), clock.now(), found)
    number = gone.id
    db.session.commit()

    def tell() -> object:
        return telling.tell(plan, plan.due, base_url="http://localhost", actor=SYSTEM)

    def take_down() -> object:
        study = case_studies.again(db.session.get_one(CaseStudy, number))
        return publication.take_down(study, reason="A mistake", actor=staff)

    return tell, take_down


def test_taken_down_while_an_email_is_written(own: Flask) -> None:
    tell, take_down = ready()
    both(own, tell, take_down)
    assert told("watch.news") == []
    with transaction():
        tell()
    (letter,) = told("watch.news")
    assert "This stays" in letter.body and "This goes" not in letter.body


def test_written_while_it_is_taken_down(own: Flask) -> None:
    tell, take_down = ready()
    both(own, take_down, tell)
    (letter,) = told("watch.news")
    assert "This stays" in letter.body and "This goes" not in letter.body


def test_two_workers_tell_once(own: Flask) -> None:
    tell, _take_down = ready()
    both(own, tell, tell)
    assert len(told("watch.news")) == 1
