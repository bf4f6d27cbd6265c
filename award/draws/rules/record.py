"""The file of a draw: made, read, and drawn again. Pure functions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from award.draws.rules.lots import Lot, drawn, hashed, list_digest

TITLE = "Draw of lots"
HEADINGS = ("Round", "Committed", "SHA-256 of the seed", "Drawn", "Seed", "SHA-256 of the list")


class Unreadable(Exception):
    """It is no file of a draw; the words say where."""


@dataclass(frozen=True)
class Record:
    """What a draw's file says. `committed` and `drawn` are moments, as text."""

    round: str
    committed: str
    commitment: str
    drawn: str
    seed: str
    list_sha256: str
    lots: Sequence[Lot]


def written(record: Record) -> str:
    values = (record.round, record.committed, record.commitment, record.drawn, record.seed,
              record.list_sha256)  # fmt: skip
    head = [f"{name}: {value}" for name, value in zip(HEADINGS, values, strict=True)]
    rows = [f"{one.number} {one.lot} {one.reference}" for one in record.lots]
    return "\n".join([TITLE, *head, "", *rows, ""])


def read(text: str) -> Record:
    lines = text.removeprefix("\ufeff").splitlines()
    if not lines or lines[0] != TITLE:
        raise Unreadable(f"Line 1 is not “{TITLE}”")
    values: list[str] = []
    for number, name in enumerate(HEADINGS, 1):
        start = f"{name}: "
        if len(lines) <= number or not lines[number].startswith(start):
            raise Unreadable(f"Line {number + 1} does not begin with “{start.strip()}”")
        values.append(lines[number].removeprefix(start))
    first = len(HEADINGS) + 1
    if len(lines) <= first or lines[first]:
        raise Unreadable(f"Line {first + 1} is not empty")
    lots = [_lot(number, line) for number, line in enumerate(lines[first + 1 :], first + 2)]
    if not lots:
        raise Unreadable("It lists no application")
    round_, committed, commitment, drawn_at, seed, digest = values
    return Record(round_, committed, commitment, drawn_at, seed, digest, lots)


def _lot(number: int, line: str) -> Lot:
    parts = line.split(" ")
    if len(parts) != 3 or not (parts[0].isascii() and parts[0].isdigit() and len(parts[0]) < 9):
        raise Unreadable(f"Line {number} is not a number, a lot and a reference")
    return Lot(int(parts[0]), parts[1], parts[2])


def faults(record: Record, commitment: str | None = None) -> Iterator[str]:
    """What doesn't hold, the lots drawn again. `commitment` is what was published, if known."""
    if commitment is not None and record.commitment != commitment:
        yield "The SHA-256 of the seed is not the one that was published"
    if hashed(record.seed) != record.commitment:
        yield "The seed does not have the SHA-256 that was committed to"
    references = [one.reference for one in record.lots]
    if len(set(references)) != len(references):
        yield "An application is listed twice"
        return
    if list_digest(references) != record.list_sha256:
        yield "The applications are not those of the list"
    again = drawn(record.seed, references)
    wrong = [one for one, right in zip(record.lots, again, strict=True) if one != right]
    if wrong:
        one = wrong[0]
        many = f", and {len(wrong) - 1} more" if len(wrong) > 1 else ""
        yield f"Number {one.number}, {one.reference}, is not what the seed gives{many}"
