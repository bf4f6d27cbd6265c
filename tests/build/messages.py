"""Conversations, through the services."""

from __future__ import annotations

from award.accounts.models import User
from award.accounts.services import people
from award.applications.models import Application
from award.applications.rules.states import CollaboratorRole, CollaboratorState
from award.applications.together import Collaborator
from award.foundation import clock
from award.foundation.db import db, transaction
from award.foundation.policy import SYSTEM, Role
from award.messages.models import Thread
from award.messages.services import write
from tests.build.accounts import account_of, actor_of


def thread(application: Application, person: User, words: str = "May we?") -> Thread:
    """A committed conversation that somebody of the application began."""
    with transaction():
        return write(application, words, subject="A question", actor=actor_of(person))


def join(application: Application, person: User, role: CollaboratorRole) -> None:
    """As somebody who joined while it was a draft; by a row, since it was submitted since."""
    now = clock.now()
    row = Collaborator(
        application_id=application.id, email=person.email, person_id=person.id, role=role,
        state=CollaboratorState.ACCEPTED, token_digest=f"{person.id:064d}", expires_at=now,
        invited_by_id=application.lead_id, accepted_at=now,
    )  # fmt: skip
    with transaction():
        db.session.add(row)


def make_staff(person: User) -> None:
    """Another role than before."""
    with transaction():
        account = account_of(person.id)
        people.remove_role(account, Role.ASSESSOR, actor=SYSTEM)
        people.add_role(account, Role.STAFF, actor=SYSTEM)
