"""Who assesses what, as rows of a spreadsheet: read with everything that is wrong with them, each
by its row."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from award.assessment.rules.asking import NO_ASSESSOR
from award.assessment.rules.sharing import Pair
from award.foundation.delimited import NoRows, filled_rows_each

REFERENCE, EMAIL, REASON = "Reference", "Assessor email", "Reason"
DESPITE = "Why despite a possible conflict"
HEADINGS: Final = (REFERENCE, EMAIL, REASON, DESPITE)
_CALLED: Final = {
    "reference": REFERENCE,
    "application": REFERENCE,
    "application reference": REFERENCE,
    "assessor email": EMAIL,
    "email": EMAIL,
    "email address": EMAIL,
    "assessor": EMAIL,
    "reason": REASON,
    "why despite a possible conflict": DESPITE,
    "despite a possible conflict": DESPITE,
    "despite": DESPITE,
}
"""What people call the columns, in small letters."""
_ADDRESS: Final = re.compile(r"[^\s,;@]+@[^\s,;@]+")
MOST_ROWS: Final = 5_000
MOST_CHARACTERS: Final = 1_000_000
LONGEST_REASON: Final = 500


@dataclass(frozen=True)
class Line:
    """One row. `number` is the one that the spreadsheet shows; what it names stands in it as it was
    typed."""

    number: int
    typed_reference: str
    typed_email: str
    reason: str
    despite: str = ""

    @property
    def reference(self) -> str:
        return self.typed_reference.upper()

    @property
    def email(self) -> str:
        return self.typed_email.lower()


class Wrong(NamedTuple):
    """What is wrong with a row, or with all of it (row 0)."""

    row: int
    words: str

    @property
    def told(self) -> str:
        return f"Row {self.row}: {self.words}" if self.row else self.words


def in_order(found: Iterable[Wrong]) -> list[str]:
    """As sentences that name their rows, in the order of the rows, whatever found them."""
    return [one.told for one in sorted(found, key=lambda one: one.row)]


@dataclass(frozen=True)
class Lines:
    """What was read, and what is wrong with it."""

    lines: Sequence[Line] = ()
    errors: Sequence[Wrong] = ()


@dataclass(frozen=True)
class Wanted:
    """The rows as pairs. `row_of` says where each stands; `despite` why somebody is asked although
    there may be a conflict."""

    pairs: Sequence[Pair] = ()
    because: Mapping[Pair, str] = field(default_factory=dict)
    despite: Mapping[Pair, str] = field(default_factory=dict)
    row_of: Mapping[Pair, int] = field(default_factory=dict)
    errors: Sequence[Wrong] = ()


def decoded(content: bytes) -> str:
    """As the spreadsheet meant it: UTF-8 with its mark or without, UTF-16, Windows’ own."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", errors="replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def read(text: str) -> Lines:
    """The rows of the text, with commas, semicolons or tabs between the cells of each. A first row
    of headings says which column is which; without one they are in the order of `HEADINGS`."""
    if len(text) > MOST_CHARACTERS:
        return _none(f"There is too much of it: {MOST_ROWS:,} rows are the most at once")
    try:
        filled = filled_rows_each(text, _tells_whom)
    except NoRows as error:
        return _none(str(error))
    places = _headings(filled[0][1])
    if places is not None:
        filled = filled[1:]
        missing = [name for name in (REFERENCE, EMAIL) if name not in places]
        if missing:
            return _none(*(f"There is no column “{name}”" for name in missing))
        if not filled:
            return _none("There are no rows below the headings")
    if len(filled) > MOST_ROWS:
        return _none(f"There are {len(filled):,} rows, and the most at once is {MOST_ROWS:,}")
    return _checked(filled, places or {name: at for at, name in enumerate(HEADINGS)})


def _tells_whom(cells: Sequence[str]) -> bool:
    """Is one of them an email address and nothing else?"""
    return any(_ADDRESS.fullmatch(one) for one in cells)


def _none(*words: str) -> Lines:
    return Lines(errors=[Wrong(0, one) for one in words])


def _headings(row: Sequence[str]) -> dict[str, int] | None:
    found: dict[str, int] = {}
    for at, cell in enumerate(row):
        name = _CALLED.get(" ".join(cell.casefold().replace("_", " ").split()))
        if name is not None:
            found.setdefault(name, at)
    return found or None


def _checked(rows: Sequence[tuple[int, Sequence[str]]], places: Mapping[str, int]) -> Lines:
    lines, errors = list[Line](), list[Wrong]()
    for number, row in rows:
        cells = {name: row[at] if at < len(row) else "" for name, at in places.items()}
        reference, email = cells[REFERENCE].lstrip("'"), cells[EMAIL].lstrip("'")
        reason, despite = cells.get(REASON, ""), cells.get(DESPITE, "")
        if not reference:
            beside = f" beside {_shown(email)}" if email else ""
            errors.append(Wrong(number, f"there is no reference{beside}"))
        if not email:
            beside = f" beside {_shown(reference)}" if reference else ""
            errors.append(Wrong(number, f"there is no email address{beside}"))
        long = next((one for one in (reason, despite) if len(one) > LONGEST_REASON), "")
        if long:
            words = f"the reason {_shown(long)} is longer than {LONGEST_REASON} characters"
            errors.append(Wrong(number, words))
        lines.append(Line(number, reference, email, reason, despite))
    return Lines(lines, errors)


def matched(
    lines: Collection[Line],
    applications: Mapping[str, int],
    people: Mapping[str, int],
    gone: Mapping[str, str],
) -> Wanted:
    """The rows as pairs of what there is: applications by reference, people by address. `gone`: the
    names of those who can't be asked any more."""
    pairs: dict[Pair, int] = {}
    because: dict[Pair, str] = {}
    despite: dict[Pair, str] = {}
    errors: list[Wrong] = []
    for line in lines:
        application, person = applications.get(line.reference), people.get(line.email)
        if line.reference and application is None:
            words = (
                f"{_shown(line.typed_reference)} is no reference of an application in this round"
            )
            errors.append(Wrong(line.number, words))
        if line.email in gone:
            errors.append(Wrong(line.number, NO_ASSESSOR.format(gone[line.email])))
        elif line.email and person is None:
            words = f"nobody who can be asked to assess has the address {_shown(line.typed_email)}"
            errors.append(Wrong(line.number, words))
        if application is None or person is None:
            continue
        pair = Pair(application, person)
        if pair in pairs:
            typed = f"{line.typed_reference}, {line.typed_email}"
            words = f"says the same as row {pairs[pair]}: {typed}"
            errors.append(Wrong(line.number, words))
            continue
        pairs[pair] = line.number
        if line.reason:
            because[pair] = line.reason
        if line.despite:
            despite[pair] = line.despite
    return Wanted(sorted(pairs), because, despite, pairs, errors)


def _shown(text: str) -> str:
    return f"“{text[:60]}…”" if len(text) > 60 else f"“{text}”"
