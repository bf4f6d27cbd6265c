"""Taking data out: write the file, then note who took what. And keeping the overview's figures."""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass
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
from award.moderation.queries.panels import Panel
from award.reporting import queries
from award.reporting.models import ApartCount, RoundFigures
from award.reporting.registry import export_of, whole_of
from award.reporting.whole import in_workbook
from award.reporting.writers import WRITERS, Writer, workbook
from award.rounds.models import Round
from award.rounds.queries.question_sets import question_set

_BLOCK = 1 << 20


@dataclass(frozen=True)
class Exported:
    """A file that was written: what to call it, and the evidence of what is in it."""

    filename: str
    mimetype: str
    rows: int
    size: int
    sha256: str


@act("list.download", about=lambda _actor, view: view.table)
def export(view: View[Any], format_: str, file: IO[bytes], *, actor: Actor) -> Exported:
    """Write the list, as it was asked for, into `file` and record it in the audit trail.

    `file` is open for reading and writing, empty, and left at its start. KeyError for an unknown
    format.
    """
    writer, table, thing = WRITERS[format_], export_of(view, actor), view.table.thing
    rows = writer.write(table, file)
    named = "-".join([table.name, *([thing.reference] if thing else [])])
    done = _finished(file, f"{named}-{clock.now():%Y%m%dT%H%M}Z.{format_}", writer, rows)
    audit.record(
        actor,
        "round.export" if thing else "list.export",
        view.table.about or thing or table.name,
        {
            "table": table.name,
            "format": format_,
            "rows": rows,
            "columns": [column.key for column in table.columns],
            "filter": dict(table.view),
            "sha256": done.sha256,
        },
        codes={"table", "format", "columns"},
    )
    return done


@act("tables.take")
def export_round(panel: Panel, file: IO[bytes], *, actor: Actor) -> Exported:
    """One workbook of every table of a round that the actor may take away, a sheet each, into
    `file` as `export` does; recorded once."""
    round_ = panel.round
    exports = [export_of(view, actor) for view in in_workbook(panel, actor)]
    whole = whole_of("tables", f"Tables of {round_.title}", exports, actor)
    rows = workbook.write_all(exports, whole, file)
    name = f"tables-{round_.reference}-{clock.now():%Y%m%dT%H%M}Z.xlsx"
    done = _finished(file, name, WRITERS["xlsx"], rows)
    audit.record(
        actor,
        "round.export",
        round_,
        {
            "table": "tables",
            "format": "xlsx",
            "rows": rows,
            "columns": [one.name for one in exports],
            "sha256": done.sha256,
        },
        codes={"table", "format", "columns"},
    )
    return done


def _finished(file: IO[bytes], name: str, writer: Writer, rows: int) -> Exported:
    file.seek(0, os.SEEK_END)
    size = file.tell()
    return Exported(name.lower(), writer.mimetype, rows, size, _digest(file))


def _digest(file: IO[bytes]) -> str:
    file.seek(0)
    found = hashlib.sha256()
    while block := file.read(_BLOCK):
        found.update(block)
    file.seek(0)
    return found.hexdigest()


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
