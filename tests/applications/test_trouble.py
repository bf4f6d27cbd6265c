"""Requests that the service failed, or answered late, are kept for those who were writing near a
deadline: by whom, when, what kind; and noting it fails nobody."""

from __future__ import annotations

import errno
import io
import json
import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import psycopg
import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.exc import OperationalError

from award.applications.changing import TroubledRequest
from award.applications.jobs import forget_troubles
from award.applications.models import Application
from award.applications.rules.troubles import TroubleKind
from award.applications.services import answering, troubles
from award.applications.troubled import Waiting
from award.foundation import bodies, clock
from award.foundation.db import db
from award.foundation.logs import JsonLines
from tests import databases
from tests.build import accounts, applications, team
from tests.client import CheckedClient
from tests.conftest import app_of_its_own

HOUR = timedelta(hours=1)
PAGE = "/applications/{}/summary"


@pytest.fixture
def draft(app: Flask) -> Application:
    return applications.draft()


@pytest.fixture
def failing(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every save of an answer fails, as it would for a fault of ours."""
    monkeypatch.setitem(app.config, "PROPAGATE_EXCEPTIONS", False)

    def fault(*_args: Any, **_more: Any) -> None:
        raise RuntimeError("planted")

    monkeypatch.setattr(answering, "save_answers", fault)


def noted() -> list[TroubledRequest]:
    return list(db.session.scalars(sa.select(TroubledRequest).order_by(TroubledRequest.id)))


def save(client: CheckedClient, reference: str, status: int) -> None:
    page = client.get(PAGE.format(reference))
    typed = {**page.form_values(), "answer_project_title": "Typed near the deadline"}
    client.post(PAGE.format(reference), typed, status=status)


@pytest.mark.usefixtures("failing")
def test_an_error_near_the_deadline_is_kept_with_who_and_when(draft, client):
    editor = team.collaborator(draft, team.CollaboratorRole.EDITOR)
    at = draft.round.closes_at - HOUR
    with clock.at(at):
        save(client.sign_in(draft.lead), draft.reference, 500)
        save(client.sign_in(editor), draft.reference, 500)
    first, second = noted()
    assert (first.application_id, first.person_id) == (draft.id, draft.lead_id)
    assert second.person_id == editor.id
    assert (first.at, first.kind, first.status, first.saving) == (at, TroubleKind.ERROR, 500, True)


@pytest.mark.usefixtures("failing")
def test_what_is_not_near_a_deadline_is_not_kept(draft, client, app):
    hours = app.config["SETTINGS"].trouble_hours
    closes_at = draft.round.closes_at
    client.sign_in(draft.lead)
    with clock.at(closes_at - hours * HOUR - timedelta(seconds=1)):
        save(client, draft.reference, 500)
    assert noted() == []
    with clock.at(closes_at - hours * HOUR):
        save(client, draft.reference, 500)
    assert len(noted()) == 1
    with clock.at(closes_at):  # too late by itself: nothing of it is the service's fault
        client.get("/applications")
        client.post(PAGE.format(draft.reference), {"answer_project_title": "Late"}, status=500)
    assert len(noted()) == 1


def test_a_slow_answer_is_kept_and_one_in_order_is_not(draft, client, app, monkeypatch):
    client.sign_in(draft.lead)
    monkeypatch.setattr(clock, "now", near(draft))
    client.get(PAGE.format(draft.reference))
    assert noted() == []
    monkeypatch.setattr(app.config["SETTINGS"], "slow_seconds", 1e-9)
    client.get(PAGE.format(draft.reference))
    (one,) = noted()
    assert (one.kind, one.status, one.saving) == (TroubleKind.SLOW, 200, False)
    client.get("/applications")
    assert len(noted()) == 1


class Dripping(io.BytesIO):
    """A body that comes slowly, from somebody who wants it to."""

    seconds = 0.0

    def read(self, *size: int) -> bytes:
        time.sleep(self.seconds)
        self.seconds = 0.0
        return super().read(*size)


FORM = "application/x-www-form-urlencoded"


@pytest.mark.parametrize("token", [True, False])
def test_a_body_that_comes_slowly_is_no_trouble_of_ours(token, draft, client, app, monkeypatch):
    """Nor is a refusal, whatever it took."""
    start, at = time.monotonic(), draft.round.closes_at - HOUR
    monkeypatch.setattr(clock, "now", lambda: at + timedelta(seconds=time.monotonic() - start))
    page = client.sign_in(draft.lead).get(PAGE.format(draft.reference))
    typed = {**page.form_values(), **({"csrf_token": client.csrf_token()} if token else {})}
    body = urlencode(typed).encode()
    monkeypatch.setattr(app.config["SETTINGS"], "slow_seconds", 5.0 if token else 1e-9)
    monkeypatch.setattr(Dripping, "seconds", 6.0 if token else 0.0)
    with client._own_context():
        answer = client.browser.post(PAGE.format(draft.reference), input_stream=Dripping(body),
                                     content_length=len(body), content_type=FORM)  # fmt: skip
    client._close(answer)
    assert answer.status_code == (200 if token else 400)
    assert noted() == []


def test_each_of_several_people_whom_one_outage_hits_is_kept(draft, client, app, monkeypatch):
    """A full disk stops a request before any view is asked, while its body is read."""
    monkeypatch.setitem(app.config, "PROPAGATE_EXCEPTIONS", False)
    people = [(draft.lead, draft)]
    for name in ("Second Lead", "Third Lead"):
        lead = accounts.user(name, roles=())
        people.append((lead, applications.draft(draft.round, lead)))

    def full(held: bodies.Held, _data: bytes) -> None:
        held.close()
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(bodies.Held, "write", full)
    ids = set()
    with clock.at(draft.round.closes_at - HOUR):
        for lead, theirs in people:
            client.sign_in(lead)
            sent = {"csrf_token": client.csrf_token(), "x": (io.BytesIO(b"a" * 9_000), "a.pdf")}
            with client._own_context():
                answer = client.browser.post(PAGE.format(theirs.reference), data=sent,
                                             content_type="multipart/form-data")  # fmt: skip
            client._close(answer)
            assert answer.status_code >= 500
            ids.add(answer.headers["X-Request-Id"])
            assert answer.headers["X-Request-Id"] in answer.text
    assert len(ids) == 3
    assert {one.request_id for one in noted()} == ids
    assert {one.application_id for one in noted()} == {theirs.id for _lead, theirs in people}


def near(draft: Application) -> Any:
    """A clock that goes on, an hour before the application closes."""
    moments = iter(range(10_000))
    start = draft.round.closes_at - HOUR
    return lambda: start + timedelta(microseconds=next(moments))


@pytest.mark.any_database
def test_who_has_no_part_in_it_leaves_no_trace(draft, client, app, monkeypatch):
    monkeypatch.setattr(clock, "now", near(draft))
    monkeypatch.setattr(app.config["SETTINGS"], "slow_seconds", 1e-9)
    client.sign_in(accounts.user("Sid Stranger")).get(PAGE.format(draft.reference), status=404)
    client.sign_in(None).get(PAGE.format(draft.reference), status=302)
    assert noted() == []


@pytest.mark.any_database
@pytest.mark.usefixtures("failing")
def test_what_can_not_be_noted_now_fails_nobody_and_is_noted_later(draft, client, monkeypatch, app):
    def away(*_args: Any, **_more: Any) -> None:
        raise OperationalError("INSERT", {}, Exception("database is locked"))

    with clock.at(draft.round.closes_at - HOUR):
        with monkeypatch.context() as broken:
            broken.setattr(troubles, "note", away)
            save(client.sign_in(draft.lead), draft.reference, 500)
        assert noted() == []
        client.get("/applications")
    assert [one.person_id for one in noted()] == [draft.lead_id]
    assert not app.extensions["troubles"].troubles


def test_it_is_forgotten_when_nobody_gives_time_for_it_any_more(draft):
    for days in (1, troubles.KEPT.days + 1):
        at = clock.now() - timedelta(days=days)
        db.session.add(
            TroubledRequest(
                request_id=str(days), application_id=draft.id, at=at,
                kind=TroubleKind.SLOW, status=200, seconds=11, saving=False,
            )
        )  # fmt: skip
    db.session.commit()
    forget_troubles()
    assert [one.request_id for one in noted()] == ["1"]


@contextmanager
def away(app: Flask, name: str) -> Iterator[None]:
    """The database is down: nobody can connect, and whoever was is cut off."""
    with app.app_context():
        db.session.remove()
        url = db.engine.url
        db.engine.dispose()
    if name == "sqlite":
        file = Path(str(url.database))
        file.rename(file.with_suffix(".away"))
        file.mkdir()
        try:
            yield
        finally:
            file.rmdir()
            file.with_suffix(".away").rename(file)
        return
    with psycopg.connect(databases._server(), autocommit=True) as connection:
        connection.execute(f'ALTER DATABASE "{url.database}" ALLOW_CONNECTIONS false')
        ended = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s"
        connection.execute(ended, [url.database])
        try:
            yield
        finally:
            connection.execute(f'ALTER DATABASE "{url.database}" ALLOW_CONNECTIONS true')


def test_a_database_that_was_down_is_told_once_it_is_back(
    database_name: str, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """Also out of the log, for a process that ended before it could tell; and never twice."""
    with app_of_its_own(database_name, tmp_path) as app:
        app.config["PROPAGATE_EXCEPTIONS"] = False
        with app.app_context():
            draft = applications.draft()
            near_closing, lead = draft.round.closes_at - HOUR, draft.lead_id
            reference = draft.reference
            with clock.at(near_closing):
                cookie = accounts.signed_in(draft.lead)
        browser = app.test_client()
        with browser.session_transaction() as session:
            session.update(cookie)

        def ask() -> int:
            response = browser.get(PAGE.format(reference))
            response.get_data()
            response.close()
            return response.status_code

        def told() -> list[int | None]:
            with app.app_context():
                return [one.person_id for one in noted()]

        with clock.at(near_closing):
            assert ask() == 200
            with caplog.at_level(logging.WARNING), away(app, database_name):
                assert ask() in (500, 503)
            assert told() == []
            lines = "\n".join(JsonLines().format(record) for record in caplog.records)
            log = tmp_path / "process.log"
            log.write_text(lines + "\nno line of ours\n" + json.dumps({"message": "other"}))

            app.extensions["troubles"] = Waiting()  # as a process that is started anew has it
            command = ["trouble", "read", str(log)]
            for number in (1, 0):
                with app.app_context():
                    taken = app.test_cli_runner().invoke(args=command)
                assert taken.output == f"{number} requests taken in\n"
            assert told() == [None]

            with away(app, database_name):
                assert ask() in (500, 503)
            assert ask() == 200
        assert told() == [None, lead]
