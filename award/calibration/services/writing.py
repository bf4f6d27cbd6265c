"""Writing specimens, asking for them first, and letting somebody off."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import exists, select
from sqlalchemy.orm.attributes import flag_modified

from award.accounts.models import User
from award.applications.models import Application
from award.assessment.models.assignments import Assignment
from award.assessment.rules.states import AssignmentState
from award.calibration.models import Calibration, CalibrationExcuse, Specimen, SpecimenPart
from award.calibration.queries import specimens
from award.calibration.queries.standing import excuse_of, submitted_by
from award.calibration.rules.specimens import (
    MOST_NEEDED,
    MOST_SPECIMENS,
    PartValues,
    SpecimenValues,
    by_box,
    called,
    problems,
)
from award.foundation import arrival, audit, clock, earlier
from award.foundation.acts import act
from award.foundation.db import db
from award.foundation.edits import Marks, still_as_shown
from award.foundation.errors import Refused, there
from award.foundation.locks import hold
from award.foundation.policy import Actor
from award.foundation.references import new_reference
from award.foundation.scopes import within
from award.foundation.text import one_line, tidy
from award.rounds.models import Round
from award.rounds.rules.stages import frozen

FIXED = "Somebody has begun to score this specimen, so it can’t be changed any more"
TOO_EARLY = "Specimens can be written once the round has opened: until then its criteria can change"
BEGUN = "Somebody has begun to assess in this round, so no more can be asked of them first"


@act("calibration.set_up")
def ask_first(round_: Round, needed: int, *, actor: Actor) -> Calibration | None:
    """Say how many specimens are scored before an assessor's first application; 0 asks nobody."""
    hold(Round, [round_.id])
    found = specimens.calibration_of(round_)
    before = found.needed if found else 0
    if needed == before:
        return found
    if not 0 <= needed <= MOST_NEEDED:
        raise Refused(f"Choose a number from 0 to {MOST_NEEDED}", field="needed")
    written = len(specimens.specimens_in(round_))
    if needed > written:
        words = "specimen" if written == 1 else "specimens"
        raise Refused(
            f"The round has {written or 'no'} {words}. Write as many as are to be scored, or ask "
            "for fewer",
            field="needed",
        )
    if needed > before and _assessing(round_):
        raise Refused(BEGUN, field="needed")
    by = there(actor.user_id, "somebody who is signed in")
    if found is None:
        found = Calibration(round_id=round_.id, needed=needed, set_by_id=by)
        db.session.add(found)
    else:
        found.needed, found.set_at, found.set_by_id = needed, clock.now(), by
    db.session.flush()
    audit.record(actor, "calibration.ask", found, {"needed": [before, needed]})
    return found


@within("round_")
def _assessing(round_: Round) -> bool:
    """Has somebody opened an application of the round?"""
    states = (AssignmentState.TO_SCORE, AssignmentState.SUBMITTED)
    query = exists().where(
        Assignment.application_id == Application.id,
        Application.round_id == round_.id,
        Assignment.state.in_(states),
    )
    return bool(db.session.scalar(select(query)))


@act("calibration.set_up")
def write_specimen(
    round_: Round, values: SpecimenValues, specimen: Specimen | None = None, *, actor: Actor
) -> Specimen:
    """A new one, or one of the round anew. Refused once somebody has begun to score it."""
    hold(Round, [round_.id])
    if not frozen(round_, arrival.moment()):
        raise Refused(TOO_EARLY, rule="specimen.criteria")
    criteria = specimens.all_criteria(round_)
    values = _tidied(values)
    for problem in problems(values, {one.key: one.title for one in criteria}):
        raise Refused(problem.text, field=problem.field)
    by = there(actor.user_id, "somebody who is signed in")
    if specimen is None:
        if len(specimens.specimens_in(round_)) >= MOST_SPECIMENS:
            raise Refused(f"A round has {MOST_SPECIMENS} specimens at most", field="title")
        specimen = Specimen(
            reference=new_reference("SPE"), round_id=round_.id, written_by_id=by, parts=[]
        )
        db.session.add(specimen)
    else:
        if specimens.is_begun(specimen):
            raise Refused(FIXED, rule="specimen.fixed")
        was = specimens.values_of(specimen, criteria)
        if was == values:
            return specimen
        new = by_box(values)
        earlier.keep("specimen", specimen.id, {k: v for k, v in by_box(was).items() if v != new[k]})
    specimen.title, specimen.summary = values.title, values.summary
    specimen.written_at, specimen.written_by_id = clock.now(), by
    rows = {one.criterion_id: one for one in specimen.parts}
    for criterion in criteria:
        part, row = values.parts[criterion.key], rows.get(criterion.id)
        if row is None:
            row = SpecimenPart(criterion=criterion)
            specimen.parts.append(row)
        row.text, row.score, row.reason = part.text, part.score or 0, part.reason
    flag_modified(specimen, "written_at")
    db.session.flush()
    audit.record(actor, "specimen.write", specimen, {"digest": _digest(values)})
    return specimen


def _tidied(values: SpecimenValues) -> SpecimenValues:
    parts = {
        key: PartValues(tidy(one.text).strip(), one.score, tidy(one.reason).strip())
        for key, one in values.parts.items()
    }
    return SpecimenValues(one_line(values.title), tidy(values.summary).strip(), parts)


def _digest(values: SpecimenValues) -> str:
    return audit.digest_of(by_box(values))


@act("calibration.set_up")
def copy_specimen(round_: Round, reference: str, *, actor: Actor) -> Specimen:
    """One of another round, with its scores and reasons, as this round's own from now on."""
    if reference not in {one for one, _title, _round in specimens.to_copy_from(round_)}:
        raise Refused("Choose a specimen from the list", field="specimen")
    found = there(specimens.managed_specimen(actor, reference), "a specimen")
    values = specimens.values_of(found, specimens.all_criteria(found.round))
    keys = {one.key for one in specimens.all_criteria(round_)}
    kept = {key: part for key, part in values.parts.items() if key in keys}
    return write_specimen(round_, replace(values, parts=kept), actor=actor)


@act("calibration.set_up")
def remove_specimen(specimen: Specimen, *, shown: Marks | None = None, actor: Actor) -> None:
    """Refused once somebody has begun to score it, and where fewer would be left than are asked
    for. Changed, and nothing removed, where it was rewritten since the page was `shown`."""
    hold(Round, [specimen.round_id])
    found = there(specimens.managed_specimen(actor, specimen.reference), "a specimen")
    if specimens.is_begun(found):
        raise Refused(FIXED, rule="specimen.fixed")
    criteria = specimens.all_criteria(found.round)
    now = by_box(specimens.values_of(found, criteria))
    still_as_shown(shown, now, called({c.key: c.title for c in criteria}), "The specimen")
    asked = specimens.calibration_of(specimen.round)
    if asked and asked.needed >= len(specimens.specimens_in(found.round)):
        raise Refused(
            f"The round asks for {asked.needed} to be scored first: ask for fewer, or write another"
            " one, before you remove this",
            rule="specimen.needed",
        )
    audit.record(actor, "specimen.remove", found)
    earlier.forget_about("specimen", found.id)
    db.session.delete(found)
    db.session.flush()


@act("calibration.excuse")
def excuse(round_: Round, person: User, reason: str, *, actor: Actor) -> CalibrationExcuse:
    """Let somebody begin without them, in this round, for good."""
    words = tidy(reason).strip()
    if not words:
        raise Refused("Say why they can begin without", field="reason")
    hold(Round, [round_.id])
    asked = specimens.calibration_of(round_)
    if asked is None or not asked.needed:
        raise Refused("The round asks nobody to score specimens first", rule="calibration.excuse")
    if excuse_of(round_, person) is not None:
        raise Refused("They can begin without already", rule="calibration.excuse")
    if len(submitted_by(round_, person)) >= asked.needed:
        raise Refused("They have scored what the round asks for", rule="calibration.excuse")
    made = CalibrationExcuse(
        calibration_id=asked.id,
        person_id=person.id,
        reason=words,
        excused_at=clock.now(),
        excused_by_id=there(actor.user_id, "somebody who is signed in"),
    )
    db.session.add(made)
    db.session.flush()
    audit.record(actor, "calibration.excuse", asked, {"who": person.reference, "reason": words},
                 codes={"who"})  # fmt: skip
    return made
