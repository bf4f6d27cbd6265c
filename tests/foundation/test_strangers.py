"""Emails to addresses that are no account’s: let go after a month, whatever their kind."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Flask

from award.challenges import services as challenging
from award.foundation import clock
from award.foundation.db import db, transaction
from award.foundation.delivery import deliver_due
from award.foundation.outbox import OutboxMessage
from award.foundation.policy import ANONYMOUS
from award.foundation.strangers import KEPT, let_go_of_letters
from award.sharing import services as sharing
from award.sharing.queries import OWNER
from tests.build import accounts, case_studies, challenges, complaints, enquiries, shares

STRANGER = "ola@example.org"


def left() -> list[OutboxMessage]:
    db.session.expire_all()
    return list(db.session.scalars(sa.select(OutboxMessage).order_by(OutboxMessage.id)))


def about_strangers() -> set[str]:
    """Kinds of email that went to somebody without an account."""
    enquiries.answered()
    complaints.answered()
    case_studies.asked_running(shares.published())
    told = challenges.challenge()
    with transaction():
        challenging.ask(told, question="Which?", actor=accounts.actor_of(accounts.user()))
    return {one.notice for one in left() if one.recipient == STRANGER}


@pytest.mark.each_database
def test_of_every_kind_nothing_is_left_but_that_it_went_out(app: Flask) -> None:
    kinds = about_strangers()
    assert {kind.partition(".")[0] for kind in kinds} == {
        "enquiry", "complaint", "share", "case_study", "challenge",
    }  # fmt: skip
    before = left()
    others = {one.id: one.body for one in before if one.recipient != STRANGER}
    assert others and let_go_of_letters() == 0
    with clock.at(clock.now() + KEPT + timedelta(hours=1)):
        assert let_go_of_letters() == 0, "what waits to be sent goes out first"
        deliver_due()
        assert let_go_of_letters() == len(before) - len(others)
        assert let_go_of_letters() == 0
    after = left()
    assert [(one.id, one.notice, one.about_id) for one in before] == [
        (one.id, one.notice, one.about_id) for one in after
    ]
    gone = [one for one in after if one.id not in others]
    assert {one.recipient + one.recipient_name + one.subject + one.body for one in gone} == {""}
    assert all(one.sent_at for one in gone)
    assert {one.id: one.body for one in after if one.id in others} == others


def test_who_opens_an_account_meanwhile_keeps_their_letters(app: Flask) -> None:
    enquiries.answered()
    deliver_due()
    accounts.user("Ola", STRANGER, roles=())
    with clock.at(clock.now() + KEPT + timedelta(hours=1)):
        assert let_go_of_letters() == 0


@pytest.mark.each_database
def test_an_address_given_for_one_thing_goes_with_it(app: Flask) -> None:
    staff = accounts.actor_of(accounts.user())
    asked = challenges.challenge()
    with transaction():
        challenging.ask(asked, question="Which?", actor=staff)
    shared = shares.shared()
    deliver_due(limit=1)
    assert {one.recipient for one in left()} >= {STRANGER}
    with transaction():
        challenging.count(asked, actor=staff)
    with transaction():
        sharing.withdraw(shared, whose=OWNER, actor=ANONYMOUS)
    found = left()
    assert STRANGER not in {one.recipient for one in found}
    assert {one.state for one in found if not one.recipient} == {"sent", "failed"}
    told = [one for one in found if one.notice == "share.came_in"]
    assert told and not any(one.body for one in told), "what staff were told had its title"
