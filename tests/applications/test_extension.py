"""One application stays open for longer than its round: everything heeds it, to the second."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
import sqlalchemy as sa
from flask import Flask

from award.accounts.models import User
from award.applications.changing import Extension
from award.applications.models import Application
from award.applications.rules.moments import to_the_minute
from award.applications.rules.states import CollaboratorRole, ExtensionKind
from award.applications.services import extending
from award.design.formatters import long_datetime
from award.foundation import clock
from award.foundation.db import db, transaction
from award.foundation.errors import Refused
from award.foundation.outbox import OutboxMessage
from award.foundation.policy import Actor, Role
from tests.applications.test_reopening import lead_of, numbers, reopen, save, send, sent_now
from tests.build import accounts, applications, rounds, team
from tests.client import CheckedClient

DAY = timedelta(days=1)
SECOND = timedelta(seconds=1)


@pytest.fixture
def staff(app: Flask) -> User:
    return accounts.user("Stef Staff", roles=(Role.STAFF,))


def actor_of(staff: User) -> Actor:
    return Actor(staff.id, "Stef Staff", roles=frozenset({Role.APPLICANT, Role.STAFF}))


def extend(application: Application, staff: User, until: datetime) -> Extension:
    grant = extending.Grant(until, ExtensionKind.CIRCUMSTANCES, "A flood")
    with transaction():
        return extending.extend(application, grant, actor=actor_of(staff))


def test_a_second_past_closing_works_and_a_second_past_the_extension_does_not(staff: User) -> None:
    round_ = rounds.open_round()
    application, other = applications.complete(round_), applications.complete(round_)
    closes_at = application.round.closes_at
    until = closes_at + DAY
    extend(application, staff, until)
    with clock.at(closes_at + SECOND):
        save(application, problem="Later than others")
        with pytest.raises(Refused, match="round has closed"):
            save(other, problem="Later than others")
    with clock.at(until), pytest.raises(Refused, match="round has closed"):
        save(application, problem="Too late")
    with clock.at(until), pytest.raises(Refused, match="round has closed"):
        send(application)
    with clock.at(until - SECOND):
        assert send(application).number == 1
        reopen(application)
        save(application, problem="And once more")
        assert send(application).number == 2
    with clock.at(until), pytest.raises(Refused, match="Submission 2 stands"):
        reopen(application)
    assert numbers(application) == [2, 1]


def test_it_is_told_recorded_and_only_ever_later(staff: User) -> None:
    application = applications.complete()
    closes_at = application.round.closes_at
    row = extend(application, staff, closes_at + 2 * DAY)
    assert (row.reason, row.kind) == ("A flood", "circumstances")
    [message] = db.session.scalars(sa.select(OutboxMessage))
    assert message.recipient == application.lead.email
    assert "flood" not in message.body.lower()
    for until in (closes_at + DAY, closes_at + 2 * DAY):
        with pytest.raises(Refused, match="later than when it closes now"):
            extend(application, staff, until)
    with clock.at(closes_at + 3 * DAY), pytest.raises(Refused, match="later"):
        extend(application, staff, closes_at + 2 * DAY + SECOND)
    with pytest.raises(Refused):
        extending.extend(
            application,
            extending.Grant(closes_at + 5 * DAY, ExtensionKind.FAULT, "For me"),
            actor=lead_of(application),
        )


def test_a_round_that_closes_later_keeps_its_later_moment(staff: User) -> None:
    application = sent_now()
    application.extended_until = application.round.closes_at - DAY
    assert application.closes_at == application.round.closes_at


def test_the_pages_of_the_lead_say_so_and_work(me: CheckedClient, lead: User, staff: User) -> None:
    application = applications.complete(lead=lead)
    ref, closes_at = application.reference, application.round.closes_at
    extend(application, staff, closes_at + DAY)
    with clock.at(closes_at + SECOND):
        me = CheckedClient(me.app).sign_in(lead)
        page = me.get(f"/applications/{ref}")
        assert "The round has closed" not in page.text
        assert "Closes" in page.text
        assert me.get(f"/applications/{ref}/check").h1 == "Check your answers"
        assert "hours left" in me.get("/applications").text
    with clock.at(closes_at + DAY):
        me = CheckedClient(me.app).sign_in(lead)
        assert "The round has closed" in me.get(f"/applications/{ref}").text


def test_staff_find_it_grant_it_and_see_it(client: CheckedClient, staff: User) -> None:
    application = applications.complete()
    ref, until = application.reference, application.round.closes_at + DAY
    client.sign_in(staff)
    page = client.post("/manage/extensions", {"application": ref.lower()})
    assert page.location.endswith(f"/manage/applications/{ref}/extension")
    page = client.post(page.location, {}, status=200)
    assert "Enter a date and a time" in page.text
    local = clock.london(until)
    client.post(
        f"/manage/applications/{ref}/extension",
        {
            "until-day": local.day,
            "until-month": local.month,
            "until-year": local.year,
            "until-time": f"{local:%H:%M}",
            "kind": "circumstances",
            "reason": "A flood in the office",
        },
    )
    page = client.get("/manage/extensions")
    assert ref in page.text
    assert application.title not in page.text
    assert "A flood in the office" in client.get(f"/manage/applications/{ref}/extension").text


def test_lists_of_the_round_say_until_when_it_is_open(staff: User, client: CheckedClient) -> None:
    round_ = rounds.open_round(reference="LISTED-1")
    longer, usual = applications.submitted(round_), applications.submitted(round_)
    draft = applications.draft(round_, answers={"project_title": "Only its writers know"})
    until = round_.closes_at + DAY
    for one in (longer, draft):
        extend(one, staff, until)
    client.sign_in(staff)
    said = f"Open until {to_the_minute(until)} (extension)"
    page = client.get("/manage/rounds/LISTED-1/applications")
    assert page.text.count(said) == 1 and usual.reference in page.text
    page = client.get("/manage/rounds/LISTED-1/shortlist")
    assert page.text.count(f"Open until {long_datetime(until)} (extension)") == 1
    page = client.get("/manage/rounds/LISTED-1")
    assert "2 applications stay open for longer" in page.text
    page = client.get("/manage/extensions")
    assert "Not submitted: only its writers see its title" in page.text
    assert "Only its writers know" not in page.text and "A draft" not in page.text
    with clock.at(until):
        client.sign_in(staff)
        assert "Open until" not in client.get("/manage/rounds/LISTED-1/shortlist").text
        assert said not in client.get("/manage/rounds/LISTED-1/applications").text
        assert "stay open for longer" not in client.get("/manage/rounds/LISTED-1").text


@pytest.mark.parametrize("kind", list(ExtensionKind))
def test_everybody_who_writes_it_is_told_the_date_and_nobody_the_reason(
    staff: User, kind: ExtensionKind
) -> None:
    """Whatever it is granted for, an adjustment too."""
    application = applications.complete()
    editor = team.collaborator(application, CollaboratorRole.EDITOR)
    viewer = team.collaborator(application, CollaboratorRole.VIEWER, "Vi Viewer")
    until = application.closes_at + DAY
    db.session.execute(sa.delete(OutboxMessage))
    with transaction():
        grant = extending.Grant(until, kind, "A flood")
        extending.extend(application, grant, actor=actor_of(staff))
    told = {one.recipient: one for one in db.session.scalars(sa.select(OutboxMessage))}
    assert set(told) == {application.lead.email, editor.email} and viewer.email not in told
    for one in told.values():
        assert long_datetime(until) in one.body
        assert "flood" not in one.body.lower() and "adjustment" not in one.body.lower()
