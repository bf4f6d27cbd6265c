"""Staging and releasing at the same moment: real threads, each with a connection of its own, on
pages drawn before. Nothing goes out that wasn't looked at, nobody is told twice, none is lost."""

from __future__ import annotations

from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from award.applications.models import Application
from award.decisions.models import Decision, Release
from award.decisions.queries.by_rule import plan_of
from award.decisions.queries.decisions import application_to_decide, round_to_decide
from award.decisions.queries.staged import staged_decisions
from award.decisions.queries.telling import shown_in
from award.decisions.rules.by_rule import Rule
from award.decisions.rules.states import DecisionState, Outcome
from award.decisions.services import bulk, releasing, staging
from award.foundation.db import db, transaction
from award.foundation.edits import marks_shown
from award.foundation.errors import Refused, there
from award.foundation.outbox import OutboxMessage
from award.foundation.policy import Role
from tests.applications.test_races import at_once, own_app
from tests.build.accounts import actor_of, user
from tests.decisions.test_bulk_races import nothing_but, scored_round

pytestmark = pytest.mark.each_database

__all__ = ["own_app"]
STAGED, REST = Rule(1, False), Rule(0, True)
TURNS = 3


def decided(reference: str) -> dict[str, tuple[Any, ...]]:
    """By application: whether it is released, and what is decided."""
    rows = db.session.execute(
        sa.select(
            Application.reference, Decision.state, Decision.outcome, Decision.amount_gbp,
            Decision.reserve_position, Decision.ground, Decision.note,
        )
        .join(Decision.application)
        .where(Application.round.has(reference=reference))
    )  # fmt: skip
    return {row[0]: tuple(row[1:]) for row in rows}


def letters() -> int:
    query = sa.select(sa.func.count()).where(OutboxMessage.notice.like("decision.%"))
    return db.session.scalar(query) or 0


def test_what_is_staged_beside_a_release_does_not_go_out_unseen(own_app: Flask) -> None:
    """Two release what they looked through while one stages the rest by rule and another changes
    an award that they saw. At first these only look, so that one of the two releases."""
    people = [user(f"Staff {name}", roles=(Role.STAFF,)) for name in "ABCD"]
    actors = [actor_of(one) for one in people]
    for turn in range(TURNS):
        reference = scored_round(db.session.merge(people[0]))
        round_ = there(round_to_decide(actors[0], reference), "the round")
        with transaction():
            plan = plan_of(round_, STAGED, actors[0])
            bulk.stage_by_rule(round_, STAGED, shown=marks_shown(plan.shown), actor=actors[0])
        round_ = there(round_to_decide(actors[0], reference), "the round")
        looked_at = marks_shown(shown_in(staged_decisions(round_, actors[0])))
        rest = marks_shown(plan_of(round_, REST, actors[0]).shown)
        before, told, number = decided(reference), letters(), round_.id
        changes = next(name for name, row in before.items() if row[1] == Outcome.FUND)
        db.session.remove()

        def act(
            who: int, *, reference: str = reference, looked_at: Any = looked_at, rest: Any = rest,
            changes: str = changes, turn: int = turn,
        ) -> object:  # fmt: skip
            actor = actors[who]
            found = there(round_to_decide(actor, reference), "the round")
            if who in (0, 3):
                return releasing.release(
                    found, shown=looked_at, confirmation=reference, actor=actor
                )
            if not turn:
                return len(plan_of(found, REST, actor).rows)
            if who == 1:
                return bulk.stage_by_rule(found, REST, shown=rest, actor=actor)
            one = there(application_to_decide(actor, changes), changes)
            return staging.stage_decision(one, Outcome.FUND, amount_gbp=90_000, actor=actor).id

        results = at_once(own_app, act)
        assert None not in results, "one waits for ever"
        nothing_but(results, Refused)
        went = [one for one in results if isinstance(one, releasing.Released)]
        with own_app.app_context():
            after = decided(reference)
            out = {name: row for name, row in after.items() if row[0] == DecisionState.RELEASED}
            assert len(went) == (1 if turn == 0 else len(went)) <= 1, results
            assert {name: row[1:] for name, row in out.items()} == (
                {name: row[1:] for name, row in before.items()} if went else {}
            ), "all that was looked at, and nothing else"
            assert letters() - told == len(out)
            of_round = sa.select(sa.func.count()).where(Release.round_id == number)
            assert db.session.scalar(of_round) == len(went)
            if isinstance(results[1], int) and turn:
                assert len(after) > len(before), "what was staged beside it is kept"
            if isinstance(results[2], int) and turn:
                assert after[changes][2] == 90_000
            db.session.remove()
