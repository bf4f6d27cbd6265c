"""People in unusual positions."""

from __future__ import annotations

from award.accounts import services as accounts
from award.accounts.models import User
from award.applications.models import Application
from award.assessment import services as assessing
from award.foundation.db import transaction
from award.foundation.policy import SYSTEM, Role
from tests.build import assessment
from tests.build.accounts import actor_of


def conflicted(application: Application) -> User:
    """An assessor who declared a conflict of interest with it, and then joined the staff."""
    person = assessment.assessor("Bo Both")
    assignment = assessment.assigned(application, person)
    with transaction():
        assessing.declare_conflict(assignment, "family", "My sister", actor=actor_of(person))
    with transaction():
        accounts.add_role(person, Role.STAFF, actor=SYSTEM)
    return person
