"""Feedback, with decisions or apart from them: what is to come, and what is out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from sqlalchemy import exists, func, select
from sqlalchemy.orm import contains_eager, joinedload

from award.applications.models import Application
from award.applications.rules.states import ApplicationState
from award.assessment.models.assignments import Assignment, Sheet
from award.assessment.models.kept import ScoreSummary
from award.assessment.queries.reach import visible_applications
from award.assessment.rules.states import CONFLICTED, AssignmentState
from award.decisions.models import Decision, Feedback, FeedbackDraft
from award.decisions.queries.said import Draft, comments_shown, texts_now
from award.decisions.rules.drafting import Way, way_of
from award.decisions.rules.feedback import Words, looked_over
from award.decisions.rules.giving import called, giving, in_words, possible, shown_of
from award.decisions.rules.states import DecisionState
from award.foundation import earlier
from award.foundation.db import db
from award.foundation.edits import Marks, Telling
from award.foundation.policy import Actor
from award.foundation.scopes import within
from award.foundation.work import AT_ONCE, Job, unfinished
from award.rounds.models import Round


@dataclass(frozen=True)
class Waiting:
    """A decision, staged or told, whose applicant hasn't the feedback; how many comments of
    assessors there are, the draft instead of them (or ""), and what that rests on."""

    decision: Decision
    comments: int
    text: str = ""
    edited: bool = False
    means: Mapping[str, float] = field(default_factory=dict)
    outdated: bool = False
    """Came a sheet, or fell one out, since the draft was edited?"""

    @property
    def told(self) -> bool:
        """Can it be released, since the decision is?"""
        return self.decision.state == DecisionState.RELEASED

    @property
    def way(self) -> Way:
        return way_of(self.text, self.comments, edited=self.edited)

    @property
    def words(self) -> Words:
        return Words(
            self.text, self.decision.ground, self.means, outdated=self.edited and self.outdated
        )


def to_come_in(round_: Round, actor: Actor, *, only: Application | None = None) -> list[Waiting]:
    """All that the actor may see, or `only` one, by title, each with its application, lead and
    round: what is staged, and, where feedback is released apart, what is told. Two statements."""
    comments = comments_shown(Application.id).with_only_columns(func.count(Sheet.id))
    since = exists().where(
        Assignment.application_id == Application.id,
        Assignment.state.in_((AssignmentState.SUBMITTED, *sorted(CONFLICTED))),
        Assignment.updated_at > FeedbackDraft.updated_at,
    )
    rows = db.session.execute(
        select(
            Decision, comments.scalar_subquery(), FeedbackDraft.text, FeedbackDraft.edited_by_id,
            ScoreSummary.criterion_means, since,
        )
        .join(Decision.application)
        .outerjoin(FeedbackDraft, FeedbackDraft.application_id == Application.id)
        .outerjoin(ScoreSummary, ScoreSummary.application_id == Application.id)
        .where(
            Application.round_id == round_.id,
            Application.state != ApplicationState.WITHDRAWN,
            Decision.id.not_in(select(Feedback.decision_id)),
            *([] if round_.feedback_apart else [Decision.state == DecisionState.STAGED]),
            visible_applications(actor),
            *([] if only is None else [Application.id == only.id]),
        )
        .options(
            contains_eager(Decision.application).options(
                joinedload(Application.lead), joinedload(Application.round)
            )
        )
        .order_by(Application.title_key, Decision.id)
    )  # fmt: skip
    found = [
        Waiting(decision, said or 0, text or "", edited is not None, means or {}, outdated)
        for decision, said, text, edited, means, outdated in rows
    ]
    texts = texts_now(Draft(one.decision.application_id, one.text, one.edited) for one in found)
    return [replace(one, text=texts[one.decision.application_id]) for one in found]


def questions_about(coming: Sequence[Waiting], round_: Round) -> dict[str, list[str]]:
    """What is worth another look, by reference. `round_` comes with its criteria."""
    return looked_over(
        {one.decision.application.reference: one.words for one in coming}, round_.criteria
    )


def waiting_in(round_: Round, actor: Actor) -> list[Waiting]:
    """What can be released apart from the decisions: all that is told."""
    if not round_.feedback_apart:
        return []
    return [one for one in to_come_in(round_, actor) if one.told]


@within("decision")
def is_out(decision: Decision) -> bool:
    return db.session.get(Feedback, decision.id) is not None


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


def shown_in(waiting: Sequence[Waiting]) -> dict[str, Any]:
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

    def before(marks: Marks) -> dict[str, Any]:
        kept = earlier.find("feedback", round_.id, marks)
        return earlier.among(marks, possible(marks)) | kept

    return Telling(called(dict.fromkeys([*shown_in(waiting), *gone])), in_words, before)
