"""Asking an assessor, and taking an application from them again."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from award.accounts.models import User
from award.applications.models import Application
from award.applications.queries import application_for_update
from award.applications.rules.states import ApplicationState
from award.assessment import queries
from award.assessment.models import AssessorProfile, Assignment
from award.assessment.rules.asking import NOT_ASSESSED, why_not
from award.assessment.rules.states import AssignmentState
from award.assessment.rules.visibility import deal_alias
from award.assessment.services.summary import refresh_summary
from award.foundation import audit, outbox, workflow
from award.foundation.acts import act
from award.foundation.db import db
from award.foundation.edits import Marks, still_as_shown
from award.foundation.errors import Refused
from award.foundation.policy import Actor, Role


@act("assessment.assign")
def assign(application: Application, assessor: User, *, actor: Actor) -> Assignment:
    """Ask `assessor` to assess; they are told by email. Staff only.

    Someone who declined or was removed may be asked again and keeps alias and draft. Refused
    (field `assessor`) for people who can't score independently of this application or of others'
    scores, and who have it already; Refused for an application that isn't being assessed.
    """
    queries.hold_assessor(assessor.id)
    assignment = _assign(application, assessor, actor)
    _tell(assessor, [assignment], actor)
    return assignment


@act("assessment.assign")
def assign_many(
    applications: Sequence[Application],
    assessor: User,
    *,
    actor: Actor,
    shown: Marks | None = None,
) -> tuple[list[str], dict[str, str]]:
    """Ask one assessor to assess several, in one email. Gives the references that were assigned
    and, for those that can't be, reference to reason; one that is refused holds up no other.
    Changed when the page said something else of them (`shown`, marks of `would_assign`)."""
    queries.hold_assessor(assessor.id)
    if shown is not None:
        would = would_assign(applications, assessor)
        still_as_shown(shown, would, {reference: reference for reference in would})
        applications = [one for one in applications if would[one.reference] is None]
    made: dict[str, Assignment] = {}
    refused: dict[str, str] = {}
    for application in applications:
        reference = application.reference
        try:
            made[reference] = _assign(application, assessor, actor)
        except Refused as refusal:  # every check comes before the first write
            refused[reference] = refusal.reason
    if made:
        _tell(assessor, [*made.values()], actor)
    return [*made], refused


def would_assign(applications: Sequence[Application], assessor: User) -> dict[str, str | None]:
    """What `assign_many` would answer now: reference to None, or to the reason why not."""
    _check_roles(assessor)
    found = queries.standings(assessor.id, [application.id for application in applications])
    return {
        application.reference: _why_not(assessor, found[application.id])
        for application in applications
    }


def _why_not(assessor: User, standing: queries.Standing) -> str | None:
    return why_not(
        assessor.name, standing.application, belongs=standing.belongs, held=standing.held
    )


def _assign(application: Application, assessor: User, actor: Actor) -> Assignment:
    application = application_for_update(application.id)
    _check_roles(assessor)
    reason = _why_not(assessor, queries.standings(assessor.id, [application.id])[application.id])
    if reason:
        raise Refused(reason, field=None if reason == NOT_ASSESSED else "assessor")
    assignment = queries.assignment_between(application.id, assessor.id)
    if assignment is None:
        assignment = _create(application, assessor, actor)
    else:
        assignment.declared_at = None
        workflow.fire(assignment, "reassign", actor=actor)
    if application.state == ApplicationState.SUBMITTED:
        workflow.fire(application, "begin_assessment", actor=actor)
    refresh_summary(application.id)
    return assignment


def _tell(assessor: User, assignments: Iterable[Assignment], actor: Actor) -> None:
    letter = queries.letter_to(assessor.id, [assignment.id for assignment in assignments])
    outbox.send_notice("assignment.assigned", letter, actor)


def _create(application: Application, assessor: User, actor: Actor) -> Assignment:
    if actor.user_id is None:
        raise Refused("Somebody has to do the assigning.", rule="assessment.assign")
    try:
        alias = deal_alias(queries.aliases_of(application.id))
    except ValueError:
        raise Refused("26 people have been asked already: that is the most.") from None
    assignment = Assignment(
        application_id=application.id,
        assessor_id=assessor.id,
        alias=alias,
        state=AssignmentState.TO_DECLARE,
        assigned_by_id=actor.user_id,
    )
    db.session.add(assignment)
    audit.record(
        actor,
        "assignment.assign",
        assignment,
        {"application": application.reference, "assessor": assessor.id, "alias": alias},
        codes={"alias"},
    )
    db.session.flush()
    return assignment


def _check_roles(assessor: User) -> None:
    roles = queries.roles_of(assessor.id)
    if Role.ASSESSOR.value not in roles:
        raise Refused(f"{assessor.name} is not an assessor", field="assessor")
    if roles & {role.value for role in queries.SEES_ALL}:
        raise Refused(
            f"{assessor.name} can read everyone’s scores, so cannot assess independently",
            field="assessor",
        )


@act("assignment.remove")
def remove(assignment: Assignment, *, actor: Actor, reason: str) -> None:
    """Take an unfinished assignment from its assessor, who is told that, and not why. What they
    drafted is kept, unseen, and theirs again if they are asked again."""
    application_for_update(assignment.application_id)
    workflow.fire(assignment, "remove", actor=actor, reason=reason)
    refresh_summary(assignment.application_id)
    letter = queries.letter_to(assignment.assessor_id, [assignment.id])
    outbox.send_notice("assignment.removed", letter, actor)


@act("assignment.return")
def return_sheet(assignment: Assignment, *, actor: Actor, reason: str) -> None:
    """Give a submitted sheet back to its assessor, who is told the reason by email. It doesn't
    count until it is submitted again. Refused when they couldn't: it would count for nothing."""
    queries.hold_assessor(assignment.assessor_id)
    application_for_update(assignment.application_id)
    obstacle = queries.cannot_return(assignment)
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
    sheet = queries.sheet_of(assignment.id)
    sheet.weighted_pct = None  # the database keeps a submitted sheet as it is, so not before
    db.session.flush()
    refresh_summary(assignment.application_id)


@act("assessment.profiles")
def set_profile(
    assessor: User, *, panel: str, expertise: list[str] | None = None, actor: Actor
) -> None:
    """Say which panel an assessor sits on; `expertise` is left as it is when None."""
    if panel not in queries.PANELS:
        raise Refused("Choose a panel", field="panel")
    profile = queries.profile_of(assessor.id)
    before = profile.panel if profile else None
    if profile is None:
        profile = AssessorProfile(user_id=assessor.id, expertise=[])
        db.session.add(profile)
    profile.panel = panel
    if expertise is not None:
        profile.expertise = expertise
    audit.record(
        actor,
        "user_account.set_assessor_profile",
        assessor,
        {"panel": [before, panel], "expertise": profile.expertise},
        codes={"panel"},
    )
    db.session.flush()
