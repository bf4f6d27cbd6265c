"""Feedback, with decisions or apart from them: what is to come, and what is out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import contains_eager, joinedload

from award.applications.models import Application
from award.applications.rules.states import ApplicationState
from award.assessment.models.assignments import Sheet
from award.assessment.models.kept import ScoreSummary
from award.assessment.queries.reach import visible_applications
from award.decisions.models import Decision, Feedback, FeedbackDraft
from award.decisions.queries.said import Draft, as_released, comments_shown
from award.decisions.queries.staged import Staged
from award.decisions.rules.drafting import Way, way_of
from award.decisions.rules.feedback import Words, looked_over
from award.decisions.rules.giving import giving, shown_of
from award.decisions.rules.questions import Asked, Looked
from award.decisions.rules.states import DecisionState
from award.decisions.rules.told import GOOD
from award.foundation.db import db
from award.foundation.policy import Actor
from award.foundation.scopes import within
from award.foundation.work import Job, unfinished
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
    score: float | None = None
    outdated: bool = False
    """Do assessors say something else than when the draft was edited?"""

    @property
    def told(self) -> bool:
        """Can it be released, since the decision is?"""
        return self.decision.state == DecisionState.RELEASED

    @property
    def way(self) -> Way:
        return way_of(self.text, self.comments, edited=self.edited)

    @property
    def to_draft(self) -> bool:
        """Can it be drafted with the others? Not what somebody emptied, nor what was confirmed to
        go out as it is."""
        apart = self.decision.application.round.feedback_apart
        free = apart or self.decision.confirmed_by_id is None
        return self.way == Way.EACH and not self.edited and free

    @property
    def words(self) -> Words:
        return Words(
            self.text,
            self.decision.ground,
            self.means,
            outdated=self.outdated,
            awarded=self.decision.outcome in GOOD,
            score=self.score,
        )


def to_come_in(round_: Round, actor: Actor, *, only: Application | None = None) -> list[Waiting]:
    """All that the actor may see, or `only` one, by title, each with its application, lead and
    round: what is staged, and, where feedback is released apart, what is told. Two statements."""
    comments = comments_shown(Application.id).with_only_columns(func.count(Sheet.id))
    rows = db.session.execute(
        select(
            Decision, comments.scalar_subquery(), FeedbackDraft.text, FeedbackDraft.edited_by_id,
            FeedbackDraft.drawn_from, ScoreSummary.criterion_means,
            func.coalesce(ScoreSummary.moderated_pct, ScoreSummary.mean_pct),
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
    each = [
        (
            Waiting(decision, said or 0, edited=edited is not None, means=means or {}, score=score),
            Draft(decision.application_id, text or "", edited is not None, drawn),
        )
        for decision, said, text, edited, drawn, means, score in rows
    ]
    now = as_released(draft for _waits, draft in each)
    return [
        replace(waits, text=now[number].text, outdated=now[number].outdated)
        for waits, _draft in each
        for number in (waits.decision.application_id,)
    ]


def questions_about(coming: Sequence[Waiting], round_: Round) -> dict[str, list[Asked]]:
    """What is worth another look, by reference. `round_` comes with its criteria."""
    return looked_over(
        {one.decision.application.reference: one.words for one in coming}, round_.criteria
    )


def looks_of(staged: Sequence[Staged], coming: Sequence[Waiting], round_: Round) -> Looked:
    """What words ask that go out with these decisions: those beside them, and the feedback that
    is `coming` with them. `round_` comes with its criteria."""
    words = {one.decision.application.reference: one.words for one in staged if one.words}
    return Looked(looked_over(words, round_.criteria), questions_about(coming, round_))


def going_with(
    staged: Sequence[Staged], round_: Round, actor: Actor, *, only: Application | None = None
) -> list[Waiting]:
    """The feedback that goes out with them, which are of the round or of `only` one application. No
    statement where it is released apart."""
    if round_.feedback_apart or not staged:
        return []
    going = {one.decision.id for one in staged}
    return [one for one in to_come_in(round_, actor, only=only) if one.decision.id in going]


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
    return shown_of(waiting)
