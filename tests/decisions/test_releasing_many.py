"""Releasing many decisions costs what releasing a few costs, and everything comes of it."""

from __future__ import annotations

import sqlalchemy as sa

from award.applications.models import Application
from award.decisions.models import Decision
from award.decisions.queries import decisions
from award.decisions.services import releasing
from award.foundation import audit
from award.foundation.db import db, transaction
from award.foundation.outbox import OutboxMessage
from award.foundation.policy import Role
from award.foundation.workflow import StateChange
from tests.build import assessment as build
from tests.build import many, rounds
from tests.build.accounts import actor_of, user
from tests.statements import Statements, counting


def released(number: int) -> tuple[Statements, list[int]]:
    """So many of every outcome, each waiting for two assessors, of whom one has scored one."""
    round_ = rounds.closed_round()
    bids = many.submitted(round_, number)
    staff = user(roles=(Role.STAFF,))
    for name in "AB":
        person = build.assessor(f"Assessor {name}")
        with transaction():
            build.asked(bids, person, actor=actor_of(staff))
    build.scored(bids[0], [8, 7, 6], build.assessor("Assessor C"), staff=staff)
    many.staged(bids, staff)
    ids = [bid.id for bid in bids]
    db.session.expunge_all()
    found = decisions.round_to_decide(actor_of(staff), round_.reference)
    assert found is not None
    with counting() as statements, transaction():
        result = releasing.release(found, actor=actor_of(staff), confirmation=found.reference)
    third = number // 3
    assert (result.fund, result.reserve, result.reject) == (third, third, third)
    assert (result.emailed, result.awarded_gbp, result.closed) == (number, third, 2 * number)
    return statements, ids


def test_many_cost_as_many_statements_as_a_few(app: object) -> None:
    few, _ = released(3)
    lots, ids = released(120)
    assert [text.split()[:3] for text in lots.texts] == [text.split()[:3] for text in few.texts]
    # Two for what panels decide, one for public pages, one for questions; on PostgreSQL one for the
    # end of the trail.
    assert len(lots) <= 47
    mine = Application.id.in_(ids)
    states = sa.select(Application.state, sa.func.count()).where(mine)
    assert dict(map(tuple, db.session.execute(states.group_by(Application.state)))) == {
        "awarded": 40, "reserved": 40, "rejected": 40,
    }  # fmt: skip
    letters = sa.select(OutboxMessage.notice, sa.func.count()).group_by(OutboxMessage.notice)
    found = dict(map(tuple, db.session.execute(letters.order_by(OutboxMessage.notice))))
    assert {name: number for name, number in found.items() if name.startswith("decision")} == {
        f"decision.{outcome}": 41 for outcome in ("fund", "reject", "reserve")
    }
    assert found["assignment.closed"] == 4
    one = db.session.scalars(sa.select(Decision).where(Decision.application_id == ids[7])).one()
    moves = sa.select(StateChange.action).where(
        StateChange.kind == "decision", StateChange.subject_id == one.id
    )
    assert list(db.session.scalars(moves)) == ["release"]
    told = audit.last_told(["decision.release"])[one.id]
    assert told["outcome"] == "reserve"
    assert told["state"] == ["staged", "released"]
    assert list(audit.verify_chain()) == []
