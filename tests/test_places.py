"""What each process noted of its tests is one record, whichever is read first."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests import places


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
