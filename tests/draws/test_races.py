"""Several people draw at the same moment: one of them does, and every application has one lot."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from flask import Flask

from award.decisions.models import DrawnPlace
from award.draws.checks import lots, seeds
from award.draws.services import drawing
from award.foundation.db import db
from award.foundation.errors import Refused
from award.foundation.policy import Role
from tests.applications.test_races import at_once, own_app
from tests.build import draws, many, rounds
from tests.build.accounts import actor_of, user
from tests.decisions.sheets import entry

pytestmark = pytest.mark.each_database

__all__ = ["own_app"]


def test_lots_are_drawn_once(own_app: Flask) -> None:
    staff = user("Sam Staff", roles=(Role.STAFF,))
    round_ = rounds.closed_round()
    many.submitted(round_, 20)
    for number in range(2):
        entry(round_, f"Alike {number}", [[8, 8, 8]] * 2)
    draws.declared(round_, staff)
    number, actor = round_.id, actor_of(staff)
    db.session.remove()

    def draw(_who: int) -> str:
        made = drawing.draw_lots(rounds.whole(number), actor=actor)
        return made.list_sha256 or ""

    results = at_once(own_app, draw)
    refused = [one for one in results if isinstance(one, Refused)]
    assert len(refused) == len(results) - 1, results
    db.session.remove()
    assert db.session.scalar(sa.select(sa.func.count()).select_from(DrawnPlace)) == 22
    assert list(seeds()) == list(lots()) == []
