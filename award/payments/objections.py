"""What payments have against beginning to assess: nobody works before they know what they are
offered for it."""

from __future__ import annotations

from collections.abc import Sequence

from award.assessment.models.assignments import Assignment
from award.foundation.errors import Refused
from award.foundation.policy import Actor
from award.payments.queries.offers import unanswered
from award.payments.services import FIRST


def knows_the_offer(
    _assignments: Sequence[Assignment], *, round_id: int, actor: Actor
) -> Refused | None:
    if unanswered(actor, [round_id]):
        return Refused(FIRST, field="answer", rule="pay_offer.answer")
    return None
