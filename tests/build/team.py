"""People who work on applications that others lead."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa

from award.accounts.models import User
from award.applications.models import Application
from award.applications.queries.team import team_of
from award.applications.rules.states import CollaboratorRole
from award.applications.services import team
from award.applications.together import Collaborator
from award.foundation import audit
from award.foundation.db import Base, db, transaction
from award.foundation.policy import Actor, Role
from award.rounds.models import Round
from tests.build import accounts, applications


def _lead(application: Application) -> Actor:
    return accounts.actor_of(accounts.account_of(application.lead_id))


def invited(
    application: Application, address: str, role: CollaboratorRole = CollaboratorRole.EDITOR
) -> Collaborator:
    """A committed invitation."""
    with transaction():
        return team.invite(application, address, role, actor=_lead(application))


def collaborator(
    application: Application,
    role: CollaboratorRole,
    name: str = "Bea Editor",
    roles: Iterable[Role] = (),
    organisation: str = "Bramble Homecare",
) -> User:
    """A new account that was invited and has accepted."""
    person = accounts.user(name, roles=roles)
    joined(application, person, role, organisation)
    return person


def joined(
    application: Application,
    person: User,
    role: CollaboratorRole = CollaboratorRole.EDITOR,
    organisation: str = "Bramble Homecare",
) -> None:
    row = invited(application, person.email, role)
    with transaction():
        team.accept(row, organisation, actor=accounts.actor_of(person))


def token_of(body: str) -> str:
    """Out of an invitation."""
    found = re.search(r"/taking-part/(\S+)", body)
    assert found
    return found[1]


def number_of(application: Application, person: User) -> int:
    """As the addresses of pages name somebody."""
    return next(one.id for one in team_of(application.id) if one.person_id == person.id)


def many(like: Application, person: User, count: int) -> None:
    """So many more drafts that the person works on, of one lead, by statements. Committed."""
    round_ = db.session.get_one(Round, like.round_id)
    one = applications.draft(round_, accounts.user("Lead Of Many", roles=()))
    joined(one, person)
    row = _row("application", id=one.id)
    copies: Any = [{**row, "reference": f"{one.reference}-{at:05d}"} for at in range(1, count)]
    tables = Base.metadata.tables
    db.session.execute(sa.insert(tables["application"]), copies, execution_options=audit.AS_TOLD)
    copied = Application.reference.like(f"{one.reference}-%")
    row = _row("collaborator", application_id=one.id)
    rows: Any = [
        {**row, "application_id": key, "token_digest": f"{key:064d}"}
        for key in db.session.scalars(sa.select(Application.id).where(copied))
    ]
    db.session.execute(sa.insert(tables["collaborator"]), rows)
    db.session.commit()


def _row(name: str, **where: int) -> dict[str, Any]:
    """As it stands, without its key."""
    table = Base.metadata.tables[name]
    chosen = sa.select(table).filter_by(**where)
    row = dict(db.session.execute(chosen).mappings().one())
    del row["id"]
    return row


def last_of(draft: Application) -> Collaborator:
    """Whom it has invited last, afresh."""
    db.session.expire_all()
    rows = db.session.scalars(
        sa.select(Collaborator)
        .where(Collaborator.application_id == draft.id)
        .order_by(Collaborator.id)
    )
    return rows.all()[-1]


def lead_of(draft: Application) -> str:
    """The address of who leads it."""
    return db.session.scalars(sa.select(User.email).where(User.id == draft.lead_id)).one()
