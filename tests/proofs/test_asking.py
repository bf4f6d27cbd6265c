"""Asking for a proof: by a command, and by staff, for whom the worker makes it."""

from __future__ import annotations

import io
import json
import logging
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from award.accounts.services.people import suspend
from award.assessment.models.assignments import Score
from award.foundation import clock, jobs
from award.foundation.db import db, transaction
from award.foundation.policy import SYSTEM, Role
from award.foundation.work import Job, run_jobs, running
from award.proofs.asked import Asked
from award.proofs.browsing import Browser
from award.proofs.copying import Copy
from award.proofs.proving import Found
from award.proofs.reading import Got
from award.proofs.rounds import Proof, code
from award.proofs.services import prove_blindness
from award.rounds.models import Round
from tests.applications.test_races import at_once, own_app
from tests.build import accounts, applications, rounds
from tests.build import assessment as build
from tests.client import CheckedClient

__all__ = ["own_app"]


@pytest.mark.each_database
def test_several_who_ask_at_once_get_one_proof(own_app: Flask) -> None:
    round_ = rounds.open_round()
    staff = accounts.user("Sam Staff", roles=(Role.STAFF,))
    build.assigned(applications.submitted(round_), build.assessor(), staff=staff)
    actor, number = accounts.actor_of(staff), round_.id
    db.session.remove()

    def act(_who: int) -> str:
        return prove_blindness(db.session.get_one(Round, number), actor=actor).reference

    assert len(set(at_once(own_app, act))) == 1


@pytest.mark.any_database
def test_nobody_who_writes_waits_for_it(own_app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    round_ = rounds.open_round()
    build.assigned(applications.submitted(round_), build.assessor())
    staff = accounts.actor_of(accounts.user("Sam Staff", roles=(Role.STAFF,)))
    with transaction():
        job = prove_blindness(round_, actor=staff).id
    wrote, file = list[int](), db.engine.url.database

    def write() -> None:
        with closing(sqlite3.connect(str(file), timeout=0)) as other:
            wrote.append(other.execute("UPDATE round SET version = version").rowcount)
            other.rollback()

    def copying(copy: Copy) -> None:
        write()
        copy_rows(copy)
        write()

    def watched(proof: Proof, tried: set[int]) -> Iterator[Any]:
        write()
        yield from ((person, Found()) for person in proof.people if person not in tried)

    copy_rows = Copy._copy_rows
    monkeypatch.setattr(Copy, "_copy_rows", copying)
    monkeypatch.setattr(Proof, "each", watched)
    run_jobs()
    assert wrote == [1, 1, 1] and db.session.get_one(Job, job).result["tried"]


@pytest.fixture
def lets_in(monkeypatch: pytest.MonkeyPatch) -> list[tuple[int, datetime]]:
    """When emails and short jobs were let in: after how many pages, and at what time."""
    found, asked = list[tuple[int, datetime]](), list[str]()
    ask, others = Browser.ask, jobs.run_waiting

    def counted(browser: Browser, one: Asked) -> Got:
        asked.append(str(one))
        return ask(browser, one)

    def let_in() -> None:
        found.append((len(asked), clock.now()))
        others()

    monkeypatch.setattr(running, "BREATHER", 0)
    monkeypatch.setattr(Browser, "ask", counted)
    monkeypatch.setattr(jobs, "run_waiting", let_in)
    return found


def test_by_staff_it_goes_on_where_it_stopped(
    app: Flask, client: CheckedClient, lets_in: list[tuple[int, datetime]]
) -> None:
    round_ = rounds.open_round()
    here = f"/manage/rounds/{round_.reference}/blindness"
    staff = accounts.user("Sam Staff", roles=(Role.STAFF,))
    page = client.sign_in(staff).post(here, status=200)
    assert "Nobody has been asked to assess" in page.text
    build.declared(applications.submitted(round_), build.assessor("Ash Example"), staff=staff)
    asked = client.post(here)
    with transaction():  # another process tried somebody who has nothing in it by now
        db.session.scalars(select(Job)).one().result = {"tried": [0], "code": code()}
    run_jobs()
    assert {*range(1, lets_in[-1][0])} <= {after for after, _ in lets_in}, "beside every page"
    assert len({at for _, at in lets_in}) == len(lets_in), "the worker's clock does not stand"
    for path in (asked.location, here):
        page = client.get(path, budget=14)
        assert "Nothing leaked." in page.text and "Tried as 2 of 2 assessors" in page.text
    with transaction():  # as it stood after one of four
        job = db.session.scalars(select(Job)).one()
        job.result = {**job.result, "assessors": 1, "of": 4, "left": 3}
    assert "Nothing found so far: 1 of 4 tried." in client.get(here).text


def test_a_leak_says_who_read_what_of_whom_in_its_words(app: Flask, client: CheckedClient) -> None:
    """Kept as numbers: names and words are those of now."""
    round_, person = rounds.open_round(), build.assessor("Ash Example")
    other, staff = build.assessor("Bea Example"), accounts.user("Sam Staff", roles=(Role.STAFF,))
    application = applications.submitted(round_)
    build.assigned(application, person, staff=staff)
    build.scored(application, [8, 7, 6], other, staff=staff, justification="<Lavish> for biscuits")
    score = db.session.scalars(select(Score.id)).first()
    leak = {
        "who": person.id, "where": "GET /assess", "what": "the reason for a score of Assessor B",
        "how": "stands there", "of": other.id, "kept": f"score/{score}/justification/0",
    }  # fmt: skip
    before = {"who": 999, "where": "GET /assess", "what": "something", "how": "is not the same"}
    found = {**Found().as_data(), "leaks": [leak, before] * 15}
    with transaction():
        job = prove_blindness(round_, actor=accounts.actor_of(staff))
        job.result = {
            "found": found, "leaked": 40, "assessors": 2, "of": 2, "code": code(),
            "at": "2026-11-28T22:58+00:00", "left": 0,
        }  # fmt: skip
    client.sign_in(staff)
    page = client.get(f"/manage/rounds/{round_.reference}/blindness", budget=16)
    assert "40 leaks were found" in page.text and "And 20 more." in page.text
    for said in (
        f"Ash Example ({person.email}) GET /assess", "The reason for a score of Assessor B stands",
        f"Bea Example ({other.email})", "“Lavish> for biscuits",
        "somebody who is not there any more GET /assess",
    ):  # fmt: skip
        assert said in page.text, said
    assert "Bea Example" not in client.get(f"/manage/jobs/{job.reference}").text


@pytest.mark.any_database
def test_by_a_command(app: Flask) -> None:
    def run(*more: str) -> Any:
        return app.test_cli_runner().invoke(args=["prove", "blindness", "--round", *more])

    assert run("NO-1").exit_code == 2
    round_, person = rounds.open_round(), build.assessor("Ash Example")
    build.assigned(applications.submitted(round_), person)
    logger, heard = logging.getLogger("award"), io.StringIO()
    terminal, level = logging.StreamHandler(heard), logger.level
    logger.addHandler(terminal)
    logger.setLevel(logging.INFO)
    try:
        told = run(round_.reference, "--json")
        assert heard.getvalue() == "" and terminal.level == logging.NOTSET
        logger.getChild("foundation.web").info("refused")
        assert "refused" in heard.getvalue()
    finally:
        logger.removeHandler(terminal)
        logger.setLevel(level)
    assert told.exit_code == 0, told.output
    found = json.loads(told.output)
    assert found["found"]["leaks"] == [] and found["tried"] == [person.id]
    with transaction():
        suspend(accounts.account_of(person.id), actor=SYSTEM)
    told = run(round_.reference)
    assert told.exit_code == 2 and "Nobody was tried, so this proves nothing." in told.output
    assert "1 assessor was left out" in told.output and "Nothing leaked" not in told.output
