"""An assessor’s scores of a specimen: kept as they type, submitted once."""

from __future__ import annotations

from award.accounts.models import User
from award.assessment.queries.sheets import panel_of_sheet
from award.assessment.rules.scoring import is_score
from award.assessment.rules.sheet import ScoreValue, SheetValues, as_data, merge
from award.calibration.models import Specimen, SpecimenScore, SpecimenSheet
from award.calibration.queries import specimens
from award.foundation import audit, clock
from award.foundation.acts import act
from award.foundation.db import db
from award.foundation.edits import Marks
from award.foundation.errors import Refused, StaleVersion, there
from award.foundation.locks import hold
from award.foundation.policy import Actor
from award.rounds.models import Round

SUBMITTED = "You have submitted your scores of this specimen, perhaps in another window"
GONE = "There is nothing for you to score here any more"
CHANGED = "The specimen was changed since you opened it. Read it as it is now"


@act("specimen.score")
def save_sheet(
    specimen: Specimen, values: SheetValues, base: Marks, *, seen: int | None, actor: Actor
) -> SpecimenSheet:
    """Keep what somebody makes of it so far; the first score or word fixes the specimen, and where
    there is none nothing is kept.

    `base` has the marks of what the page started from, `seen` the version of the specimen that it
    showed. StaleVersion where another window changed the same box, and nothing is written.
    """
    sheet = _own_sheet(specimen, seen, actor)
    stored = specimens.sheet_values(sheet)
    values, clashes = merge(base, stored, values)
    if clashes:
        raise StaleVersion()
    criteria = {one.key: one for one in specimens.criteria_in(specimen, sheet.panel)}
    rows, changed = {one.criterion_id: one for one in sheet.scores}, False
    for key, new in values.scores.items():
        if key not in criteria:
            raise Refused("This is not a criterion that you score here", rule="specimen.score")
        if new.value is not None and not is_score(new.value):
            raise Refused("Choose a whole number from 1 to 10", field=f"score_{key}")
        row = rows.get(criteria[key].id)
        if row is None:
            if new == ScoreValue():
                continue
            row = SpecimenScore(criterion=criteria[key], justification="")
            sheet.scores.append(row)
        if (row.value, row.justification) != (new.value, new.justification):
            row.value, row.justification, changed = new.value, new.justification, True
    if changed:
        sheet.updated_at = clock.now()
        db.session.add(sheet)
        db.session.flush()
        audit.record_sitting(actor, "specimen_sheet.save", sheet)
    return sheet


def _own_sheet(specimen: Specimen, seen: int | None, actor: Actor) -> SpecimenSheet:
    person_id = there(actor.user_id, "somebody who is signed in")
    hold(Round, [specimen.round_id], beside=True)
    now = specimens.specimen_to_score(actor, specimen.reference)
    if now is None:
        raise Refused(GONE, rule="specimen.score")
    if seen is not None and seen != now.version:
        raise Refused(CHANGED, rule="specimen.changed")
    hold(User, [person_id])
    sheet = specimens.sheet_on(now, person_id)
    if sheet is not None and sheet.submitted_at is not None:
        raise Refused(SUBMITTED, rule="specimen.score")
    return sheet or SpecimenSheet(
        specimen_id=now.id,
        person_id=person_id,
        panel=panel_of_sheet(person_id, now.round_id),
        scores=[],
    )


@act("specimen.score")
def submit_sheet(specimen: Specimen, *, actor: Actor) -> SpecimenSheet:
    """What was saved stays as it is from now on, and the panel's scores are shown."""
    sheet = _own_sheet(specimen, None, actor)
    if specimens.missing_in(specimens.criteria_in(specimen, sheet.panel), sheet):
        raise Refused("The scores are not complete yet", rule="specimen.complete")
    values = specimens.sheet_values(sheet)
    sheet.submitted_at = clock.now()
    digest = audit.digest_of(as_data(values, 0.0))
    audit.record(actor, "specimen_sheet.submit", sheet, {"digest": digest})
    db.session.flush()
    return sheet
