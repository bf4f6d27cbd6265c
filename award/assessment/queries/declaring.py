"""What an assessor is asked about before they read: their assignments that wait for an answer, each
with what may be known of it until then."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import lru_cache

from sqlalchemy import Select, bindparam, select
from sqlalchemy.orm import contains_eager

from award.applications.models import Application
from award.assessment.models.assignments import Assignment
from award.assessment.queries.beginning import waiting
from award.assessment.queries.reach import own_assignments
from award.assessment.queries.submissions import previews_of
from award.assessment.rules.declaring import MOST
from award.assessment.rules.digest import OPENING, Said, said_of
from award.assessment.rules.reading import Preview
from award.assessment.rules.states import AssignmentState
from award.foundation import arrival
from award.foundation.db import db
from award.foundation.many import among
from award.foundation.policy import Actor
from award.foundation.scopes import within
from award.interests.queries.ties import asked_of
from award.rounds.models import Round


@dataclass(frozen=True)
class Asked:
    """One application, and what its assessor is asked about it: `noticed` is what the service
    found between the two, where they may know who applies."""

    assignment: Assignment
    preview: Preview
    noticed: Sequence[str]

    @property
    def reference(self) -> str:
        return self.assignment.application.reference

    @property
    def opening(self) -> Said | None:
        """The first lines of its summary, which nobody opens for each of many."""
        summary = self.preview.summary
        return said_of(summary, most=OPENING) if summary and summary.shown else None


def waiting_in(actor: Actor, round_: Round) -> list[Assignment]:
    """Those of a round that wait for an answer, as many as one page asks about, in one's own
    order."""
    return list(
        db.session.scalars(_waiting(actor), {"round_id": round_.id, "now": arrival.moment()})
    )


def these_of(actor: Actor, round_: Round, references: Collection[str]) -> list[Assignment]:
    """Those among these that still wait for an answer, as they are in the database now."""
    return list(
        db.session.scalars(
            _waiting(actor).where(among(Application.reference, references)),
            {"round_id": round_.id, "now": arrival.moment()},
            execution_options={"populate_existing": True},
        )
    )


@within("assignments")
def asked_about(assignments: Sequence[Assignment]) -> list[Asked]:
    """With what is shown of each: two statements."""
    shown = previews_of(assignments)
    told = [one.application_id for one in assignments if not shown[one.id].hidden]
    noticed = asked_of(told, assignments[0].assessor_id) if told else {}
    return [Asked(one, shown[one.id], noticed.get(one.application_id, ())) for one in assignments]


@lru_cache(maxsize=100)
def _waiting(actor: Actor) -> Select[Assignment]:
    """Application's organisation and lead are left unloaded on purpose: reading them raises."""
    return (
        select(Assignment)
        .join(Assignment.application)
        .join(Application.round)
        .where(
            own_assignments(actor),
            Application.round_id == bindparam("round_id"),
            Assignment.state == AssignmentState.TO_DECLARE,
            ~waiting(),
        )
        .order_by(Assignment.reading_key, Application.reference)
        .limit(MOST)
        .options(contains_eager(Assignment.application).contains_eager(Application.round))
    )


def answered_elsewhere(actor: Actor, references: Collection[str]) -> list[str]:
    """Those among these that the actor has said they have no conflict with, and still has."""
    return list(
        db.session.scalars(
            select(Application.reference)
            .join(Assignment, Assignment.application_id == Application.id)
            .where(
                own_assignments(actor),
                Assignment.state.in_((AssignmentState.TO_SCORE, AssignmentState.SUBMITTED)),
                among(Application.reference, references),
            )
        )
    )
