"""Very many rows are loaded without indexes and constraints: none is missing afterwards, whatever
happens, and what is stored is what was made."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from award.foundation import checks
from award.foundation.db import Base, db
from award.rounds.models import Round
from award.seeding import volume, volume_studies
from award.seeding.volume_rows import Batch, Loads, Maker
from tests.conftest import app_of_its_own
from tests.processes import HANGS

pytestmark = [pytest.mark.each_database, pytest.mark.long]
COUNT = 6
POSTGRESQL = """
SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid), convalidated::text
FROM pg_constraint WHERE conrelid > 0
UNION ALL SELECT indrelid::regclass::text, indexrelid::regclass::text,
                 pg_get_indexdef(indexrelid), indisvalid::text FROM pg_index
WHERE indrelid::regclass::text NOT LIKE 'pg_%'
UNION ALL SELECT tgrelid::regclass::text, tgname, pg_get_triggerdef(oid), tgenabled::text
FROM pg_trigger WHERE NOT tgisinternal
"""
SQLITE = "SELECT tbl_name, name, sql, type FROM sqlite_master"


def schema() -> list[tuple[str, ...]]:
    connection = db.session.connection()
    asked = POSTGRESQL if connection.dialect.name == "postgresql" else SQLITE
    return sorted(tuple(map(str, row)) for row in connection.execute(sa.text(asked)))


def as_text(rows: Iterable[dict[str, Any]]) -> list[str]:
    return sorted(json.dumps(row, sort_keys=True, default=str) for row in rows)


UNTIL_KILLED = """
import os, signal, sys
from pathlib import Path
from award import create_app
from award.seeding import volume, volume_studies
from tests.conftest import make_settings

volume.MANY = 1
volume_studies.write = lambda *given: os.kill(os.getpid(), signal.SIGKILL)
with create_app(make_settings(Path(sys.argv[1]), sys.argv[2])).app_context():
    volume.seed(int(sys.argv[3]), 5, 7)
"""
"""In another process, which is gone before it can undo anything."""


def test_what_was_taken_away_is_there_again_and_no_row_breaks_it(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(volume, "MANY", COUNT)
    before, taken, made = schema(), list[tuple[str, ...]](), list[Batch]()
    pack, write = Maker.pack, volume_studies.write

    def packed(maker: Maker, numbers: range) -> Loads:
        made.append(maker.make(numbers))
        return pack(maker, numbers)

    def written(*given: Any) -> None:
        taken.extend(set(before) - set(schema()))
        write(*given)

    monkeypatch.setattr(Maker, "pack", packed)
    monkeypatch.setattr(volume_studies, "write", written)
    volume.seed(COUNT, 5, 7)
    for name, rows in made[0].rows.items():
        columns = [Base.metadata.tables[name].c[column] for column in rows[0]]
        stored = db.session.execute(sa.select(*columns)).mappings()
        assert as_text(map(dict, stored)) == as_text(rows), name
    assert {row[0] for row in taken} >= {"answer", "application", "sheet", "case_study"}
    assert not any("PRIMARY KEY" in row[2] for row in taken)
    assert schema() == before
    assert [fault for check in checks.CHECKS.all().values() for fault in check()] == []
    taken.clear()
    volume.seed(COUNT - 1, 5, 8)
    assert taken == [], "beside as many others, they are kept up row by row"


def test_a_process_that_is_killed_leaves_everything_as_it_was(
    database_name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(volume, "MANY", COUNT)
    with app_of_its_own(database_name, tmp_path) as app, app.app_context():
        before = schema()
        db.session.remove()
        given = [str(tmp_path), app.config["SQLALCHEMY_DATABASE_URI"], str(COUNT)]
        done = subprocess.run([sys.executable, "-c", UNTIL_KILLED, *given], timeout=HANGS)
        assert done.returncode == -signal.SIGKILL
        assert schema() == before
        assert db.session.scalar(sa.select(sa.func.count()).select_from(Round)) == 0
        db.session.remove()
        volume.seed(COUNT, 5, 7)
        assert schema() == before
