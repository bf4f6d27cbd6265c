"""Whether what a pack tells of an application has changed since it was set. Pure functions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

Standing = Mapping[str, list[int]]
"""By kind of thing two numbers, which change when anything of that kind does."""

_CALLED: Final = {
    "submission": "its answers",
    "sheets": "its sheets",
    "sheets shown": "who could read its sheets",
    "agreed": "the score agreed",
    "left out": "what is left out of the mean",
    "remarks": "the discussion",
    "decision": "the decision",
    "history": "what happened",
    "history of assignments": "what happened",
}
_OF_SHEETS: Final = ("sheets", "sheets shown", "agreed", "left out")
_OF_RECORDS: Final = ("decision", "history", "history of assignments")


def told_of(standing: Standing, *, scores: bool, talk: bool, record: bool) -> dict[str, list[int]]:
    """Of where an application stands, what a pack tells: always what was submitted."""
    kinds = (
        "submission",
        *(_OF_SHEETS if scores else ()),
        *(("remarks",) if talk else ()),
        *(_OF_RECORDS if record else ()),
    )
    return {kind: standing.get(kind, [0, 0]) for kind in kinds}


@dataclass(frozen=True)
class Changed:
    """An application that a pack tells otherwise than it stands now, and what of it."""

    reference: str
    what: tuple[str, ...]


def changed(reference: str, then: Standing, now: Standing) -> Changed | None:
    """`then` has the kinds that are told."""
    what = dict.fromkeys(
        called
        for kind, called in _CALLED.items()
        if kind in then and now.get(kind, [0, 0]) != then[kind]
    )
    return Changed(reference, tuple(what)) if what else None
