"""Reminding assessors of the sheets that they have still to write: once for each reason, by whoever
claims it first."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from award.assessment.models.chasing import AssessorReminder, ChasingPlan
from award.assessment.queries import chase_letters, chasing
from award.assessment.queries.chasing import ChaseRow
from award.assessment.rules.chasing import Chase, Times, fits
from award.foundation import audit, clock
from award.foundation.acts import act
from award.foundation.db import db
from award.foundation.many import inserting
from award.foundation.outbox import send_many
from award.foundation.policy import Actor
from award.rounds.models import Round

AT_A_TIME: Final = 200
"""People who are told in one transaction."""


@act("assessment.chase")
def chase(round_: Round, people: Sequence[ChaseRow], reason: Chase, *, actor: Actor) -> int:
    """Remind them, in one email to each about all that they have to do in the round; how many.
    Left out is whoever was reminded for this reason meanwhile, has nothing left to do, or of whom
    it isn't true."""
    now = clock.now()
    true_of = [one for one in people if fits(reason, one.due_at, now)]
    letters = {one.id: one for one in chase_letters.letters_about(round_.id, true_of)}
    if not letters:
        return 0
    rows = [
        {"round_id": round_.id, "person_id": key, "reason": reason, "at": now,
         "by_id": actor.user_id}
        for key in sorted(letters)
    ]  # fmt: skip
    claim = inserting(AssessorReminder).values(rows).on_conflict_do_nothing()
    mine = sorted(db.session.scalars(claim.returning(AssessorReminder.person_id)))
    if not mine:
        return 0
    audit.record(
        actor, "round.chase", round_, {"reason": str(reason), "people": mine}, codes={"reason"}
    )
    told = ((letters[key], {"reason": str(reason)}) for key in mine)
    return send_many("assessor.chased", told, actor)


@act("assessment.chase")
def choose_times(round_: Round, times: Times, *, actor: Actor) -> None:
    """When the round reminds by itself. What has begun already is said with the next minute."""
    found = db.session.get(ChasingPlan, round_.id)
    before = chasing.times_of(round_.id)
    if found is None:
        found = ChasingPlan(round_id=round_.id)
        db.session.add(found)
    found.days_before, found.on_day, found.days_after = vars(times).values()
    changes = {name: [getattr(before, name), value] for name, value in vars(times).items()}
    audit.record(actor, "round.choose_chasing", round_, changes)
    db.session.flush()
