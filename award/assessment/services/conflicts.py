"""Conflicts of interest that come up later, and what staff decide about those that may be some."""

from __future__ import annotations

from collections.abc import Sequence

from award.accounts.models import User
from award.applications.models import Application
from award.applications.queries.applications import application_for_update
from award.assessment.models.assignments import Assignment
from award.assessment.queries import conflicts, notices, workload
from award.assessment.queries.found_later import Possible
from award.assessment.rules.states import ACTIVE
from award.assessment.services.holding import hold_assignment
from award.assessment.services.summary import refresh_summaries
from award.foundation import outbox, workflow
from award.foundation.acts import act, part_of
from award.foundation.db import db
from award.foundation.errors import Refused
from award.foundation.many import insert_rows
from award.foundation.policy import Actor
from award.interests.models import ConflictTold
from award.interests.queries.ties import ties_of
from award.interests.services.deciding import APART, MAY_ASSESS, record_decisions

GONE = "There is nothing between them any more"


@act("conflict.decide")
def decide(
    application: Application, person: User, decision: str, reason: str, *, actor: Actor
) -> None:
    """Say that somebody who may be in conflict with an application may assess it, or that they are
    kept apart: then what they have of it is gone from everything at once."""
    workload.hold_assessor(person.id)
    fresh = application_for_update(application.id)
    tie = ties_of([fresh.id], [person.id]).get((fresh.id, person.id))
    if tie is None:
        raise Refused(GONE)
    record_decisions({fresh.id: (fresh, tie)}, person.id, decision, reason, actor=actor)
    if decision == APART:
        for assignment in conflicts.active_between(fresh.id, person.id):
            _keep_apart(assignment, reason, actor)


@part_of("assessment.assign")
def decide_despite(
    applications: Sequence[Application], assessor: User, reason: str, *, actor: Actor
) -> None:
    """That the assessor may assess those of these that they may have a conflict with."""
    found = ties_of([one.id for one in applications], [assessor.id])
    waiting = {
        one.id: (one, tie)
        for one in applications
        if (tie := found.get((one.id, assessor.id))) and tie.open
    }
    if waiting:
        record_decisions(waiting, assessor.id, MAY_ASSESS, reason, actor=actor)


@act("assignment.keep_apart")
def keep_apart(assignment: Assignment, *, actor: Actor) -> bool:
    """The service found that the assessor has a part in the application: nothing of it is theirs
    from now on, and their sheet counts no more. False where that is over by now."""
    workload.hold_assessor(assignment.assessor_id)
    hold_assignment(assignment)
    pair = (assignment.application_id, assignment.assessor_id)
    tie = ties_of([pair[0]], [pair[1]]).get(pair)
    if tie is None or not tie.hard or assignment.state not in ACTIVE:
        return False
    _keep_apart(assignment, f"Found by the service: {tie.why}", actor)
    return True


def _keep_apart(assignment: Assignment, why: str, actor: Actor) -> None:
    workflow.fire(assignment, "keep_apart", actor=actor, reason=why)
    refresh_summaries(assignment.application_id)
    for letter in notices.letters_to([assignment.id]):
        outbox.send_notice("assignment.removed", letter, actor)


@part_of("assignment.keep_apart")
def tell_of_possible(found: list[Possible], *, actor: Actor) -> None:
    """Staff who may meet the application hear that an assessment waits for their decision: once
    for each set of reasons."""
    insert_rows(
        ConflictTold,
        [
            {"application_id": one.application_id, "person_id": one.person_id,
             "digest": one.digest, "told_at": one.now}
            for one in found
        ],
    )  # fmt: skip
    outbox.send_many("conflict.to_decide", ((one, {}) for one in found), actor)
    db.session.flush()
