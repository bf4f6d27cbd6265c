"""Criteria: weights that sum to 100, and five score bands from 10 down to 1."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

TOP_SCORE = 10
BANDS = 5
MOST_CRITERIA = 20
MOST_LIVED = 5
LIVED = "lived_experience"
"""The panel that may have criteria of its own."""
BLANK_BANDS = ((9, 10), (7, 8), (5, 6), (3, 4), (1, 2))
_KEY = re.compile(r"[a-z][a-z0-9_]{0,39}")


class BadCriteria(ValueError):
    """The data is no usable set of criteria; the message lists every fault, one a line."""


class Weighted(Protocol):
    """What a criterion is, wherever it lies."""

    @property
    def key(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def weight(self) -> int: ...


@dataclass(frozen=True)
class Band:
    """What scores from `low` to `high`, both included, mean.

    `plain` says the same to the lived-experience panel, which reads `text` where it is empty.
    """

    low: int
    high: int
    text: str
    plain: str = ""

    @classmethod
    def read(cls, raw: Mapping[str, Any]) -> Band:
        """From a criteria file or as the database keeps it."""
        plain = str(raw.get("plain", ""))
        return cls(int(raw["from"]), int(raw["to"]), str(raw["text"]), plain)

    def stored(self) -> dict[str, Any]:
        """As the database keeps it."""
        kept = {"from": self.low, "to": self.high, "text": self.text}
        return kept | {"plain": self.plain} if self.plain else kept


@dataclass(frozen=True)
class CriterionValues:
    """One criterion as somebody wants it. `weight` is in per cent; `bands` stand best first.

    `guidance` is for professional assessors, `plain` for the lived-experience panel.
    """

    key: str
    title: str
    weight: int
    guidance: str
    plain: str
    bands: tuple[Band, ...]

    @classmethod
    def read(cls, raw: Mapping[str, Any]) -> CriterionValues:
        """From a criteria file; KeyError or TypeError when it has another shape."""
        return cls(
            key=str(raw["key"]),
            title=str(raw["title"]),
            weight=int(raw["weight"]),
            guidance=str(raw.get("guidance", "")),
            plain=str(raw.get("plain", "")),
            bands=tuple(Band.read(band) for band in raw["bands"]),
        )


@dataclass(frozen=True)
class CriteriaSet:
    """Criteria to start a round from."""

    key: str
    version: int
    title: str
    criteria: tuple[CriterionValues, ...]


def parse(data: Mapping[str, Any]) -> CriteriaSet:
    """Read a criteria file's data; BadCriteria lists all that is wrong with it."""
    try:
        found = CriteriaSet(
            key=str(data["key"]),
            version=int(data["version"]),
            title=str(data["title"]),
            criteria=tuple(CriterionValues.read(raw) for raw in data["criteria"]),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise BadCriteria(f"not a criteria file: {error!r}") from error
    faults = problems(found.criteria)
    if faults:
        raise BadCriteria("\n".join(faults))
    return found


def weights_problem(weights: Sequence[int]) -> str | None:
    """What to do about weights that don't sum to 100."""
    total = sum(weights)
    if total == 100:
        return None
    advice = f"add {100 - total}" if total < 100 else f"take away {total - 100}"
    return f"Weights sum to {total}: {advice}"


def problems(criteria: Sequence[CriterionValues]) -> list[str]:
    """All that is wrong with a round's criteria, as sentences; the weights' sum comes last."""
    if not criteria:
        return ["Add at least one criterion"]
    if len(criteria) > MOST_CRITERIA:
        return [f"A round has at most {MOST_CRITERIA} criteria"]
    found = [problem for criterion in criteria for problem in _problems(criterion)]
    keys = [criterion.key for criterion in criteria]
    found += [
        f"The key {key} stands twice" for key in sorted({k for k in keys if keys.count(k) > 1})
    ]
    found += [f"Two criteria are called “{title}”" for _, title in repeated_titles(criteria)]
    total = weights_problem([criterion.weight for criterion in criteria])
    return [*found, total] if total else found


def lived_problems(
    lived: Sequence[CriterionValues], criteria: Sequence[CriterionValues]
) -> list[str]:
    """All that is wrong with the criteria of the lived-experience panel; it may have none."""
    if not lived:
        return []
    if len(lived) > MOST_LIVED:
        return [f"The lived-experience panel has at most {MOST_LIVED} criteria"]
    taken = {criterion.key for criterion in criteria}
    return problems(lived) + [
        f"The key {one.key} stands twice" for one in lived if one.key in taken
    ]


def repeated_titles(criteria: Sequence[CriterionValues]) -> list[tuple[int, str]]:
    """Place (from 0) and title of each criterion whose title an earlier one has."""
    said = [" ".join(criterion.title.split()).casefold() for criterion in criteria]
    return [
        (place, criteria[place].title.strip())
        for place, title in enumerate(said)
        if title and title in said[:place]
    ]


def _problems(criterion: CriterionValues) -> list[str]:
    name = criterion.title.strip() or criterion.key
    found = []
    if not _KEY.fullmatch(criterion.key):
        found.append(f"{name}: the key must be lower-case letters, digits and underscores")
    if not criterion.title.strip():
        found.append(f"{name}: enter a title")
    elif len(criterion.title) > 120:
        found.append(f"{name}: the title must be 120 characters or fewer")
    if not 1 <= criterion.weight <= 100:
        found.append(f"{name}: the weight must be from 1 to 100")
    if not _cover(criterion.bands):
        found.append(
            f"{name}: five bands must cover scores from {TOP_SCORE} down to 1 without a break"
        )
    if any(not band.text.strip() for band in criterion.bands):
        found.append(f"{name}: describe every score band")
    return found


def _cover(bands: Sequence[Band]) -> bool:
    expected = TOP_SCORE
    for band in bands:
        if band.high != expected or band.low > band.high:
            return False
        expected = band.low - 1
    return len(bands) == BANDS and expected == 0
