"""A file of scores, read with everything that is wrong with it, each by its row."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from award.foundation.delimited import NoRows, delimiter_of, filled_rows
from award.statistics.rules.table import Cell

COLUMNS: Final = ("application", "assessor", "criterion", "score")
MOST_CELLS: Final = 500_000


@dataclass(frozen=True)
class Read:
    """`missing` counts rows without a score; `errors` are sentences that name the row."""

    cells: Sequence[Cell] = ()
    missing: int = 0
    errors: Sequence[str] = field(default_factory=list)


def read(content: bytes) -> Read:
    """Row numbers are those that a spreadsheet shows: the headings are row 1, blank rows count."""
    try:
        text = content.decode("utf-8-sig")
        filled = filled_rows(text)
    except UnicodeDecodeError:
        return Read(errors=["It is not text in UTF-8"])
    except NoRows as error:
        return Read(errors=[str(error)])
    number, headings = filled[0]
    places = _places(headings)
    absent = [name for name in COLUMNS if name not in places]
    if absent:
        return Read(errors=[f"Row {number}: there is no column “{name}”" for name in absent])
    if len(filled) > MOST_CELLS + 1:
        return Read(errors=[f"There are more than {MOST_CELLS:,} rows"])
    return _cells(filled[1:], places, comma=delimiter_of(text) != ",")


def _places(headings: Sequence[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for at, heading in enumerate(headings):
        found.setdefault(heading.casefold(), at)
    return found


def _cells(
    rows: Sequence[tuple[int, Sequence[str]]], places: Mapping[str, int], *, comma: bool
) -> Read:
    cells, errors, missing = list[Cell](), list[str](), 0
    seen: dict[tuple[str, str, str], int] = {}
    for number, row in rows:
        given = {name: _at(row, places[name]) for name in COLUMNS}
        absent = [name for name in COLUMNS[:3] if not given[name]]
        if absent:
            errors.append(f"Row {number}: there is no {' and no '.join(absent)}")
            continue
        key = given["application"], given["assessor"], given["criterion"]
        if key in seen:
            errors.append(
                f"Row {number}: {key[1]} already scored {key[0]} on {key[2]} in row {seen[key]}"
            )
            continue
        seen[key] = number
        if not given["score"]:
            missing += 1
            continue
        score = _number(given["score"], comma=comma)
        if score is None:
            errors.append(f"Row {number}: “{given['score'][:60]}” is not a number")
        else:
            cells.append(Cell(*key, score))
    if not cells and not errors:
        errors.append("There is no score in it")
    return Read(cells, missing, errors)


def _at(row: Sequence[str], place: int) -> str:
    return row[place] if place < len(row) else ""


def _number(text: str, *, comma: bool) -> float | None:
    """With a decimal comma where the comma parts no cells."""
    try:
        found = float(text.replace(",", ".") if comma else text)
    except ValueError:
        return None
    return found if math.isfinite(found) and abs(found) < 1e12 and "_" not in text else None
