"""A document as PDF, by Typst: tagged (PDF/UA-1), A4, the same bytes from the same data.

Typst runs in a process of its own that ends with the document: it keeps what it has laid out, a
few hundred megabytes of it, and a document too large for it takes nothing down but itself.
"""

from __future__ import annotations

import json
import logging
import re
import subprocess
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from threading import BoundedSemaphore
from typing import Any, Final

from award.foundation.documents import fonts
from award.foundation.documents.parts import (
    MOST_ACROSS,
    Document,
    Facts,
    Grid,
    Heading,
    Part,
    Points,
    Room,
    Words,
    words_in,
)
from award.foundation.documents.spelling import direction, on_paper, paragraphs

log = logging.getLogger(__name__)
_HERE: Final = Path(__file__).parent
SECONDS: Final = 60
MOST_CHARACTERS: Final = 2_500_000
"""What a hundred answers come to that are each as long as a draft keeps: 4 seconds, 600 MB."""
AT_ONCE: Final = 2
"""Documents that a process of ours sets at the same time; who asks for another waits."""
_turns = BoundedSemaphore(AT_ONCE)


class NotSet(Exception):
    """The document could not be set: too large, or too many are being set."""


class TooLong(NotSet):
    """Nor will it be when it is tried again."""


def as_pdf(document: Document) -> bytes:
    """The file. NotSet when it takes too long, alone or behind others; TooLong for what is never
    begun."""
    if not (fonts.FOLDER / fonts.COVERED).is_file():
        raise fonts.NoFonts
    if sum(map(len, words_in(document.parts))) > MOST_CHARACTERS:
        raise TooLong("it is longer than any application can be")
    asked = {
        "template": str(_HERE / "document.typ"),
        "fonts": str(fonts.FOLDER),
        "timestamp": int(document.made.timestamp()),
        "seconds": SECONDS,
        "data": _told(document),
    }
    if not _turns.acquire(timeout=SECONDS):
        raise NotSet("too many documents are being set")
    try:
        done = subprocess.run(
            [sys.executable, "-I", str(_HERE / "typesetting.py")],
            input=json.dumps(asked).encode(),
            capture_output=True,
            timeout=SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise NotSet(f"it took longer than {SECONDS} seconds") from None
    finally:
        _turns.release()
    said = done.stderr.decode("utf-8", "replace").strip()
    if done.returncode or not done.stdout.startswith(b"%PDF-"):
        raise NotSet(said[-500:] or f"the process ended with {done.returncode}")
    if said:
        log.warning("a document is not PDF/UA: %s", said[:500])
    return done.stdout


def _told(document: Document) -> dict[str, Any]:
    return {
        "title": on_paper(document.title),
        "caption": on_paper(document.caption),
        "about": on_paper(document.about),
        "mark": on_paper(document.mark),
        "service": on_paper(document.service),
        "numbered": document.numbered,
        "parts": [_part(part) for part in document.parts],
    }


def _part(part: Part) -> dict[str, Any]:
    match part:
        case Heading():
            return {"shape": "heading", "level": part.level, **_line(part.words)}
        case Words():
            return {"shape": "words", "style": part.style, "paragraphs": _paragraphs(part.words)}
        case Points():
            items = [_paragraphs(item) for item in part.items]
            return {"shape": "points", "style": part.style, "items": items}
        case Facts():
            rows = [[_paragraphs(cell) for cell in row] for row in part.rows]
            return {"shape": "facts", "caption": on_paper(part.caption), "rows": rows}
        case Grid():
            return _grid(part)
        case Room():
            return {"shape": "room", "lines": part.lines}
    raise TypeError(f"no way to set {part!r}")


def _line(text: str) -> dict[str, Any]:
    """On one line, as headings are."""
    shown = " ".join(on_paper(text).split()) or "-"
    way, language = direction(shown)
    return {"dir": way, "lang": language, "lines": [shown]}


def _paragraphs(text: str) -> list[dict[str, Any]]:
    told = []
    for lines in paragraphs(on_paper(text)):
        way, language = direction("\n".join(lines))
        told.append({"dir": way, "lang": language, "lines": lines})
    return told


def _grid(part: Grid) -> dict[str, Any]:
    every = [part.headings, *part.rows, *([part.foot] if part.foot else [])]
    if len(part.headings) > MOST_ACROSS:
        cards = [_card(part.headings, row, by_hand=part.by_hand) for row in every[1:]]
        return {"shape": "cards", "cards": cards, "by_hand": part.by_hand}
    return {
        "shape": "grid",
        "widths": widths(every),
        "whole": [_whole(column) for column in zip(*every, strict=True)],
        "liked": [
            _longest((word for cell in column[1:] for word in cell.split()), _LONGEST)
            for column in zip(*every, strict=True)
        ],
        "by_hand": part.by_hand,
        "headings": [_line(words) for words in part.headings],
        "rows": [[_paragraphs(cell) for cell in row] for row in part.rows],
        "foot": [_paragraphs(cell) for cell in part.foot],
        "numbers": list(part.numbers),
        "leads": list(part.leads),
    }


def _card(headings: tuple[str, ...], row: tuple[str, ...], *, by_hand: bool) -> dict[str, Any]:
    """A row of a table that is too wide: what it says below what it is about; of what it does not
    say nothing, unless somebody is to write there."""
    pairs = zip(headings[1:], row[1:], strict=True)
    return {
        "head": _line(row[0] or headings[0]),
        "rows": [
            [_paragraphs(name), _paragraphs(cell)]
            for name, cell in pairs
            if by_hand or cell.strip()
        ],
    }


_NUMBER: Final = re.compile(r"(?=\S*\d)[A-Za-z0-9]+(?:[-/][A-Za-z0-9]+)*")
_MOST_OF_ONE: Final = 24
"""Characters of a number that somebody or something is known by."""


def _whole(column: Sequence[str]) -> list[str]:
    """What of a column may not be broken: words of its heading, and such numbers."""
    heading, *cells = column
    numbers = (word for cell in cells for word in cell.split() if _NUMBER.fullmatch(word))
    return _longest(heading.split(), _MOST_OF_ONE) + _longest(numbers, _MOST_OF_ONE)


def _longest(words: Iterable[str], most: int) -> list[str]:
    """The longest three, of those that are no longer than `most`."""
    short = {word for word in words if len(word) <= most}
    return [on_paper(word) for word in sorted(short, key=lambda one: (-len(one), one))[:3]]


_LONGEST: Final = 14
"""Letters of a word that a column is made wide enough for; a longer one is broken."""


def widths(rows: list[tuple[str, ...]]) -> list[int]:
    """How wide columns are beside each other: as much as they have to say, within bounds, and
    never so little that a usual word has no room."""
    found = []
    for column in zip(*rows, strict=True):
        word = max((len(word) for cell in column for word in cell.split()), default=1)
        most = max((len(cell) for cell in column), default=1)
        found.append(max(min(word, _LONGEST) * 13 + 20, min(most, 60) * 4))
    return found
