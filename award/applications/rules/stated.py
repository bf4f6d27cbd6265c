"""What the lines of a receipt state, beside what is so. A receipt that has the right numbers and
another name is still a forged one."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from typing import Final

from award.applications.rules.receipts import Found
from award.foundation.documents.parts import Document, Facts, Grid, Words
from award.foundation.documents.spelling import on_paper, plain

_ALSO: Final = {
    "Submission": ("Submission number",),
    "Fingerprint (SHA-256)": ("Fingerprint of what you sent",),
    "Received (UTC)": ("Received (ISO 8601)",),
}
"""What the page and the email call it, and earlier receipts."""
_FILES: Final = "Files that were sent"
_CHECK: Final = "How to check this receipt"
_AFTER: Final = (_FILES, _CHECK, "The fingerprint is", "What you sent has", "Your reference")
_OPEN: Final = ("Title", "Round", "Organisation", "Lead applicant")
"""These could go on in the next line; a number couldn't."""
_QUOTED: Final = re.compile(r"^[\s>|*•]+")


def stated(text: str, true: Document) -> Iterator[Found]:
    """Each fact that the text states under a name that receipts have, and its files. `true` is
    the receipt that this service makes; what the text leaves out isn't missed."""
    facts = next(part for part in true.parts if isinstance(part, Facts)).rows
    values = {label: value for name, value in facts for label in (name, *_ALSO.get(name, ()))}
    lines = [_QUOTED.sub("", line) for line in text.splitlines()]
    wrong = _wrong(lines, values)
    for name, value in facts:
        names = (name, *_ALSO.get(name, ()))
        if any(label in wrong for label in names):
            good = not any(wrong.get(label) for label in names)
            yield Found(good, f"{name}: {plain(value)}")
    yield from _at_head(text, true)
    yield from _of_files(text, true)


def _wrong(lines: Sequence[str], values: dict[str, str]) -> dict[str, bool]:
    """Label -> whether it is stated wrongly anywhere. A value may be broken into lines, and one
    of them may begin like a label: what is right is passed over whole."""
    found: dict[str, bool] = {}
    place = 0
    while place < len(lines):
        label = _label(lines[place], values)
        ends = None
        if label:
            rest = lines[place][len(label) :].lstrip(" \t:")
            ends = _ends([rest, *lines[place + 1 :]], values, label)
            found[label] = found.get(label, False) or ends is None
        place += ends or 1
    return found


def _label(line: str, values: dict[str, str]) -> str:
    for label in sorted(values, key=len, reverse=True):
        rest = line[len(label) :]
        exact, colon = line.startswith(label), re.match(r"\s*:", rest)
        if (exact and (not rest or rest[0].isspace())) or (
            colon and line[: len(label)].casefold() == label.casefold()
        ):
            return label
    return ""


def _ends(lines: Sequence[str], values: dict[str, str], label: str) -> int | None:
    """How many lines its value takes, when it is this and no more."""
    wanted, said = _plain(values[label]), ""
    for place, line in enumerate(lines):
        said += _plain(line)
        if not wanted.startswith(said):
            return None
        if said == wanted:
            after = lines[place + 1] if place + 1 < len(lines) else ""
            over = not after.strip() or _label(after, values) or after.startswith(_AFTER)
            return place + 1 if over or label not in _OPEN else None
    return None


def _at_head(text: str, true: Document) -> Iterator[Found]:
    head, title, _ = _plain(text).partition(_plain(true.title))
    if title and head:
        yield Found(head.endswith(_plain(true.caption)), f"At its head: {true.caption}")


def _of_files(text: str, true: Document) -> Iterator[Found]:
    """All that stands between the two headings, but for what each page repeats."""
    _, heading, said = _plain(text).partition(_plain(_FILES))
    if not heading:
        return
    said = said.partition(_plain(_CHECK))[0]
    service = re.escape(_plain(true.service))
    said = re.sub(rf"{re.escape(_plain(true.about))}Page\d+of\d+(?:{service})?", "", said)
    grid = next((part for part in true.parts if isinstance(part, Grid)), None)
    if grid is None:
        nothing = next(part.words for part in true.parts if isinstance(part, Words))
        yield Found(said == _plain(nothing), "No files were sent")
        return
    said = said.replace(_plain("".join(grid.headings)), "")
    rows = [_plain("".join(row)) for row in grid.rows]
    for (name, kind, _), row in zip(grid.rows, rows, strict=True):
        yield Found(row in said, f"It names “{plain(name)}” ({kind}), with its fingerprint")
    yield Found(said == "".join(rows), "It names these files, and no others")


def _plain(text: str) -> str:
    """Without what the setting of lines adds and nobody sees."""
    return "".join(unicodedata.normalize("NFKC", on_paper(plain(text))).split())
