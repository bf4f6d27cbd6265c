"""An assessor's answer to being asked: no conflict, a conflict, or no."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from award.applications.models import Application
from award.applications.queries.applications import applications_for_update
from award.applications.rules.states import ASSESSABLE, ApplicationState
from award.assessment.models.assignments import Assignment, ConflictDeclaration, Sheet
from award.assessment.queries import agreements, declaring, sheets
from award.assessment.rules.declaring import (
    CONFLICT,
    DECLINE,
    MAX_DETAIL_CHARS,
    NONE,
    TOO_LONG,
    Declared,
)
from award.assessment.rules.machine import CONFLICT_KINDS, DECLINE_REASONS, conflict_name
from award.assessment.services.holding import hold_to_assess
from award.assessment.services.summary import refresh_summaries
from award.foundation import audit, clock
from award.foundation.acts import act, part_of
from award.foundation.db import db
from award.foundation.errors import Refused
from award.foundation.locks import hold
from award.foundation.moving import make_many
from award.foundation.objections import hear
from award.foundation.policy import SYSTEM, Actor
from award.foundation.scopes import within
from award.foundation.workflow import judge
from award.rounds.models import Round


@act("assessment.dashboard")
def declare_each(
    round_: Round, answers: Mapping[str, Declared], *, actor: Actor
) -> tuple[dict[str, Declared], Refused | None]:
    """Answer for several applications of a round at once, in a fixed number of statements but for
    emails. Gives what was recorded, by reference: one that waits for no answer of this person any
    more (withdrawn, taken away, answered in another window) holds up no other. With it, why none
    of those without a conflict can be begun yet: a conflict and a no are taken all the same."""
    ids = {one.application_id for one in declaring.these_of(actor, round_, answers)}
    if any(told.answer == NONE for told in answers.values()):
        _hold_beginning(round_.id)
    applications_for_update(ids)
    asked = declaring.these_of(actor, round_, answers)
    said = {one: answers[one.application.reference] for one in asked}
    free = [one for one in asked if said[one].answer == NONE]
    if not_yet := _not_to_begin(free, round_.id, actor):
        said = {one: told for one, told in said.items() if told.answer != NONE}
    else:
        _begin(free, round_.id, actor)
    _declare({one: told for one, told in said.items() if told.answer == CONFLICT}, actor)
    _decline({one: told.reason for one, told in said.items() if told.answer == DECLINE}, actor)
    return {one.application.reference: told for one, told in said.items()}, not_yet


@act("assignment.read")
def declare_no_conflict(assignment: Assignment, *, actor: Actor) -> None:
    """Open the application to the assessor, with an empty sheet (or the one they had begun)."""
    _hold_beginning(_application(assignment).round_id)
    application = hold_to_assess(assignment)
    if refused := _not_to_begin([assignment], application.round_id, actor):
        raise refused
    _begin([assignment], application.round_id, actor)


@part_of("assignment.read", "assessment.dashboard")
def _hold_beginning(round_id: int) -> None:
    """What a round asks for before anybody reads its applications is asked while it is held: either
    whoever begins finds it, or whoever asks finds that they have begun. Sixty begin beside each
    other. Before any application."""
    hold(Round, [round_id], beside=True)


@act("assignment.read")
def declare_conflict(
    assignment: Assignment, kind: str, detail: str = "", *, actor: Actor
) -> ConflictDeclaration:
    """Hide the application from the assessor from now on and tell the programme team.

    A sheet that was submitted is kept, and no longer counts. `kind` is a key of CONFLICT_KINDS.
    """
    if hold_to_assess(assignment).state not in ASSESSABLE:
        raise Refused(
            "This application has been decided. Write to the programme team about the conflict."
        )
    return _declare({assignment: Declared(CONFLICT, kind, detail)}, actor)[0]


@act("assignment.read")
def decline(assignment: Assignment, reason: str, *, actor: Actor) -> None:
    """Say no to an assessment that isn't submitted. `reason` is a key of DECLINE_REASONS; a
    conflict is declared instead. The programme team is told by email."""
    hold_to_assess(assignment)
    _decline({assignment: reason}, actor)


@part_of("assignment.read", "assessment.dashboard")
def _not_to_begin(assignments: Sequence[Assignment], round_id: int, actor: Actor) -> Refused | None:
    """What their round asks for first. A conflict and a no are said at any time."""
    if not assignments:
        return None
    if agreements.must_agree_to(db.session.get_one(Round, round_id), actor.user_id):
        return Refused(agreements.FIRST, rule="round.agree_rules")
    try:
        hear("assignment.declare", assignments, round_id=round_id, actor=actor)
    except Refused as refused:
        return refused
    return None


@part_of("assignment.read", "assessment.dashboard")
def _begin(assignments: Sequence[Assignment], round_id: int, actor: Actor) -> None:
    """No conflict with any of these; all held, and the actor's."""
    if not assignments:
        return
    moves = [judge(one, "declare_none", actor=actor) for one in assignments]
    # What was assigned before it closed begins to be assessed now.
    waiting = [a for a in map(_application, assignments) if a.state == ApplicationState.SUBMITTED]
    make_many([judge(one, "begin_assessment", actor=SYSTEM) for one in waiting])
    sits, scored_by = sheets.panels_of_sheet(assignments[0].assessor_id, round_id)
    begun = sheets.begun_on([one.id for one in assignments])
    if new := [one for one in assignments if one.id not in begun]:
        rows = [{"assignment_id": one.id, "panel": scored_by} for one in new]
        audit.add_rows(Sheet, rows, by=("assignment_id",))
    # Whoever began it before and was asked again has the sheet that they began then.
    for panel in sorted({one.sat_on or sits for one in assignments}):
        some = [move for move in moves if (move.thing.sat_on or sits) == panel]
        make_many(some, values={"declared_at": clock.now(), "changed_from": None, "sat_on": panel})


@within("assignment")
def _application(assignment: Assignment) -> Application:
    return db.session.get_one(Application, assignment.application_id)


@part_of("assignment.read", "assessment.dashboard")
def _declare(said: Mapping[Assignment, Declared], actor: Actor) -> list[ConflictDeclaration]:
    """A conflict with each of these."""
    for told in said.values():
        if told.kind not in CONFLICT_KINDS:
            raise Refused("Choose the kind of conflict", field="kind")
        if len(told.detail) > MAX_DETAIL_CHARS:
            raise Refused(TOO_LONG, field="detail")
    moves = [
        judge(one, "declare_conflict", actor=actor, reason=conflict_name(told.kind))
        for one, told in said.items()
    ]
    now = clock.now()
    conflicts = {
        one.id: ConflictDeclaration(
            assignment_id=one.id, kind=told.kind, detail=told.detail.strip(), declared_at=now
        )
        for one, told in said.items()
    }
    db.session.add_all(conflicts.values())
    make_many(
        moves,
        values={"declared_at": now},
        changes=lambda one: {"kind": conflicts[one.id].kind, "detail": conflicts[one.id].detail},
        codes={"kind"},
    )
    refresh_summaries(*(one.application_id for one in said))
    return [*conflicts.values()]


@part_of("assignment.read", "assessment.dashboard")
def _decline(reasons: Mapping[Assignment, str], actor: Actor) -> None:
    if not DECLINE_REASONS.keys() >= set(reasons.values()):
        raise Refused("Choose a reason", field="reason")
    make_many(
        [
            judge(one, "decline", actor=actor, reason=DECLINE_REASONS[reason])
            for one, reason in reasons.items()
        ]
    )
    refresh_summaries(*(one.application_id for one in reasons))
