"""Releasing a round's feedback, apart from its decisions: all that waits, at once, each applicant
told once, and nothing of it changed after."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from award.applications.models import Application
from award.applications.rules.machine import TELLS
from award.decisions.models import Decision, Feedback
from award.decisions.queries.feedback import Waiting, being_given, drop_drafts, shown_in, waiting_in
from award.decisions.queries.staged import lock_round
from award.decisions.rules.giving import FeedbackArguments, called, giving
from award.decisions.services import refusals
from award.foundation import audit, clock, outbox, work
from award.foundation.acts import act
from award.foundation.edits import Marks, still_as_shown
from award.foundation.errors import Refused
from award.foundation.locks import hold
from award.foundation.many import insert_rows
from award.foundation.moving import make_many
from award.foundation.policy import Actor
from award.foundation.workflow import judge
from award.rounds.models import Round


@dataclass(frozen=True)
class Given:
    """What went out: to how many applicants, and in how many emails."""

    count: int
    emailed: int


@act("decision.release")
def release_feedback(
    round_: Round, *, actor: Actor, confirmation: str, shown: Marks | None = None
) -> Given:
    """Every applicant who was told a decision and no feedback can read it from now on, and is told
    so by email.

    `confirmation` must be the round's reference, in either case. Refused when nothing waits (so a
    second press does nothing) and where the round gives feedback with its decisions. Changed when
    something else waits than the person looked through (`shown`, marks of `shown_in`).
    """
    refusals.may_release(round_, confirmation, actor)
    lock_round(round_)
    return _give(round_, _ready(round_, shown, actor), actor)


@act("decision.release")
def release_feedback_or_ask(
    round_: Round, *, actor: Actor, confirmation: str, shown: Marks
) -> Given | work.Job:
    """As `release_feedback`, for as many as a request does by itself; more are a job."""
    refusals.may_release(round_, confirmation, actor)
    lock_round(round_)
    under_way = being_given(round_)
    waiting = [] if under_way else _ready(round_, shown, actor)
    if under_way is None and len(waiting) <= work.AT_ONCE:
        return _give(round_, waiting, actor)
    return work.ask(
        "decision.release_feedback",
        FeedbackArguments(round_.reference, json.dumps(dict(shown))),
        title=f"Release feedback on {len(waiting):,} applications of {round_.reference}",
        total=len(waiting),
        actor=actor,
        round_id=round_.id,
        alone=giving(round_.id),
    )


def _ready(round_: Round, shown: Marks | None, actor: Actor) -> Sequence[Waiting]:
    waiting = waiting_in(round_, actor)
    if not waiting:
        raise Refused("No feedback waits, so there is nothing to release.", rule="nothing waits")
    now = shown_in(waiting)
    still_as_shown(shown, now, called(now), "What waits")
    return waiting


def _give(round_: Round, waiting: Sequence[Waiting], actor: Actor) -> Given:
    applications = [one.decision.application for one in waiting]
    hold(Application, [one.id for one in applications], referred=False)
    moves = [judge(one, TELLS, actor=actor) for one in applications]
    insert_rows(
        Feedback,
        [
            {
                "decision_id": one.decision.id,
                "text": one.text,
                "released_at": clock.now(),
                "released_by_id": actor.user_id,
            }
            for one in waiting
        ],
    )
    texts = {one.decision.application_id: one.text for one in waiting if one.text}
    make_many(moves, changes=lambda one: _told(one, texts))
    drop_drafts(texts)
    told: list[tuple[Decision, dict[str, object]]] = [(one.decision, {}) for one in waiting]
    result = Given(len(waiting), outbox.send_many("decision.feedback", told, actor))
    # Which applications: each has an event of its own, which not everybody may read.
    counts = {"applications": result.count, "emailed": result.emailed}
    audit.record(actor, "round.release_feedback", round_, counts)
    return result


def _told(application: Application, texts: Mapping[int, str]) -> dict[str, object]:
    """Of words that staff may have edited, a digest."""
    if application.id not in texts:
        return {}
    return {"feedback": audit.digest_of({"text": texts[application.id]})}
