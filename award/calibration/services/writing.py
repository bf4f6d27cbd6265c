"""Writing specimens, offering them, asking for them first, and letting somebody off."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy.orm.attributes import flag_modified

from award.accounts.models import User
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
from award.foundation.text import one_line, tidy
from award.rounds.models import Criterion, Round
from award.rounds.rules.stages import frozen

FIXED = "Somebody has begun to score this specimen, so it can’t be changed any more"
TOO_EARLY = "Specimens can be written once the round has opened: until then its criteria can change"
TAKEN = "The round has a specimen of this title already"
OFFERED = "It is offered to assessors by now, so it is not saved by itself any more"


@act("calibration.set_up")
def ask_first(round_: Round, needed: int, *, actor: Actor) -> Calibration | None:
    """Say how many specimens are scored before an assessor's first application; 0 asks nobody.
    Asked for later, they stop nobody who has begun."""
    hold(Round, [round_.id])
    found = specimens.calibration_of(round_)
    before = found.needed if found else 0
    if needed == before:
        return found
    if not 0 <= needed <= MOST_NEEDED:
        raise Refused(f"Choose a number from 0 to {MOST_NEEDED}", field="needed")
    written = _offered(round_, actor)
    if needed > written:
        words = "specimen" if written == 1 else "specimens"
        raise Refused(
            f"The round has {written or 'no'} {words}. Offer as many as are to be scored, or ask "
            "for fewer",
            field="needed",
        )
    by = there(actor.user_id, "somebody who is signed in")
    if found is None:
        found = Calibration(round_id=round_.id, needed=needed, set_by_id=by)
        db.session.add(found)
    else:
        found.needed, found.set_at, found.set_by_id = needed, clock.now(), by
    db.session.flush()
    told = {"round": round_.reference, "needed": [before, needed]}
    audit.record(actor, "calibration.ask", found, told)
    return found


def _offered(round_: Round, actor: Actor) -> int:
    return sum(not one.draft for one in specimens.specimens_in(round_, actor))


@act("calibration.set_up")
def write_specimen(
    round_: Round,
    values: SpecimenValues,
    specimen: Specimen | None = None,
    *,
    draft: bool = False,
    actor: Actor,
) -> Specimen:
    """A new one, or one of the round anew; a draft needs no more than a title. The same one sent
    twice is there once. Refused once somebody has begun to score it."""
    hold(Round, [round_.id])
    if not frozen(round_, arrival.moment()):
        raise Refused(TOO_EARLY, rule="specimen.criteria")
    criteria = specimens.all_criteria(round_)
    values = _tidied(values, [one.key for one in criteria])
    _judge(values, criteria, draft=draft)
    if (same := specimens.titled(round_, values.title)) and same is not specimen:
        if specimen is None and specimens.values_of(same, criteria) == values:
            return same
        raise Refused(TAKEN, field="title")
    by = there(actor.user_id, "somebody who is signed in")
    if specimen is None:
        if len(specimens.specimens_in(round_, actor)) >= MOST_SPECIMENS:
            raise Refused(f"A round has {MOST_SPECIMENS} specimens at most", field="title")
        specimen = Specimen(
            reference=new_reference("SPE"), round_id=round_.id, written_by_id=by, draft=draft,
            parts=[],
        )  # fmt: skip
        db.session.add(specimen)
    else:
        if specimens.is_begun(specimen):
            raise Refused(FIXED, rule="specimen.fixed")
        if draft and not specimen.draft:
            raise Refused(OFFERED, rule="specimen.offered")
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
        row.text, row.score, row.reason = part.text, part.score, part.reason
    flag_modified(specimen, "written_at")
    db.session.flush()
    if specimen.draft:
        audit.record_sitting(actor, "specimen.write", specimen)
    else:
        audit.record(actor, "specimen.write", specimen, {"digest": _digest(values)})
    return specimen


def _judge(values: SpecimenValues, criteria: Sequence[Criterion], *, draft: bool) -> None:
    """Refused for what is missing: in a draft, the title alone."""
    for problem in problems(values, {one.key: one.title for one in criteria}):
        box, _, key = problem.field.partition("_")
        lacks = box != "score" or values.parts[key].score is None
        if not (draft and lacks and problem.field != "title"):
            raise Refused(problem.text, field=problem.field)


@act("calibration.set_up")
def offer_specimen(specimen: Specimen, *, actor: Actor) -> None:
    """A draft that lacks nothing is for assessors from now on. Pressed twice, nothing happens."""
    hold(Round, [specimen.round_id])
    found = there(specimens.managed_specimen(actor, specimen.reference), "a specimen")
    if not found.draft:
        return
    criteria = specimens.all_criteria(found.round)
    values = specimens.values_of(found, criteria)
    _judge(values, criteria, draft=False)
    found.draft = False
    audit.record(actor, "specimen.offer", found, {"digest": _digest(values)})
    db.session.flush()


def _tidied(values: SpecimenValues, keys: Sequence[str]) -> SpecimenValues:
    """With a part for each criterion."""
    given = {key: values.parts.get(key, PartValues()) for key in keys}
    parts = {
        key: PartValues(tidy(one.text).strip(), one.score, tidy(one.reason).strip())
        for key, one in given.items()
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
    if asked and not found.draft and asked.needed >= _offered(found.round, actor):
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
    """Let somebody begin without them in this round."""
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
    told = {"round": round_.reference, "who": person.reference, "reason": words}
    audit.record(actor, "calibration.excuse", asked, told, codes={"who"})
    return made


@act("calibration.excuse")
def take_back_excuse(round_: Round, person: User, *, actor: Actor) -> None:
    """They score specimens after all, before their first application; whoever has begun to assess
    goes on meanwhile. Pressed twice, nothing more happens."""
    hold(Round, [round_.id])
    asked, found = specimens.calibration_of(round_), excuse_of(round_, person)
    if asked is None or found is None:
        return
    told = {"round": round_.reference, "who": person.reference, "reason": found.reason}
    audit.record(actor, "calibration.excuse_back", asked, told, codes={"who"})
    db.session.delete(found)
    db.session.flush()
