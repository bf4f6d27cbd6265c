"""Releasing a round's feedback, apart from its decisions: all that waits, at once, each applicant
told once, and nothing of it changed after."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from award.applications.models import Application
from award.decisions.models import Decision
from award.decisions.queries.feedback import (
    Waiting,
    being_given,
    looks_of,
    shown_in,
    waiting_in,
)
from award.decisions.queries.said import drop_drafts
from award.decisions.queries.staged import lock_round
from award.decisions.rules.giving import SHOWS, FeedbackArguments, giving
from award.decisions.rules.questions import NONE, Accepted, Raised, refuse_unaccepted
from award.decisions.services import refusals
from award.decisions.services.accepting import keep_accepted
from award.decisions.services.giving import give
from award.foundation import audit, outbox, work
from award.foundation.acts import act
from award.foundation.edits import Marks, still_as_shown
from award.foundation.errors import Refused
from award.foundation.locks import hold
from award.foundation.policy import Actor
from award.rounds.models import Round


@dataclass(frozen=True)
class Given:
    """What went out: to how many applicants, and in how many emails."""

    count: int
    emailed: int


@act("decision.release")
def release_feedback(
    round_: Round,
    *,
    actor: Actor,
    confirmation: str,
    shown: Marks | None = None,
    accepted: Accepted = NONE,
) -> Given:
    """Every applicant who was told a decision and no feedback can read it from now on, and is told
    so by email.

    `confirmation` must be the round's reference, in either case. Refused when nothing waits (so a
    second press does nothing), where the round gives feedback with its decisions, and when words
    raise a question whose kind isn't `accepted` with a reason. Changed when
    something else waits than the person looked through (`shown`, marks of `shown_in`).
    """
    refusals.may_release(round_, confirmation, actor)
    lock_round(round_)
    waiting, raised = _ready(round_, shown, accepted, actor)
    told = keep_accepted(round_, raised, accepted, of_feedback=True, actor=actor)
    return _give(round_, waiting, told, actor)


@act("decision.release")
def release_feedback_or_ask(
    round_: Round,
    *,
    actor: Actor,
    confirmation: str,
    shown: Marks,
    accepted: Accepted = NONE,
) -> Given | work.Job:
    """As `release_feedback`, for as many as a request does by itself; more are a job."""
    refusals.may_release(round_, confirmation, actor)
    lock_round(round_)
    under_way = being_given(round_)
    ready = under_way is None and _ready(round_, shown, accepted, actor)
    waiting, raised = ready or ([], [])
    if under_way is None and len(waiting) <= work.AT_ONCE:
        told = keep_accepted(round_, raised, accepted, of_feedback=True, actor=actor)
        return _give(round_, waiting, told, actor)
    return work.ask(
        "decision.release_feedback",
        FeedbackArguments(round_.reference, json.dumps(dict(shown)), accepted.kept()),
        title=f"Release feedback on {len(waiting):,} applications of {round_.reference}",
        total=len(waiting),
        actor=actor,
        round_id=round_.id,
        alone=giving(round_.id),
    )


def _ready(
    round_: Round, shown: Marks | None, accepted: Accepted, actor: Actor
) -> tuple[Sequence[Waiting], Sequence[Raised]]:
    waiting = waiting_in(round_, actor)
    if not waiting:
        raise Refused("No feedback waits, so there is nothing to release.", rule="nothing waits")
    now = shown_in(waiting)
    still_as_shown(shown, now, SHOWS.names(now), "What waits")
    raised = looks_of([], waiting, round_).raised
    refuse_unaccepted(raised, accepted)
    return waiting, raised


def _give(
    round_: Round, waiting: Sequence[Waiting], asked: Mapping[str, object], actor: Actor
) -> Given:
    applications = [one.decision.application for one in waiting]
    hold(Application, [one.id for one in applications], referred=False)
    give([(one.decision, one.text) for one in waiting], actor=actor)
    drop_drafts([one.id for one in applications])
    told: list[tuple[Decision, dict[str, object]]] = [(one.decision, {}) for one in waiting]
    result = Given(len(waiting), outbox.send_many("decision.feedback", told, actor))
    # Which applications: each has an event of its own, which not everybody may read.
    counts: dict[str, object] = {"applications": result.count, "emailed": result.emailed, **asked}
    audit.record(actor, "round.release_feedback", round_, counts)
    return result
