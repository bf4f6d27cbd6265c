"""People who hold roles of the programme and have a tie to what `lead` of the world applied for."""

from __future__ import annotations

import secrets

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from award.accounts.models import Organisation, OrganisationMember, User
from award.accounts.services import people
from award.applications.models import Application
from award.applications.rules.states import CollaboratorRole, CollaboratorState
from award.applications.together import Collaborator
from award.assessment.services import declaring
from award.foundation import audit, clock
from award.foundation.db import db, transaction
from award.foundation.kept import keep_rows
from award.foundation.policy import SYSTEM, Role
from award.interests.rules.declared import InterestKind
from award.interests.services.declaring import Given, declare_interests
from tests.architecture.world import World
from tests.build import accounts, assessment

TIED = ("to score", "scored", "assessed")
"""What somebody `conflicted` can't meet."""


def application(world: World, name: str) -> Application:
    return db.session.execute(
        select(Application)
        .where(Application.reference == world.keys[name])
        .options(joinedload(Application.round))
    ).scalar_one()


def lead(_world: World, *roles: Role) -> User:
    """Who leads the applications, and is given roles of the programme."""
    found = select(User).where(User.email == "lead@world.example").options(joinedload(User.roles))
    lead = db.session.execute(found).unique().scalar_one()
    for role in roles:
        people.add_role(lead, role, actor=SYSTEM)
    lead.tf_primary_method, lead.tf_totp_secret = "authenticator", "set up in a test"
    audit.record(SYSTEM, "user_account.set_second_factor", lead)
    db.session.commit()
    return lead


def member(_world: World, *roles: Role) -> User:
    """Who holds roles of the programme, and belongs to the organisation that applied."""
    member = accounts.user("Member Person", roles=roles)
    home = db.session.scalars(select(Organisation).where(Organisation.name == "Marigold Care"))
    db.session.add(OrganisationMember(organisation_id=home.one().id, user_id=member.id))
    db.session.commit()
    return member


def invited(world: World, *roles: Role) -> User:
    """Whose address was invited to the applications, and has not answered."""
    person = accounts.user("Invited Person", roles=roles)
    _put_in(world, person, CollaboratorState.INVITED, CollaboratorRole.EDITOR)
    return person


def editor(world: World, *roles: Role) -> User:
    """Who works on the applications."""
    person = accounts.user("Editor Person", roles=roles)
    _put_in(world, person, CollaboratorState.ACCEPTED, CollaboratorRole.EDITOR)
    return person


def viewer(world: World, *roles: Role) -> User:
    """Who may read the applications."""
    person = accounts.user("Viewer Person", roles=roles)
    _put_in(world, person, CollaboratorState.ACCEPTED, CollaboratorRole.VIEWER)
    return person


def former(world: World, *roles: Role) -> User:
    """Who worked on the applications, and was taken off."""
    person = accounts.user("Former Person", roles=roles)
    _put_in(world, person, CollaboratorState.REMOVED, CollaboratorRole.EDITOR)
    return person


def _put_in(world: World, person: User, state: CollaboratorState, role: CollaboratorRole) -> None:
    """Into all that `lead` leads, in whatever state: by rows, since drafts alone take people."""
    lead, now = world.actors["lead"].user_id or 0, clock.now()
    was_in = state != CollaboratorState.INVITED
    for key in db.session.scalars(select(Application.id).where(Application.lead_id == lead)):
        db.session.add(
            Collaborator(
                application_id=key, email=person.email, role=role, state=state,
                person_id=person.id if was_in else None, accepted_at=now if was_in else None,
                ended_at=now if state == CollaboratorState.REMOVED else None,
                token_digest=secrets.token_hex(32), invited_by_id=lead, expires_at=now,
            )
        )  # fmt: skip
    db.session.commit()


def conflicted(world: World, *roles: Role) -> User:
    """Who was an assessor, declared a conflict with those `TIED`, and has other roles now."""
    person = accounts.user("Conflicted Person", roles=(Role.ASSESSOR,))
    for name in TIED:
        assignment = assessment.assigned(application(world, name), person)
        with transaction():
            declaring.declare_conflict(
                assignment, "collaboration", "", actor=accounts.actor_of(person)
            )
    _becomes(person, roles)
    return person


def declared(_world: World, *roles: Role) -> User:
    """Who was an assessor, declared an employer that applied, and has other roles now."""
    person = accounts.user("Declared Person", roles=(Role.ASSESSOR,))
    employer = [Given(InterestKind.EMPLOYMENT, "Marigold Care Ltd")]
    with transaction():
        declare_interests(person, employer, nothing=False, actor=accounts.actor_of(person))
    _becomes(person, roles)
    keep_rows()
    return person


def _becomes(person: User, roles: tuple[Role, ...]) -> None:
    with transaction():
        if Role.ASSESSOR not in roles:
            people.remove_role(person, Role.ASSESSOR, actor=SYSTEM)
        for role in set(roles) - {Role.ASSESSOR}:
            people.add_role(person, role, actor=SYSTEM)
