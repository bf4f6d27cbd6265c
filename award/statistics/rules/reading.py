"""A file of scores, read with everything that is wrong with it, each by its row."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from award.foundation.delimited import NoRows, delimiter_of, filled_rows
from award.statistics.rules.table import Cell

COLUMNS: Final = ("application", "assessor", "criterion", "score")
_PARTED: Final = {",": "", ";": "semicolons", "\t": "tabs"}
MOST_CELLS: Final = 500_000


@dataclass(frozen=True)
class Read:
    """`missing` counts rows without a score; `errors` are sentences that name the row. `parted`
    says how it was read where that isn't with commas between cells."""

    cells: Sequence[Cell] = ()
    missing: int = 0
    errors: Sequence[str] = field(default_factory=list)
    parted: str = ""


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
    twice = [name for name in COLUMNS if [one.casefold() for one in headings].count(name) > 1]
    if twice:
        return Read(errors=[f"Row {number}: the column “{name}” is there twice" for name in twice])
    absent = [name for name in COLUMNS if name not in places]
    if absent:
        return Read(errors=[f"Row {number}: there is no column “{name}”" for name in absent])
    if len(filled) > MOST_CELLS + 1:
        return Read(errors=[f"There are more than {MOST_CELLS:,} rows"])
    parted = _PARTED[delimiter_of(text)]
    found = _cells(filled[1:], places, len(headings), comma=bool(parted))
    return replace(found, parted=parted)


def _places(headings: Sequence[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for at, heading in enumerate(headings):
        found.setdefault(heading.casefold(), at)
    return found


def _cells(
    rows: Sequence[tuple[int, Sequence[str]]],
    places: Mapping[str, int],
    width: int,
    *,
    comma: bool,
) -> Read:
    """`width`: so many headings there are. A row with more cells, or without that of a column that
    is read, is cut otherwise than it is meant: by a comma within a number, or a break in a line."""
    cells, errors, missing = list[Cell](), list[str](), 0
    seen: dict[tuple[str, str, str], int] = {}
    for number, row in rows:
        if any(row[width:]) or len(row) <= max(places[name] for name in COLUMNS):
            there = "is 1 cell" if len(row) == 1 else f"are {len(row)} cells"
            errors.append(f"Row {number}: there {there}, and {width} headings")
            continue
        given = {name: row[places[name]] for name in COLUMNS}
        key = given["application"], given["assessor"], given["criterion"]
        score = _number(given["score"], comma=comma) if given["score"] else None
        wrong = []
        if absent := [name for name in COLUMNS[:3] if not given[name]]:
            wrong.append(f"there is no {' and no '.join(absent)}")
        elif (first := seen.setdefault(key, number)) != number:
            wrong.append(f"{key[1]} already scored {key[0]} on {key[2]} in row {first}")
        if given["score"] and score is None:
            wrong.append(f"“{given['score'][:60]}” is not a number")
        if wrong:
            errors.append(f"Row {number}: {', and '.join(wrong)}")
        elif score is None:
            missing += 1
        else:
            cells.append(Cell(*key, score))
    if not cells and not errors:
        errors.append("There is no score in it")
    return Read(cells, missing, errors)


def _number(text: str, *, comma: bool) -> float | None:
    """With a decimal comma where the comma parts no cells."""
    try:
        found = float(text.replace(",", ".") if comma else text)
    except ValueError:
        return None
    return found if math.isfinite(found) and abs(found) < 1e12 and "_" not in text else None
