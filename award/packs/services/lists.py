"""Lists that take longer to make than somebody waits: asking for one, making it, taking it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from tempfile import TemporaryFile
from typing import Any, Final

from sqlalchemy import delete, select

from award.foundation import audit, clock, outbox, work
from award.foundation.acts import act, part_of
from award.foundation.db import db
from award.foundation.errors import Refused
from award.foundation.files import storage
from award.foundation.manifests import FilePart, Manifest
from award.foundation.many import among
from award.foundation.policy import Actor
from award.foundation.scopes import everything
from award.foundation.tables import View
from award.moderation.queries.panels import Panel
from award.packs.models import ListFile
from award.packs.queries.lists import (
    TABLES,
    Reach,
    number_in,
    own_lists,
    reach_of,
    roles_of,
    round_of,
    under_way,
    views_of,
)
from award.packs.rules.choosing import GOOD_FOR, MOST_KEPT, ListArguments
from award.reporting.registry import Export, export_of, whole_of
from award.reporting.whole import in_workbook
from award.reporting.writers.files import Exported, all_written, written
from award.rounds.models import Round
from award.rounds.queries.question_sets import question_set

JOB: Final = "list_file.make"
_OFTEN: Final = 500
"""Rows after which the bar moves, and a job that is to stop does."""
GONE: Final = "You may not take this away any more"
LOST_ONE: Final = (
    "One of these applications went out of your reach while the file was made. Ask for it again"
)


@act("list.download", about=lambda _actor, view: view.table)
def ask(view: View[Any], format_: str, total: int, *, actor: Actor) -> ListFile:
    """Note that a list of so many rows is to be made as a file, as it was asked for."""
    table = view.table
    round_: Round | None = table.about or table.thing
    file = ListFile(
        list_key=table.key,
        reference=table.thing.reference if table.thing else "",
        title=table.title,
        format=format_,
        asked=view.arguments(),
        round_id=round_.id if round_ else None,
    )
    return _asked(file, total, actor)


@act("tables.take")
def ask_round(panel: Panel, *, actor: Actor) -> ListFile:
    """Of every table of a round that the actor may take away, a sheet each."""
    file = ListFile(
        list_key=TABLES, reference=panel.reference, title="All tables", format="xlsx", asked={},
        round_id=panel.round.id,
    )  # fmt: skip
    return _asked(file, len([*in_workbook(panel, actor)]), actor)


@act("list_file.take")
def ask_again(file: ListFile, *, actor: Actor) -> ListFile:
    """The same as it is now."""
    views = views_of(file, actor)
    if not views:
        raise Refused(GONE)
    alike = ListFile(
        list_key=file.list_key, reference=file.reference, title=file.title, format=file.format,
        asked=file.asked, round_id=file.round_id,
    )  # fmt: skip
    total = len(views) if file.list_key == TABLES else number_in(views[0], actor)
    return _asked(alike, total, actor)


def _asked(file: ListFile, total: int, actor: Actor) -> ListFile:
    """The one that is under way already, where the same is asked for twice."""
    for one in under_way(actor, file.list_key, file.reference, file.format):
        if one.asked == file.asked:
            return one
    if len(own_lists(actor)) >= MOST_KEPT:
        raise Refused(
            f"You have {MOST_KEPT} lists among your exports already. Remove one that you no "
            "longer need"
        )
    file.owner_id, file.roles = actor.user_id or 0, roles_of(actor)
    db.session.add(file)
    db.session.flush()
    round_ = round_of(file)
    title = f"{file.title}: {round_.title}" if round_ else file.title
    job = work.ask(JOB, ListArguments(file.id), title=title, total=max(total, 1), actor=actor)
    file.job_id = job.id
    _record("ask", file, {"table": file.list_key, "format": file.format}, actor)
    db.session.flush()
    return file


def _record(what: str, file: ListFile, told: Mapping[str, Any], actor: Actor) -> None:
    round_ = round_of(file)
    verb = f"{'round' if round_ else 'list'}.{what}"
    codes = {"table", "format", "columns", "what"} & set(told)
    audit.record(actor, verb if what == "export" else f"{verb}_list", round_ or file.list_key, told,
                 codes=codes)  # fmt: skip


@dataclass(frozen=True)
class Made:
    """A file that is made: where it lies, and what it is."""

    lies_at: str
    done: Exported
    manifest: dict[str, Any]
    reach: Reach


@act("list_file.take")
def make(file: ListFile, total: int, *, actor: Actor) -> Made:
    """Write it as the actor may read it now, and note nothing yet."""
    views, now = views_of(file, actor), clock.now()
    if not views:
        raise Refused(GONE)
    reach, rows = reach_of(actor), Counter[str]()
    whole = file.list_key == TABLES
    tables = [
        _counted(export_of(view, actor, dated=False), rows, whole=whole, total=total)
        for view in views
    ]
    with TemporaryFile() as target:
        if whole:
            round_ = round_of(file)
            title = f"Tables of {round_.title}" if round_ else file.title
            about = whole_of(TABLES, title, tables, actor)
            done = all_written(tables, about, target, reference=file.reference, at=now)
        else:
            about = tables[0]
            done = written(about, file.format, target, reference=file.reference, at=now)
        manifest = _manifest(file, tables, about, rows, done, now, actor)
        return Made(storage.keep(target), done, manifest.as_data(), reach)


def _counted(table: Export[Any], rows: Counter[str], *, whole: bool, total: int) -> Export[Any]:
    """Its rows, telling the bar how far they are: rows of a list, tables of a workbook."""

    def each() -> Iterator[Any]:
        rows[table.name] = 0
        for row in table.rows:
            yield row
            rows[table.name] += 1
            if rows[table.name] % _OFTEN == 0:
                work.getting_on(min(len(rows) if whole else rows[table.name], total))

    return replace(table, rows=each())


def _manifest(
    file: ListFile, tables: Sequence[Export[Any]], about: Export[Any], rows: Mapping[str, int],
    done: Exported, as_of: datetime, actor: Actor,
) -> Manifest:  # fmt: skip
    """What the file says of itself, beside it: it has no moment in it."""
    round_ = round_of(file)
    questions = question_set(round_.question_set_id) if round_ else None
    of_tables = {one.name: [column.key for column in one.columns] for one in tables}
    further = {"tables": of_tables, "rows": {one.name: rows[one.name] for one in tables}}
    return Manifest(
        kind="Tables" if file.list_key == TABLES else "List",
        title=f"{round_.reference}, {round_.title}: {file.title}" if round_ else file.title,
        marking=about.marking,
        made_for=actor.name,
        asked={"list": file.list_key, "format": file.format, "filter": file.asked},
        versions={
            **({"questions": f"{questions.key} {questions.version}"} if questions else {}),
            "tables": {one.name: dict(one.about) for one in tables},
        },
        data_as_of=as_of,
        parts=[FilePart(done.filename, done.sha256, done.size, further)],
    )


@act("list_file.take")
def note_made(file: ListFile, made: Made, *, actor: Actor) -> None:
    """The file is there, unless a tie came while it was written."""
    file.reach = made.reach.noted(file.round_id)
    if not reach_of(actor).has(file):
        raise Refused(LOST_ONE)
    done = made.done
    file.lies_at, file.size, file.sha256, file.rows = (
        made.lies_at, done.size, done.sha256, done.rows,
    )  # fmt: skip
    file.made_at, file.manifest = datetime.fromisoformat(made.manifest["data_as_of"]), made.manifest
    _record("make", file, _told(file), actor)
    db.session.flush()
    outbox.send_notice("list_file.made", file, actor)


def _told(file: ListFile) -> dict[str, Any]:
    tables = file.manifest["parts"][0]["tables"]
    return {
        "table": file.list_key,
        "format": file.format,
        "rows": file.rows,
        "columns": [*tables] if file.list_key == TABLES else tables[file.list_key],
        "filter": dict(file.asked),
        "sha256": file.sha256,
    }


@act("list_file.take")
def note_taken(file: ListFile, what: str, *, actor: Actor) -> None:
    """It leaves the service: its file, or what it says of itself."""
    _record("export", file, {**_told(file), "what": what}, actor)


@act("list_file.take")
def remove(file: ListFile, *, actor: Actor) -> None:
    """Let go of it. Refused while it is being made: that is stopped first."""
    if file.job is not None and file.job.unfinished:
        raise Refused("It is being made. Stop that first")
    forget([file.id])


@act("pack.make")
@everything("what is over goes, whosever it is")
def forget_old(*, actor: Actor) -> Sequence[str]:
    """Let go of those that are over; where their bytes lie."""
    old = select(ListFile.id).where(ListFile.asked_at < clock.now() - GOOD_FOR)
    return forget(db.session.scalars(old).all())


@part_of("list_file.take", "pack.make")
def forget(file_ids: Sequence[int]) -> Sequence[str]:
    """The rows go; where the bytes lie."""
    gone = delete(ListFile).where(among(ListFile.id, file_ids)).returning(ListFile.lies_at)
    return [key for key in db.session.scalars(gone) if key]
