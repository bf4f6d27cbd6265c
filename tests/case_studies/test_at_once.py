"""A case study is taken down while its team, whoever asks it and staff still do something about its
page: whoever is second finds what the first left. On both databases."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from award.case_studies.later import RunningQuestion, StudyUpdate, TeamQuestion
from award.case_studies.models import CaseStudy
from award.case_studies.queries import asking as queries
from award.case_studies.queries.asked_due import question_to_act_on
from award.case_studies.queries.running import question_by
from award.case_studies.queries.updates import update_about
from award.case_studies.rules.running import Running
from award.case_studies.services import answering, asking, publication, running, updates
from award.foundation.db import db, transaction
from award.foundation.errors import Refused, there
from award.foundation.outbox import OutboxMessage
from award.foundation.policy import ANONYMOUS, Role
from tests.build import asking as asked
from tests.build import case_studies as build
from tests.build.accounts import actor_of, user
from tests.case_studies.test_updates import faults
from tests.case_studies.test_updates_end import news, told_of
from tests.watching.test_at_once import both, own

__all__ = ["own"]
pytestmark = [pytest.mark.each_database]

Act = Callable[[], object]


def ready() -> tuple[int, Act, dict[str, Act]]:
    """A public case study, what takes it down, and what is about its page."""
    study = build.published()
    slug, key = study.slug, study.id
    lead = asked.lead_of(study)
    staff = actor_of(user(roles=(Role.STAFF,)))
    waits = asked.asked(study).number
    begun = asked.asked(study, confirmed=False, email="else@asker.example").id
    _asked, link = build.asked_running(study)
    told_of(study, "Waits to be published", stages=("production",))
    db.session.commit()

    def again() -> CaseStudy:
        return build.again(db.session.get_one(CaseStudy, key))

    def answered() -> object:
        question = there(queries.question_for_team(lead, slug, waits), "it")
        return answering.answer(question, words="In a month", publish=True, actor=lead)

    def told() -> object:
        question = there(question_by(ANONYMOUS, link.rsplit("/", 1)[-1]), "it")
        return running.answer(question, Running.STOPPED, "No money", actor=ANONYMOUS)

    acts: dict[str, Act] = {
        "answer": answered,
        "confirm": lambda: asking.confirm(there(question_to_act_on(begun), "it"), actor=ANONYMOUS),
        "running": told,
        "write": lambda: updates.write(again(), news("Late"), actor=lead),
        "publish": lambda: updates.publish(there(update_about(again(), 1), "it"), actor=staff),
    }
    return key, lambda: publication.take_down(again(), reason="A mistake", actor=staff), acts


def test_nothing_is_done_about_a_page_that_is_being_taken_down(own: Flask) -> None:
    key, take_down, acts = ready()
    letters = sa.select(sa.func.count()).select_from(OutboxMessage)
    refused: dict[str, Any] = {}

    def late(name: str) -> None:
        with own.app_context():
            try:
                with transaction():
                    acts[name]()
                refused[name] = None
            except Refused as error:
                refused[name] = error

    threads = [threading.Thread(target=late, args=(name,)) for name in acts]
    with transaction():
        take_down()
        before = db.session.scalar(letters)
        for one in threads:
            one.start()
        time.sleep(1)
    for one in threads:
        one.join(60)
    db.session.rollback()
    db.session.expire_all()
    assert {name for name in acts if not refused.get(name)} == set()
    assert faults() == [] and not db.session.get_one(CaseStudy, key).public
    states = sa.select(TeamQuestion.state).order_by(TeamQuestion.id)
    assert db.session.scalars(states).all() == ["waiting", "unconfirmed"]
    assert db.session.scalars(sa.select(RunningQuestion.answer)).all() == [None]
    assert db.session.scalars(sa.select(StudyUpdate.state)).all() == ["declined"]
    assert db.session.scalar(letters) == before


def test_what_is_put_on_the_page_before_goes_with_it(own: Flask) -> None:
    key, take_down, acts = ready()
    both(own, acts["answer"], take_down)
    assert not db.session.get_one(CaseStudy, key).public and faults() == []
    states = sa.select(TeamQuestion.state, TeamQuestion.team_agrees).order_by(TeamQuestion.id)
    assert db.session.execute(states).first() == ("answered", False)


def test_two_who_ask_one_team_at_once_are_both_heard(own: Flask) -> None:
    slug = build.published().slug
    both(
        own,
        lambda: asked.asked_in_one(slug, email="one@asker.example"),
        lambda: asked.asked_in_one(slug, email="two@asker.example"),
    )
    asked_now = sa.select(TeamQuestion.number, TeamQuestion.email).order_by(TeamQuestion.number)
    assert db.session.execute(asked_now).all() == [
        (1, "one@asker.example"), (2, "two@asker.example"),
    ]  # fmt: skip


def test_two_who_confirm_at_once_don_t_overshoot_what_one_team_takes(
    own: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    study = build.published()
    monkeypatch.setattr(asking, "MOST_WAITING", 1)
    keys = [asked.asked(study, confirmed=False, email=f"{one}@asker.example").id for one in "ab"]
    refused: list[str] = []

    def confirm(key: int) -> None:
        try:
            asking.confirm(there(question_to_act_on(key), "it"), actor=ANONYMOUS)
        except Refused as error:
            refused.append(str(error))

    both(own, lambda: confirm(keys[0]), lambda: confirm(keys[1]))
    assert refused == [asking.FULL]
    states = sa.select(TeamQuestion.state).order_by(TeamQuestion.id)
    assert db.session.scalars(states).all() == ["waiting", "unconfirmed"]
