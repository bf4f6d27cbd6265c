"""What an assessor may read of one application: their own assignment, and what they do next.

A conflicted, declined, voided or removed assignment is not there: not in lists, not in counts.
"""

from __future__ import annotations

from functools import lru_cache

from sqlalchemy import BindParameter, Select, bindparam, exists, select
from sqlalchemy.orm import contains_eager, joinedload, undefer

from award.applications.models import Application
from award.assessment.models.assignments import Assignment, Sheet
from award.assessment.models.people import AssessorProfile
from award.assessment.queries.beginning import refuse_before_closing, waiting
from award.assessment.queries.reach import assessed_by, own_assignments
from award.assessment.rules.states import UNFINISHED, AssignmentState
from award.foundation import arrival
from award.foundation.db import db
from award.foundation.policy import Actor
from award.rounds.models import Round
from award.rounds.queries.rounds import with_criteria


def _mine(actor: Actor) -> Select[Assignment]:
    """The actor's own assignments, joined to Application and Round. To build a statement on it
    takes longer than to ask, so each is built once for a person: a change of what they may meet
    changes rows, and one of their roles makes another Actor."""
    return (
        select(Assignment)
        .join(Assignment.application)
        .join(Application.round)
        .where(own_assignments(actor))
    )


def assignment_for(actor: Actor, reference: str) -> Assignment | None:
    """The actor's own assignment with its application, round, criteria, sheet and scores.
    NotYet before its application is assessed at all.

    The application's organisation and lead are left unloaded on purpose: reading them raises.
    """
    rows = db.session.scalars(_one_of_mine(actor), {"reference": reference.upper()})
    found = rows.unique().one_or_none()
    if found is not None:
        refuse_before_closing(found)
    return found


@lru_cache(maxsize=100)
def _one_of_mine(actor: Actor) -> Select[Assignment]:
    wanted: BindParameter[str] = bindparam("reference")
    way = contains_eager(Assignment.application).contains_eager(Application.round)
    found = (
        _mine(actor)
        .where(Application.reference == wanted)
        .options(
            joinedload(Assignment.sheet).selectinload(Sheet.scores),
            undefer(Assignment.longer_until),
        )
    )
    return with_criteria(found, Round, way)


def next_reference(actor: Actor, after: Assignment) -> str | None:
    """The application to turn to next: to score first, then to declare, each in one's own order;
    None when all is done. Nothing that others did may decide it: where it leads would tell."""
    return db.session.scalar(_to_do(actor), {"after": after.id, "now": arrival.moment()})


@lru_cache(maxsize=100)
def _to_do(actor: Actor) -> Select[str]:
    after: BindParameter[int] = bindparam("after")
    return (
        _mine(actor)
        .with_only_columns(Application.reference, maintain_column_froms=True)
        .where(Assignment.state.in_(sorted(UNFINISHED)), Assignment.id != after, ~waiting())
        .order_by(
            (Assignment.state == AssignmentState.TO_DECLARE),
            Assignment.reading_key,
            Application.reference,
        )
        .limit(1)
    )


def panel_and_evening(actor: Actor) -> tuple[str, int | None]:
    """`professional` (also for those without a profile) or `lived_experience`, and how many they
    take in an evening, as their profile says."""
    row = db.session.execute(_PROFILE, {"user_id": actor.user_id}).one_or_none()
    return (row.panel, row.evening) if row else ("professional", None)


def panel_of(actor: Actor) -> str:
    return panel_and_evening(actor)[0]


_PROFILE = select(AssessorProfile.panel, AssessorProfile.evening).where(
    AssessorProfile.user_id == bindparam("user_id")
)


def has_assessed(actor: Actor, application_id: int) -> bool:
    """Has the actor a submitted sheet on it that counts?"""
    return bool(
        db.session.scalar(
            select(exists().where(Assignment.application_id == application_id, assessed_by(actor)))
        )
    )
