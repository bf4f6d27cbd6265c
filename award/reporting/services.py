"""Taking data out: write the file, then note who took what. And keeping the overview's figures."""

from __future__ import annotations

from typing import IO, Any

from award.applications.queries.apart import numbers_apart
from award.foundation import audit, clock
from award.foundation.acts import act
from award.foundation.db import db
from award.foundation.errors import there
from award.foundation.locks import hold
from award.foundation.many import inserting
from award.foundation.policy import Actor
from award.foundation.tables import View
from award.reporting import queries
from award.reporting.models import ApartCount, RoundFigures
from award.reporting.registry import Export, export_of
from award.reporting.writers.files import Exported, noted, written
from award.rounds.models import Round
from award.rounds.queries.question_sets import question_set


@act("list.download", about=lambda _actor, view: view.table)
def export(
    view: View[Any],
    format_: str,
    file: IO[bytes],
    *,
    actor: Actor,
    table: Export[Any] | None = None,
) -> Exported:
    """Write the list, as it was asked for, into `file` (see `written`) and record it in the audit
    trail. `table` is what was read of it, where that is at hand."""
    table, thing = table or export_of(view, actor), view.table.thing
    reference = thing.reference if thing else ""
    done = written(table, format_, file, reference=reference, at=clock.now())
    audit.record(
        actor,
        "round.export" if thing else "list.export",
        view.table.about or thing or table.name,
        noted(table, format_, done),
        codes={"table", "format", "columns"},
    )
    return done


@act("apart.count")
def count_apart(round_id: int, *, actor: Actor) -> None:
    """Once: whoever comes second finds it done."""
    hold(Round, [round_id])
    if db.session.get(ApartCount, round_id) is not None:
        return
    round_ = there(db.session.get(Round, round_id), "the round")
    received, found = numbers_apart(round_id, question_set(round_.question_set_id))
    numbers = {
        key: {"answered": one.answered, "given": dict(one.given)} for key, one in found.items()
    }
    db.session.add(ApartCount(round_id=round_id, received=received, numbers=numbers))
    audit.record(actor, "round.count_apart", round_, {"received": received})
    db.session.flush()


def _keep_figures(round_id: int) -> None:
    found = queries.figures_now(round_id)
    row = inserting(RoundFigures).values(round_id=round_id, **found)
    db.session.execute(row.on_conflict_do_update(index_elements=["round_id"], set_=found))


KEEPERS = (("figures", _keep_figures),)
