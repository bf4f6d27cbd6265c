"""Closing what nobody needs to score any more."""

from __future__ import annotations

from award.applications.models import Application
from award.applications.queries.applications import applications_for_update
from award.applications.rules.states import ASSESSABLE, ApplicationState
from award.assessment.queries import notices, staff
from award.assessment.services.summary import refresh_summaries
from award.foundation import outbox
from award.foundation.acts import part_of
from award.foundation.errors import Refused
from award.foundation.moving import make_many
from award.foundation.policy import SYSTEM, Actor
from award.foundation.workflow import judge


@part_of("decision.release", "application.withdraw")
def close_unfinished(*applications: Application, actor: Actor) -> int:
    """Close every assignment that isn't submitted; how many there were.

    For applications that have just been decided or withdrawn (Refused while one can still be
    assessed). Call it once for all that are released together: each assessor gets one email. What
    they drafted is kept for them to read and never counts.
    """
    fresh = applications_for_update([application.id for application in applications])
    states = {application.id: application.state for application in fresh}
    if ASSESSABLE & set(states.values()):
        raise Refused("This application is still being assessed.", rule="assignment.close")
    unfinished = staff.unfinished_on(states)
    make_many(
        [
            judge(one, "close", actor=actor, reason=_why(states[one.application_id]))
            for one in unfinished
        ]
    )
    refresh_summaries(*{one.application_id for one in unfinished})
    letters = notices.letters_to([one.id for one in unfinished])
    outbox.send_many("assignment.closed", ((letter, {}) for letter in letters), actor)
    return len(unfinished)


def _why(state: ApplicationState) -> str:
    return "Application withdrawn" if state == ApplicationState.WITHDRAWN else "Decision released"


@part_of("application.withdraw")
def close_withdrawn(application: Application) -> None:
    """What follows when an application is withdrawn."""
    close_unfinished(application, actor=SYSTEM)
