"""Showing what matched: marks in a text, and the passage of a long one that has them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from functools import lru_cache
from typing import Any

from markupsafe import Markup, escape
from sqlalchemy import Select, SQLColumnExpression, and_

from award.foundation.search.synonyms import MARK, concepts
from award.foundation.search.tables import Kind, document
from award.foundation.search.tokens import Token, tokens

AROUND = 90
"""Characters of a passage on either side of what matched first."""
_SHORTEST_LINE = 40
_SHORT = 300


def marked(text: str, terms: Collection[str]) -> Markup:
    """The text, escaped, with `<mark>` around every word or phrase that answers."""
    return Shown(text, terms).marked


class Shown:
    """A text that is shown as it answers: read once for its marks and for its terms."""

    def __init__(self, text: str, terms: Collection[str]) -> None:
        self.text = text
        self._answers = sorted(_answers(text, terms))

    @property
    def terms(self) -> set[str]:
        return {term for _start, _end, term in self._answers}

    @property
    def marked(self) -> Markup:
        made, last = [], 0
        for start, end in self._spans():
            made += [
                str(escape(self.text[last:start])),
                f"<mark>{escape(self.text[start:end])}</mark>",
            ]
            last = end
        return Markup("".join([*made, str(escape(self.text[last:]))]))

    def _spans(self) -> Iterator[tuple[int, int]]:
        """Where something answers, in order, what overlaps or touches made one."""
        open_: tuple[int, int] | None = None
        for start, end, _term in self._answers:
            if open_ and start <= open_[1]:
                open_ = (open_[0], max(open_[1], end))
                continue
            if open_:
                yield open_
            open_ = (start, end)
        if open_:
            yield open_


@lru_cache(maxsize=1_000)
def _read(text: str) -> tuple[tuple[Token, ...], tuple[Token, ...]]:
    """Words and concepts. Titles and summaries come again, whatever was asked."""
    found = tuple(tokens(text))
    return found, tuple(concepts(found))


def _answers(text: str, terms: Collection[str]) -> Iterator[tuple[int, int, str]]:
    """(start, end, term) of every answer; concepts last, and only if one is asked for. Of a long
    text no more is read than is taken."""
    words: Iterable[Token]
    words, meant = _read(text) if len(text) <= _SHORT else (tokens(text), None)
    for token in words:
        if token.term in terms:
            yield token.start, token.end, token.term
    if any(term.startswith(MARK) for term in terms):
        for token in concepts(tuple(tokens(text))) if meant is None else meant:
            if token.term in terms:
                yield token.start, token.end, token.term


def passage(body: str, terms: Collection[str]) -> str:
    """A passage of the body that has one of the terms; empty when only a short line, such as a
    label, has one."""
    for line in body.splitlines() if terms else ():
        if len(line) < _SHORTEST_LINE:
            continue
        first = next(_answers(line, terms), None)
        if first is None:
            continue
        start, end = max(0, first[0] - AROUND), min(len(line), first[1] + AROUND)
        if start:
            start = line.find(" ", start, first[0]) + 1 or first[0]
        if end < len(line):
            end = line.rfind(" ", first[1], end) if " " in line[first[1] : end] else first[1]
        return ("…" if start else "") + line[start:end] + ("…" if end < len(line) else "")
    return ""


def with_body(query: Select[Any], kind: Kind, subject: SQLColumnExpression[int]) -> Select[Any]:
    """The query with the `body` of each thing as it is indexed, for passages: for a page of it."""
    mine = and_(document.c.kind == kind.number, document.c.subject_id == subject)
    return query.join(document, mine).add_columns(document.c.body)
