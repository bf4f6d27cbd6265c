"""Releasing a round's decisions: all that is staged, at once, each applicant told once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from award.decisions import queries
from award.decisions.models import Decision
from award.decisions.rules.releasing import mark_of
from award.decisions.rules.states import APPLICATION_ACTION
from award.foundation import audit, clock, outbox, workflow
from award.foundation.errors import Refused
from award.foundation.policy import Actor, can
from award.rounds.models import Round


@dataclass(frozen=True)
class Released:
    """What went out. `emailed` counts messages; `awarded_gbp` is this release's alone."""

    fund: int
    reserve: int
    reject: int
    emailed: int
    awarded_gbp: int


def release(
    round_: Round,
    *,
    actor: Actor,
    confirmation: str,
    override_reason: str = "",
    shown: str | None = None,
) -> Released:
    """Release every staged decision of the round and queue one email for each lead.

    `confirmation` must be the round's reference, in either case. Refused when nothing is staged
    (so a second press does nothing), and when the money awarded would pass the round's budget
    unless `override_reason` says why. `shown` is the `mark_of` the decisions that the person
    looked through: refused when anything was staged, changed or cleared since.
    """
    if not can(actor, "decision.release", round_):
        raise Refused("Only programme staff can release decisions.", rule="decision.release")
    if confirmation.strip().casefold() != round_.reference.casefold():
        raise Refused(f"Type {round_.reference} to confirm.", field="confirmation")
    if queries.conflicts_in(actor, round_):
        raise Refused(
            "You have declared a conflict of interest with an application in this round, so "
            "somebody else has to release its decisions.",
            rule="conflict of interest",
        )
    decisions = queries.staged_decisions(round_)
    if not decisions:
        raise Refused("Nothing is staged, so there is nothing to release.", rule="nothing staged")
    if shown not in (None, mark_of(decisions)):
        raise Refused(
            "What is staged has changed since you opened this page. Nothing was released. Look "
            "through the decisions and letters below again, then confirm.",
            field="confirmation",
            rule="decision.release_shown",
        )
    total = sum(decision.amount_gbp or 0 for decision in decisions)
    _check_budget(round_, total, override_reason)
    emailed = sum(_release_one(decision, actor) for decision in decisions)
    count = Counter(decision.outcome for decision in decisions)
    result = Released(count["fund"], count["reserve"], count["reject"], emailed, total)
    _record(round_, decisions, result, override_reason, actor)
    return result


def _check_budget(round_: Round, total: int, override_reason: str) -> None:
    over = queries.budget_committed(round_) + total - round_.budget_gbp
    if over > 0 and not override_reason.strip():
        raise Refused(
            f"This would award £{over:,} more than the round's budget of £{round_.budget_gbp:,}. "
            "Change the staged decisions, or give the reason why it can be exceeded.",
            field="override_reason",
        )


def _release_one(decision: Decision, actor: Actor) -> int:
    """The decision, then its application, then the letter; how many emails were queued."""
    decision.released_at = clock.now()
    workflow.fire(decision, "release", actor=actor)
    workflow.fire(decision.application, APPLICATION_ACTION[decision.outcome], actor=actor)
    return len(outbox.send_notice(f"decision.{decision.outcome}", decision, actor))


def _record(
    round_: Round,
    decisions: Sequence[Decision],
    result: Released,
    override_reason: str,
    actor: Actor,
) -> None:
    changes: dict[str, object] = {
        "fund": result.fund,
        "reserve": result.reserve,
        "reject": result.reject,
        "emailed": result.emailed,
        "awarded_gbp": result.awarded_gbp,
        "applications": [decision.application.reference for decision in decisions],
    }
    if override_reason.strip():
        changes["over_budget_because"] = override_reason.strip()
    audit.record(actor, "round.release_decisions", round_, changes)
