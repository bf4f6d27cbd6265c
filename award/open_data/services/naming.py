"""Agreeing to be named as somebody who assessed a round, and taking it back."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import delete

from award.foundation import audit
from award.foundation.acts import act
from award.foundation.db import db
from award.foundation.errors import there
from award.foundation.policy import Actor
from award.open_data.models import NamedAssessor
from award.open_data.queries.named import rounds_assessed


@act("named_assessor.choose")
def choose(references: Collection[str], *, actor: Actor) -> None:
    """Named in these of the rounds that the actor assessed, and in none of the others."""
    person = there(actor.user_id, "somebody who is signed in")
    for one in rounds_assessed(actor):
        wanted = one.reference in references
        if wanted == one.named:
            continue
        if wanted:
            db.session.add(NamedAssessor(round_id=one.id, person_id=person))
        else:
            db.session.execute(
                delete(NamedAssessor).where(
                    NamedAssessor.round_id == one.id, NamedAssessor.person_id == person
                )
            )
        verb = "round.be_named" if wanted else "round.stop_being_named"
        audit.record(actor, verb, audit.Thing("round", one.id, one.reference))
    db.session.flush()
