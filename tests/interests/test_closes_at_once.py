"""What somebody declares closes to them what it keeps them from, with the declaration."""

from __future__ import annotations

import pytest

from award.accounts.models import User
from award.applications.models import Application
from award.assessment.models.assignments import Assignment
from award.assessment.reminders import look_for_conflicts
from award.assessment.rules.states import AssignmentState
from award.foundation.db import db
from award.foundation.kept import keep_rows
from award.interests.rules.declared import InterestKind
from tests.build import assessment
from tests.client import CheckedClient
from tests.interests.test_conflicts_used import application, declares, staff

__all__ = ["application", "staff"]


@pytest.mark.each_database
def test_what_is_declared_closes_at_once_whatever_the_worker_is_at(
    application: Application, staff: User, client: CheckedClient
) -> None:
    """Nothing is kept again in between: the next page is closed, and so is what was under way."""
    person = assessment.assessor()
    begun = assessment.declared(application, person, staff=staff)
    there = f"/assess/{application.reference}"
    client.sign_in(person)
    form = client.get(there).form_values("/assess")
    declares(person, InterestKind.EMPLOYMENT)
    client.get(there, status=404)
    assert application.title not in client.get("/assess").text
    client.post(there, form, status=404)
    client.post(f"{there}/submit", {}, status=404)
    db.session.expire_all()
    assert db.session.get_one(Assignment, begun.id).state == AssignmentState.TO_SCORE
    keep_rows()
    look_for_conflicts()
    db.session.expire_all()
    assert db.session.get_one(Assignment, begun.id).state == AssignmentState.CONFLICTED
