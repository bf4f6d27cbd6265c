"""Who can read which submitted sheet of one application, and what is said of it afterwards."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from award.assessment.rules.states import ACTIVE, AssignmentState
from award.assessment.rules.visibility import sees_others


@dataclass(frozen=True)
class Standing:
    """An assignment, and its sheet as last submitted, if it was since sheets are kept so."""

    assignment_id: int
    state: AssignmentState
    sheet_id: int | None


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
