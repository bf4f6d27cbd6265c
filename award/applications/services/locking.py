"""A draft that is about to change, held so that nobody else changes or submits it meanwhile."""

from __future__ import annotations

from collections.abc import Collection

from award.applications.models import Application
from award.applications.queries import applications
from award.applications.rules import changing
from award.applications.rules.states import ApplicationState
from award.foundation import arrival
from award.foundation.acts import part_of
from award.foundation.errors import Refused
from award.foundation.policy import Actor, can

CLOSED = "The round has closed, so changes can't be saved any more. What was saved before is kept."
ASKED_CLOSED = (
    "The time to answer has passed, so changes can't be saved any more. What you sent before "
    "stands."
)
NOT_OPEN = "Only the answers that you were asked to change can be changed"
NOT_AFTER = (
    "Organisation and phase can't be changed any more once an application was submitted. To apply "
    "with others, withdraw it and start again."
)


def draft_for_update(
    application: Application,
    actor: Actor,
    keys: Collection[str] | None,
    permission: str = "application.edit",
) -> Application:
    """The application, locked and fresh. Refused when the actor may not write it (by now), it is
    neither a draft nor open for changes, it had closed when the request reached the server, or the
    answers to `keys` can't change now. None: what is no answer, and stays as it was submitted."""
    fresh = applications.application_for_update(application.id)
    if not changing.writable(fresh):
        raise Refused(
            "This application is no longer a draft, so changes can't be saved",
            rule="application.edit",
        )
    if keys is None and fresh.state != ApplicationState.DRAFT:
        raise Refused(NOT_AFTER, rule="application.edit")
    if not can(actor, permission, fresh):
        raise Refused(_why_not(actor, fresh), rule=permission)
    asked = changing.open_questions(fresh)
    if arrival.moment() >= changing.until(fresh):
        raise Refused(CLOSED if asked is None else ASKED_CLOSED, rule="application.edit")
    if asked is not None and not asked.issuperset(keys or ()):
        raise Refused(NOT_OPEN, rule="application.edit")
    return fresh


@part_of("application.submit", "application.withdraw", "application.reopen")
def only_the_lead(application: Application, actor: Actor, act: str) -> None:
    """Refused for anybody else who may see it, before anything is said of how it stands: whoever
    reads or writes it with the lead could not do it in any state."""
    if application.lead_id != actor.user_id:
        raise Refused(
            f"Only {application.lead.name}, who leads this application, can {act}",
            rule="application.submit",
        )


def _why_not(actor: Actor, application: Application) -> str:
    if can(actor, "application.edit", application):
        return f"Only {application.lead.name}, who leads this application, can do this"
    if can(actor, "application.view", application):
        return f"You can read this application, but not change it. Ask {application.lead.name}"
    return "You don’t work on this application any more, so changes can’t be saved"
