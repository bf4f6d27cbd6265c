"""A draft that is about to change, held so that nobody else changes or submits it meanwhile."""

from __future__ import annotations

from award.applications.models import Application
from award.applications.queries import applications
from award.applications.rules.states import ApplicationState
from award.foundation import arrival
from award.foundation.errors import Refused
from award.foundation.policy import Actor, can

CLOSED = "The round has closed, so changes can't be saved any more. What was saved before is kept."


def draft_for_update(
    application: Application, actor: Actor, permission: str = "application.edit"
) -> Application:
    """The application, locked and fresh. Refused when the actor may not write it (by now), it is no
    longer a draft, or the round had closed when the request reached the server."""
    fresh = applications.application_for_update(application.id)
    if fresh.state != ApplicationState.DRAFT:
        raise Refused(
            "This application is no longer a draft, so changes can't be saved",
            rule="application.edit",
        )
    if not can(actor, permission, fresh):
        raise Refused(_why_not(actor, fresh), rule=permission)
    if arrival.moment() >= fresh.round.closes_at:
        raise Refused(CLOSED, rule="application.edit")
    return fresh


def _why_not(actor: Actor, application: Application) -> str:
    if can(actor, "application.edit", application):
        return f"Only {application.lead.name}, who leads this application, can do this"
    if can(actor, "application.view", application):
        return f"You can read this application, but not change it. Ask {application.lead.name}"
    return "You don’t work on this application any more, so changes can’t be saved"
