"""Leaks in words, for who runs a proof: who read what of whom, and its words as they stand now. A
proof that is kept has none of that, only where it stands."""

from __future__ import annotations

import html
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import select

from award.accounts.models import User
from award.foundation.db import Base
from award.foundation.many import among, plain_rows
from award.foundation.scopes import within
from award.proofs.protected import MOST_WORDS
from award.proofs.reading import WORD

GONE: Final = "somebody who is not there any more"
LETTERS: Final = 120


@dataclass(frozen=True)
class Finding:
    """`whose`: by whom it is, where that is one person; `words`: "" where none were found, or where
    they are there no longer."""

    who: str
    where: str
    what: str
    how: str
    whose: str
    words: str
    chairs: bool = False

    def __str__(self) -> str:
        whose = f", who is {self.whose}," if self.whose else ""
        words = f": “{self.words}”" if self.words else ""
        part = ", who chairs the round" if self.chairs else ""
        return f"{self.who}{part}, at {self.where}: {self.what}{whose} {self.how}{words}"


@within("leaks")
def findings_of(leaks: Sequence[Mapping[str, Any]]) -> list[Finding]:
    """One statement for the people, and one for each table that has words of these."""
    numbers = {one[key] for one in leaks for key in ("who", "of") if one.get(key)}
    names = _names(numbers) if numbers else {}
    words = _words({one["kept"] for one in leaks if one.get("kept")})
    return [
        Finding(
            names.get(one["who"], GONE), one["where"], one["what"], one["how"],
            names.get(one["of"], GONE) if one.get("of") else "",
            words.get(one.get("kept", ""), ""),
            one.get("chairs", False),
        )
        for one in leaks
    ]  # fmt: skip


@within("numbers")
def _names(numbers: Collection[int]) -> dict[int, str]:
    query = select(User.id, User.name, User.email).where(among(User.id, numbers))
    return {row[0]: f"{row[1]} ({row[2]})" for row in plain_rows(query)}


@within("places")
def _words(places: Iterable[str]) -> dict[str, str]:
    """By place, some of the words from there on."""
    wanted: dict[str, dict[str, list[tuple[str, int]]]] = defaultdict(lambda: defaultdict(list))
    for place in places:
        table, row, column, first = place.split("/")
        wanted[table][row].append((column, int(first)))
    found = {}
    for table, rows in sorted(wanted.items()):
        columns = Base.metadata.tables[table].c
        (key,) = Base.metadata.tables[table].primary_key
        shown = sorted({column for some in rows.values() for column, _ in some})
        query = select(key, *(columns[one] for one in shown))
        for number, *values in plain_rows(query.where(among(key, map(int, rows)))):
            texts = dict(zip(shown, values, strict=True))
            for column, start in rows[str(number)]:
                place = f"{table}/{number}/{column}/{start}"
                found[place] = _shortened(str(texts[column] or ""), start)
    return found


def _shortened(text: str, start: int) -> str:
    """From that word on, as it is typed."""
    said = html.unescape(text)
    places = [*_spans(said)][start : start + MOST_WORDS]
    if not places:
        return ""
    first, last = places[0][0], places[-1][1]
    some = " ".join(said[first:last].split())[:LETTERS].rstrip()
    before = "…" if start else ""
    after = "…" if said[first:].strip() != said[first : first + len(some)] else ""
    return f"{before}{some}{after}"


def _spans(text: str) -> Iterator[tuple[int, int]]:
    return (one.span() for one in WORD.finditer(text))
