"""The migrated database is kept from one run to the next, and no longer than its code."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import pytest
import sqlalchemy as sa

from tests import databases

pytestmark = pytest.mark.each_database


class Steps:
    """Stand for the migrations: one table, whose name tells of which code."""

    def __init__(self) -> None:
        self.taken: list[str] = []
        self.broken = False

    def __call__(self, _directory: Path, url: str) -> None:
        table = f"made_by_{databases._of_this_code()}"
        self.taken.append(table)
        with own_engine(url) as engine, engine.begin() as connection:
            connection.execute(sa.text(f"CREATE TABLE {table} (id INTEGER)"))
        if self.broken:
            raise RuntimeError("a step broke")


@contextmanager
def own_engine(url: str) -> Iterator[sa.Engine]:
    engine = sa.create_engine(url)
    yield engine
    engine.dispose()


@pytest.fixture
def steps(database_name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Steps]:
    """A checkout of its own, in a run of its own."""
    monkeypatch.setenv(databases.RUN, "")
    monkeypatch.setattr(databases, "ROOT", tmp_path)  # names the database that is kept
    monkeypatch.setattr(databases, "KEPT", tmp_path / "kept")
    monkeypatch.setattr(databases, "_of_this_code", lambda: "one")
    yield Steps()
    if database_name != "sqlite":
        databases._drop(databases._server(), databases._kept_label())


def tables_in_a_run(database: str, directory: Path, steps: Steps) -> list[str]:
    """What a database of a new run starts with, and that what one writes reaches no other."""
    label, found = f"award_test_kept_{uuid4().hex[:8]}", []
    databases.begin_run()
    try:
        for _ in range(2):
            with (
                databases.migrated_url_of(database, label, directory, steps) as url,
                own_engine(url) as engine,
            ):
                found.append(sa.inspect(engine).get_table_names())
                with engine.begin() as connection:
                    connection.execute(sa.text("CREATE TABLE of_a_test (id INTEGER)"))
        assert found[0] == found[1]
    finally:
        databases.end_run()
    return found[0]


def test_it_is_made_once_for_all_runs(database_name: str, tmp_path: Path, steps: Steps) -> None:
    for _run in range(2):
        assert tables_in_a_run(database_name, tmp_path, steps) == ["made_by_one"]
    assert steps.taken == ["made_by_one"]


def test_other_code_makes_its_own(
    database_name: str, tmp_path: Path, steps: Steps, monkeypatch: pytest.MonkeyPatch
) -> None:
    tables_in_a_run(database_name, tmp_path, steps)
    monkeypatch.setattr(databases, "_of_this_code", lambda: "two")
    assert tables_in_a_run(database_name, tmp_path, steps) == ["made_by_two"]
    assert len(list((tmp_path / "kept").glob("*.sqlite3"))) == (database_name == "sqlite")


def test_what_was_never_finished_is_made_again(
    database_name: str, tmp_path: Path, steps: Steps
) -> None:
    steps.broken = True
    with pytest.raises(RuntimeError, match="a step broke"):
        tables_in_a_run(database_name, tmp_path, steps)
    steps.broken = False
    assert tables_in_a_run(database_name, tmp_path, steps) == ["made_by_one"]
    assert len(steps.taken) == 2


def test_any_line_of_code_is_told_apart(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    step, model = (tmp_path / name for name in ("migrations/versions/1.py", "award/a/models.py"))
    for path in (step, model):
        path.parent.mkdir(parents=True)
        path.write_text("one = 1\n", "utf-8")
    monkeypatch.setattr(databases, "ROOT", tmp_path)
    told = [databases._of_this_code.__wrapped__()]
    for path in (step, model):
        path.write_text("one = 2\n", "utf-8")
        told.append(databases._of_this_code.__wrapped__())
    model.rename(model.with_name("others.py"))
    assert len({*told, databases._of_this_code.__wrapped__()}) == 4
