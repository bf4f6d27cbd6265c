"""What becomes of a change request while it waits: more time, or it is taken back."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from award.accounts.models import User
from award.applications.models import Application
from award.applications.queries.applications import stored_answers
from award.foundation import clock
from award.foundation.db import db
from award.foundation.outbox import OutboxMessage
from award.foundation.policy import Role
from tests.applications.test_change_request import ask, closed
from tests.applications.test_reopening import numbers, save, send
from tests.build import accounts, assessment
from tests.client import CheckedClient

DAY = timedelta(days=1)


@pytest.fixture
def staff(app: Flask) -> User:
    return accounts.user("Stef Staff", roles=(Role.STAFF,))


def at(application: Application, more: str) -> str:
    return f"/manage/applications/{application.reference}/{more}"


def until(days: int) -> dict[str, Any]:
    moment = clock.london(clock.now() + timedelta(days=days))
    parts = {"day": moment.day, "month": moment.month, "year": moment.year, "time": "5pm"}
    return {f"until-{part}": str(value) for part, value in parts.items()}


def letters(subject: str) -> list[OutboxMessage]:
    chosen = sa.select(OutboxMessage).where(OutboxMessage.subject.startswith(subject))
    return [*db.session.scalars(chosen)]


def test_no_assessor_is_named_to_the_applicant(client: CheckedClient, staff: User) -> None:
    application = closed()
    assessment.assigned(application, assessment.assessor("Amina Karim"))
    page = at(application, "ask-for-changes")
    client.sign_in(staff)
    asks = {"questions": "problem", "asks": "Amina Karim asks for nights", **until(9)}
    told = client.post(page, {**client.get(page).form_values(), **asks}, status=200)
    assert "Take out “Amina Karim”" in told.described("asks")
    asks = {
        **client.get(page).form_values(),
        **asks,
        "asks": "Say which nights, as reviewer 2 asks",
    }
    told = client.post(page, asks, status=200)
    assert "Does “reviewer 2” tell who assesses?" in told.described("asks")
    client.post(page, {**asks, "about_nobody": "asks|reviewer 2"})
    page = at(application, "ask-for-changes/back")
    back = {**client.get(page).form_values(), "reason": "Karim is content"}
    assert "Take out “Karim”" in client.post(page, back, status=200).described("reason")
    back["reason"] = "Amina is content"
    assert "Does “Amina” tell who assesses" in client.post(page, back, status=200).described(
        "reason"
    )
    client.post(page, {**back, "about_nobody": "reason|Amina"})


def test_more_time_is_given_and_the_lead_is_told(client: CheckedClient, staff: User) -> None:
    application = closed()
    ask(application, staff, "problem", days=2)
    client.sign_in(staff)
    assert "Give more time" in client.get(at(application, "submissions")).links()
    page = at(application, "ask-for-changes/longer")
    sooner = client.post(page, {**client.get(page).form_values(), **until(1)}, status=200)
    assert "Choose a moment after the one that was set" in sooner.text
    client.post(page, {**client.get(page).form_values(), **until(9)})
    [told] = letters("You have until")
    assert told.recipient == application.lead.email
    assert "more time than was set first" in client.get(at(application, "submissions")).text
    with clock.at(clock.now() + 5 * DAY):
        save(application, problem="Saturday nights")
        send(application)
    assert numbers(application) == [2, 1]
    assert "more time given, until" in client.get(at(application, "submissions")).text


def test_taken_back_nothing_changes_any_more(client: CheckedClient, staff: User) -> None:
    application = closed()
    row = ask(application, staff, "problem")
    save(application, problem="Half an answer")
    client.sign_in(staff)
    page = at(application, "ask-for-changes/back")
    empty = client.post(page, {**client.get(page).form_values(), "reason": " "}, status=200)
    assert "Say why the request is taken back" in empty.text
    why = "We found it in your Gantt chart."
    client.post(page, {**client.get(page).form_values(), "reason": why})
    db.session.expire_all()
    assert (row.state, numbers(application)) == ("closed", [1])
    assert row.set_aside == {"problem": "Half an answer"}
    stored = stored_answers(application.id)["problem"]
    assert (stored.value, stored.author_id) != ("Half an answer", staff.id)
    [told] = letters("You no longer need to change anything")
    assert why in told.body and "Submission 1 stands" in told.body
    assert f"Why it was taken back: {why}" in client.get(at(application, "submissions")).text
    again = client.post(page, {"csrf_token": client.csrf_token(), "reason": why}, status=200)
    assert "No change request is waiting" in again.text and why in again.text
    client.sign_in(accounts.account_of(application.lead_id))
    mine = client.get(f"/applications/{application.reference}")
    assert "We took our request back" in mine.text
    asked = client.get(f"/applications/{application.reference}/problem", status=302)
    assert asked.location.endswith(application.reference), "what stands is read, not changed"


@pytest.mark.any_database
@pytest.mark.parametrize("page", ("ask-for-changes/longer", "ask-for-changes/back"))
def test_nobody_else_does(client: CheckedClient, staff: User, page: str) -> None:
    application = closed()
    ask(application, staff, "problem")
    for role in (Role.ASSESSOR, Role.PUBLISHER):
        client.sign_in(accounts.user(roles=(role,)))
        client.get(at(application, page), status=404)
    client.sign_in(application.lead)
    client.get(at(application, page), status=404)
    own = closed(staff)
    client.sign_in(staff)
    client.get(at(own, page), status=404)
