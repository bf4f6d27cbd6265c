"""Everything that happened to an application stands in its timeline, for each of its people in
words about them, and nothing that they may not know."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask

from award.accounts.models import User
from award.applications import jobs
from award.applications.models import Application
from award.applications.queries.timeline import timeline
from award.applications.rules.states import ApplicationState, CollaboratorRole, ExtensionKind
from award.applications.services import extending, handing_over, reopening, team
from award.foundation import clock
from award.foundation.db import db, transaction
from award.foundation.policy import Actor, Role
from tests.applications.test_reopening import lead_of, reopen, save, send, sent_now
from tests.applications.walking import url
from tests.build import accounts, applications, rounds
from tests.build import team as people
from tests.client import CheckedClient

DAY = timedelta(days=1)
HOUR = timedelta(hours=1)


def says(application: Application, reader: int | None = None) -> list[str]:
    return [step.says for step in timeline(application.id, reader)]


def staff_actor() -> Actor:
    person = accounts.user("Stef Staff", roles=(Role.STAFF,))
    return Actor(person.id, "Stef Staff", roles=frozenset({Role.APPLICANT, Role.STAFF}))


def extend(application: Application, days: int = 1) -> None:
    grant = extending.Grant(application.closes_at + days * DAY, ExtensionKind.ADJUSTMENT, "Illness")
    with transaction():
        extending.extend(application, grant, actor=staff_actor())


def test_what_happens_before_closing(app: Flask) -> None:
    application = sent_now()
    now = clock.now()
    with clock.at(now + HOUR):
        reopen(application)
    with clock.at(now + 2 * HOUR), transaction():
        row = reopening.reopen(application, actor=lead_of(application))
        reopening.close_again(row, keep=False, actor=lead_of(application))
    with clock.at(now + 3 * HOUR):
        reopen(application)
        save(application, problem="Zebrafinch nights")
    with clock.at(now + 4 * HOUR):
        send(application)
    with clock.at(now + 5 * HOUR):
        extend(application)
    told = says(application)
    assert told[:5] == [
        "You submitted the application: submission 1",
        "You opened it again to make changes",
        "It was closed again without changes: submission 1 stands",
        "You opened it again to make changes",
        "You submitted it again: submission 2",
    ]
    assert told[5] == "We keep it open for longer: until"
    assert timeline(application.id)[5].until == application.closes_at
    assert not any("Stef" in one or "Illness" in one or "djust" in one for one in told)


def test_what_was_opened_and_forgotten_has_lapsed(app: Flask) -> None:
    application = sent_now()
    reopen(application)
    with clock.at(application.closes_at + HOUR):
        jobs.lapse_reopenings()
        assert says(application)[-1] == (
            "It was not submitted again before it closed: submission 1 stands"
        )


@pytest.mark.parametrize("answered", [True, False])
def test_a_change_request_is_asked_and_sent_back_or_lapses(app: Flask, answered: bool) -> None:
    application = applications.submitted(rounds.closed_round())
    now = clock.now()
    with transaction():
        reopening.ask_changes(
            application, ("problem",), asks="Which nights?", until=now + 7 * DAY,
            actor=staff_actor(),
        )  # fmt: skip
    assert says(application)[-1] == "We asked for changes to some answers, by"
    if answered:
        save(application, problem="Saturday nights")
        with clock.at(now + DAY):
            send(application)
            assert says(application)[-1] == "You submitted it again: submission 2"
    else:
        with clock.at(now + 8 * DAY):
            jobs.lapse_reopenings()
            last = says(application)[-1]
            assert last == "The changes we asked for were not sent in time: submission 1 stands"
    assert not any("Stef" in one for one in says(application))


def test_each_reads_who_did_it(me: CheckedClient, lead: User) -> None:
    application = applications.complete(lead=lead)
    editor = people.collaborator(application, CollaboratorRole.EDITOR)
    row = people.last_of(application)
    with transaction():
        team.offer_lead(row, actor=lead_of(application))
    with transaction():
        handing_over.take_lead(row, actor=accounts.actor_of(accounts.account_of(editor.id)))
    assert says(application, editor.id) == ["You became the lead, in place of Ada Lead"]
    assert says(application, lead.id) == ["Bea Editor became the lead, in place of you"]
    assert "Bea Editor became the lead" in me.get(url(application)).text


@pytest.mark.any_database
def test_the_past_stays_while_it_is_open_again(me: CheckedClient, lead: User) -> None:
    application = sent_now(lead)
    reopen(application)
    page = me.get(url(application), budget=16)
    assert "You submitted the application" in page.text
    assert "You opened it again to make changes" in page.text
    assert "Submit it again before it closes, or submission 1 goes forward" in page.text
    assert "Being assessed" not in page.text


@pytest.mark.any_database
def test_and_while_changes_are_asked_for(me: CheckedClient, lead: User) -> None:
    application = applications.submitted(rounds.closed_round(), lead)
    with transaction():
        reopening.ask_changes(
            application, ("problem",), asks="Which nights?", until=clock.now() + 7 * DAY,
            actor=staff_actor(),
        )  # fmt: skip
    page = me.get(url(application), budget=16)
    assert "We asked for changes to some answers" in page.text
    assert "Send the changes we asked for, or submission 1 goes forward" in page.text
    assert "/team" in str(page.links())


def test_it_takes_as_many_statements_however_much_happened(me: CheckedClient, lead: User) -> None:
    application = sent_now(lead)
    few = len(me.get(url(application)).statements)
    for _ in range(3):
        reopen(application)
        save(application, problem=f"Nights {clock.now()}")
        send(application)
        extend(application, 1)
        db.session.expire_all()
    assert len(me.get(url(application)).statements) == few
    assert application.state == ApplicationState.SUBMITTED
