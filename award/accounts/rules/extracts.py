"""An extract of a register as a CSV file: what its rows may say, and what is wrong with them."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final, NamedTuple

from award.accounts.rules.identifiers import postcode, same_number
from award.accounts.rules.organisations import REGIONS, TYPES
from award.accounts.rules.registers import REGISTERS, Status
from award.foundation.text import fault_of_a_line, one_line

MOST_FAULTS: Final = 20
"""As many are told: who has more has the wrong columns."""
NEEDED: Final = ("register", "number", "name")
LENGTHS: Final = {
    "name": 200, "address_line_1": 200, "address_line_2": 200, "town": 100, "postcode": 10,
}  # fmt: skip
CHOSEN: Final[Mapping[str, Mapping[str, str]]] = {
    "region": {region.casefold(): region for region in REGIONS},
    "org_type": {kind: kind for kind in TYPES},
    "status": {one.value: one.value for one in Status if one != Status.GONE},
}
COLUMNS: Final = (*NEEDED[:2], *LENGTHS, *CHOSEN)
_ALSO: Final = {"nhs": "ods_code"}


class BadExtract(Exception):
    """The file is no extract; a line of its message for each thing that is wrong."""


class Row(NamedTuple):
    """`place` counts as a spreadsheet does: the headings are row 1."""

    place: int
    values: dict[str, Any]


def rows_of(lines: Iterable[str]) -> Iterator[Row | str]:
    """Each row as columns of an entry, or a sentence about it; a row without anything in it is
    passed over. BadExtract when the file can't be read any further."""
    reader = csv.reader(lines, strict=True)
    headings: list[str] | None = None
    place = 0
    while True:
        place += 1
        try:
            cells = next(reader, None)
        except csv.Error as error:
            raise BadExtract(f"row {place} can’t be read: {error}") from None
        if cells is None:
            break
        if headings is None:
            headings = _headings(cells)
        elif any(cell.strip() for cell in cells):
            yield _row(place, headings, cells)
    if headings is None:
        raise BadExtract("the file is empty")


def _headings(cells: list[str]) -> list[str]:
    found = [one_line(cell).casefold() for cell in cells]
    faults = [f"there is no column {name}" for name in NEEDED if name not in found]
    faults += [f"column “{name}” means nothing here" for name in found if name not in COLUMNS]
    faults += [f"column {name} stands twice" for name in COLUMNS if found.count(name) > 1]
    if faults:
        known = ", ".join(COLUMNS)
        raise BadExtract("\n".join([*faults, f"The columns are {known}, with commas between"]))
    return found


def _row(place: int, headings: list[str], cells: list[str]) -> Row | str:
    if len(cells) != len(headings):
        return f"row {place}: has {len(cells)} cells, and there are {len(headings)} columns"
    given = dict(zip(headings, (cell.strip() for cell in cells), strict=True))
    try:
        return Row(place, _numbered(given) | _texts(given) | _chosen(given))
    except ValueError as error:
        return f"row {place}: {error}"


def _numbered(given: Mapping[str, str]) -> dict[str, str]:
    written = given["register"].casefold()
    kind = _ALSO.get(written, written)
    if kind not in REGISTERS:
        known = ", ".join([*REGISTERS, *_ALSO])
        raise ValueError(f"there is no register “{given['register']}”: it is one of {known}")
    try:
        number = REGISTERS[kind].form(given["number"])
    except ValueError:
        number = ""
    if not number:
        raise ValueError(f"“{given['number']}” is no {REGISTERS[kind].number}")
    return {"kind": kind, "key": same_number(kind, number), "number": number}


def _texts(given: Mapping[str, str]) -> dict[str, str]:
    found = {}
    for name, most in LENGTHS.items():
        text = _line(given.get(name, ""))
        if unfit := fault_of_a_line(text):
            raise ValueError(f"{name} {unfit}")
        if name == "postcode":
            text = _postcode(text)
        if len(text) > most:
            raise ValueError(f"{name} has {len(text)} characters, and {most} at most are kept")
        found[name] = text
    if not found["name"]:
        raise ValueError("has no name")
    return found


def _line(text: str) -> str:
    """`one_line`, and the quick way for what nearly all cells are."""
    plain = text.isascii() and text.isprintable()
    return " ".join(text.split()) if plain else one_line(text)


def _postcode(text: str) -> str:
    """With its one space; as it was written where it is none of ours: some are abroad."""
    try:
        return postcode(text)
    except ValueError:
        return text


def _chosen(given: Mapping[str, str]) -> dict[str, str]:
    found = {}
    for name, known in CHOSEN.items():
        written = given.get(name, "")
        if written and written.casefold() not in known:
            raise ValueError(f"{name} “{written}” is none of {', '.join(known.values())}")
        found[name] = known.get(written.casefold(), "")
    return found | {"status": found["status"] or Status.ACTIVE.value}
