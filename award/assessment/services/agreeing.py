"""Agreeing to a round's rules for assessors: once, before anything is read."""

from __future__ import annotations

from award.accounts.models import User
from award.assessment.models.agreements import AssessorAgreement
from award.assessment.queries.agreements import agreed_at
from award.foundation import audit
from award.foundation.acts import act
from award.foundation.db import db
from award.foundation.errors import Refused
from award.foundation.locks import hold
from award.foundation.policy import Actor
from award.rounds.models import Round


@act("assessment.dashboard")
def agree(round_: Round, *, actor: Actor) -> None:
    """Keep that they agreed, with the rules as they were shown. Pressed twice, it is said once."""
    hold(Round, [round_.id], beside=True)
    if not round_.assessor_rules or actor.user_id is None:
        raise Refused("This round has no rules to agree to.")
    hold(User, [actor.user_id])
    if agreed_at(round_, actor.user_id) is not None:
        return
    db.session.add(
        AssessorAgreement(round_id=round_.id, person_id=actor.user_id, rules=round_.assessor_rules)
    )
    audit.record(actor, "round.agree_rules", round_, {"person": actor.user_id})
    db.session.flush()
