"""What people look for and nobody has told, for the programme's people."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, select

from award.case_studies.models import UnmetSearch
from award.case_studies.rules.unmet import LEAST_DAYS
from award.foundation.columns import Column, Kind, Link
from award.foundation.paging import paged
from award.foundation.policy import Actor
from award.foundation.scopes import published
from award.foundation.tables import ListView, Page, View


@dataclass(frozen=True)
class UnmetRow:
    """Words, and how often they found nothing."""

    words: str
    times: int
    days: int
    last: date


_TIMES = func.sum(UnmetSearch.times)
_LAST = func.max(UnmetSearch.day)


@published
def unmet(actor: Actor, view: View[UnmetRow]) -> Page[UnmetRow]:
    """Nothing of it is anybody's: what may be is never kept."""
    query = (
        select(
            UnmetSearch.words,
            _TIMES.label("times"),
            func.count().label("days"),
            _LAST.label("last"),
        )
        .group_by(UnmetSearch.words)
        .having(func.count() >= LEAST_DAYS)
    )
    return paged(query, view, UnmetSearch.words, rows=_rows)


def _rows(found: Sequence[Any]) -> list[UnmetRow]:
    return [UnmetRow(row.words, int(row.times), row.days, row.last) for row in found]


UNMET = ListView(
    "unmet",
    "Searches that find nothing",
    (
        Column("words", "Searched for", lambda r: r.words, stays=True, names_row=True,
               shows=lambda r: Link(r.words, "case_studies.index", {"q": r.words})),
        Column("times", "Times", lambda r: r.times, Kind.INTEGER, sort=_TIMES, downwards=True),
        Column("days", "Days", lambda r: r.days, Kind.INTEGER),
        Column("last", "Last", lambda r: r.last, Kind.DATE, sort=_LAST, downwards=True),
    ),
    rows=unmet,
    permission="case_study.list",
    one="search",
    many="searches",
    sort="times",
    empty="No search has been without a case study on more than one day.",
)  # fmt: skip
