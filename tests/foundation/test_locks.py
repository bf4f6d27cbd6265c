"""Rows are taken in one order, and nowhere but in one place."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import award
from award.applications.models import Application
from award.foundation.db import db, transaction
from award.foundation.locks import OutOfOrder, alone, hold
from award.rounds.models import Round
from tests.build import applications, rounds
from tests.statements import counting

ROOT = Path(award.__file__).parent
THE_PLACE = "foundation/locks.py"
ONE_ROW = {
    "applications/queries/files.py": "the file that waited longest and no other worker holds",
    "foundation/delivery.py": "the oldest message that nobody else holds",
    "own_data/services/copies.py": "the copy that was asked for first and nobody else makes",
    "foundation/work/running.py": "the oldest job that nobody else holds",
}


def locking(path: Path) -> list[int]:
    """Lines that lock rows: by the method, by the argument of `refresh` or `get`, or in SQL."""
    tree = ast.parse(path.read_text())
    named = [
        node.lineno
        for node in ast.walk(tree)
        if (isinstance(node, ast.Attribute) and node.attr == "with_for_update")
        or (isinstance(node, ast.keyword) and node.arg == "with_for_update")
        or (
            isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and "FOR UPDATE" in node.value
        )
    ]
    return sorted(named)


def test_rows_are_locked_in_one_place() -> None:
    found = {
        str(path.relative_to(ROOT)): lines
        for path in ROOT.rglob("*.py")
        if (lines := locking(path))
    }
    assert set(found) == {THE_PLACE, *ONE_ROW}
    for path in set(found) - {THE_PLACE}:
        source = (ROOT / path).read_text()
        assert "skip_locked=True" in source, f"{path} waits for a row outside the order"
        assert ".limit(1)" in source, f"{path} takes several rows outside the order"


def test_a_planted_lock_is_found(tmp_path: Path) -> None:
    planted = tmp_path / "planted.py"
    planted.write_text(
        "query.with_for_update()\nsession.refresh(it, with_for_update=True)\n"
        "text('SELECT 1 FOR UPDATE')\n"
    )
    assert locking(planted) == [1, 2, 3]


def test_what_is_held_is_taken_by_id(app: object) -> None:
    round_ = rounds.open_round()
    ids = [applications.submitted(round_).id for _ in range(3)]
    with transaction(), counting() as statements:
        hold(Application, reversed(ids), afresh=True)
    assert len(statements) == 1
    assert "ORDER BY application.id" in statements.texts[0]


def test_what_comes_before_can_t_be_taken_after(app: object) -> None:
    round_ = rounds.open_round()
    low, high = (applications.submitted(round_).id for _ in range(2))
    with transaction():
        hold(Round, [round_.id])
        hold(Application, [low])
        hold(Application, [low, high])  # what is held already is no matter
        hold(Round, [round_.id])
    with pytest.raises(OutOfOrder), transaction():
        hold(Application, [high])
        hold(Application, [low])
    with pytest.raises(OutOfOrder), transaction():
        hold(Application, [low])
        hold(Round, [round_.id])
    with transaction():
        hold(Round, [round_.id])  # nothing is held any more
    with transaction():
        hold(Round, [round_.id], beside=True)
        hold(Round, [round_.id], beside=True)
    with pytest.raises(OutOfOrder), transaction():
        hold(Round, [round_.id], beside=True)
        hold(
            Round, [round_.id]
        )  # another who did the same would wait for this one, and this for it
    with transaction(), alone():
        hold(Application, [high])
        hold(Application, [low])
    db.session.rollback()
