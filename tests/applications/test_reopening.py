"""Open again and submitted again until closing: one submission stands at any moment."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from award.accounts.models import User
from award.applications import jobs
from award.applications.changing import Reopening
from award.applications.models import Application, Submission
from award.applications.queries import applications as reads
from award.applications.queries import drafts, reopenings
from award.applications.rules.seen import own_answers
from award.applications.services import answering, reopening, submitting
from award.foundation import checks, clock
from award.foundation.db import db, transaction
from award.foundation.digests import sha256_of
from award.foundation.errors import Refused
from award.foundation.outbox import OutboxMessage
from award.foundation.policy import Actor
from tests.build import accounts, applications
from tests.client import CheckedClient


def lead_of(application: Application) -> Actor:
    return Actor(application.lead_id, "Ada Lead")


def reopen(application: Application, actor: Actor | None = None) -> Reopening:
    with transaction():
        return reopening.reopen(application, actor=actor or lead_of(application))


def save(application: Application, **answers: Any) -> None:
    stored = reads.stored_answers(application.id)
    bases = {key: stored[key].version for key in answers if key in stored}
    with transaction():
        answering.save_answers(
            application, answers, actor=lead_of(application), base_versions=bases
        )


def send(application: Application) -> Submission:
    with transaction():
        return submitting.submit(application, actor=lead_of(application), received_at=clock.now())


def numbers(application: Application) -> list[int]:
    return [one.number for one in reopenings.submissions_of(application.id)]


def standing(application: Application) -> Submission:
    found = reads.latest_submission(application.id)
    assert found is not None
    return found


def sent_now(lead: User | None = None) -> Application:
    """Submitted a moment ago, to a round that is open."""
    application = applications.complete(lead=lead)
    send(application)
    return application


def subjects() -> list[str]:
    return list(db.session.scalars(sa.select(OutboxMessage.subject).order_by(OutboxMessage.id)))


def test_the_earlier_one_stands_until_it_is_replaced(app: Flask) -> None:
    application = sent_now()
    first = standing(application)
    reopen(application)
    save(application, problem="Zebrafinch nights", project_title="Another title")
    assert standing(application).id == first.id
    assert application.title == "Listening for falls at night"
    second = send(application)
    assert (second.number, numbers(application)) == (2, [2, 1])
    assert second.content["answers"]["problem"] == "Zebrafinch nights"
    assert application.title == "Another title"
    assert application.submitted_at == second.received_at
    assert application.state == "submitted"
    for one in (first, second):
        db.session.refresh(one)
        assert sha256_of(one.content) == one.sha256
    assert [*checks.CHECKS.all()] and not [*checks.states()] and not [*checks.moves()]


def test_each_submission_has_its_receipt(app: Flask) -> None:
    application = sent_now()
    reopen(application)
    save(application, problem="Other words")
    second = send(application)
    told = subjects()
    assert told[0].startswith(f"We have received {application.reference}")
    assert told[1].startswith(f"Open again: {application.reference}")
    assert told[2].startswith(f"We have received submission 2 of {application.reference}")
    body = db.session.scalars(sa.select(OutboxMessage.body).order_by(OutboxMessage.id)).all()[-1]
    assert second.sha256 in body


def test_pressed_twice_there_is_one_reopening_and_one_submission(app: Flask) -> None:
    application = sent_now()
    assert reopen(application).id == reopen(application).id
    save(application, problem="Other words")
    assert send(application).id == send(application).id
    assert numbers(application) == [2, 1]


def test_only_the_lead_may_open_it_again(app: Flask) -> None:
    application = sent_now()
    with pytest.raises(Refused):
        reopen(application, Actor(application.lead_id + 1000, "Somebody"))
    assert db.session.scalar(sa.select(sa.func.count(Reopening.id))) == 0


def test_the_deadline_of_reopening_is_the_second_of_closing(app: Flask) -> None:
    application = sent_now()
    closes_at = application.round.closes_at
    with clock.at(closes_at), pytest.raises(Refused, match=r"Submission 1 stands"):
        reopen(application)
    with clock.at(closes_at - timedelta(seconds=1)):
        reopen(application)
        save(application, problem="In the last second")
    with clock.at(closes_at), pytest.raises(Refused, match="Submission 1 stands"):
        send(application)
    assert numbers(application) == [1]
    with clock.at(closes_at), pytest.raises(Refused, match="round has closed"):
        save(application, problem="Too late")


def test_what_was_never_sent_again_lapses_and_everybody_is_told(app: Flask) -> None:
    application = sent_now()
    reopen(application)
    save(application, problem="Never sent")
    closes_at = application.round.closes_at
    with clock.at(closes_at + timedelta(minutes=4)):
        jobs.lapse_reopenings()
        assert db.session.scalars(sa.select(Reopening)).one().state == "open"
    with clock.at(closes_at + timedelta(minutes=6)):
        jobs.lapse_reopenings()
        jobs.lapse_reopenings()
    row = db.session.scalars(sa.select(Reopening)).one()
    assert (row.state, numbers(application)) == ("lapsed", [1])
    assert [one for one in subjects() if one.startswith("Submission 1 stands")] == [
        f"Submission 1 stands: {application.reference}: {application.title}"
    ]


def test_closed_again_the_changes_are_kept_for_another_time(app: Flask) -> None:
    application = sent_now()
    row = reopen(application)
    save(application, problem="Half a thought")
    with transaction():
        reopening.close_again(row, keep=True, actor=lead_of(application))
    assert (row.state, row.set_aside) == ("closed", None)
    with pytest.raises(Refused, match="no longer a draft"):
        save(application, problem="More")
    reopen(application)
    assert drafts.draft_of(application).answers["problem"] == "Half a thought"


def test_closed_again_what_was_sent_is_put_back_and_nothing_is_lost(app: Flask) -> None:
    application = sent_now()
    sent = own_answers(standing(application).content)
    row = reopen(application)
    save(application, problem="Half a thought", project_title=None)
    with transaction():
        reopening.close_again(row, keep=False, actor=lead_of(application))
    assert row.set_aside == {"problem": "Half a thought", "project_title": None}
    reopen(application)
    again = reads.own_application(lead_of(application), application.reference)
    assert again is not None
    assert drafts.draft_of(again).given == sent


def test_the_pages_from_reopening_to_the_second_receipt(me: CheckedClient, lead: User) -> None:
    application = sent_now(lead)
    ref = application.reference
    page = me.get(f"/applications/{ref}")
    assert "open it again to make changes" in page.text
    page = me.get(f"/applications/{ref}/reopen")
    assert "Submission 1 stands" in page.text
    page = me.follow(me.post(f"/applications/{ref}/reopen"))
    assert "Submission 1 stands. What you change now isn’t part of it" in page.text
    save(application, problem="Zebrafinch nights")
    page = me.get(f"/applications/{ref}/compare")
    assert "[added: Zebrafinch nights" in page.text
    page = me.get(f"/applications/{ref}/close-again")
    assert "Zebrafinch" in page.text
    assert me.get(f"/applications/{ref}/check").h1 == "Check your answers"
    send(application)
    page = me.get(f"/applications/{ref}")
    assert "replaced by submission 2" in page.text
    assert "Replaced by submission 2" in me.get(f"/applications/{ref}/submissions/1/receipt").text
    assert "Zebrafinch" in me.get(f"/applications/{ref}/submission").text
    assert "Zebrafinch" not in me.get(f"/applications/{ref}/submissions/1").text
    assert me.get(f"/applications/{ref}/submissions/3", status=404)


def test_every_text_that_stood_beside_an_answer_is_set_aside_and_can_be_read(
    app: Flask, client: CheckedClient
) -> None:
    """Several people may have written at once: none of their texts takes the place of another."""
    application = sent_now(accounts.user("Ada Lead", roles=()))
    row = reopen(application)
    base = {"problem": reads.stored_answers(application.id)["problem"].version}
    for text in ("Stands now", "Robin beside it", "Wren beside it"):
        with transaction():
            answering.save_answers(
                application, {"problem": text}, actor=lead_of(application), base_versions=base
            )
    with transaction():
        reopening.close_again(row, keep=False, actor=lead_of(application))
    kept = set((row.set_aside or {}).values())
    assert {"Stands now", "Robin beside it", "Wren beside it"} <= kept
    client.sign_in(accounts.account_of(application.lead_id))
    page = client.get(
        f"/applications/{application.reference}/compare?first=1&second=aside-{row.id}"
    )
    assert "Robin beside it" in page.text and "Wren beside it" in page.text
