"""Words that raise a question go out once somebody has said why they are right: with the release,
for each kind of question one reason, however many it is about."""

from __future__ import annotations

from collections.abc import Sequence

from award.decisions.models import AcceptedQuestion
from award.decisions.rules.questions import Accepted, Raised
from award.foundation import clock
from award.foundation.acts import part_of
from award.foundation.db import db
from award.foundation.policy import Actor
from award.rounds.models import Round


@part_of("decision.release")
def keep_accepted(
    round_: Round,
    every: Sequence[Raised],
    accepted: Accepted,
    *,
    of_feedback: bool = False,
    actor: Actor,
) -> dict[str, object]:
    """Keep who accepted what, and why; and what the trail has of it, which has no words."""
    told: dict[str, object] = {}
    for one in every:
        reason = accepted.because[one.question].strip()
        db.session.add(
            AcceptedQuestion(
                round_id=round_.id,
                accepted_at=clock.now(),
                accepted_by_id=actor.user_id,
                of_feedback=of_feedback,
                question=one.question,
                applications=one.count,
                because=reason,
            )
        )
        told[f"accepted_{one.question}"] = one.count
        told[f"accepted_{one.question}_because"] = reason
    return told
