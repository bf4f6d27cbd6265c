"""A basket of applications: what somebody gathers of a round, and lets go of."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Final

from sqlalchemy import delete

from award.applications.models import Application
from award.assessment.models.gathering import Gathered
from award.foundation import clock
from award.foundation.acts import act
from award.foundation.db import db
from award.foundation.errors import Refused
from award.foundation.many import among, inserting
from award.foundation.policy import Actor
from award.rounds.models import Round

MOST: Final = 5_000
"""Applications in one basket."""


@act("assessment.assign")
def gather(applications: Sequence[Application], round_: Round, *, actor: Actor) -> int:
    """Put these of the round into the actor's basket; how many were not there before."""
    if len(applications) > MOST:
        raise Refused(f"A basket holds {MOST:,} applications. Filter the list first")
    now = clock.now()
    rows = [
        {"person_id": actor.user_id, "application_id": one.id, "round_id": round_.id, "at": now}
        for one in applications
        if one.round_id == round_.id
    ]
    if not rows:
        return 0
    put = inserting(Gathered).values(rows).on_conflict_do_nothing()
    return len(db.session.scalars(put.returning(Gathered.application_id)).all())


@act("assessment.assign")
def let_go(round_: Round, application_ids: Collection[int] | None, *, actor: Actor) -> None:
    """Take these out of the actor's basket of the round; None empties it."""
    mine = [Gathered.person_id == actor.user_id, Gathered.round_id == round_.id]
    if application_ids is not None:
        mine.append(among(Gathered.application_id, application_ids))
    db.session.execute(delete(Gathered).where(*mine))
