"""What somebody made of specimens, for themselves."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from award.calibration.models import (
    Calibration,
    CalibrationExcuse,
    Specimen,
    SpecimenScore,
    SpecimenSheet,
)
from award.foundation.db import db
from award.foundation.policy import Actor
from award.rounds.models import Round


def own_sheets(actor: Actor) -> list[tuple[str, str, SpecimenSheet]]:
    """All that the actor scored, begun too, with the titles of round and specimen, in order."""
    query = (
        select(Round.title, Specimen.title, SpecimenSheet)
        .join(Specimen, Specimen.id == SpecimenSheet.specimen_id)
        .join(Round, Round.id == Specimen.round_id)
        .where(SpecimenSheet.person_id == actor.user_id)
        .options(selectinload(SpecimenSheet.scores).joinedload(SpecimenScore.criterion))
        .order_by(SpecimenSheet.id)
    )
    return [(row[0], row[1], row[2]) for row in db.session.execute(query)]


def own_excuses(actor: Actor) -> list[tuple[str, CalibrationExcuse]]:
    """Where the actor was let off, and why."""
    query = (
        select(Round.title, CalibrationExcuse)
        .join(Calibration, Calibration.id == CalibrationExcuse.calibration_id)
        .join(Round, Round.id == Calibration.round_id)
        .where(CalibrationExcuse.person_id == actor.user_id)
        .order_by(CalibrationExcuse.id)
    )
    return [(row[0], row[1]) for row in db.session.execute(query)]
