"""What staff decide about somebody who may be in conflict with an application, on record."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from award.applications.models import Application
from award.foundation import audit, kept
from award.foundation.acts import part_of
from award.foundation.db import db
from award.foundation.errors import Refused
from award.foundation.policy import Actor
from award.foundation.text import tidy
from award.interests.models import ConflictDecision
from award.interests.queries.ties import Pair
from award.interests.rules.conflicts import Reason, Tie, as_data, decided
from award.interests.services.rows import keep_ties

MAY_ASSESS, APART = "may_assess", "apart"
MAX_REASON_CHARS = 2_000
_TOLD = {"person": "person_id", "decision": "decision", "reason": "reason"}
HARD = "This is a part in the application: nobody can decide that it is none"


def undoable(tie: Tie) -> bool:
    """Hard only because staff decided so before."""
    hard = [found.reason for found in tie.reasons if found.hard]
    return hard == [Reason.DECIDED]


@dataclass(frozen=True)
class Decision:
    """About one person and one application, with what there is between them."""

    application: Application
    person_id: int
    tie: Tie
    decision: str
    reason: str


@part_of("conflict.decide", "assessment.assign")
def record_decisions(made: Collection[Decision], *, actor: Actor) -> None:
    """As many statements however many. Refused without a reason, or when a part in the application
    is to be none."""
    if actor.user_id is None:
        raise Refused("Somebody has to decide this.", rule="conflict.decide")
    rows: list[dict[str, Any]] = []
    so: dict[Pair, tuple[int, Tie | None]] = {}
    for one in made:
        words = tidy(one.reason).replace("\x00", "").strip()[:MAX_REASON_CHARS]
        if not words:
            raise Refused("Say why", field="reason")
        if one.decision == MAY_ASSESS and one.tie.hard and not undoable(one.tie):
            raise Refused(HARD, field="decision")
        about = tuple(found for found in one.tie.reasons if found.reason != Reason.DECIDED)
        rows.append(
            {
                "application_id": one.application.id,
                "person_id": one.person_id,
                "decision": one.decision,
                "reason": words,
                "about": as_data(about),
                "decided_by_id": actor.user_id,
            }
        )
        bare = Tie(any(found.hard for found in about), about) if about else None
        pair = one.application.id, one.person_id
        so[pair] = one.application.round_id, decided(bare, one.decision, about)
    if rows:
        audit.add_rows(ConflictDecision, rows, by=("application_id", "person_id"))
    keep_ties(so)
    kept.touch(*{round_id for round_id, _ in so.values()})
    audit.record_many(
        audit.Entry(
            actor,
            "application.decide_conflict",
            one.application,
            {name: row[at] for name, at in _TOLD.items()},
            codes={"decision"},
        )
        for one, row in zip(made, rows, strict=True)
    )
    db.session.flush()
