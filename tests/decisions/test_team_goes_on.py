"""Who worked on a first stage works on the second; organisations that apply too are asked again."""

from __future__ import annotations

import re

import sqlalchemy as sa

from award.accounts.models import User
from award.applications.models import Application
from award.applications.queries.team import team_of
from award.applications.rules.states import CoApplicantState, CollaboratorRole
from award.applications.services import co_applicants, submitting
from award.applications.services import team as services
from award.applications.together import CoApplicant
from award.decisions.rules.states import Outcome
from award.foundation import arrival, clock
from award.foundation.db import db, transaction
from award.foundation.policy import ANONYMOUS
from award.rounds.models import Round
from tests.accounts.letters import letters
from tests.build import accounts, applications, two_stages
from tests.build import team as teams
from tests.build.applications import while_open
from tests.client import CheckedClient

PARTNER = "manager@brightwater.example"


def confirmed(draft: Application, lead: User) -> None:
    with transaction():
        row = co_applicants.ask_to_confirm(
            draft, "Brightwater Care", PARTNER, actor=accounts.actor_of(lead)
        )
        co_applicants.answer(row, "Jo Manager", "Owner", confirms=True, actor=ANONYMOUS)


def test_they_go_along_and_are_told(
    client: CheckedClient, stages: tuple[Round, Round], lead: User
) -> None:
    draft = applications.complete(stages[0], lead=lead)
    with clock.at(while_open(stages[0])):
        bea = teams.collaborator(draft, CollaboratorRole.EDITOR, "Bea Editor")
        vic = teams.collaborator(draft, CollaboratorRole.VIEWER, "Vic Viewer")
        gone = teams.collaborator(draft, CollaboratorRole.EDITOR, "Gus Gone")
        teams.invited(draft, "waiting@example.org")
        row = next(one for one in team_of(draft.id) if one.person_id == gone.id)
        with transaction():
            services.leave(db.session.get_one(teams.Collaborator, row.id), actor=actor(gone))
        confirmed(draft, lead)
        with transaction():
            submitting.submit(draft, actor=actor(lead), received_at=arrival.moment())
    two_stages.decided(draft, Outcome.INVITE)
    client.sign_in(lead)
    path = f"/applications/{draft.reference}/next-stage"
    client.post(path, client.get(path, budget=8).form_values())
    second = db.session.scalars(
        sa.select(Application).where(Application.continues_id == draft.id)
    ).one()
    there = {one.name: (one.role, one.organisation) for one in team_of(second.id)}
    assert there == {
        "Bea Editor": (CollaboratorRole.EDITOR, "Bramble Homecare"),
        "Vic Viewer": (CollaboratorRole.VIEWER, "Bramble Homecare"),
    }
    letter = letters(bea.email)[-1]
    assert letter.notice == "collaborator.brought"
    assert second.reference in letter.body
    assert [one for one in letters(vic.email) if one.notice == "collaborator.brought"]
    for address in (gone.email, "waiting@example.org", lead.email):
        assert not [one for one in letters(address) if one.notice == "collaborator.brought"]
    client.sign_in(vic)
    assert second.reference in client.get("/applications", budget=8).text
    asked = db.session.scalars(
        sa.select(CoApplicant).where(CoApplicant.application_id == second.id)
    ).one()
    assert (asked.organisation, asked.state) == ("Brightwater Care", CoApplicantState.ASKED)
    link = re.search(r"(/confirming/\S+)", letters(PARTNER)[-1].body)
    assert link
    client.sign_in(None)
    assert "Brightwater Care" in client.get(link[1]).text


def actor(person: User) -> accounts.Actor:
    return accounts.actor_of(accounts.account_of(person.id))
