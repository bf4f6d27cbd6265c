"""Everybody who is invited hears once that the second stage is open."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from award.accounts.models import User
from award.applications.jobs import tell_of_openings
from award.applications.queries import applications as reads
from award.applications.services import continuing
from award.applications.services.handing_over import hand_over
from award.decisions.rules.states import Outcome
from award.foundation import clock
from award.foundation.db import db, transaction
from award.foundation.outbox import OutboxMessage
from award.foundation.policy import SYSTEM
from award.rounds.models import Round
from award.rounds.services.rounds import update_round
from tests.build import accounts, applications, rounds, two_stages
from tests.client import CheckedClient

ANNOUNCED, OPENS, CLOSES = 1, 3, 20


def letters() -> list[OutboxMessage]:
    query = select(OutboxMessage).where(OutboxMessage.notice == "application.second_stage")
    return list(db.session.scalars(query.order_by(OutboxMessage.id)))


@pytest.fixture
def later(app: Flask) -> tuple[Round, Round]:
    """The second stage opens in three days."""
    return two_stages.pair(opens_at=clock.shifted(days=OPENS), closes_at=clock.shifted(days=CLOSES))


def test_once_it_opens_each_lead_is_told_once(
    client: CheckedClient, later: tuple[Round, Round], lead: User
) -> None:
    first, second = later
    application = two_stages.invited(first, lead)
    other = accounts.user("Olu Other", roles=())
    two_stages.decided(applications.submitted(first, other), Outcome.REJECT)
    mine = client.sign_in(lead).get("/applications", budget=9)
    assert f"You are invited to the second stage, {second.title}. It opens" in mine.text
    tell_of_openings()
    assert letters() == [], "not before"
    with clock.at(clock.shifted(days=OPENS + 1)):
        tell_of_openings()
        tell_of_openings()
    (letter,) = letters()
    assert letter.recipient == lead.email
    assert application.reference in letter.subject and second.title in letter.body
    assert (
        "It closes" in letter.body and "Your answers to 3 questions are carried over" in letter.body
    )
    assert f"/applications/{application.reference}/next-stage" in letter.body


def test_its_dates_may_move_and_nobody_hears_twice(later: tuple[Round, Round], lead: User) -> None:
    two_stages.invited(later[0], lead)
    with clock.at(clock.shifted(days=OPENS + 1)):
        tell_of_openings()
    values = rounds.changed(
        rounds.whole(later[1].id), opens_at=clock.shifted(days=OPENS + 5),
        closes_at=clock.shifted(days=CLOSES + 5),
    )  # fmt: skip
    with transaction():
        update_round(rounds.whole(later[1].id), values, actor=SYSTEM)
    with clock.at(clock.shifted(days=OPENS + 6)):
        tell_of_openings()
    assert len(letters()) == 1


def test_who_is_invited_once_it_is_open_hears_too(stages: tuple[Round, Round], lead: User) -> None:
    two_stages.invited(stages[0], lead)
    tell_of_openings()
    late = accounts.user("Lena Late", roles=())
    two_stages.invited(stages[0], late)
    tell_of_openings()
    assert [one.recipient for one in letters()] == [lead.email, late.email]


def test_the_lead_of_that_day_is_told_and_who_has_begun_is_not(
    stages: tuple[Round, Round], lead: User, staff: User
) -> None:
    handed = two_stages.invited(stages[0], lead)
    heir, quick = (accounts.user(name, roles=()) for name in ("Hal Heir", "Quin Quick"))
    two_stages.continued(two_stages.invited(stages[0], quick), quick)
    with transaction():
        hand_over(
            reads.applications_with_rounds([handed.id])[0], heir, reason="A new manager",
            actor=accounts.actor_of(staff),
        )  # fmt: skip
    tell_of_openings()
    assert [one.recipient for one in letters()] == [heir.email]


def test_once_it_has_closed_nobody_is_told(stages: tuple[Round, Round], lead: User) -> None:
    two_stages.invited(stages[0], lead)
    with clock.at(stages[1].closes_at):
        tell_of_openings()
    assert letters() == []


def test_of_two_workers_one_tells(stages: tuple[Round, Round], lead: User) -> None:
    application = two_stages.invited(stages[0], lead)
    with transaction():
        assert continuing.tell_of_opening(application.id, actor=SYSTEM)
    with transaction():
        assert not continuing.tell_of_opening(application.id, actor=SYSTEM)
    assert len(letters()) == 1
