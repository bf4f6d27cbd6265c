"""Whose draft was never sent is told once, whichever of several workers does it, whatever becomes
of others."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from award.applications import reminders
from award.applications.models import Application
from award.applications.queries.drafts import Draft
from award.applications.reminders import remind
from award.foundation import clock
from award.foundation.db import db
from award.foundation.outbox import OutboxAttachment
from tests.accounts.letters import told
from tests.build import accounts, applications, rounds
from tests.build import team as teams
from tests.conftest import app_of_its_own
from tests.processes import HANGS
from tests.statements import counting

DRAFTS = 7


@pytest.fixture
def own(database_name: str, tmp_path: Path) -> Iterator[Flask]:
    with app_of_its_own(database_name, tmp_path) as app, app.app_context():
        yield app


def closed(number: int) -> tuple[datetime, list[Application]]:
    """Drafts with something in them, and five minutes after their closing."""
    round_ = rounds.open_round()
    found = [
        applications.draft(
            round_, accounts.user(f"Lead {n}", f"lead{n}@example.org", roles=()),
            answers={"project_title": f"Warm rooms {n}"},
        )
        for n in range(number)
    ]  # fmt: skip
    return round_.closes_at + timedelta(minutes=6), found


def test_of_two_workers_at_once_each_draft_is_told_by_one(
    own: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    at, _ = closed(DRAFTS)
    monkeypatch.setattr(reminders, "DRAFTS_AT_A_TIME", 2)
    together, wrong = threading.Barrier(2), list[BaseException]()

    def work() -> None:
        try:
            with own.app_context(), clock.at(at):
                together.wait(HANGS)
                remind()
        except BaseException as error:
            wrong.append(error)

    workers = [threading.Thread(target=work) for _ in range(2)]
    for one in workers:
        one.start()
    for one in workers:
        one.join(HANGS)
    assert not wrong
    db.session.rollback()
    letters = Counter(one.recipient for one in told("application.unsent"))
    assert letters == {f"lead{n}@example.org": 1 for n in range(DRAFTS)}
    files = set(db.session.scalars(sa.select(OutboxAttachment.name)))
    assert len([name for name in files if name.endswith("-answers.docx")]) == DRAFTS


@pytest.mark.usefixtures("app")
def test_one_that_can_not_be_set_keeps_nobody_waiting(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    at, drafts = closed(3)
    whole = reminders.written

    def written(draft: Draft, *more: Any) -> Any:
        if draft.application.id == drafts[1].id:
            raise ValueError("planted")
        return whole(draft, *more)

    with monkeypatch.context() as broken, clock.at(at):
        broken.setattr(reminders, "written", written)
        remind()
    assert {one.recipient for one in told("application.unsent")} == {
        "lead0@example.org", "lead2@example.org",
    }  # fmt: skip
    assert drafts[1].reference in caplog.text
    with clock.at(at):
        remind()
    assert len(told("application.unsent")) == 3


@pytest.mark.usefixtures("app")
def test_one_whose_letter_fails_keeps_nobody_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    at, drafts = closed(3)
    tell = reminders.reminding.tell_unsent

    def tell_unsent(people: Any, answers: Any, *, actor: Any) -> int:
        if drafts[0].id in answers:
            raise ValueError("planted")
        return tell(people, answers, actor=actor)

    with clock.at(at):
        with monkeypatch.context() as broken:
            broken.setattr(reminders.reminding, "tell_unsent", tell_unsent)
            remind()
        assert len(told("application.unsent")) == 2
        remind()
    assert len(told("application.unsent")) == 3


@pytest.mark.usefixtures("app")
def test_many_drafts_cost_few_statements_each() -> None:
    at, _ = closed(12)
    with clock.at(at):
        with counting() as asked:
            remind()
        assert len(told("application.unsent")) == 12
        assert len(asked) < 12 * 4


@pytest.mark.usefixtures("app")
def test_who_joins_the_told_is_told_too() -> None:
    at, (draft,) = closed(1)
    with clock.at(at):
        remind()
    editor = teams.collaborator(draft, teams.CollaboratorRole.EDITOR)
    with clock.at(at):
        remind()
    assert [one.recipient for one in told("application.unsent")][1:] == [editor.email]
