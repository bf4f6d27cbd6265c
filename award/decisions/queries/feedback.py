"""Feedback that is released apart from decisions: what waits to be, and what is out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import contains_eager, joinedload

from award.applications.models import Application
from award.assessment.models.assignments import Sheet
from award.assessment.queries.reach import visible_applications
from award.decisions.models import Decision, Feedback
from award.decisions.queries.staged import comments_shown
from award.decisions.rules.giving import called, giving, in_words, possible, shown_of
from award.decisions.rules.states import DecisionState
from award.foundation.db import db
from award.foundation.earlier import among
from award.foundation.edits import Marks, Telling
from award.foundation.policy import Actor
from award.foundation.scopes import within
from award.foundation.work import AT_ONCE, Job, unfinished
from award.rounds.models import Round


@dataclass(frozen=True)
class Waiting:
    """A decision that its applicant was told without the feedback, which waits to be released, and
    how many comments of assessors there are in that."""

    decision: Decision
    comments: int


@within("decision")
def withheld(decision: Decision, round_: Round) -> bool:
    """Does its applicant wait for the feedback?"""
    if not round_.feedback_apart:
        return False
    return db.session.get(Feedback, decision.id) is None


def waiting_in(round_: Round, actor: Actor) -> list[Waiting]:
    """All that the actor may see, by title, each with its application, lead and round. One
    statement."""
    if not round_.feedback_apart:
        return []
    comments = comments_shown(Application.id).with_only_columns(func.count(Sheet.id))
    rows = db.session.execute(
        select(Decision, comments.scalar_subquery())
        .join(Decision.application)
        .where(
            Application.round_id == round_.id,
            Decision.state == DecisionState.RELEASED,
            visible_applications(actor),
            Decision.id.not_in(select(Feedback.decision_id)),
        )
        .options(
            contains_eager(Decision.application).options(
                joinedload(Application.lead), joinedload(Application.round)
            )
        )
        .order_by(Application.title_key, Decision.id)
    )
    return [Waiting(decision, said or 0) for decision, said in rows]


@dataclass(frozen=True)
class Out:
    """How many applicants have their feedback, as far as the actor may know, and since when the
    last of them."""

    count: int
    last_at: datetime | None


def out_in(round_: Round, actor: Actor) -> Out:
    row = db.session.execute(
        select(func.count(Feedback.decision_id), func.max(Feedback.released_at))
        .join(Decision, Decision.id == Feedback.decision_id)
        .join(Decision.application)
        .where(Application.round_id == round_.id, visible_applications(actor))
    ).one()
    return Out(*row)


def being_given(round_: Round) -> Job | None:
    """The job that releases the round's feedback now, or will."""
    return unfinished(giving(round_.id))


def shown_in(waiting: Sequence[Waiting]) -> dict[str, object]:
    return shown_of(waiting, AT_ONCE)


def about_feedback(
    round_: Round, waiting: Sequence[Waiting], shown: Marks, actor: Actor
) -> Telling:
    """How the page says what changed since it was opened: of what the actor may see alone."""
    asked = list(shown)[:AT_ONCE]
    gone = db.session.scalars(
        select(Application.reference)
        .where(
            Application.round_id == round_.id,
            Application.reference.in_(asked),
            visible_applications(actor),
        )
        .order_by(Application.reference)
    )
    return Telling(
        called(dict.fromkeys([*shown_in(waiting), *gone])),
        in_words,
        lambda marks: among(marks, possible(marks)),
    )
