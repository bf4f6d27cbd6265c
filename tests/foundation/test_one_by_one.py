"""A row that fails keeps none behind it waiting, in any job that the worker runs by itself."""

from __future__ import annotations

import ast
import inspect
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from award.challenges import jobs as of_challenges
from award.challenges import services as telling
from award.challenges.models import Challenge
from award.challenges.rules.asked import REMINDED_AFTER as ASKED_AGAIN_AFTER
from award.foundation import clock
from award.foundation.db import db, transaction
from award.foundation.jobs import PERIODIC
from award.foundation.one_by_one import some_at_once
from award.foundation.outbox import OutboxMessage
from award.foundation.policy import Role
from award.sharing import jobs as of_shares
from award.sharing import services as sharing
from award.sharing.models import Share
from award.sharing.rules.asked import REMINDED_AFTER
from tests.build import challenges, shares
from tests.build.accounts import actor_of, user

ONE_AT_A_TIME = {
    "award.foundation.kept": "a round that can't be kept is in the log, and read from its rows",
    "award.foundation.work.running": "a job that fails says so on its page, and ends",
    "award.foundation.delivery": "an email that fails is put off",
    "award.own_data.jobs": "a copy that fails is taken up again later",
    "award.applications.jobs": "a file that fails is taken up again later",
}
"""Modules that take the next thing due, with what becomes of one that fails."""


def _inside(tree: ast.AST, kind: type[ast.AST] | tuple[type[ast.AST], ...]) -> Iterator[ast.AST]:
    return (one for one in ast.walk(tree) if isinstance(one, kind))


def one_stops_all(module: ModuleType) -> list[int]:
    """Lines of transactions in a loop, which a row that fails would end."""
    tree = ast.parse(Path(str(module.__file__)).read_text())
    found = []
    for loop in _inside(tree, (ast.For, ast.While)):
        guarded = {id(one) for tried in _inside(loop, ast.Try) for one in ast.walk(tried)}
        for block in _inside(loop, ast.With):
            opened = [ast.unparse(item.context_expr) for item in getattr(block, "items", ())]
            reads = all(isinstance(one, ast.Assign) for one in getattr(block, "body", ()))
            if "transaction()" in opened and id(block) not in guarded and not reads:
                found.append(getattr(block, "lineno", 0))
    return found


@pytest.mark.any_database
def test_no_job_of_the_register_ends_with_one_row(app: Flask) -> None:
    modules = {inspect.getmodule(job.function) for job in PERIODIC.of(app).values()}
    found = {str(one.__name__): one_stops_all(one) for one in modules if one is not None}
    assert len(found) > 12
    assert {name for name, lines in found.items() if lines} <= set(ONE_AT_A_TIME)


@pytest.mark.any_database
def test_a_loop_that_ends_with_one_row_is_found(tmp_path: Path) -> None:
    planted = ModuleType("planted")
    planted.__file__ = str(tmp_path / "planted.py")
    Path(planted.__file__).write_text(
        "for one in due:\n    with transaction():\n        do(one)\n"
        "for one in due:\n    try:\n        with transaction():\n            do(one)\n"
        "    except Exception:\n        pass\n"
        "while more:\n    with transaction():\n        more = do()\n        note()\n"
    )
    assert one_stops_all(planted) == [2, 11]


def _breaks(module: Any, name: str, first: str, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = getattr(module, name)

    def broken(notice: str, thing: Any, *rest: Any, **more: Any) -> Any:
        if getattr(thing, "email", "") == first:
            raise RuntimeError("no words for it")
        return whole(notice, thing, *rest, **more)

    monkeypatch.setattr(module, name, broken)


@pytest.mark.each_database
def test_reminders_of_changes_go_on_behind_one_that_fails(
    app: Flask, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    staff = actor_of(user(roles=(Role.STAFF,)))
    for name in ("first", "second"):
        made = shares.shared(email=f"{name}@example.org")
        with transaction():
            sharing.ask(made, words="Say where it was.", actor=staff)
    _breaks(sharing, "send_notice", "first@example.org", monkeypatch)
    with clock.at(clock.now() + REMINDED_AFTER + timedelta(days=1)):
        of_shares.remind_of_changes()
    reminded = sa.select(Share.email).where(Share.reminded_at.is_not(None))
    assert db.session.scalars(reminded).all() == ["second@example.org"]
    assert "share.remind failed" in caplog.text


@pytest.mark.each_database
def test_reminders_of_questions_go_on_behind_one_that_fails(
    app: Flask, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    staff = actor_of(user(roles=(Role.STAFF,)))
    for name in ("first", "second"):
        made = challenges.challenge(email=f"{name}@example.org")
        with transaction():
            telling.ask(made, question="Where was it?", actor=staff)
    _breaks(telling, "send_notice", "first@example.org", monkeypatch)
    with clock.at(clock.now() + ASKED_AGAIN_AFTER + timedelta(days=1)):
        of_challenges.remind_of_questions()
    reminded = sa.select(Challenge.email).where(Challenge.reminded_at.is_not(None))
    assert db.session.scalars(reminded).all() == ["second@example.org"]
    assert "challenge.remind failed" in caplog.text


@pytest.mark.each_database
def test_of_several_at_once_only_the_one_that_fails_is_left(app: Flask) -> None:
    done: list[int] = []

    def do(some: Any) -> None:
        done.extend(some)
        if 2 in some:
            done[:] = [one for one in done if one not in some]
            raise RuntimeError

    some_at_once([1, 2, 3, 4, 5], 3, do, "trying")
    assert done == [1, 3, 4, 5]
    assert not db.session.scalar(sa.select(sa.func.count()).select_from(OutboxMessage))
