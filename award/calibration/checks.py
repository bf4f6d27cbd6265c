"""What must be true of specimens and of what was made of them."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import func, select

from award.calibration.models import (
    Calibration,
    CalibrationExcuse,
    Specimen,
    SpecimenPart,
    SpecimenSheet,
)
from award.foundation import audit
from award.foundation.db import db
from award.rounds.models import Criterion


def asked_and_excused() -> Iterator[str]:
    """What a round asks for was said, and whoever was let off was let off by somebody."""
    told = audit.times_told("calibration")
    counted = select(CalibrationExcuse.calibration_id, func.count()).group_by(
        CalibrationExcuse.calibration_id
    )
    excused = {row[0]: row[1] for row in db.session.execute(counted)}
    for number in db.session.scalars(select(Calibration.id).order_by(Calibration.id)):
        if not told[number, "ask"]:
            yield f"calibration {number}: the trail does not say that it was asked for"
        if told[number, "excuse"] - told[number, "excuse_back"] != excused.get(number, 0):
            yield f"calibration {number}: who was excused and the trail differ"


def specimens_told() -> Iterator[str]:
    """Each was written, and answers every criterion of its round."""
    told = audit.times_told("specimen")
    parts = select(func.count()).where(SpecimenPart.specimen_id == Specimen.id).scalar_subquery()
    asked = select(func.count()).where(Criterion.round_id == Specimen.round_id).scalar_subquery()
    query = select(Specimen.id, Specimen.reference, parts, asked).order_by(Specimen.id)
    for number, reference, found, wanted in db.session.execute(query):
        if not told[number, "write"]:
            yield f"{reference}: the trail does not say that it was written"
        if found != wanted:
            yield f"{reference}: it answers {found} criteria of {wanted}"


def sheets_told() -> Iterator[str]:
    """What an assessor made of one was saved, and submitted once or not yet."""
    told = audit.times_told("specimen_sheet")
    query = select(SpecimenSheet.id, SpecimenSheet.submitted_at).order_by(SpecimenSheet.id)
    for number, at in db.session.execute(query):
        if told[number, "submit"] != int(at is not None):
            yield f"scores of a specimen {number}: their state and the trail differ"
        if not told[number, "save"]:
            yield f"scores of a specimen {number}: the trail does not say that they were saved"


CHECKS = (
    ("What rounds ask to be scored first, and who was excused, is in the trail", asked_and_excused),
    ("Every specimen is in the audit trail and answers every criterion", specimens_told),
    ("What assessors made of specimens is in the audit trail", sheets_told),
)
