"""Scenarios that staff share with a panel, as its people may read them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, false, or_, select
from sqlalchemy.orm import aliased

from award.accounts.models import User
from award.applications.models import Application
from award.applications.rules.states import ASSESSABLE, READABLE
from award.assessment.models.assignments import Assignment
from award.assessment.queries.reach import out_of_reach, reachable_applications
from award.assessment.rules.states import UNFINISHED, AssignmentState
from award.foundation.db import db
from award.foundation.policy import Actor, Role, reads_everything
from award.foundation.scopes import scope, within
from award.moderation.queries.panels import chaired_rounds, chairs_reading
from award.rounds.models import Round
from award.scenarios.models import Scenario, ScenarioOpinion, ScenarioSharing

_theirs = aliased(Application)


@dataclass(frozen=True)
class Shared:
    """A scenario as somebody of the panel reads it. `partial`: they have a tie to something in the
    round, whether the scenario has it or not, and read the rest. `opinion` is their own."""

    scenario: Scenario
    round: Round
    closed: bool
    partial: bool
    reader_ids: frozenset[int]
    opinion: ScenarioOpinion | None


@scope
def panel_rounds(actor: Actor) -> ColumnElement[bool]:
    """SQL over Round: those whose panel the actor is of and for which they have nothing left to
    score. They chair it, and it is open to them, or they sent in a sheet that counts. None for who
    reads everything anyway."""
    if not actor.has(Role.ASSESSOR) or reads_everything(actor):
        return false()
    sat = _rounds_of(actor.user_id, [AssignmentState.SUBMITTED])
    waits = _rounds_of(actor.user_id, sorted(UNFINISHED))
    return and_(or_(Round.id.in_(sat), Round.id.in_(chaired_rounds(actor))), Round.id.not_in(waits))


@within("user_id")
def _rounds_of(user_id: int | None, states: Collection[AssignmentState]) -> Any:
    """Ids of rounds in which somebody's assignment is in one of these states, of an application
    that is still being assessed where it isn't done."""
    query = (
        select(_theirs.round_id)
        .join(Assignment, Assignment.application_id == _theirs.id)
        .where(Assignment.assessor_id == user_id, Assignment.state.in_(states))
    )
    if AssignmentState.SUBMITTED in states:
        return query
    return query.where(_theirs.state.in_(sorted(ASSESSABLE)))


def shared_with(
    actor: Actor, reference: str | None = None, number: int | None = None
) -> list[Shared]:
    """The newest first; of this round alone, or this one alone. One statement."""
    tied = exists().where(Application.round_id == Round.id, out_of_reach(actor))
    query = (
        select(Scenario, Round, ScenarioSharing.closed, tied, ScenarioOpinion)
        .join(ScenarioSharing, ScenarioSharing.scenario_id == Scenario.id)
        .join(Round, Round.id == Scenario.round_id)
        .outerjoin(
            ScenarioOpinion,
            (ScenarioOpinion.scenario_id == Scenario.id)
            & (ScenarioOpinion.person_id == actor.user_id),
        )
        .where(ScenarioSharing.shared, panel_rounds(actor))
        .order_by(Scenario.id.desc())
        .execution_options(populate_existing=True)
    )
    if reference is not None:
        query = query.where(Round.reference == reference)
    if number is not None:
        query = query.where(Scenario.id == number)
    me = frozenset({actor.user_id or 0})
    return [
        Shared(scenario, round_, closed, bool(partial), me, opinion)
        for scenario, round_, closed, partial, opinion in db.session.execute(query)
    ]


def shared_scenario(actor: Actor, reference: str, number: int) -> Shared | None:
    return next(iter(shared_with(actor, reference, number)), None)


@dataclass(frozen=True)
class SharedRound:
    """A round with those that are shared of it, the newest first."""

    round: Round
    scenarios: Sequence[Shared]
    reader_ids: frozenset[int]


def shared_round(actor: Actor, reference: str) -> SharedRound | None:
    """None where nothing is shared with the actor."""
    found = shared_with(actor, reference)
    return SharedRound(found[0].round, found, found[0].reader_ids) if found else None


def named_in(scenarios: Sequence[Scenario], actor: Actor) -> Mapping[int, Any]:
    """Reference and title by application, of what these fund or rule about and the actor may
    meet."""
    keys = {
        key
        for one in scenarios
        for some in (one.finds.keys, one.asks.must, one.asks.must_not)
        for key in some
    }
    query = select(Application.id, Application.reference, Application.title).where(
        Application.id.in_(sorted(keys)),
        Application.state.in_(sorted(READABLE)),
        reachable_applications(actor),
    )
    return {row.id: row for row in db.session.execute(query)} if keys else {}


@within("scenario")
def sharing_of(scenario: Scenario) -> ScenarioSharing | None:
    """As it is in the database now."""
    query = select(ScenarioSharing).where(ScenarioSharing.scenario_id == scenario.id)
    return db.session.scalar(query.execution_options(populate_existing=True))


@within("round_id")
def panel_people(round_id: int) -> list[User]:
    """Whom sharing with the panel reaches today: assessors of the round with a sheet that counts,
    and who chairs it, with nothing left to score."""
    sat = select(Assignment.assessor_id).join(Application).where(
        Application.round_id == round_id, Assignment.state == AssignmentState.SUBMITTED
    )  # fmt: skip
    waits = select(Assignment.assessor_id).join(Application).where(
        Application.round_id == round_id,
        Application.state.in_(sorted(ASSESSABLE)),
        Assignment.state.in_(sorted(UNFINISHED)),
    )  # fmt: skip
    query = select(User).where(
        User.active,
        or_(User.id.in_(sat), User.id.in_(chairs_reading(round_id))),
        User.id.not_in(waits),
    )
    return [*db.session.scalars(query.order_by(User.id))]
