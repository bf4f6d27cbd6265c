"""What can be downloaded: a table's columns as the page has them, its rows, and where it is from.

The columns come from the list that the page draws (`decisions.rules.panel_sheet` for the
shortlist), narrowed to what the actor may see, so nothing leaves in a file that the same person
could not read on the page.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from award.decisions import queries as decisions
from award.decisions.rules.columns import Column, Value, cells, open_columns
from award.decisions.rules.panel_sheet import panel_sheet
from award.foundation import clock
from award.foundation.policy import Actor
from award.rounds.models import Round

R = TypeVar("R")

MARKING = "OFFICIAL-SENSITIVE: contains assessor opinion"


@dataclass(frozen=True)
class Export(Generic[R]):
    """A table on its way into a file.

    `about` says where it is from (heading -> JSON-like value); CSV has no place for it, so a CSV
    file is headings and rows alone.
    """

    name: str
    title: str
    columns: tuple[Column[R], ...]
    rows: Iterable[R]
    about: Mapping[str, Any]

    def lines(self) -> Iterable[list[Value]]:
        """Each row as its cells, in the order of the columns."""
        return (list(cells(self.columns, row)) for row in self.rows)


def shortlist_export(round_: Round, actor: Actor, *, phase: int | None = None) -> Export[Any]:
    """The panel sheet as `actor` sees it, whole or for one phase. `round_` has its criteria
    loaded."""
    found = decisions.shortlist(round_, actor, phase=phase)
    return Export(
        name="shortlist",
        title=f"Shortlist, {round_.title}",
        columns=open_columns(panel_sheet(round_.criteria), actor),
        rows=found.rows,
        about={
            "marking": MARKING,
            "round": round_.reference,
            "round_title": round_.title,
            "generated_at": clock.now().isoformat(timespec="seconds"),
            "generated_by": actor.name,
            "filter": {"phase": phase} if phase else {},
            "rows": found.total,
            "weights": {criterion.key: criterion.weight for criterion in round_.criteria},
            "threshold_pct": round_.threshold_pct,
            "min_assessments": round_.min_assessments,
            "budget_gbp": round_.budget_gbp,
            "money_reaches_gbp": found.spent_gbp,
            "ties_broken_by": [
                *(title for _key, title in found.tie_breakers),
                "smaller standard deviation",
                "then the rank is shared",
            ],
        },
    )


EXPORTS: dict[str, Callable[..., Export[Any]]] = {"shortlist": shortlist_export}
