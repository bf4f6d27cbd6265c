"""Acts on many at the same moment: real threads, each with a connection of its own. None waits for
another for ever, and none is lost."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from flask import Flask

from award.accounts.models import User
from award.applications.models import Application
from award.assessment.models.assignments import Assignment
from award.assessment.services import declaring
from award.assessment.services.scoring import save_sheet, submit_sheet
from award.decisions.models import Decision
from award.decisions.queries import decisions
from award.decisions.services import releasing
from award.foundation.db import db
from award.foundation.errors import Refused
from award.foundation.policy import Actor, Role
from tests.applications.test_races import at_once, own_app
from tests.build import assessment as build
from tests.build import many, rounds
from tests.build.accounts import actor_of, user

pytestmark = pytest.mark.each_database

__all__ = ["own_app"]
TIMES = 3


def bids_of(ids: list[int]) -> list[Application]:
    found = db.session.scalars(sa.select(Application).where(Application.id.in_(ids)))
    by_id = {bid.id: bid for bid in found}
    return [by_id[one] for one in ids]


def nothing_but(results: list[object], *kinds: type[Exception]) -> None:
    for result in results:
        assert not isinstance(result, Exception) or isinstance(result, kinds), repr(result)


def test_lists_in_opposite_order_never_wait_for_each_other(own_app: Flask) -> None:
    actor = actor_of(user(roles=(Role.STAFF,)))
    for _ in range(TIMES):
        ids = [bid.id for bid in many.submitted(rounds.open_round(), 40)]
        people = [build.assessor(f"Assessor {name}").id for name in "ABCD"]
        db.session.remove()

        def act(who: int, ids: list[int] = ids, people: list[int] = people) -> int:
            chosen = bids_of(ids if who % 2 else ids[::-1])
            person = db.session.get_one(User, people[who])
            return build.asked(chosen, person, actor=actor).assessments

        assert at_once(own_app, act) == [40] * 4
        aliases = sa.select(Assignment.application_id, Assignment.alias)
        found = [tuple(row) for row in db.session.execute(aliases)]
        assert len(found) == len(set(found))
        db.session.remove()


def test_assigning_and_scoring_beside_a_release(own_app: Flask) -> None:
    """Two assign the same applications to two people while one releases their decisions and an
    assessor submits, declines or declares: each is done or refused, and all of it fits."""
    staff = user(roles=(Role.STAFF,))
    actor = actor_of(staff)
    for turn in range(TIMES):
        round_ = rounds.closed_round()
        bids = many.submitted(round_, 30)
        scoring = build.assessor("Sue Scoring")
        sheets = [build.declared(bid, scoring, staff=staff) for bid in bids[10:12]]
        asked = build.assigned(bids[12], scoring, staff=staff)
        for sheet in sheets:
            values = build.sheet_values(bids[10], [8, 7, 6])
            save_sheet(sheet, values, {}, actor=actor_of(scoring))
            db.session.commit()
        many.staged(bids, staff)
        ids, reference = [bid.id for bid in bids], round_.reference
        people = [build.assessor(f"Assessor {name}").id for name in "AB"]
        sheet_ids, asked_id, own = [sheet.id for sheet in sheets], asked.id, actor_of(scoring)
        db.session.remove()

        def act(
            who: int, *, turn: int = turn, ids: list[int] = ids, reference: str = reference,
            people: list[int] = people, sheet_ids: list[int] = sheet_ids, own: Actor = own,
            asked_id: int = asked_id,
        ) -> object:  # fmt: skip
            if who < 2:
                chosen = bids_of(ids if who else ids[::-1])
                person = db.session.get_one(User, people[who])
                return build.asked(chosen, person, actor=actor).assessments
            if who == 2:
                found = decisions.round_to_decide(actor, reference)
                assert found is not None
                return releasing.release(found, actor=actor, confirmation=reference)
            if turn == 0:
                return [
                    submit_sheet(db.session.get_one(Assignment, one), actor=own)
                    for one in sheet_ids
                ]
            one = db.session.get_one(Assignment, asked_id)
            if turn == 1:
                return declaring.decline(one, "too_many", actor=own)
            return declaring.declare_no_conflict(one, actor=own)

        results = at_once(own_app, act)
        nothing_but(results, Refused)
        assert isinstance(results[2], releasing.Released), repr(results[2])
        with own_app.app_context():
            mine = sa.select(Application.id).where(Application.round_id == round_.id)
            left = sa.select(sa.func.count()).where(
                Assignment.application_id.in_(mine),
                Assignment.state.in_(["to_declare", "to_score"]),
            )
            assert db.session.scalar(left) == 0
            state = sa.select(Decision.state).where(Decision.application_id.in_(mine)).distinct()
            assert list(db.session.scalars(state)) == ["released"]
            db.session.remove()
