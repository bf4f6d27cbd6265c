"""More time for one assessor in one round."""

from __future__ import annotations

from datetime import datetime

from award.assessment.models.people import AssessorTime
from award.foundation import audit, clock
from award.foundation.acts import act
from award.foundation.db import db
from award.foundation.errors import Refused
from award.foundation.policy import Actor
from award.rounds.models import Round


@act("assessment.assign")
def give_longer(round_: Round, person_id: int, *, until: datetime, actor: Actor) -> None:
    """Let them assess until then; refused for a moment that is no later than the round's."""
    if until <= max(round_.assessment_due_at, clock.now()):
        raise Refused("Choose a moment that is later than when scores are due", field="until")
    key = (round_.id, person_id)
    found = db.session.get(AssessorTime, key)
    before = found.until if found else round_.assessment_due_at
    if found is None:
        db.session.add(AssessorTime(round_id=round_.id, person_id=person_id, until=until))
    else:
        found.until = until
    changes = {"person": person_id, "until": [before, until]}
    audit.record(actor, "round.give_longer", round_, changes)
    db.session.flush()
