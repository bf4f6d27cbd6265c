"""What becomes of a change request while it waits: more time for it, or it is taken back."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm.attributes import set_committed_value

from award.applications.changing import Reopening
from award.applications.models import Application
from award.applications.queries import applications
from award.applications.rules import changing
from award.applications.services.reopening import Closing, put_back
from award.foundation import arrival, audit, clock, workflow
from award.foundation.acts import act
from award.foundation.errors import Refused, Ticks, there
from award.foundation.objections import hear
from award.foundation.outbox import send_notice
from award.foundation.policy import Actor
from award.foundation.scopes import within

NONE_WAITS = "No change request is waiting: it was answered, taken back, or its time is over"


@act("application.ask_changes")
def give_longer(application: Application, until: datetime, *, actor: Actor) -> None:
    """Let the lead answer until a later moment, and tell them. Refused for one that is no later,
    and when nothing is asked any more."""
    row = _waiting(application)
    before = there(row.until, "the moment that was set")
    if until <= before:
        raise Refused("Choose a moment after the one that was set", field="until")
    row.until, row.first_until = until, row.first_until or before
    changes = {"until": [before, until]}
    audit.record(actor, "reopening.give_longer", row, changes)
    said = {"until": until, "number": row.replaces}
    send_notice("application.changes_longer", row.application, actor, said)


@act("application.ask_changes")
def take_back(
    application: Application, reason: str, *, about_nobody: Ticks = (), actor: Actor
) -> None:
    """Nothing is asked any more, and what stands goes on standing; what was changed meanwhile is
    set aside. The lead is told why."""
    row = _waiting(application)
    if not reason.strip():
        raise Refused("Say why the request is taken back", field="reason")
    said = {"reason": reason}
    about = row.application
    hear("application.ask_changes", about, words=said, about_nobody=about_nobody, actor=actor)
    move = workflow.judge(row, "take_back", actor=actor, reason=reason.strip())
    standing = there(applications.latest_submission(row.application_id), "the submission")
    row.set_aside = put_back(row.application, standing) or None
    row.ended_at = clock.now()
    stands = {"stands": row.replaces}
    audit.record(actor, "application.take_request_back", row.application, stands)
    workflow.make(move, says=Closing(row.replaces))
    set_committed_value(row.application, "reopening", None)


@within("application")
def _waiting(application: Application) -> Reopening:
    fresh = applications.application_for_update(application.id)
    row: Reopening | None = changing.asking(fresh)
    if row is None or arrival.moment() >= changing.until(fresh):
        raise Refused(NONE_WAITS, rule="application.ask_changes")
    return row
