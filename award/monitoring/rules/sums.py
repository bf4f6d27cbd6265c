"""Which sums may be told, so that nobody can be worked out from them.

A row of a table is told only if each of its cells is nought or at least `LEAST`: cells are those
that a reader can work out, so how many came as far as one stage and not to the next. The groups
that fail are told as one row together, which has to pass itself and to hold at least two; where it
doesn't, the smallest row that passed goes with it. So everything that follows from the table by
adding and taking away is nought or at least `LEAST` too. Nor may one row hold everybody who came
exactly as far as a stage: that would say of each of them, who are known by name to many, what they
are. Stages that can't be told without either are told with the one before. And no row may tell of
anybody beside what was told of another stage of the same people (`beside`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Final

from award.monitoring.rules.beside import LEAST, Part, keeps_apart

TOGETHER: Final = "Other groups together"

STAGES: Final = ("Started", "Submitted", "Eligible", "Shortlisted", "Funded or invited")


@dataclass(frozen=True)
class Row:
    """`counts` came at least as far as each stage of the table. `of` are the groups in it."""

    label: str
    counts: tuple[int, ...]
    of: tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """One way to divide applications. Without rows there were too few to divide."""

    title: str
    stages: tuple[str, ...]
    rows: tuple[Row, ...]
    total: tuple[int, ...]


def merged(told: Sequence[str]) -> list[tuple[str, str]]:
    """The stages that a table leaves out, each with the one that has its people: "" for none."""
    found, before = [], ""
    for stage in STAGES:
        if stage in told:
            before = stage
        else:
            found.append((stage, before))
    return found


def safe(cells: Sequence[int]) -> bool:
    return all(count == 0 or count >= LEAST for count in cells)


def safe_rows(groups: Mapping[str, Sequence[int]]) -> tuple[list[str], list[str]]:
    """Of groups with their cells: those that may be told by themselves, and those together. All of
    them together is the same as none by itself."""
    alone = [key for key, cells in groups.items() if safe(cells)]
    together = [key for key in groups if key not in alone]
    while together and alone:
        merged = [sum(column) for column in zip(*(groups[key] for key in together), strict=True)]
        if len(together) > 1 and safe(merged):
            break
        smallest = min(alone, key=lambda key: (sum(groups[key]) == 0, sum(groups[key]), key))
        alone.remove(smallest)
        together.append(smallest)
    return alone, together


def table_of(
    title: str,
    labels: Mapping[str, str],
    levels: Mapping[str, Sequence[int]],
    told: Sequence[Sequence[Part]] = (),
) -> Table:
    """`levels`: by group, how many came exactly as far as each of `STAGES`. As many stages as may
    be told of at least one group by itself, beside what was `told` of other stages."""
    for number in range(len(STAGES), 0, -1):
        for stages in combinations(range(len(STAGES)), number):
            found = _with(title, labels, levels, stages)
            if found.rows and shared(found) and _is_apart(found, told):
                return found
    none = _with(title, labels, levels, tuple(range(len(STAGES))))
    return Table(none.title, none.stages, (), none.total)


def _is_apart(table: Table, told: Sequence[Sequence[Part]]) -> bool:
    parts = [(frozenset(row.of), row.counts) for row in table.rows]
    return all(keeps_apart(one, parts) for one in told if one)


def shared(table: Table) -> bool:
    """Are there, for each stage, people in at least two rows who came exactly as far?"""
    for place in range(len(table.stages)):
        exact = [_exact(row.counts, place) for row in table.rows]
        if sum(exact) and sum(1 for count in exact if count) < 2:
            return False
    return True


def _exact(counts: Sequence[int], place: int) -> int:
    return counts[place] - (counts[place + 1] if place + 1 < len(counts) else 0)


def _with(
    title: str,
    labels: Mapping[str, str],
    levels: Mapping[str, Sequence[int]],
    stages: tuple[int, ...],
) -> Table:
    bounds = list(zip(stages, (*stages[1:], len(STAGES)), strict=True))
    cells = {key: [sum(counts[low:high]) for low, high in bounds] for key, counts in levels.items()}
    alone, together = safe_rows(cells)
    rows = [Row(labels[key], _reached(cells[key]), (key,)) for key in labels if key in alone]
    if together:
        merged = [sum(column) for column in zip(*(cells[key] for key in together), strict=True)]
        rows.append(Row(TOGETHER, _reached(merged), tuple(sorted(together))))
    if not any(row.counts[0] for row in rows if row.label != TOGETHER):
        rows = []
    everyone = [sum(column) for column in zip(*cells.values(), strict=True)] if cells else []
    names = tuple(STAGES[stage] for stage in stages)
    return Table(title, names, tuple(rows), _reached(everyone) if cells else (0,) * len(stages))


def _reached(cells: Sequence[int]) -> tuple[int, ...]:
    """At least as far, from exactly as far."""
    return tuple(sum(cells[place:]) for place in range(len(cells)))
