"""Closing what nobody needs to score any more."""

from __future__ import annotations

from collections import defaultdict

from award.applications.models import Application
from award.applications.queries import application_for_update
from award.applications.rules.states import ASSESSABLE, ApplicationState
from award.assessment import queries
from award.assessment.models import Assignment
from award.assessment.services.summary import refresh_summary
from award.foundation import outbox, workflow
from award.foundation.acts import part_of
from award.foundation.errors import Refused
from award.foundation.policy import SYSTEM, Actor


@part_of("decision.release", "application.withdraw")
def close_unfinished(*applications: Application, actor: Actor) -> int:
    """Close every assignment that isn't submitted; how many there were.

    For applications that have just been decided or withdrawn (Refused while one can still be
    assessed). Call it once for all that are released together: each assessor gets one email. What
    they drafted is kept for them to read and never counts.
    """
    closed: dict[int, list[int]] = defaultdict(list)
    for application in sorted(applications, key=lambda one: one.reference):
        for assignment in _close_on(application, actor):
            closed[assignment.assessor_id].append(assignment.id)
    for assessor_id, numbers in closed.items():
        outbox.send_notice("assignment.closed", queries.letter_to(assessor_id, numbers), actor)
    return sum(len(numbers) for numbers in closed.values())


def _close_on(application: Application, actor: Actor) -> list[Assignment]:
    state = application_for_update(application.id).state
    if state in ASSESSABLE:
        raise Refused("This application is still being assessed.", rule="assignment.close")
    why = "Application withdrawn" if state == ApplicationState.WITHDRAWN else "Decision released"
    unfinished = queries.unfinished_on(application.id)
    for assignment in unfinished:
        workflow.fire(assignment, "close", actor=actor, reason=why)
    if unfinished:
        refresh_summary(application.id)
    return unfinished


@part_of("application.withdraw")
def close_withdrawn(application: Application) -> None:
    """What follows when an application is withdrawn."""
    close_unfinished(application, actor=SYSTEM)
