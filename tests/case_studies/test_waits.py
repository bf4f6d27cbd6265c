"""What waits for somebody stands above their applications, whichever chapter it comes from."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from award.accounts.models import User
from award.accounts.services import joining
from award.applications.models import Application
from award.applications.rules.states import CollaboratorRole
from award.applications.services import reopening, requests, team
from award.foundation import clock
from award.foundation.db import db, transaction
from award.foundation.policy import Actor, Role
from award.foundation.waits import WAITS
from award.messages.services import answer
from tests.build import (
    accounts,
    applications,
    assessment,
    case_studies,
    messages,
    rounds,
    two_stages,
)
from tests.build import team as teams
from tests.client import CheckedClient


def shown(client: CheckedClient, person: User) -> list[str]:
    page = client.sign_in(person).get("/applications", budget=9)
    found = [one for one in page.all("section") if one.get("class") == "app-waits"]
    lines = [line for one in found for line in one.iter("li")]
    return [" ".join(" ".join(line.itertext()).split()) for line in lines]


def staff() -> Actor:
    person = accounts.user("Stef Staff", "stef@staff.example", roles=(Role.STAFF,))
    return Actor(person.id, person.name, roles=frozenset({Role.APPLICANT, Role.STAFF}))


def a_draft(me: User) -> None:
    applications.draft(lead=me)


def of_another(me: User, role: CollaboratorRole = CollaboratorRole.EDITOR) -> Actor:
    """The lead of an application that I work on."""
    lead = accounts.user("Lee", roles=())
    teams.joined(applications.draft(lead=lead), me, role)
    return accounts.actor_of(lead)


def an_editors_draft(me: User) -> None:
    of_another(me)


def a_section(me: User) -> None:
    lead = of_another(me)
    row = teams.last_of(latest())
    with transaction():
        requests.ask_for_section(row, "summary", clock.today(), "", actor=lead)


def a_lead_offered(me: User) -> None:
    lead = of_another(me)
    row = teams.last_of(latest())
    with transaction():
        team.offer_lead(row, actor=lead)


def latest() -> Application:
    return db.session.scalars(select(Application).order_by(Application.id.desc())).first()  # type: ignore[return-value]


def a_change_request(me: User) -> None:
    application = applications.submitted(rounds.closed_round(), me)
    with transaction():
        reopening.ask_changes(
            application, ["problem"], asks="Which nights?", until=clock.now() + timedelta(days=7),
            actor=staff(),
        )  # fmt: skip


def opened_again(me: User) -> None:
    application = applications.submitted(rounds.open_round(), me)
    with transaction():
        reopening.reopen(application, actor=accounts.actor_of(me))


def a_second_stage(me: User) -> None:
    first, _second = two_stages.pair()
    two_stages.invited(first, me)


def a_case_study(me: User) -> None:
    case_studies.sent(case_studies.funded(lead=me))


def a_message(me: User) -> None:
    application = applications.submitted(rounds.open_round(), me)
    begun = messages.thread(application, me)
    with transaction():
        answer(application, "You may.", number=begun.number, actor=staff())


def a_stranger_at_the_door(me: User) -> None:
    accounts.organisation(me, name="Ours", company_number="01234567")
    stranger = accounts.user("Ash Asker", "ash@elsewhere.example", roles=())
    with transaction():
        joining.ask_to_join("company_number", "01234567", actor=accounts.actor_of(stranger))


WAITING: list[tuple[Callable[[User], Any], str]] = [
    (a_draft, "Finish and submit it: .*, by .*"),
    (an_editors_draft, "Go on with your part of it: .*"),
    (a_section, "Answer “.*”: .*, by .*"),
    (a_lead_offered, "Say whether you will lead it: .*"),
    (a_change_request, "Change what you were asked to change: .*, by .*"),
    (opened_again, "Submit it again, or what you sent stands: .*"),
    (a_second_stage, "Start the second stage: .*, by .*"),
    (a_case_study, "Read and answer its case study: .*"),
    (a_message, "Read the message “A question”: .*"),
    (a_stranger_at_the_door, "Say whether Ash Asker acts for it: Ours.*"),
]


@pytest.mark.parametrize(("made", "says"), WAITING, ids=lambda one: getattr(one, "__name__", ""))
def test_what_waits_stands_on_top_for_whom_it_waits(
    app: Flask, client: CheckedClient, made: Callable[[User], Any], says: str
) -> None:
    me = accounts.user("Mo Mine", "mo@mine.example", roles=())
    made(me)
    assert any(re.fullmatch(says, line) for line in shown(client, me)), shown(client, me)
    assert shown(client, accounts.user("Other", "other@else.example", roles=())) == []


def test_what_is_done_waits_no_more(app: Flask, client: CheckedClient) -> None:
    me = accounts.user("Mo Mine", "mo@mine.example", roles=())
    applications.submitted(rounds.open_round(), me)
    of_another(me, CollaboratorRole.VIEWER)
    with clock.at(clock.now() - timedelta(days=90)):
        applications.draft(rounds.open_round(), lead=me)
    assert shown(client, me) == [], "sent, only read, or closed"


def test_an_assessor_is_told_how_many_are_left_and_by_when(
    app: Flask, client: CheckedClient
) -> None:
    me, other = assessment.assessor("Ash"), assessment.assessor("Bea")
    round_ = rounds.closed_round()
    first, second = (applications.submitted(round_) for _ in range(2))
    for one in (first, second):
        assessment.assigned(one, me)
    due = clock.long_date(clock.london(round_.assessment_due_at).date())
    client.get("/")  # what everybody reads is remembered
    client.sign_in(me)
    links = client.get("/", budget=13).links()
    assert links[f"Assess 2 applications: {round_.title}"] == "/assess"
    assert due in client.get("/", budget=13).text
    client.sign_in(other)
    assert "Assess 2" not in client.get("/", budget=13).text, "what others have is not theirs"


def test_every_chapter_with_something_is_asked(app: Flask) -> None:
    assert {*WAITS.all()} == {
        "accounts", "applications", "assessment", "case_studies", "messages",
    }  # fmt: skip
