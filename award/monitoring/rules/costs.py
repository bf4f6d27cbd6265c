"""What applying cost, as it may be told: of five people or more."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Final

from award.accounts.rules.organisations import TYPES
from award.monitoring.rules.asked import AGAIN, SIZES
from award.monitoring.rules.beside import LEAST
from award.monitoring.rules.sums import TOGETHER, safe_rows

DIVIDED: Final = {
    "size": ("Size of organisation", SIZES),
    "org_type": ("Kind of organisation", TYPES),
}


@dataclass(frozen=True)
class Said:
    """What one person told."""

    hours: int | None
    hardest: str
    again: str
    helped: str
    org_type: str
    size: str


@dataclass(frozen=True)
class Cost:
    """Of a round at one moment. `by`: medians of hours, by how they are divided; `helped` in the
    order of the alphabet. `enough`: did five people tell anything?"""

    enough: bool
    hours: float | None
    by: dict[str, list[tuple[str, float]]]
    hardest: list[tuple[str, int]]
    again: list[tuple[str, int]]
    helped: list[str]


def cost_of(said: Sequence[Said], questions: Mapping[str, str]) -> Cost:
    """`questions`: what each is called, by its key."""
    enough = len(said) >= LEAST
    again: dict[str, str] = {key.value: words for key, words in AGAIN.items()}
    hardest = _counts((one.hardest for one in said), questions)
    return Cost(
        enough=enough,
        hours=_median(said),
        by={title: _medians(said, name, words) for name, (title, words) in DIVIDED.items()},
        hardest=sorted(hardest, key=lambda pair: (-pair[1], pair[0])),
        again=_counts((one.again for one in said), again),
        helped=sorted(one.helped for one in said if one.helped) if enough else [],
    )


def _counts(given: Iterable[str], words: Mapping[str, str]) -> list[tuple[str, int]]:
    counts = Counter(one for one in given if one in words)
    alone, _ = safe_rows({key: [counts[key]] for key in words if counts[key]})
    return [(words[key], counts[key]) for key in words if key in alone]


def _median(said: Iterable[Said]) -> float | None:
    hours = [one.hours for one in said if one.hours is not None]
    return float(median(hours)) if len(hours) >= LEAST else None


def _medians(said: Sequence[Said], name: str, words: Mapping[str, str]) -> list[tuple[str, float]]:
    """Of each group that has enough people; those of the others together, where they have."""
    groups: dict[str, list[Said]] = defaultdict(list)
    for one in said:
        if one.hours is not None:
            value = getattr(one, name)
            groups[value if value in words else ""].append(one)
    alone, together = safe_rows({key: [len(found)] for key, found in groups.items()})
    rows = [(words.get(key, "Not said"), groups[key]) for key in (*words, "") if key in alone]
    if alone and together:
        rows.append((TOGETHER, [one for key in together for one in groups[key]]))
    return [(label, hours) for label, found in rows if (hours := _median(found)) is not None]
