"""Keeping each sheet as it was submitted, and noting from when others could read it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy.orm.attributes import flag_modified

from award.assessment.models.assignments import Assignment, Sheet
from award.assessment.models.fixed import FixedSheet, SheetShown
from award.assessment.queries import fixed
from award.assessment.queries.pins import pins_as_data
from award.assessment.rules.fixed import as_fixed, shown_to
from award.foundation import clock
from award.foundation.acts import part_of
from award.foundation.db import db
from award.foundation.digests import sha256_of
from award.foundation.many import insert_rows


@part_of("assignment.submit")
def fix_sheet(assignment: Assignment, sheet: Mapping[str, object], at: datetime) -> FixedSheet:
    """Keep what is about to be submitted, with the passages that are pinned to it."""
    number = fixed.times_fixed(assignment.id) + 1
    content = as_fixed(assignment.alias, number, at, sheet, pins_as_data(assignment.id))
    made = FixedSheet(
        assignment_id=assignment.id,
        number=number,
        content=content,
        sha256=sha256_of(content),
        fixed_at=at,
    )
    db.session.add(made)
    return made


@part_of("assignment.return", "conflict.decide")
def open_again(sheet: Sheet) -> None:
    """Staff gave it back: when its assessor last saved it stays as it was. After its assignment,
    since the database keeps a submitted sheet as it is."""
    sheet.weighted_pct = None
    flag_modified(sheet, "updated_at")  # else it would be now


@part_of("assignment.submit", "assessment.assign", "decision.release")
def note_shown(*application_ids: int) -> None:
    """Which sheets can be read by whom from now on, of those who couldn't until now. After every
    move of an assignment: with one that is taken away, all others may be in."""
    standing = fixed.standing_on(application_ids)
    pairs = {pair for of_one in standing.values() for pair in shown_to(*of_one)}
    if not pairs:
        return
    new = pairs - fixed.shown_already({sheet_id for sheet_id, _ in pairs})
    rows = [
        {"fixed_sheet_id": sheet_id, "to_id": reader, "shown_at": clock.now()}
        for sheet_id, reader in sorted(new)
    ]
    insert_rows(SheetShown, rows)
