"""What each process noted of its tests is one record, whichever is read first."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from sqlalchemy import Engine, event

from award.accounts.models import User
from award.foundation.db import db, transaction
from tests import places
from tests.build.accounts import user


@pytest.fixture
def results(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(places, "RESULTS", tmp_path / "results")
    return tmp_path


def note(
    run: Path,
    process: str,
    functions: list[str],
    tests: dict[str, list[str]],
    took: dict[str, float] | None = None,
) -> None:
    said = json.dumps([functions, tests, took or {}])
    (run / f"places-{process}").write_text(said, "utf-8")


def test_a_process_that_knows_nothing_of_a_test_takes_nothing_away(results: Path) -> None:
    """In either order of their names, since a folder is read in any."""
    note(results, "1", [], {"a": [], "b": []})
    note(results, "2", ["f"], {"a": ["one"]})
    note(results, "3", ["g"], {"b": ["two"]})
    note(results, "4", [], {"a": [], "b": []})
    places.gather(results, places.FIRST)
    assert places.needed([], ["a", "b"]) == {"a", "b"}


def test_what_others_ask_too_is_left_out_and_what_nobody_knows_is_taken(results: Path) -> None:
    note(results, "1", ["f"], {"kept": ["one"], "same": ["one"], "more": ["one", "two"], "no": []})
    places.gather(results, places.FIRST)
    assert places.needed(["kept"], ["same", "more", "no", "new"]) == {"more", "new"}


def test_two_that_are_quick_are_taken_rather_than_one_that_is_slow(results: Path) -> None:
    tests = {"slow": ["one", "two", "three"], "quick": ["one", "two"], "other": ["three"]}
    note(results, "1", ["f"], tests, {"slow": 9.0, "quick": 0.1, "other": 0.1})
    note(results, "2", [], {name: [] for name in tests})
    places.gather(results, places.FIRST)
    assert places.needed([], tests) == {"quick", "other"}


def test_a_function_asked_of_the_first_database_only_is_named(results: Path) -> None:
    note(results, "1", ["f", "g"], {"a": ["one", "two"]})
    places.gather(results, places.FIRST)
    note(results, "1", ["f"], {"a": ["one"]})
    assert places.gather(results, "postgresql") == ["g"]


@pytest.mark.each_database
def test_what_is_asked_only_when_no_longer_in_memory_belongs_to_nobody(
    app: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whether it is depends on when garbage went; a lock is asked for every time."""
    number = user("Ada Lead", roles=()).id
    monkeypatch.setattr(places, "_owner_of", lambda code: "test" * (code.co_filename == __file__))
    monkeypatch.setattr(places, "_owner", {})
    asked = places.Asked()
    monkeypatch.setattr(places, "ASKED", asked)
    heard: list[str] = []

    def hear(*_: object) -> None:
        heard.append(places._place())

    places._owner[id(hear.__code__)] = (hear.__code__, "")
    event.listen(Engine, "before_cursor_execute", hear)
    try:
        with transaction():
            db.session.expunge_all()
            db.session.get_one(User, number)
            by_key = heard.copy()
            heard.clear()
            db.session.get_one(User, number, with_for_update=True)
            locked = heard.copy()
    finally:
        event.remove(Engine, "before_cursor_execute", hear)
    assert by_key and not any(by_key)
    assert locked and all(locked)
