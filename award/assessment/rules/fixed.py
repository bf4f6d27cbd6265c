"""Who can read which submitted sheet of one application, and what is said of it afterwards."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from award.assessment.rules.sheet import ScoreValue
from award.assessment.rules.states import ACTIVE, AssignmentState
from award.assessment.rules.visibility import sees_others


@dataclass(frozen=True)
class Standing:
    """An assignment, and its sheet as last submitted, if it was since sheets are kept so."""

    assignment_id: int
    state: AssignmentState
    sheet_id: int | None


def as_fixed(
    alias: str, number: int, at: datetime, sheet: Mapping[str, object], pins: Sequence[object]
) -> dict[str, object]:
    """What is kept of a sheet that is submitted, in the one form that has a fingerprint."""
    return {
        "assessor": alias, "number": number, "fixed_at": at.isoformat(), **sheet, "pins": [*pins],
    }  # fmt: skip


def as_told(scores: Mapping[str, int], pct: float, digest: str, sha256: str) -> dict[str, object]:
    """What the trail says of it: a keyed digest of the sheet, and the fingerprint of what is
    kept."""
    return {"scores": scores, "pct": pct, "digest": digest, "sha256": sha256}


def shown_to(reveal: str, assignments: Sequence[Standing]) -> Iterator[tuple[int, int]]:
    """Pairs of a sheet and the assignment whose assessor can read it. As `peers_sheets` shows
    them."""
    active = [one for one in assignments if one.state in ACTIVE]
    for reader in active:
        others = [one for one in active if one is not reader]
        if not sees_others(reveal, reader.state, [one.state for one in others]):
            continue
        for one in others:
            if one.state == AssignmentState.SUBMITTED and one.sheet_id is not None:
                yield one.sheet_id, reader.assignment_id


@dataclass(frozen=True)
class Revised:
    """A sheet that was submitted again after its author could read others', `since` when; and what
    it said until then. `before` is None where that isn't kept."""

    since: datetime
    before: Mapping[str, Any] | None

    def score_before(self, key: str) -> ScoreValue | None:
        """What was given for this criterion; None where nothing of it is kept."""
        found = (self.before or {}).get("scores", {}).get(key)
        return ScoreValue(found["value"], found["justification"]) if found else None

    def value_before(self, key: str, now: ScoreValue) -> int | None:
        """The score that was given, where it is another now."""
        was = self.score_before(key)
        return was.value if was is not None and was.value != now.value else None

    def reason_before(self, key: str, now: ScoreValue) -> str:
        """The reason, where it reads otherwise now."""
        was = self.score_before(key)
        return was.justification if was and was.justification != now.justification else ""

    def vote_before(self, name: str, *, now: bool) -> bool | None:
        """Whether it was in scope or recommended, where that is otherwise now."""
        was = (self.before or {}).get(name)
        return was if was is not None and was != now else None

    def is_new(self, criterion: str, question: str, offset: int, quotation: str) -> bool:
        """Was this passage pinned since?"""
        pin = {
            "criterion": criterion, "question": question, "offset": offset, "quotation": quotation,
        }  # fmt: skip
        known = (self.before or {}).get("pins")
        return known is not None and pin not in known
