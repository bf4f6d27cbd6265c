"""Keep one application open for longer than its round."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from award.applications.changing import Extension
from award.applications.models import Application
from award.applications.queries import applications
from award.applications.rules import changing
from award.applications.rules.states import ApplicationState, ExtensionKind
from award.foundation import arrival, audit
from award.foundation.acts import act
from award.foundation.db import db
from award.foundation.errors import Refused, there
from award.foundation.outbox import send_notice
from award.foundation.policy import Actor

EXTENDABLE = frozenset({ApplicationState.DRAFT, ApplicationState.SUBMITTED})


@dataclass(frozen=True)
class Grant:
    """Until when, and why."""

    until: datetime
    kind: ExtensionKind
    reason: str


@act("application.extend")
def extend(application: Application, grant: Grant, *, actor: Actor) -> Extension:
    """Give one application a later closing moment, and tell its lead. Refused for a moment that is
    no later than the one it has or has passed already, without a reason, and once assessors have
    it."""
    why = grant.reason.strip()
    if not why:
        raise Refused("Say why this application stays open for longer", field="reason")
    fresh = applications.application_for_update(application.id)
    if fresh.state not in EXTENDABLE:
        raise Refused("Only a draft, or an application that nobody assesses yet, can be extended")
    now = changing.closes(fresh.round.closes_at, fresh.extended_until)
    if grant.until <= max(now, arrival.moment()):
        raise Refused("Choose a moment that is later than when it closes now", field="until")
    row = Extension(
        application_id=fresh.id, until=grant.until, kind=grant.kind, reason=why,
        granted_by_id=there(actor.user_id, "somebody who is signed in"),
    )  # fmt: skip
    db.session.add(row)
    fresh.extended_until = grant.until
    changes = {"until": [now, grant.until], "kind": grant.kind.value, "reason": why}
    audit.record(actor, "application.extend", fresh, changes, codes={"kind"})
    db.session.flush()
    send_notice("application.extended", fresh, actor, {"until": grant.until})
    return row
