"""A list on its way into a file: its columns as its page has them, its rows, and where it is from.

Every list is known by its key (`foundation.lists.LISTS`) and drawn from the one `ListView` that
its page draws from, so nothing leaves in a file that the same person could not read on the page.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Generic, TypeVar

from award.design.formatters import long_datetime
from award.foundation import clock
from award.foundation.columns import Column, Kind, Value
from award.foundation.marking import together
from award.foundation.policy import Actor
from award.foundation.tables import View
from award.reporting import about

R = TypeVar("R")
DIGITS = 4


ABOUT: Mapping[str, Callable[[View[Any], Any], tuple[dict[str, Any], dict[str, str]]]] = {
    "shortlist": about.shortlist
}
"""What files of a list say besides of where it is from: for a machine, and in words."""


@dataclass(frozen=True)
class Export(Generic[R]):
    """A table on its way into a file, and how that is marked.

    `about` says where it is from, for a machine (name -> JSON-like value), `in_words` the same for
    a reader; CSV has no place for either, so a CSV file is headings and rows alone. `view` is what
    rows and columns were narrowed to, for the audit trail.
    """

    name: str
    title: str
    columns: tuple[Column[R], ...]
    rows: Iterable[R]
    about: Mapping[str, Any]
    in_words: Mapping[str, str] = field(default_factory=dict)
    view: Mapping[str, Any] = field(default_factory=dict)
    marking: str = ""
    total: int = 0

    def lines(self) -> Iterable[list[Value]]:
        """Each row as its cells, in the order of the columns."""
        columns = self.columns
        return ([_filed(column.cell(row), column.kind) for column in columns] for row in self.rows)


def _filed(value: Value, kind: Kind) -> Value:
    """What every format holds: a day where only that is meant, and a fraction to as many digits as
    tell two means apart, without what arithmetic in binary leaves behind them."""
    if isinstance(value, float):
        return round(value, DIGITS) + 0.0  # so that nothing below nought is left of nought
    if isinstance(value, datetime) and kind is Kind.DATE:
        return clock.london(value).date()
    return value


_TIMES = {"Times": "As in London, here as on the pages; CSV and JSON have them in UTC"}


_UNDATED = "The moment stands in its name and its manifest: the same data give the same file"


def _said(actor: Actor, *, dated: bool) -> tuple[dict[str, Any], dict[str, str]]:
    """By whom it was taken, and when: for a machine, and in words."""
    now, by = clock.now(), {"generated_by": actor.name}
    if not dated:
        return by, {"Made for": actor.name, "Data as of": _UNDATED}
    return (
        {"generated_at": now.isoformat(timespec="seconds"), **by},
        {"Downloaded": f"{long_datetime(now)}, by {actor.name}"},
    )


def export_of(view: View[R], actor: Actor, *, dated: bool = True) -> Export[R]:
    """The list as `actor` sees it, narrowed and sorted as asked, on one page. One that isn't
    `dated` says nothing of now, so that the same rows are the same bytes whenever it is made."""
    table, columns = view.table, view.filed
    by, by_in_words = _said(actor, dated=dated)
    page = table.rows(actor, view)
    further, in_words = ABOUT[table.key](view, page) if table.key in ABOUT else ({}, {})
    return Export(
        name=table.key,
        title=table.title,
        columns=columns,
        rows=page.every,
        about={
            "marking": table.marking,
            **further,
            **by,
            "filter": about.asked(view),
            "rows": page.total,
        },
        in_words={
            "Title": table.title,
            **in_words,
            **(_TIMES if any(column.kind is Kind.MOMENT for column in columns) else {}),
            **by_in_words,
            "Rows": about.rows(view, page, in_words.get("Rows")),
            "Columns": "Every column"
            if not view.keys
            else f"{len(columns)} of {len(view.columns)}",
        },
        view={**about.asked(view), **({"columns": list(view.keys)} if view.keys else {})},
        marking=table.marking,
        total=page.total,
    )


_OF_EACH = ("Title", "Downloaded", "Made for", "Data as of", "Rows", "Columns", *_TIMES)
"""What is said of every table; a file of several says the rest of each by its name."""


def whole_of(name: str, title: str, exports: Sequence[Export[Any]], actor: Actor) -> Export[Any]:
    """What is said of several tables in one file, not dated: it has no rows of its own."""
    by, by_in_words = _said(actor, dated=False)
    return Export(
        name=name,
        title=title,
        columns=(),
        rows=(),
        about=by,
        in_words={
            "Title": title,
            **by_in_words,
            **_TIMES,
            "Left out": "Applications that you have a tie to are in no table",
            **{one.title: f"{one.in_words['Rows']}. {one.marking}" for one in exports},
            **{
                f"{one.title}: {name.lower()}": words
                for one in exports
                for name, words in one.in_words.items()
                if name not in _OF_EACH
            },
        },
        marking=together(one.marking for one in exports),
    )
