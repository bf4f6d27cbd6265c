"""What is kept of the sheets of a volume round, as submitting each would have kept it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

from award.assessment.rules.fixed import Standing, as_fixed, as_told, shown_to
from award.assessment.rules.sheet import SheetValues, as_data
from award.assessment.rules.states import AssignmentState
from award.foundation import audit
from award.foundation.copying import Told
from award.foundation.digests import canonical_json


@dataclass(frozen=True)
class Fixed:
    """A submitted sheet: the row that keeps it, and what the trail says of its submission."""

    row: dict[str, Any]
    told: dict[str, object]


def fixed(
    key: int, assignment: Mapping[str, Any], values: SheetValues, pct: float, at: datetime
) -> Fixed:
    data = as_data(values, pct)
    content = Told(as_fixed(assignment["alias"], 1, at, data, ()))
    content.text = canonical_json(content)
    digest = sha256(content.text.encode()).hexdigest()
    row = {
        "id": key,
        "assignment_id": assignment["id"],
        "number": 1,
        "content": content,
        "sha256": digest,
        "fixed_at": at,
    }
    scores = {name: score.value or 0 for name, score in values.scores.items()}
    return Fixed(row, as_told(scores, pct, audit.digest_of(data), digest))


def shown_rows(
    reveal: str, kept: Sequence[Mapping[str, Any]], left: Sequence[int]
) -> list[dict[str, Any]]:
    """From when who could read which of an application's sheets, one submitted after another; of
    those `left` nothing came."""
    waits = (*(row["assignment_id"] for row in kept), *left)
    standing = {key: Standing(key, AssignmentState.TO_SCORE, None) for key in waits}
    since: dict[tuple[int, int], datetime] = {}
    for row in sorted(kept, key=lambda row: row["fixed_at"]):
        key = row["assignment_id"]
        standing[key] = Standing(key, AssignmentState.SUBMITTED, row["id"])
        for pair in shown_to(reveal, [*standing.values()]):
            since.setdefault(pair, row["fixed_at"])
    return [
        {"fixed_sheet_id": sheet, "to_id": reader, "shown_at": at}
        for (sheet, reader), at in since.items()
    ]
