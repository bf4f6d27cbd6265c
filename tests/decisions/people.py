"""People in unusual positions."""

from __future__ import annotations

from award.accounts.models import User
from award.accounts.services import people
from award.applications.models import Application
from award.assessment.services import declaring
from award.foundation.db import transaction
from award.foundation.policy import SYSTEM, Role
from tests.build import assessment
from tests.build.accounts import actor_of


def conflicted(application: Application) -> User:
    """An assessor who declared a conflict of interest with it, and then joined the staff."""
    person = assessment.assessor("Bo Both")
    assignment = assessment.assigned(application, person)
    with transaction():
        declaring.declare_conflict(assignment, "family", "My sister", actor=actor_of(person))
    with transaction():
        people.add_role(person, Role.STAFF, actor=SYSTEM)
    return person
