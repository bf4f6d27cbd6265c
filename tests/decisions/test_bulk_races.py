"""Acts on many at the same moment: real threads, each with a connection of its own. None waits for
another for ever, and none is lost."""

from __future__ import annotations

from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from award.accounts.models import User
from award.applications.models import Application
from award.assessment.models.assignments import Assignment
from award.assessment.services import declaring
from award.assessment.services.scoring import save_sheet, submit_sheet
from award.decisions.checks import rankings
from award.decisions.models import Decision
from award.decisions.queries import decisions
from award.decisions.queries.by_rule import plan_of
from award.decisions.queries.decisions import round_to_decide
from award.decisions.rules.by_rule import Rule
from award.decisions.services import bulk, releasing
from award.foundation.db import db
from award.foundation.edits import marks_shown
from award.foundation.errors import Refused, there
from award.foundation.policy import Actor, Role
from tests.applications.test_races import at_once, own_app
from tests.build import applications, many, rounds
from tests.build import assessment as build
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


def scored_round(staff: User, number: int = 6) -> str:
    """The reference of a round that closed, all of it scored: some of it the money reaches."""
    round_ = rounds.closed_round(budget_gbp=350_000)
    people = [build.assessor(f"Assessor {name}") for name in "AB"]
    for at in range(number):
        answers = {"amount_requested": 100_000}
        bid = applications.submitted(round_, title=f"Bid {at}", answers=answers)
        for person in people:
            build.scored(bid, [9 - at, 8, 7], person, staff=staff)
    return round_.reference


def test_two_of_staff_stage_by_rule_at_once_and_one_of_them_is_told(
    own_app: Flask, database_name: str
) -> None:
    """Over one round, from pages drawn before: what one stages the other finds staged."""
    if database_name == "sqlite":
        pytest.skip("on SQLite one writes at a time")
    pair = [user(f"Staff {name}", roles=(Role.STAFF,)) for name in "AB"]
    actors = [actor_of(one) for one in pair]
    for turn in range(TIMES):
        reference = scored_round(pair[0])
        rules = (Rule(1, True), Rule(1, True)) if turn else (Rule(1, False), Rule(2, True))
        shown = [
            marks_shown(plan_of(there(round_to_decide(one, reference), "it"), rule, one).shown)
            for one, rule in zip(actors, rules, strict=True)
        ]
        db.session.remove()

        def act(
            who: int, *, reference: str = reference, shown: list[Any] = shown, rules: Any = rules
        ) -> object:
            actor = actors[who % 2]
            found = there(round_to_decide(actor, reference), "the round")
            if who < 2:
                return bulk.stage_by_rule(found, rules[who], shown=shown[who], actor=actor)
            # Two more look at it meanwhile: nobody who reads waits for them.
            return len(plan_of(found, rules[0], actor).rows)

        results = at_once(own_app, act)
        staged = [one for one in results[:2] if isinstance(one, int)]
        told = [one for one in results[:2] if isinstance(one, Refused)]
        assert len(staged) == len(told) == 1, results
        nothing_but(results[2:])
        with own_app.app_context():
            ids = ids_in(reference)
            every = sa.select(Decision.application_id).where(Decision.application_id.in_(ids))
            assert len(db.session.scalars(every).all()) == staged[0]
            assert list(rankings()) == []
            db.session.remove()


def ids_in(reference: str) -> list[int]:
    """Of the round's applications, the best first."""
    query = sa.select(Application.id).where(Application.round.has(reference=reference))
    return [*db.session.scalars(query.order_by(Application.id))]
