"""What is asked of an assignment, and what it costs to give an application to somebody.

Costs are whole numbers of millionths, so that the same question has the same answer on every
machine and in whatever order its rows come.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

WHOLE: Final = 1_000_000
SOFT: Final = 500_000
"""What a conflict costs that staff have still to look at: half of all expertise."""
MIXING: Final = 200_000
"""The most that chance adds to a pair. Without it those who know the same read the same, and
nobody could ever be compared with the rest."""
SHORT: Final = 100 * WHOLE
"""What the first sheet of an application costs that nobody writes: more than any other."""
SCARCER: Final = 50 * WHOLE
"""What each further one costs beyond the one before: the last that it has is the dearest."""
UNEVEN: Final = 20_000
"""What the first sheet beyond somebody's fair share costs; each further one twice as much more."""
UNDER: Final = 3 * WHOLE
"""What each sheet costs that somebody has less than four fifths of their share."""
WEIGHTS: Final = {"settings": 500_000, "beneficiaries": 300_000, "capabilities": 200_000}
"""What knowing all of an application's topics of a kind is worth."""


@dataclass(frozen=True)
class Reader:
    """Somebody who may assess. `places`: how many more they can take in this round; `has`: how many
    they have already; `knows`: topics, as "settings/homecare". `agreed`: their number was agreed
    with them for this round; `own`: the one that they say themselves."""

    id: int
    pool: str
    places: int
    has: int = 0
    knows: frozenset[str] = frozenset()
    agreed: bool = False
    own: int | None = None


@dataclass(frozen=True)
class Paper:
    """An application. `wanted`: how many more sheets it needs, by pool."""

    id: int
    topics: frozenset[str] = frozenset()
    wanted: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Asked:
    """`apart`: pairs (application, person) that may not be; `soft`: those that had better not.
    `together`: sheets of one pool make up for those of another where they are short, so that
    nothing has nobody while others have several."""

    papers: Sequence[Paper]
    readers: Sequence[Reader]
    apart: Collection[tuple[int, int]] = frozenset()
    soft: Collection[tuple[int, int]] = frozenset()
    seed: str = ""
    together: bool = True


def in_common(paper: Paper, reader: Reader) -> list[str]:
    """Topics of the application that the person knows about."""
    return sorted(paper.topics & reader.knows)


def expertise(paper: Paper, reader: Reader) -> int:
    """0 to WHOLE."""
    found = 0
    shared = paper.topics & reader.knows
    for topic, weight in WEIGHTS.items():
        start = f"{topic}/"
        asked = sum(one.startswith(start) for one in paper.topics)
        known = sum(one.startswith(start) for one in shared)
        found += weight * known // asked if asked else 0
    return found


def chance(seed: str, paper_id: int, reader_id: int) -> int:
    """0 to MIXING, by what is asked alone: no generator, whose numbers may be others one day."""
    digest = hashlib.sha256(f"{seed}|{paper_id}|{reader_id}".encode()).digest()
    return int.from_bytes(digest[:6], "big") * MIXING >> 48


def cost(paper: Paper, reader: Reader, asked: Asked) -> int:
    soft = SOFT if (paper.id, reader.id) in asked.soft else 0
    return WHOLE - expertise(paper, reader) + soft + chance(asked.seed, paper.id, reader.id)


def missing(step: int) -> int:
    """What an application's next missing sheet costs after `step` others."""
    return SHORT + SCARCER * step


def shares(readers: Sequence[Reader], sheets: int) -> dict[int, int]:
    """How many each would have if the sheets were dealt evenly, up to everybody's places: rounded
    down, in all that they have and get."""
    total = sheets + sum(one.has for one in readers)
    left = sorted(readers, key=lambda one: (one.has + one.places, one.id))
    found: dict[int, int] = {}
    for at, one in enumerate(left):
        even = total // (len(left) - at)
        found[one.id] = max(one.has, min(one.has + one.places, even))
        total -= found[one.id]
    return found
