"""A list on its way into a file: its columns as its page has them, its rows, and where it is from.

Every list is known by its key (`foundation.tables.LISTS`) and drawn from the one `ListView` that
its page draws from, so nothing leaves in a file that the same person could not read on the page.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from award.decisions import queries as decisions
from award.decisions.queries.shortlist import ALL
from award.decisions.rules.panel_sheet import MARKING, chosen, panel_sheet
from award.decisions.rules.sheet_view import SheetView
from award.design import formatters
from award.design.formatters import long_datetime, plural
from award.foundation import clock
from award.foundation.policy import Actor, can
from award.foundation.tables import LISTS, Column, ListView, Value, View, open_columns
from award.reporting import about
from award.rounds.models import Round

R = TypeVar("R")


@dataclass(frozen=True)
class Export(Generic[R]):
    """A table on its way into a file.

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

    def lines(self) -> Iterable[list[Value]]:
        """Each row as its cells, in the order of the columns."""
        return ([column.cell(row) for column in self.columns] for row in self.rows)


def export_of(view: View[R], actor: Actor) -> Export[R]:
    """The list as `actor` sees it, narrowed and sorted as asked, on one page."""
    table, now, columns = view.table, clock.now(), view.filed
    page = table.rows(actor, view)
    said = "; ".join(words for words, _left in view.pills())
    return Export(
        name=table.key,
        title=table.title,
        columns=columns,
        rows=page.rows,
        about={
            "generated_at": now.isoformat(timespec="seconds"),
            "generated_by": actor.name,
            "filter": view.arguments(columns=None),
            "rows": page.total,
        },
        in_words={
            "Title": table.title,
            "Downloaded": f"{long_datetime(now)}, by {actor.name}",
            "Rows": plural(page.total, table.one, table.many or None)
            + (f", filtered by: {said}" if said else ""),
            "Columns": "Every column" if not view.keys
            else f"{len(columns)} of {len(view.columns)}",
        },
        view=view.arguments(),
    )  # fmt: skip


def list_named(actor: Actor, key: str) -> ListView[Any] | None:
    """The list of this key that is about nothing in particular, if `actor` may read it."""
    return list_of(actor, key, "")


def list_of(actor: Actor, key: str, reference: str) -> ListView[Any] | None:
    """The list of this key about the thing of this reference."""
    make = LISTS.all().get(key)
    table = make(actor, reference) if make else None
    return table if table and can(actor, table.permission, table.thing) else None


def shortlist_columns(round_: Round, actor: Actor) -> tuple[Column[Any], ...]:
    """Every column of the panel sheet that `actor` may have. `round_` has its criteria loaded."""
    return open_columns(panel_sheet(round_.criteria), actor)


def shortlist_export(round_: Round, actor: Actor, *, view: SheetView = ALL) -> Export[Any]:
    """The panel sheet as `actor` sees it, all of it unless `view` asks for less: its rows in its
    order, and its columns if it names any."""
    found = decisions.shortlist(round_, actor, view=view)
    every = shortlist_columns(round_, actor)
    columns = chosen(every, view.columns) if view.columns else every
    title, now = f"Shortlist, {round_.title}", clock.now()
    return Export(
        name="shortlist",
        title=title,
        columns=columns,
        rows=found.rows,
        about={
            "marking": MARKING,
            "round": round_.reference,
            "round_title": round_.title,
            "generated_at": now.isoformat(timespec="seconds"),
            "generated_by": actor.name,
            "filter": view.arguments(columns=None),
            "rows": found.total,
            "rows_in_round": found.everything,
            "weights": {criterion.key: criterion.weight for criterion in round_.criteria},
            "threshold_pct": round_.threshold_pct,
            "min_assessments": round_.min_assessments,
            "budget_gbp": round_.budget_gbp,
            "awarded_gbp": found.line.awarded_gbp,
            "staged_gbp": found.line.staged_gbp,
            "taken_above_the_line_gbp": found.line.above_gbp,
            "ties_broken_by": [
                *(title for _key, title in found.tie_breakers),
                "smaller standard deviation",
                "then the rank is shared",
            ],
        },
        in_words={
            "Title": title,
            "Marking": MARKING,
            "Downloaded": f"{formatters.long_datetime(now)}, by {actor.name}",
            **about.shortlist(round_, found, view, len(columns), len(every)),
        },
        view=view.arguments(),
    )
