"""What goes beyond what an application needs, or what somebody takes: asked before a person is put
into a draft by hand, and of every line when a draft is released, for other drafts may have been
released since it was made."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from award.assessment.rules.asking import ALL_DEALT, NOT_ASSESSED
from award.assessment.rules.panels import ANYBODY, POOLS

NEED: Final = "need"
LIMIT: Final = "limit"
SILENT: Final = "silent"
ENOUGH: Final = "the application needs no more sheets by now"
ENOUGH_OF_PANEL: Final = "the application needs no more sheets of this panel by now"
FULL: Final = "has as many by now as they take in this round"
ASSESSED: Final = "the application is assessed already"
ALREADY: Final = "has this application already"
OVER: Final = "the application is withdrawn or decided about"
ALL_LETTERS: Final = "26 people were asked for the application already"
OF_APPLICATIONS: Final = (ENOUGH, ENOUGH_OF_PANEL, ASSESSED, OVER, ALL_LETTERS)
"""Reasons that say nothing of the person."""


def unnamed(why: str, name: str) -> str:
    """Why somebody can't be asked, without their name: it is kept, and may have to be erased."""
    said = {NOT_ASSESSED: OVER, ALL_DEALT: ALL_LETTERS}.get(why, why)
    return said.replace(name, "").strip() or "can’t be asked now"


def in_numbers(reasons: Iterable[str]) -> list[tuple[int, str]]:
    """How many fall away for each reason, those with most first."""
    told = Counter(one if one in OF_APPLICATIONS else f"the assessor {one}" for one in reasons)
    return sorted(
        ((number, why) for why, number in told.items()), key=lambda one: (-one[0], one[1])
    )


@dataclass(frozen=True)
class Line:
    """Somebody who would be asked for an application. `knowing`: of NEED and LIMIT, what staff knew
    that it goes beyond when they put it in by hand."""

    application_id: int
    person_id: int
    pool: str
    knowing: frozenset[str] = frozenset()

    @property
    def pair(self) -> tuple[int, int]:
        return self.application_id, self.person_id


def left_out(
    lines: Iterable[Line],
    needed: dict[tuple[int, str], int],
    room: Mapping[int, int],
    already: Collection[tuple[int, int]] = frozenset(),
) -> dict[tuple[int, int], str]:
    """Which are not asked for, and why; earlier lines count. `needed`: sheets that each application
    still needs, by pool; afterwards those that the lines leave open. `room`: how many more each
    person takes. What staff put in beyond one of these takes no place of the draft's other
    lines."""
    places, needs = dict(room), needed
    found: dict[tuple[int, int], str] = {}
    for line in lines:
        need = (line.application_id, line.pool)
        if line.pair in already:
            found[line.pair] = ALREADY
        elif NEED not in line.knowing and needs.get(need, 0) <= 0:
            found[line.pair] = ENOUGH if line.pool == ANYBODY else ENOUGH_OF_PANEL
        elif LIMIT not in line.knowing and places.get(line.person_id, 0) <= 0:
            found[line.pair] = FULL
        else:
            if NEED not in line.knowing:
                needs[need] -= 1
            if LIMIT not in line.knowing:
                places[line.person_id] -= 1
    return found


def against(
    name: str, load: int, most: int, *, here: int, wanted: int, pool: str, silent: str = ""
) -> dict[str, str]:
    """What speaks against one more: the person has `load` with the draft and takes `most`; the
    sheets of the pool are `here`, of those `wanted`; `silent` is why they count as such."""
    said: dict[str, str] = {}
    if load >= most:
        so_far = f", and has {load} with this draft" if load else ""
        said[LIMIT] = f"{name} takes {most or 'none'} in this round{so_far}"
    if here >= wanted:
        by = "" if pool == ANYBODY else f" by the {POOLS[pool]}"
        said[NEED] = f"The application needs no more sheets{by}"
    if silent:
        said[SILENT] = f"{name} {silent}"
    return said
