"""What calibration has against beginning to assess: a round may ask for specimens first."""

from __future__ import annotations

from award.assessment.models.assignments import Assignment
from award.calibration.queries.left import left_in
from award.foundation.errors import Refused
from award.foundation.policy import Actor

FIRST = "First score the specimens that this round asks for. Nothing in them counts"


def specimens_first(_assignment: Assignment, *, round_id: int, actor: Actor) -> Refused | None:
    left = left_in(actor, [round_id]).get(round_id)
    if left and left.to_do and not left.begun:
        return Refused(FIRST, field="answer", rule="specimen.score")
    return None
