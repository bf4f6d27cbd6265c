"""Conflicts of interest that come up later, and what staff decide about those that may be some."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from award.accounts.models import User
from award.applications.models import Application
from award.applications.queries.applications import application_for_update
from award.applications.rules.states import ASSESSABLE
from award.assessment.models.assignments import Assignment
from award.assessment.queries import conflicts, found_later, notices, pairs, sheets, workload
from award.assessment.queries.found_later import Possible
from award.assessment.rules.sharing import Pair
from award.assessment.rules.states import ACTIVE
from award.assessment.services.fixing import open_again
from award.assessment.services.holding import hold_assignment
from award.assessment.services.summary import refresh_summaries
from award.foundation import outbox, workflow
from award.foundation.acts import act, part_of
from award.foundation.db import db
from award.foundation.edits import Marks, still_as_shown
from award.foundation.errors import Refused
from award.foundation.many import inserting
from award.foundation.policy import Actor
from award.interests.models import ConflictTold
from award.interests.queries.ties import tie_between, ties_of
from award.interests.rules.conflicts import Tie
from award.interests.services.deciding import APART, MAY_ASSESS, Decision, record_decisions

GIVE_BACK = "give_back"
NOT_TAKEN = "There is nothing to give back: they declared the conflict themselves, or have it"
GONE = "There is nothing between them any more"
SHOWN_AS = {"found": "What was found", "so": "So"}
OVER = "This application has been decided about: nobody is asked to assess it any more"


NO_TIE, CANNOT, SETTLED, POSSIBLE = SO = (
    "There is no conflict of interest",
    "They can’t assess it",
    "You decided that they may assess it",
    "It may be a conflict of interest",
)
"""What follows of what was found."""


def shown_of(tie: Tie | None) -> dict[str, str]:
    """What the page that decides shows, in words."""
    if tie is None:
        return {"found": "Nothing", "so": NO_TIE}
    so = SETTLED if tie.settled else POSSIBLE
    return {
        "found": tie.why[:1].upper() + tie.why[1:],
        "so": CANNOT if tie.hard else so,
    }


@act("conflict.decide")
def decide(
    application: Application,
    person: User,
    decision: str,
    reason: str,
    *,
    shown: Marks | None = None,
    actor: Actor,
) -> None:
    """Say that somebody who may be in conflict with an application may assess it, or that they are
    kept apart: then what they have of it is gone from everything at once. Changed when the page
    showed something else (`shown`, marks of `shown_of`): what wasn't read isn't decided."""
    workload.hold_assessor(person.id)
    fresh = application_for_update(application.id)
    if fresh.state not in ASSESSABLE:
        raise Refused(OVER)
    tie = tie_between(fresh.id, person.id)
    still_as_shown(shown, shown_of(tie), SHOWN_AS, "What there is between them")
    if decision == GIVE_BACK:
        _give_back(fresh, person, tie, reason, actor)
        return
    if tie is None:
        raise Refused(GONE)
    record_decisions([Decision(fresh, person.id, tie, decision, reason)], actor=actor)
    if decision == APART:
        for assignment in conflicts.active_between(fresh.id, person.id):
            _keep_apart(assignment, reason, actor)


def _give_back(
    application: Application, person: User, tie: Tie | None, reason: str, actor: Actor
) -> None:
    """The conflict was none, or is none any more: they are asked again, keep alias and what they
    wrote, and submit it anew, since answers may have changed."""
    taken = conflicts.taken_from(application.id, person.id)
    if taken is None:
        raise Refused(NOT_TAKEN, field="decision")
    if tie is not None:
        made = Decision(application, person.id, tie, MAY_ASSESS, reason)
        record_decisions([made], actor=actor)
    standing = pairs.standing([application.id], [person.id])
    obstacle = replace(standing, held={}, aliases={application.id: []}).verdict(
        Pair(application.id, person.id)
    )
    if obstacle.refused:
        raise Refused(obstacle.refused, field="decision")
    before, taken.submitted_at, taken.declared_at = taken.submitted_at, None, None
    changes = {"submitted_at": [before, None]} if before else None
    workflow.fire(taken, "give_back", actor=actor, reason=reason, changes=changes)
    sheet = sheets.sheet_or_none(taken.id)
    if sheet is not None:
        open_again(sheet)
    db.session.flush()
    refresh_summaries(application.id)
    for letter in notices.letters_to([taken.id]):
        outbox.send_notice("assignment.assigned", letter, actor)


@part_of("assessment.assign")
def decide_despite(
    applications: Sequence[Application], assessor: User, reason: str, *, actor: Actor
) -> None:
    """That the assessor may assess those of these that they may have a conflict with."""
    found = ties_of([one.id for one in applications], [assessor.id])
    waiting = [
        Decision(one, assessor.id, tie, MAY_ASSESS, reason)
        for one in applications
        if (tie := found.get((one.id, assessor.id))) and tie.open
    ]
    if waiting:
        record_decisions(waiting, actor=actor)


@act("assignment.keep_apart")
def keep_apart(assignment: Assignment, *, actor: Actor) -> bool:
    """The service found that the assessor has a part in the application: nothing of it is theirs
    from now on, and their sheet counts no more. False where that is over by now."""
    workload.hold_assessor(assignment.assessor_id)
    hold_assignment(assignment)
    tie = tie_between(assignment.application_id, assignment.assessor_id)
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
    """Staff hear which assessments wait for their decision, of those that they may meet: once for
    each set of reasons, all in one email to each."""
    if not found:
        return
    rows = [
        {"application_id": one.application_id, "person_id": one.person_id,
         "digest": one.digest, "told_at": one.now}
        for one in found
    ]  # fmt: skip
    key = (ConflictTold.application_id, ConflictTold.person_id, ConflictTold.digest)
    claim = inserting(ConflictTold).on_conflict_do_nothing().returning(*key)
    claimed = {tuple(row) for row in db.session.execute(claim, rows)}
    mine = [one for one in found if (one.application_id, one.person_id, one.digest) in claimed]
    letters = found_later.letters_about(mine)
    outbox.send_many("conflict.to_decide", ((letter, {}) for letter in letters), actor)
    db.session.flush()
