"""What a round still asks somebody to score."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import exists, func, select

from award.applications.models import Application
from award.assessment.models.assignments import Assignment
from award.assessment.queries.reach import own_assignments
from award.assessment.rules.states import AssignmentState
from award.calibration.models import Calibration, CalibrationExcuse, Specimen, SpecimenSheet
from award.foundation.db import db
from award.foundation.policy import Actor
from award.rounds.models import Round

BEGUN = (AssignmentState.TO_SCORE, AssignmentState.SUBMITTED)


@dataclass(frozen=True)
class Left:
    """What a round still asks somebody to score. It comes before their first application; whoever
    has `begun` to assess goes on meanwhile."""

    reference: str
    needed: int
    done: int
    excused: bool
    begun: bool

    @property
    def to_do(self) -> int:
        return 0 if self.excused else max(0, self.needed - self.done)


def left_in(actor: Actor, round_ids: Sequence[int]) -> dict[int, Left]:
    """Of these rounds, those that ask for specimens first; one statement."""
    done = (
        select(func.count())
        .select_from(SpecimenSheet)
        .join(Specimen, Specimen.id == SpecimenSheet.specimen_id)
        .where(
            Specimen.round_id == Calibration.round_id,
            SpecimenSheet.person_id == actor.user_id,
            SpecimenSheet.submitted_at.is_not(None),
        )
        .scalar_subquery()
    )
    excused = exists().where(
        CalibrationExcuse.calibration_id == Calibration.id,
        CalibrationExcuse.person_id == actor.user_id,
    )
    begun = (
        exists()
        .where(Assignment.application_id == Application.id, own_assignments(actor))
        .where(Application.round_id == Calibration.round_id, Assignment.state.in_(BEGUN))
    )
    query = (
        select(Calibration.round_id, Round.reference, Calibration.needed, done, excused, begun)
        .join(Round, Round.id == Calibration.round_id)
        .where(Calibration.round_id.in_(round_ids), Calibration.needed > 0)
    )
    return {
        number: Left(reference, needed, done_, bool(let_off), bool(has_begun))
        for number, reference, needed, done_, let_off, has_begun in db.session.execute(query)
    }
