"""What staff decide about somebody who may be in conflict with an application, on record."""

from __future__ import annotations

from collections.abc import Mapping

from award.applications.models import Application
from award.foundation import audit, kept
from award.foundation.acts import part_of
from award.foundation.db import db
from award.foundation.errors import Refused
from award.foundation.policy import Actor
from award.foundation.text import tidy
from award.interests.models import ConflictDecision
from award.interests.rules.conflicts import Reason, Tie, as_data, decided
from award.interests.services.keeping import keep_tie

MAY_ASSESS, APART = "may_assess", "apart"
MAX_REASON_CHARS = 2_000
HARD = "This is a part in the application: nobody can decide that it is none"


def undoable(tie: Tie) -> bool:
    """Hard only because staff decided so before."""
    hard = [found.reason for found in tie.reasons if found.hard]
    return hard == [Reason.DECIDED]


@part_of("conflict.decide", "assessment.assign")
def record_decisions(
    found: Mapping[int, tuple[Application, Tie]],
    person_id: int,
    decision: str,
    reason: str,
    *,
    actor: Actor,
) -> None:
    """About one person and applications, by id, with what there is between them. Refused without a
    reason, or when a part in the application is to be none."""
    words = tidy(reason).replace("\x00", "").strip()[:MAX_REASON_CHARS]
    if not words:
        raise Refused("Say why", field="reason")
    if actor.user_id is None:
        raise Refused("Somebody has to decide this.", rule="conflict.decide")
    for application, tie in found.values():
        if decision == MAY_ASSESS and tie.hard and not undoable(tie):
            raise Refused(HARD, field="decision")
        about = tuple(one for one in tie.reasons if one.reason != Reason.DECIDED)
        db.session.add(
            ConflictDecision(
                application_id=application.id,
                person_id=person_id,
                decision=decision,
                reason=words,
                about=as_data(about),
                decided_by_id=actor.user_id,
            )
        )
        bare = Tie(any(one.hard for one in about), about) if about else None
        keep_tie(application, person_id, decided(bare, decision, about))
        kept.touch(application.round_id)
    audit.record_many(
        audit.Entry(
            actor,
            "application.decide_conflict",
            application,
            {"person": person_id, "decision": decision, "reason": words},
            codes={"decision"},
        )
        for application, _ in found.values()
    )
    db.session.flush()
