"""Closing an account takes one name out of letters, and nothing else: no other word, no link,
nobody else's name, whatever the person is called."""

from __future__ import annotations

import re

import pytest
import sqlalchemy as sa
from flask import Flask

from award.applications.rules.states import CollaboratorRole
from award.applications.services import team as teams
from award.foundation.db import db, transaction
from award.foundation.delivery import deliver_due
from award.foundation.outbox import OutboxMessage, notices
from award.own_data.rules.closing import FORMER
from award.own_data.services.closing import close_account
from tests.build import applications, rounds, team
from tests.build.accounts import account_of, actor_of, user

NAMES = ("application", "a", "Ada", "AIA", "Lee", "http", ";1b0-5;", "é.*(")


def letters() -> dict[int, tuple[str, str]]:
    db.session.expire_all()
    rows = db.session.execute(
        sa.select(OutboxMessage.id, OutboxMessage.subject, OutboxMessage.body).where(
            OutboxMessage.notice != "user_account.closed"
        )
    )
    return {row.id: (row.subject, row.body) for row in rows}


def links(text: str) -> list[str]:
    return re.findall(r"\S+://\S+", text)


@pytest.mark.parametrize("name", NAMES)
def test_a_stranger_changes_nobodys_letter(app: Flask, name: str) -> None:
    applications.submitted(rounds.closed_round(), user("Adalbert Leeming", roles=()))
    draft = applications.draft(lead=user("Lee Lead", roles=()))
    team.invited(draft, "ada@example.org")
    stranger = actor_of(user(name, "stranger@example.org", roles=()))
    before = letters()
    with transaction():
        close_account(actor=stranger)
    assert {number: letters()[number] for number in before} == before


@pytest.mark.parametrize("sent", [True, False])
@pytest.mark.parametrize("name", NAMES)
def test_only_their_name_goes_out_of_theirs(app: Flask, name: str, sent: bool) -> None:
    """They took part: a former user did. The words around, and links, are those of before."""
    lead = user("Lee Lead", roles=())
    draft = applications.draft(lead=lead)
    other = user(name, "other@example.org", roles=())
    theirs = user(name, "closing@example.org", roles=())
    number, actor = theirs.id, actor_of(theirs)
    for person in (other, theirs):
        team.joined(draft, person)
    for person in (other, theirs):
        row = next(r for r in draft_team(draft.id) if r.person_id == person.id)
        with transaction():
            teams.leave(row, actor=actor_of(account_of(person.id)))
    if sent:
        deliver_due()
    before = letters()
    with transaction():
        close_account(actor=actor)
    after = letters()
    told = {  # whom each letter is from or to
        row.id: row
        for row in db.session.scalars(sa.select(OutboxMessage))
        if row.notice != "user_account.closed"
    }
    changed = {n for n in before if before[n] != after[n]}
    assert changed
    assert all(f";{number}" not in told[n].names for n in before)
    for n in changed:
        assert FORMER in "".join(after[n])
        assert links(after[n][1]) == links(before[n][1])
        called = (name, "closing@example.org")  # an invitation greets an address
        assert before[n] in [tuple(p.replace(FORMER, one) for p in after[n]) for one in called]
    mine = [n for n in before if told[n].recipient == "other@example.org"]
    assert mine and not changed & set(mine)
    left = [n for n in before if told[n].notice == "collaborator.left" and n not in changed]
    assert len(left) == 1 and name in before[left[0]][0] + before[left[0]][1]


def draft_team(number: int) -> list[teams.Collaborator]:
    rows = sa.select(teams.Collaborator).where(teams.Collaborator.application_id == number)
    return list(db.session.scalars(rows))


def test_an_address_goes_wherever_it_stands_by_itself(app: Flask) -> None:
    lead = user("Lee Lead", "lee@lead.example", roles=())
    draft = applications.draft(lead=lead)
    team.collaborator(draft, CollaboratorRole.EDITOR, "Bea")
    row = team.invited(draft, "ada@example.org")
    ada = user("Ada", "ada@example.org", roles=())
    actor = actor_of(ada)
    with transaction():
        teams.decline(row, actor=actor)
    with transaction():
        close_account(actor=actor)
    bodies = [subject + body for subject, body in letters().values()]
    assert not any("ada@example.org" in one for one in bodies)
    assert any(FORMER in one for one in bodies)


def test_every_notice_that_names_somebody_says_whose_name_it_is(app: Flask) -> None:
    """Fields that stand for people, of every notice: `naming.named` fills them in."""
    people = {"by", "person", "lead", "assessor_name", "signed"}
    said = {
        f"{one.key}: {key}"
        for one in notices().values()
        for words in one.samples.values()
        for key, value in words.items()
        if value in {"Kim Example", "Ada Example", "Noor Example"} and key not in people
    }
    assert said == {"co_applicant.confirmed: name", "co_applicant.declined: name"}, (
        "say whose name it is with `naming.named`, and add the field here"
    )
