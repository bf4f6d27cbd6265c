"""Asking an assessor, and taking an application from them again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from award.accounts.models import User
from award.applications.models import Application
from award.applications.queries.applications import application_for_update
from award.assessment.models.assignments import Assignment
from award.assessment.queries import notices, pairs, people, sheets, staff, workload
from award.assessment.rules.asking import ALL_DEALT, NOT_ASSESSED, AssignArguments
from award.assessment.rules.sharing import Pair, Verdict
from award.assessment.services import asking
from award.assessment.services.conflicts import decide_despite
from award.assessment.services.holding import hold_assignment
from award.assessment.services.summary import refresh_summaries
from award.foundation import outbox, work, workflow
from award.foundation.acts import act, part_of
from award.foundation.db import db
from award.foundation.edits import Marks, still_as_shown
from award.foundation.errors import Refused
from award.foundation.policy import Actor, Role
from award.rounds.models import Round


@act("assessment.assign")
def assign(
    application: Application, assessor: User, *, actor: Actor, despite: str = ""
) -> Assignment:
    """Ask `assessor` to assess; they are told by email. Staff only.

    Someone who declined or was removed may be asked again and keeps alias and draft. Refused
    (field `assessor`) for people who can't score independently of this application or of others'
    scores, and who have it already; Refused for an application that isn't being assessed.
    `despite`: why somebody who may have a conflict of interest can assess it all the same; it is
    kept as a decision.
    """
    if despite.strip():
        workload.hold_assessor(assessor.id)
        fresh = application_for_update(application.id)
        decide_despite([fresh], assessor, despite, actor=actor)
    made, refused = _assign([application], assessor, actor)
    for reason in refused.values():
        raise Refused(reason, field=None if reason in (NOT_ASSESSED, ALL_DEALT) else "assessor")
    return made[application.reference]


@act("assessment.assign")
def assign_many(
    applications: Sequence[Application],
    assessor: User,
    *,
    actor: Actor,
    shown: Marks | None = None,
) -> tuple[list[str], dict[str, str]]:
    """Ask one assessor to assess several, in one email and a fixed number of statements. Gives the
    references that were assigned and, for those that can't be, reference to reason; one that is
    refused holds up no other. Changed when the page said something else of them (`shown`, marks of
    `would_assign`)."""
    made, refused = _assign(applications, assessor, actor, shown)
    return [*made], {} if shown is not None else refused  # what was shown surprises nobody


@act("assessment.assign")
def assign_or_ask(
    applications: Sequence[Application],
    assessor: User,
    round_: Round,
    *,
    actor: Actor,
    shown: Marks,
) -> list[str] | work.Job:
    """As `assign_many` for as many as a request does by itself. More are a job, which leaves out
    what by then can't be assigned, and sends its one email at the end."""
    if len(applications) <= work.AT_ONCE:
        return assign_many(applications, assessor, actor=actor, shown=shown)[0]
    workload.hold_assessor(assessor.id)
    would = would_assign(applications, assessor)
    still_as_shown(shown, shown_of(would))
    possible = sorted(reference for reference, reason in would.items() if reason is None)
    if not possible:
        raise Refused("None of these can be assigned to this person", field="assessor")
    return work.ask(
        "assessment.assign",
        AssignArguments(round_.reference, assessor.id, possible),
        title=f"Assign {len(possible):,} applications of {round_.reference} to an assessor",
        total=len(possible),
        actor=actor,
        round_id=round_.id,
        alone=f"assign {round_.id} {assessor.id}",
    )


def shown_of(would: Mapping[str, str | None]) -> Mapping[str, Any]:
    """What a page remembers of `would_assign`: each on its own, and of very many one mark."""
    return would if len(would) <= work.AT_ONCE else {"all": sorted(would.items(), key=str)}


@act("assessment.assign")
def assign_some(
    applications: Sequence[Application], assessor: User, *, actor: Actor
) -> tuple[list[str], dict[str, str]]:
    """A step of a job: as `assign_many`, but nobody is told yet. See `tell_assigned`."""
    made, refused = _assign(applications, assessor, actor, tells=False)
    return [*made], refused


@part_of("assessment.assign")
def tell_assigned(assessor_id: int, references: Sequence[str], *, actor: Actor) -> int:
    """One email about all that the assessor was asked for in a job, and still is. How many emails:
    who was suspended meanwhile gets none."""
    letters = notices.letters_to(notices.waiting_for(assessor_id, references))
    return outbox.send_many("assignment.assigned", ((letter, {}) for letter in letters), actor)


def would_assign(applications: Sequence[Application], assessor: User) -> dict[str, str | None]:
    """What `assign_many` would answer now: reference to None, or to the reason why not."""
    _check_roles(assessor)
    standing = pairs.standing([application.id for application in applications], [assessor.id])
    return {
        application.reference: standing.verdict(Pair(application.id, assessor.id)).refused
        for application in applications
    }


def _assign(
    applications: Sequence[Application],
    assessor: User,
    actor: Actor,
    shown: Marks | None = None,
    *,
    tells: bool = True,
) -> tuple[dict[str, Assignment], dict[str, str]]:
    """By reference: what was assigned, and why the rest can't be."""
    workload.hold_assessor(assessor.id)
    _check_roles(assessor)
    called = {Pair(one.id, assessor.id): one.reference for one in applications}

    def check(verdicts: Mapping[Pair, Verdict]) -> None:
        would = {called[pair]: verdict.refused for pair, verdict in verdicts.items()}
        still_as_shown(shown, would, {reference: reference for reference in would})

    asked = asking.ask_pairs(called, actor=actor, check=check, tells=tells)
    made = {called[pair]: one for pair, one in asked.made.items()}
    return made, {called[pair]: why for pair, why in asked.refused.items()}


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
    sheet = sheets.sheet_of(assignment.id)
    sheet.weighted_pct = None  # the database keeps a submitted sheet as it is, so not before
    db.session.flush()
    refresh_summaries(assignment.application_id)
