"""Asking an assessor, and taking an application from them again."""

from __future__ import annotations

from collections.abc import Callable

from award.accounts.models import User
from award.applications.models import Application
from award.applications.queries.applications import application_for_update
from award.assessment.models.assignments import Assignment
from award.assessment.queries import notices, people, sheets, staff, workload
from award.assessment.rules.asking import ALL_DEALT, NOT_ASSESSED
from award.assessment.rules.sharing import Pair
from award.assessment.services import asking
from award.assessment.services.conflicts import decide_despite
from award.assessment.services.fixing import open_again
from award.assessment.services.holding import hold_assignment
from award.assessment.services.summary import refresh_summaries
from award.foundation import outbox, workflow
from award.foundation.acts import act
from award.foundation.db import db
from award.foundation.errors import Refused
from award.foundation.policy import Actor, Role


@act("assessment.assign")
def assign(
    application: Application,
    assessor: User,
    *,
    actor: Actor,
    despite: str = "",
    unread: Callable[[], None] | None = None,
) -> Assignment:
    """Ask `assessor` to assess; they are told by email. Staff only.

    Someone who declined or was removed may be asked again and keeps alias and draft. Refused
    (field `assessor`) for people who can't score independently of this application or of others'
    scores, and who have it already; Refused for an application that isn't being assessed.
    `despite`: why somebody who may have a conflict of interest can assess it all the same; it is
    kept as a decision. `unread`: refuses what speaks against it as long as the actor hasn't read
    it; called with both held, so that of two who ask at once the second is told of the first.
    """
    workload.hold_assessor(assessor.id)
    _check_roles(assessor)
    fresh = application_for_update(application.id)
    if unread is not None:
        unread()
    if despite.strip():
        decide_despite([fresh], assessor, despite, actor=actor)
    pair = Pair(application.id, assessor.id)
    asked = asking.ask_pairs([pair], actor=actor)
    if reason := asked.refused.get(pair):
        raise Refused(reason, field=None if reason in (NOT_ASSESSED, ALL_DEALT) else "assessor")
    return asked.made[pair]


def _check_roles(assessor: User) -> None:
    roles = people.roles_of(assessor.id)
    if Role.ASSESSOR.value not in roles:
        raise Refused(f"{assessor.name} is not an assessor", field="assessor")
    if roles & {role.value for role in workload.SEES_ALL}:
        raise Refused(
            f"{assessor.name} can read everyone’s scores, so cannot assess independently",
            field="assessor",
        )


@act("assignment.remove")
def remove(assignment: Assignment, *, actor: Actor, reason: str) -> None:
    """Take an unfinished assignment from its assessor, who is told that, and not why. What they
    drafted is kept, unseen, and theirs again if they are asked again."""
    hold_assignment(assignment)
    workflow.fire(assignment, "remove", actor=actor, reason=reason)
    refresh_summaries(assignment.application_id)
    for letter in notices.letters_to([assignment.id]):
        outbox.send_notice("assignment.removed", letter, actor)


@act("assignment.return")
def return_sheet(assignment: Assignment, *, actor: Actor, reason: str) -> None:
    """Give a submitted sheet back to its assessor, who is told the reason by email. It doesn't
    count until it is submitted again. Refused when they couldn't: it would count for nothing."""
    workload.hold_assessor(assignment.assessor_id)
    hold_assignment(assignment)
    obstacle = staff.cannot_return(assignment)
    if obstacle:
        raise Refused(obstacle)
    before = assignment.submitted_at
    assignment.submitted_at = None
    workflow.fire(
        assignment,
        "return",
        actor=actor,
        reason=reason,
        changes={"submitted_at": [before, None]},
    )
    open_again(sheets.sheet_of(assignment.id))
    db.session.flush()
    refresh_summaries(assignment.application_id)
