"""Nobody is told of a success that was not kept."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from flask import Flask, flash, get_flashed_messages

from award.foundation.db import db, transaction
from award.foundation.errors import Refused
from award.foundation.outbox import Recipient, queue_text
from award.foundation.web import attempt

VIEWS = sorted((Path(__file__).parent.parent.parent / "award").rglob("views/*.py"))


class Kept:
    """A form that keeps what it was refused."""

    def __init__(self) -> None:
        self.refusals: list[str] = []

    def add_refusal(self, message: str, field: str | None = None) -> None:
        self.refusals.append(message)


@pytest.mark.parametrize("error", [Refused("No"), RuntimeError("A full disk")])
def test_a_commit_that_fails_takes_its_message_back(
    app: Flask, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    def fail() -> None:
        raise error

    form = Kept()
    with app.test_request_context():
        flash("Said before", "info")
        monkeypatch.setattr(db.session, "commit", fail)
        try:
            with attempt(form), transaction():
                queue_text("test", Recipient("kim@example.org"), "Hello", "Hello")
                flash("Saved", "success")
        except RuntimeError as raised:
            assert raised is error
        else:
            assert form.refusals == ["No"]
        assert get_flashed_messages() == ["Said before"]


def test_a_commit_that_holds_tells(app: Flask) -> None:
    with app.test_request_context():
        with attempt(Kept()), transaction():
            flash("Saved", "success")
        assert get_flashed_messages() == ["Saved"]


def test_every_message_inside_a_transaction_is_inside_an_attempt() -> None:
    guilty = []
    for path in VIEWS:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.With):
                continue
            around = [ast.unparse(item.context_expr) for item in node.items]
            if "transaction()" in around and not any(one.startswith("attempt(") for one in around):
                inside = [ast.unparse(part) for part in node.body]
                if any("flash(" in part for part in inside):
                    guilty.append(f"{path.name}:{node.lineno}")
    assert guilty == []
