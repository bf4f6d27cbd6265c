"""An assignment that is about to change."""

from __future__ import annotations

from award.applications.models import Application
from award.applications.queries.applications import application_for_update
from award.assessment.models.assignments import Assignment
from award.assessment.rules.beginning import NOT_YET, waits_until
from award.foundation import arrival
from award.foundation.acts import part_of
from award.foundation.db import db
from award.foundation.errors import NotYet

_FRESH = ("state", "submitted_at", "declared_at", "changed_from", "version")


@part_of("assignment.read", "assignment.remove", "assignment.return", "assignment.keep_apart")
def hold_assignment(assignment: Assignment) -> Application:
    """Wait for whoever changes the same application, and look at the assignment afresh: it is
    changed only while its application is held. Comes before any change of it."""
    application = application_for_update(assignment.application_id)
    db.session.refresh(assignment, _FRESH)
    return application


@part_of("assignment.read")
def hold_to_assess(assignment: Assignment) -> Application:
    """The same for its assessor. NotYet before the application is assessed at all."""
    application = hold_assignment(assignment)
    opens_at = waits_until(application, arrival.moment())
    if opens_at is not None:
        raise NotYet(NOT_YET, opens_at)
    return application
