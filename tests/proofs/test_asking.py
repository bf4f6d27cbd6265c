"""Asking for a proof: by a command, and by staff, for whom the worker makes it."""

from __future__ import annotations

import json

import pytest
from flask import Flask

from award.foundation.db import db
from award.foundation.policy import Role
from award.foundation.work import run_jobs
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
def test_by_staff_and_by_a_command(app: Flask, client: CheckedClient) -> None:
    round_ = rounds.open_round()
    reference, hides = round_.reference, round_.blindness
    here = f"/manage/rounds/{reference}/blindness"
    staff = accounts.user("Sam Staff", roles=(Role.STAFF,))
    page = client.sign_in(staff).post(here, status=200)
    assert "Nobody has been asked to assess" in page.text
    build.declared(applications.submitted(round_), build.assessor("Ash Example"), staff=staff)
    asked = client.post(here)
    run_jobs()
    for path in (asked.location, here):
        page = client.get(path, budget=14)
        assert "Nothing leaked." in page.text and "Tried as 1 of 1 assessors" in page.text
    run = app.test_cli_runner().invoke(args=["prove", "blindness", "--round", "NO-1"])
    assert run.exit_code == 2
    told = app.test_cli_runner().invoke(args=["prove", "blindness", "--round", reference, "--json"])
    assert told.exit_code == 0, told.output
    found = json.loads(told.output)
    assert found["found"]["leaks"] == [] and found["blindness"] == hides
