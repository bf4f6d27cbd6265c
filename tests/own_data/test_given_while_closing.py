"""Whoever closes their account is given nothing at the same moment: no application to lead, no
part in one, no place in an organisation, no role. On both databases, whichever comes first."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask

from award.accounts.models import OrganisationMember, User, user_role
from award.accounts.services import people
from award.accounts.services.organisations import save_organisation
from award.applications.models import Application
from award.applications.services import drafting, handing_over
from award.applications.services import team as teams
from award.applications.together import Collaborator
from award.foundation.db import db, transaction
from award.foundation.errors import Refused
from award.foundation.policy import Actor, Role
from award.own_data.services.closing import close_account
from award.rounds.models import Round
from tests.build import applications, rounds, team
from tests.build.accounts import account_of, actor_of, user
from tests.conftest import app_of_its_own


def at_once(app: Flask, actor: Actor, act: Callable[[], object]) -> list[str]:
    """What became of the act, begun when the account is closed but not committed."""
    begun, log = threading.Event(), []

    def close() -> None:
        with app.app_context(), transaction():
            close_account(actor=actor)
            begun.set()
            time.sleep(1.5)

    def other() -> None:
        with app.app_context():
            begun.wait(30)
            try:
                with transaction():
                    act()
                log.append("done")
            except Refused as refused:
                log.append(str(refused))
            finally:
                db.session.remove()

    threads = [threading.Thread(target=one) for one in (close, other)]
    for one in threads:
        one.start()
    for one in threads:
        one.join(60)
    db.session.rollback()
    db.session.expire_all()
    return log


def held_by_nobody() -> list[str]:
    """What a closed account has."""
    closed = sa.select(User.id).where(User.active.is_(False))
    found = {
        "leads": sa.select(Application.id).where(Application.lead_id.in_(closed)),
        "takes part": sa.select(Collaborator.id).where(
            Collaborator.person_id.in_(closed), Collaborator.state == "accepted"
        ),
        "belongs": sa.select(OrganisationMember.user_id).where(
            OrganisationMember.user_id.in_(closed)
        ),
        "role": sa.select(user_role.c.user_id).where(user_role.c.user_id.in_(closed)),
    }
    return [what for what, query in found.items() if db.session.execute(query).first()]


def start(person: Actor) -> Callable[[], object]:
    number = rounds.open_round().id
    told = applications.eligibility(2)
    return lambda: drafting.start_application(
        db.session.get_one(Round, number), 2, actor=person, eligibility=told
    )


def accept(person: Actor) -> Callable[[], object]:
    row = team.invited(applications.draft(lead=user("Ann Lead", roles=())), person.email).id
    return lambda: teams.accept(db.session.get_one(Collaborator, row), "Org", actor=person)


def take_lead(person: Actor) -> Callable[[], object]:
    lead = user("Ann Lead", roles=())
    draft = applications.draft(lead=lead)
    number = there_id(person)
    team.joined(draft, account_of(number))
    row = db.session.scalars(sa.select(Collaborator)).one()
    with transaction():
        teams.offer_lead(row, actor=actor_of(account_of(lead.id)))
    number = row.id
    return lambda: handing_over.take_lead(db.session.get_one(Collaborator, number), actor=person)


def hand_over(person: Actor) -> Callable[[], object]:
    sent = applications.submitted(rounds.closed_round(), user("Ann Lead", roles=())).id
    staff, number = actor_of(user(roles=(Role.STAFF,))), there_id(person)

    def act() -> object:
        read = people.people.user_with_roles(number)
        assert read is not None
        one = db.session.get_one(Application, sent)
        return handing_over.hand_over(one, read, reason="They left", actor=staff)

    return act


def add_role(person: Actor) -> Callable[[], object]:
    admin, number = actor_of(user(roles=(Role.ADMIN,))), there_id(person)

    def act() -> object:
        read = people.people.user_with_roles(number)
        assert read is not None
        return people.add_role(read, Role.ASSESSOR, actor=admin)

    return act


def add_organisation(person: Actor) -> Callable[[], object]:
    values = {
        "name": "Brightwater Care", "org_type": "social_care_provider", "town": "Leeds",
        "address_line_1": "1 Mill Lane", "postcode": "LS1 4AP",
        "region": "Yorkshire and The Humber",
    }  # fmt: skip
    return lambda: save_organisation(None, values, actor=person)


def there_id(person: Actor) -> int:
    assert person.user_id is not None
    return person.user_id


GIVEN = (start, accept, take_lead, hand_over, add_role, add_organisation)


@pytest.mark.parametrize("given", GIVEN, ids=lambda one: one.__name__)
def test_nothing_is_given_to_who_closes(
    database_name: str, tmp_path: Path, given: Callable[[Actor], Callable[[], object]]
) -> None:
    with app_of_its_own(database_name, tmp_path) as app, app.app_context():
        person = actor_of(user("Pia Person", roles=()))
        act = given(person)
        db.session.commit()
        log = at_once(app, person, act)
        assert held_by_nobody() == [] and log != ["done"], log
        assert not db.session.get_one(User, person.user_id).active
