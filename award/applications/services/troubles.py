"""Keeping what went wrong near a deadline, for as long as more time may be given for it."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from sqlalchemy import delete, select

from award.accounts.models import User
from award.applications.changing import TroubledRequest
from award.applications.queries.troubles import struck_application
from award.applications.rules import changing, troubles
from award.applications.rules.states import BEFORE_DECISION
from award.applications.rules.troubles import Trouble
from award.foundation import clock
from award.foundation.acts import act
from award.foundation.db import db
from award.foundation.policy import Actor

KEPT: Final = timedelta(days=60)


@act("application.note_trouble")
def note(trouble: Trouble, hours: float, *, actor: Actor) -> bool:
    """Keep it, once, if it befell somebody of an application's people in its last hours; says
    whether it did."""
    known = select(TroubledRequest.id).where(TroubledRequest.request_id == trouble.request_id)
    found = struck_application(trouble.reference)
    if found is None or db.session.scalar(known) is not None:
        return False
    person_id = trouble.person_id or _person_of(trouble.session_key)
    takes_part = person_id is None or person_id == found.lead_id or person_id in found.team
    near = troubles.near(trouble.at, changing.until(found), hours)
    if not (takes_part and near and found.state in BEFORE_DECISION):
        return False
    db.session.add(
        TroubledRequest(
            request_id=trouble.request_id,
            application_id=found.id,
            person_id=person_id,
            at=trouble.at,
            kind=trouble.kind,
            status=trouble.status,
            seconds=round(trouble.seconds, 1),
            saving=trouble.method != "GET",
        )
    )
    db.session.flush()
    return True


def _person_of(session_key: str) -> int | None:
    if not session_key:
        return None
    return db.session.scalar(select(User.id).where(User.fs_uniquifier == session_key))


@act("application.note_trouble")
def forget(*, actor: Actor) -> None:
    """What was long ago: nobody is given more time for it any more."""
    db.session.execute(delete(TroubledRequest).where(TroubledRequest.at < clock.now() - KEPT))
