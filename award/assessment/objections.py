"""What assessment has against changes of roles: whoever scores does so apart, to the end."""

from __future__ import annotations

from award.accounts.models import User
from award.applications.models import Application
from award.assessment.queries import assigning, workload
from award.foundation.errors import Refused
from award.foundation.policy import Role


def scores_apart(user: User, *, role: Role) -> Refused | None:
    """Nobody who reads every sheet may have one of their own to fill in."""
    if role not in workload.SEES_ALL:
        return None
    return _has_work(user, "Scores count only if they are given without sight of others’.")


def leaves_work(user: User, *, role: Role) -> Refused | None:
    """An assessment is never left with somebody who can't do it."""
    return _has_work(user) if role is Role.ASSESSOR else None


def never_assessed_it(application: Application, *, person: User) -> Refused | None:
    """Whoever was asked to assess it, and whatever came of that, may not lead it."""
    if not assigning.assignments_between([application.id], person.id):
        return None
    words = f"{person.name} has been asked to assess this application, so can’t lead it."
    return Refused(words, field="person", rule="application.assessed")


def _has_work(user: User, why: str = "") -> Refused | None:
    number = workload.open_count(user.id)
    if not number:
        return None
    many = "1 application" if number == 1 else f"{number} applications"
    words = (
        f"{user.name} has {many} to assess. The programme team has to remove "
        f"{'it' if number == 1 else 'those'} first, on the page “Assessors”. {why}"
    )
    return Refused(words.strip(), field="role", rule="assessor.has_work")
