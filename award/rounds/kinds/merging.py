"""Rows that two people changed at once, made one: by row, then by cell.

A page is drawn with a mark of every cell that is stored. What is typed is compared with those and
with what is stored by then, so that a row added on either side stays, cells changed on one side
are taken from it, and a cell that both changed differently is asked about.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

Row: TypeAlias = Mapping[str, Any]
Marks: TypeAlias = Mapping[str, Mapping[str, str]]
ID, CLASH = "id", "clash"
"""Names that no column can have."""


@dataclass(frozen=True)
class MergedRows:
    """`clashes` are rows as they were typed, each with the columns that clash under `CLASH`.
    `back` are ids of rows that one removed while the other changed them: they stay."""

    rows: list[dict[str, Any]]
    clashes: list[dict[str, Any]]
    back: list[str]


def mark(value: Any) -> str:
    """Of one cell; nothing for a blank one."""
    text = "" if value is None else str(value).strip()
    return hashlib.blake2b(text.encode(), digest_size=6).hexdigest() if text else ""


def written(columns: Sequence[str], rows: Iterable[Row]) -> str:
    """Marks of all cells, as a hidden input carries them: "k3:1f,,9a;k4:,,77"."""
    return ";".join(f"{row[ID]}:{','.join(mark(row.get(key)) for key in columns)}" for row in rows)


def read(columns: Sequence[str], text: str) -> dict[str, dict[str, str]]:
    """Row → column → mark, in the order of the rows; what makes no sense is no mark."""
    found = {}
    for part in text.split(";"):
        row, _, marks = part.partition(":")
        if row:
            found[row] = dict(zip(columns, marks.split(","), strict=False))
    return found


def merged(
    columns: Sequence[str], base: Marks, stored: Sequence[Row], typed: Sequence[Row]
) -> MergedRows:
    """What is to be stored, from the `base` that the page of what was `typed` was drawn with."""
    ours, theirs = ({row[ID]: row for row in rows} for rows in (typed, stored))
    keep: dict[str, dict[str, Any]] = {}
    found = MergedRows([], [], [])
    for name in {**theirs, **ours}:
        mine, other, was = ours.get(name), theirs.get(name), base.get(name)
        if mine is not None and other is not None:
            keep[name], clashing = _one(columns, was, other, mine)
            if clashing:
                found.clashes.append({**mine, CLASH: clashing})
            continue
        only = mine if mine is not None else other
        if only is None or (was is not None and _as_it_was(columns, was, only)):
            continue  # the other side removed it, and nobody has changed it
        keep[name] = dict(only)
        if was is not None:
            found.back.append(name)
    found.rows.extend(keep[name] for name in _order([*base], [*theirs], [*ours], keep))
    return found


def put(stored: Sequence[Row], kept: Sequence[Row]) -> list[dict[str, Any]]:
    """The stored rows with the cells that clashed as they were `kept`; a row that is gone by now
    comes back whole."""
    rows = {row[ID]: dict(row) for row in stored}
    for row in kept:
        cells = {key: value for key, value in row.items() if key != CLASH}
        if row[ID] not in rows:
            rows[row[ID]] = cells
            continue
        for key in row[CLASH]:
            rows[row[ID]].pop(key, None)
            if key in cells:
                rows[row[ID]][key] = cells[key]
    return [*rows.values()]


def _one(
    columns: Sequence[str], was: Mapping[str, str] | None, theirs: Row, mine: Row
) -> tuple[dict[str, Any], list[str]]:
    """One row of both, and the columns that clash: there it keeps what is stored."""
    row: dict[str, Any] = {ID: mine[ID]}
    clashing = []
    for key in columns:
        here, there = mark(mine.get(key)), mark(theirs.get(key))
        before = None if was is None else was.get(key, "")
        value = theirs.get(key)
        if here not in (there, before) and not (before is None and not here):
            if there == before or (before is None and not there):
                value = mine.get(key)
            else:
                clashing.append(key)
        if value is not None:
            row[key] = value
    return row, clashing


def _as_it_was(columns: Sequence[str], was: Mapping[str, str], row: Row) -> bool:
    return all(mark(row.get(key)) == was.get(key, "") for key in columns)


def _order(
    base: Sequence[str], stored: Sequence[str], typed: Sequence[str], keep: Iterable[str]
) -> list[str]:
    """The order of whoever moved rows, the one who saves now if both did; a row that only the
    other side has comes behind the one that it stood behind, or last if it was last."""
    wanted = {*keep}
    shown, known = {*typed}, {*base}
    moved = [n for n in typed if n in known] != [n for n in base if n in shown]
    first, second = (typed, stored) if moved else (stored, typed)
    order = [name for name in first if name in wanted]
    others = {*second}
    place, common = 0, [name for name in second if name in wanted and name in {*first}]
    for name in second:
        if name in common:
            place = len(order) if name == common[-1] else order.index(name) + 1
        elif name in wanted:
            while place < len(order) and order[place] not in others:
                place += 1
            order.insert(place, name)
            place += 1
    return order
