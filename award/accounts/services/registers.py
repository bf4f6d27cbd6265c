"""Loading an extract of a register, all or nothing."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Any, Final

from sqlalchemy import func, select, update

from award.accounts.models import RegisterEntry, RegisterImport
from award.accounts.rules.extracts import MOST_FAULTS, BadExtract, Row, rows_of
from award.accounts.rules.registers import Status
from award.foundation import audit, clock
from award.foundation.acts import act
from award.foundation.db import db
from award.foundation.errors import Refused
from award.foundation.many import among, inserting
from award.foundation.policy import SYSTEM, Actor

AT_ONCE: Final = 2_000
"""Rows of one statement."""


@dataclass
class Loaded:
    """`stored` of the `rows` are new or newer than what was here; `gone` are missing from an
    extract that is whole."""

    as_of: date
    rows: int = 0
    stored: int = 0
    gone: int = 0
    kinds: set[str] = field(default_factory=set)


@act("register.load")
def import_extract(
    path: Path, *, as_of: date | None = None, whole: bool = False, actor: Actor = SYSTEM
) -> Loaded:
    """Store what the file says of each number, unless what is stored is of a later day than
    `as_of` (today). With `whole`, what it lacks of the registers that are in it is marked as gone.

    BadExtract lists what is wrong with the file; then the transaction must be rolled back.
    """
    loaded = Loaded(as_of or clock.today())
    if loaded.as_of > clock.today():
        raise Refused("An extract can’t be of a day to come", rule="register.load")
    digest = _digest(path)
    run = RegisterImport(as_of=loaded.as_of, rows=0, whole=whole, digest=digest)
    db.session.add(run)
    db.session.flush()
    with path.open(encoding="utf-8-sig", newline="") as lines:
        _store(rows_of(lines), loaded, run)
    if loaded.rows == 0:
        raise BadExtract("the file has headings and no rows")
    entry = RegisterEntry
    query = select(func.count()).select_from(entry).where(entry.import_id == run.id)
    loaded.stored = db.session.scalar(query) or 0
    if whole:
        loaded.gone = _mark_gone(loaded, run)
    run.rows = loaded.rows
    changes = {
        "registers": sorted(loaded.kinds), "as_of": loaded.as_of.isoformat(), "rows": loaded.rows,
        "stored": loaded.stored, "gone": loaded.gone, "digest": digest,
    }  # fmt: skip
    codes = {"registers", "as_of", "digest"}
    audit.record(actor, "register_import.load", run, changes, codes=codes)
    db.session.flush()
    return loaded


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _store(rows: Iterator[Row | str], loaded: Loaded, run: RegisterImport) -> None:
    """Once something is wrong no more is written, only read."""
    faults: list[str] = []
    while batch := list(islice(rows, AT_ONCE)):
        faults += [one for one in batch if isinstance(one, str)]
        good = [one for one in batch if isinstance(one, Row)]
        if not faults:
            faults += _twice(good, run)
        if len(faults) >= MOST_FAULTS:
            break
        if not faults:
            _put(good, run)
        loaded.rows += len(good)
        loaded.kinds |= {row.values["kind"] for row in good}
    if faults:
        more = ["and perhaps more after that"] if len(faults) >= MOST_FAULTS else []
        raise BadExtract("\n".join([*faults[:MOST_FAULTS], *more]))


def _twice(rows: list[Row], run: RegisterImport) -> list[str]:
    """Sentences about numbers that the file has had already."""
    found, seen = [], set(_stored_by(run, rows))
    for row in rows:
        kind, key = row.values["kind"], row.values["key"]
        if (kind, key) in seen:
            found.append(f"row {row.place}: {row.values['number']} stands in the file twice")
        seen.add((kind, key))
    return found


def _stored_by(run: RegisterImport, rows: list[Row]) -> Iterator[tuple[str, str]]:
    keys = defaultdict(set)
    for row in rows:
        keys[row.values["kind"]].add(row.values["key"])
    entry = RegisterEntry
    for kind, wanted in keys.items():
        query = select(entry.key).where(
            entry.import_id == run.id, entry.kind == kind, among(entry.key, wanted)
        )
        yield from ((kind, key) for key in db.session.scalars(query))


def _put(rows: list[Row], run: RegisterImport) -> None:
    insert = inserting(RegisterEntry)
    said = {c.name: insert.excluded[c.name] for c in RegisterEntry.__table__.columns}
    upsert = insert.on_conflict_do_update(
        index_elements=["kind", "key"],
        set_={name: value for name, value in said.items() if name not in ("kind", "key")},
        where=RegisterEntry.as_of <= insert.excluded.as_of,
    )
    known: dict[str, Any] = {"as_of": run.as_of, "import_id": run.id}
    db.session.execute(upsert, [row.values | known for row in rows])


def _mark_gone(loaded: Loaded, run: RegisterImport) -> int:
    entry = RegisterEntry
    missing = update(entry).where(
        entry.kind.in_(sorted(loaded.kinds)),
        entry.import_id != run.id,
        entry.as_of <= loaded.as_of,
        entry.status != Status.GONE,
    )
    done: Any = db.session.execute(
        missing.values(status=Status.GONE, as_of=loaded.as_of),
        execution_options={"synchronize_session": False},
    )
    return int(done.rowcount)
