"""Beginning to assess and asking for specimens, at the same moment: who comes first goes on."""

from __future__ import annotations

import time
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from award.assessment.models.assignments import Assignment
from award.assessment.services import declaring
from award.calibration.models import Calibration
from award.calibration.objections import FIRST
from award.calibration.services import writing
from award.foundation.db import db
from award.foundation.errors import Refused
from award.rounds.models import Round
from tests.applications.test_races import PEOPLE, at_once, own_app
from tests.build import applications, assessment, calibration, rounds
from tests.build.accounts import actor_of

pytestmark = pytest.mark.each_database

__all__ = ["own_app"]


@pytest.mark.parametrize("first", ["asks", "begins"])
def test_whoever_begins_after_specimens_are_asked_for_finds_them(
    own_app: Flask, first: str
) -> None:
    round_ = rounds.closed_round()
    calibration.specimen(round_)
    application, staff = applications.submitted(round_), calibration.staff_actor()
    people = [assessment.assessor(f"Assessor {name}") for name in "ABC"]
    waiting = [assessment.assigned(application, person).id for person in people]
    actors, number = [actor_of(person) for person in people], round_.id
    db.session.remove()

    def act(who: int) -> Any:
        asks = who == PEOPLE - 1
        time.sleep(0 if asks == (first == "asks") else 0.2)
        if asks:
            writing.ask_first(db.session.get_one(Round, number), 1, actor=staff)
        else:
            found = db.session.get_one(Assignment, waiting[who])
            declaring.declare_no_conflict(found, actor=actors[who])
        time.sleep(0.4 if asks == (first == "asks") else 0)  # and only then is it committed
        return None

    results = at_once(own_app, act)
    needed = db.session.scalar(sa.select(Calibration.needed)) or 0
    begun = sum(found is None for found in results[:-1])
    assert needed == 1 and (begun == 0) == (first == "asks"), results
    refused = [found.reason for found in results if isinstance(found, Refused)]
    assert refused == [FIRST] * (len(people) - begun)
