"""Releasing a round's decisions: all that is staged, at once, each applicant told once."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from award.assessment.services.closing import close_unfinished
from award.decisions.models import DecisionTold, Release
from award.decisions.queries.feedback import going_with, looks_of
from award.decisions.queries.invited import about_the_next
from award.decisions.queries.said import drop_drafts
from award.decisions.queries.staged import (
    Staged,
    being_released,
    lock_round,
    lock_staged,
    staged_decisions,
    tally,
)
from award.decisions.queries.telling import shown_in
from award.decisions.queries.told import told_in
from award.decisions.rules.questions import NONE, Accepted, Raised, refuse_unaccepted
from award.decisions.rules.releasing import SHOWS, ReleaseArguments, releasing
from award.decisions.rules.states import APPLICATION_ACTION, Outcome
from award.decisions.services import refusals
from award.decisions.services.accepting import keep_accepted
from award.decisions.services.giving import give
from award.foundation import audit, clock, outbox, work
from award.foundation.acts import act
from award.foundation.db import db
from award.foundation.edits import Marks, still_as_shown
from award.foundation.errors import Refused
from award.foundation.moving import make_many
from award.foundation.policy import Actor
from award.foundation.workflow import judge
from award.rounds.models import Round


@dataclass(frozen=True)
class Released:
    """What went out. `emailed` counts letters to applicants; `awarded_gbp` is this release's
    alone; `closed` counts score sheets that nobody needs any more."""

    invite: int
    fund: int
    reserve: int
    reject: int
    emailed: int
    awarded_gbp: int
    closed: int


@act("decision.release")
def release(
    round_: Round,
    *,
    actor: Actor,
    confirmation: str,
    override_reason: str = "",
    shown: Marks | None = None,
    accepted: Accepted = NONE,
) -> Released:
    """Release every staged decision of the round and queue one email for each lead. Score sheets
    that are not submitted are closed, and their assessors told.

    `confirmation` must be the round's reference, in either case. Refused when nothing is staged
    (so a second press does nothing), when an exception has no reason, and when the money awarded
    would pass the round's budget unless `override_reason` says why, and when words raise a question
    whose kind isn't `accepted` with a reason, of all that raise it. Changed when anything of what
    the person looked through (`shown`, marks of `shown_in`) was staged, changed or cleared since.
    """
    refusals.may_release(round_, confirmation, actor)
    lock_round(round_)
    staged, raised = _ready(round_, override_reason, shown, accepted, actor)
    told = keep_accepted(round_, raised, accepted, actor=actor)
    return _release(round_, staged, override_reason, told, actor)


@act("decision.release")
def release_or_ask(
    round_: Round,
    *,
    actor: Actor,
    confirmation: str,
    override_reason: str,
    shown: Marks,
    accepted: Accepted = NONE,
) -> Released | work.Job:
    """As `release`, for as many as a request does by itself. More are a job: whatever would be
    refused is refused now, and again when it runs. Asked again meanwhile, it is the same job."""
    refusals.may_release(round_, confirmation, actor)
    lock_round(round_)
    arguments = ReleaseArguments(
        round_.reference, override_reason.strip(), json.dumps(dict(shown)), accepted.kept()
    )
    under_way = being_released(round_)
    ready = under_way is None and _ready(round_, override_reason, shown, accepted, actor)
    staged, raised = ready or ([], [])
    if under_way is None and len(staged) <= work.AT_ONCE:
        told = keep_accepted(round_, raised, accepted, actor=actor)
        return _release(round_, staged, override_reason, told, actor)
    return work.ask(
        "decision.release",
        arguments,
        title=f"Release {len(staged):,} decisions of {round_.reference}",
        total=len(staged),
        actor=actor,
        round_id=round_.id,
        alone=releasing(round_.id),
    )


def _ready(
    round_: Round,
    override_reason: str,
    shown: Marks | None,
    accepted: Accepted,
    actor: Actor,
) -> tuple[Sequence[Staged], Sequence[Raised]]:
    """What is staged, held, if it may go out as it is, and what its words ask."""
    lock_staged(round_)
    staged = staged_decisions(round_, actor)
    if not staged:
        raise Refused("Nothing is staged, so there is nothing to release.", rule="nothing staged")
    refusals.ready_to_go(staged, round_, actor)
    now = shown_in(staged)
    still_as_shown(shown, now, SHOWS.names(now), "What is staged")
    _check_budget(round_, _total(staged), override_reason, actor)
    raised = looks_of(staged, going_with(staged, round_, actor), round_).raised
    refuse_unaccepted(raised, accepted)
    return staged, raised


def _total(staged: Sequence[Staged]) -> int:
    return sum(one.decision.amount_gbp or 0 for one in staged)


def _release(
    round_: Round,
    staged: Sequence[Staged],
    override_reason: str,
    told: Mapping[str, object],
    actor: Actor,
) -> Released:
    emailed = _make(staged, actor)
    give([(one.decision, one.feedback) for one in staged if one.feedback], actor=actor)
    if not round_.feedback_apart:
        drop_drafts([one.decision.application_id for one in staged])
    _keep_told(round_, staged, actor)
    count = Counter(one.decision.outcome for one in staged)
    closed = close_unfinished(*(one.decision.application for one in staged), actor=actor)
    result = Released(
        count[Outcome.INVITE],
        count[Outcome.FUND],
        count[Outcome.RESERVE],
        count[Outcome.REJECT],
        emailed,
        _total(staged),
        closed,
    )
    _record(round_, staged, result, override_reason.strip(), told, actor)
    return result


def _check_budget(round_: Round, total: int, override_reason: str, actor: Actor) -> None:
    found = tally(round_.id, actor)
    over = found.over(round_.budget_gbp, total)
    if over > 0 and not override_reason.strip():
        held = f", with £{found.held_gbp:,} that is held back" if found.held_gbp else ""
        raise Refused(
            f"This would award £{over:,} more than the round's budget of £{round_.budget_gbp:,}"
            f"{held}. Change the staged decisions, or give the reason why it can be exceeded.",
            field="override_reason",
        )


def _make(staged: Sequence[Staged], actor: Actor) -> int:
    """Every decision, then its application, then the letters; how many emails were queued."""
    by_id = {one.decision.id: one for one in staged}
    decisions = [judge(one.decision, "release", actor=actor) for one in staged]
    applications = [
        judge(one.decision.application, APPLICATION_ACTION[one.decision.outcome], actor=actor)
        for one in staged
    ]
    make_many(
        decisions,
        values={"released_at": clock.now()},
        changes=lambda decision: _told(by_id[decision.id]),
        codes={"outcome"},
    )
    make_many(applications)
    going_on = about_the_next(one.decision for one in staged)
    return sum(
        outbox.send_many(
            f"decision.{outcome}",
            [
                (one.decision, {**one.to_read, **going_on})
                for one in staged
                if one.decision.outcome == outcome
            ],
            actor,
        )
        for outcome in Outcome
    )


def _keep_told(round_: Round, staged: Sequence[Staged], actor: Actor) -> None:
    """Whoever releases may see all of the round, so their numbers are everybody's."""
    found = told_in(round_, actor, staged=False)
    db.session.add_all(
        DecisionTold(decision_id=one.decision.id, body=found[one.decision.application_id].kept())
        for one in staged
        if one.decision.application_id in found
    )


def _told(one: Staged) -> dict[str, object]:
    told: dict[str, object] = {
        "outcome": one.decision.outcome,
        "amount_gbp": one.decision.amount_gbp,
    }
    if one.exceptions:
        told["exceptions"] = len(one.exceptions)
    return told


def _record(
    round_: Round,
    staged: Sequence[Staged],
    result: Released,
    override_reason: str,
    told: Mapping[str, object],
    actor: Actor,
) -> None:
    counts = {
        "invite": result.invite,
        "fund": result.fund,
        "reserve": result.reserve,
        "reject": result.reject,
        "emailed": result.emailed,
        "awarded_gbp": result.awarded_gbp,
        "sheets_closed": result.closed,
    }
    db.session.add(
        Release(
            round_id=round_.id,
            released_at=clock.now(),
            released_by_id=actor.user_id,
            over_budget_because=override_reason,
            **counts,
        )
    )
    # Which applications: each has an event of its own, which not everybody may read.
    exceptional = sum(bool(one.exceptions) for one in staged)
    changes: dict[str, object] = {**counts, "exceptions": exceptional, **told}
    if override_reason:
        changes["over_budget_because"] = override_reason
    audit.record(actor, "round.release_decisions", round_, changes)
    db.session.flush()
