"""Feedback that is released apart from decisions: what waits to be, and what is out."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from sqlalchemy import delete, exists, func, select
from sqlalchemy.orm import contains_eager, joinedload

from award.applications.models import Application
from award.applications.rules.states import ApplicationState
from award.assessment.models.assignments import Assignment, Sheet
from award.assessment.models.kept import ScoreSummary
from award.assessment.queries.reach import visible_applications
from award.assessment.rules.states import CONFLICTED, AssignmentState
from award.decisions.models import Decision, Feedback, FeedbackDraft
from award.decisions.queries.staged import comments_shown
from award.decisions.rules.drafting import Way, drafted, way_of
from award.decisions.rules.feedback import Words
from award.decisions.rules.giving import called, giving, in_words, possible, shown_of
from award.decisions.rules.states import DecisionState
from award.foundation import earlier
from award.foundation.db import db
from award.foundation.edits import Marks, Telling
from award.foundation.many import among
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


@within("decision")
def withheld(decision: Decision, round_: Round) -> bool:
    """Does its applicant wait for the feedback?"""
    if not round_.feedback_apart:
        return False
    return db.session.get(Feedback, decision.id) is None


def to_come_in(round_: Round, actor: Actor, *, only: Application | None = None) -> list[Waiting]:
    """All that the actor may see, or `only` one, by title, each with its application, lead and
    round: what is told, and what is staged and so comes later. Two statements: a draft that
    nobody has edited says what assessors' sheets say now."""
    if not round_.feedback_apart:
        return []
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
    as_drafted = [one.decision.application_id for one in found if one.text and not one.edited]
    now = comments_of(as_drafted) if as_drafted else {}
    return [
        one
        if one.edited or not one.text
        else replace(one, text=drafted(now.get(one.decision.application_id, ())))
        for one in found
    ]


def waiting_in(round_: Round, actor: Actor) -> list[Waiting]:
    """What can be released: all that is told."""
    return [one for one in to_come_in(round_, actor) if one.told]


@within("application_ids")
def comments_of(application_ids: Collection[int]) -> dict[int, list[str]]:
    """What applicants are shown of assessors, in the order of their letters. One statement."""
    shown = comments_shown(Assignment.application_id)
    rows = db.session.execute(
        shown.add_columns(Assignment.application_id)
        .where(among(Assignment.application_id, application_ids))
        .order_by(Assignment.application_id, Assignment.alias)
    )
    found: dict[int, list[str]] = {}
    for text, number in rows:
        found.setdefault(number, []).append(text)
    return found


@within("application_id")
def draft_of(application_id: int) -> FeedbackDraft | None:
    return db.session.get(FeedbackDraft, application_id)


@within("application_id")
def text_of(application_id: int) -> str:
    """The draft as it would be released now, "" where there is none."""
    draft = draft_of(application_id)
    if draft is None or draft.edited_by_id is not None:
        return draft.text if draft else ""
    return drafted(comments_of([application_id]).get(application_id, ()))


@within("application_ids")
def drop_drafts(application_ids: Collection[int]) -> None:
    """Once they are released, where their text is kept for good."""
    drafts = delete(FeedbackDraft).where(among(FeedbackDraft.application_id, application_ids))
    db.session.execute(drafts.execution_options(synchronize_session=False))


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
