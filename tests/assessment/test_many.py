"""Assigning many at once costs what assigning a few costs, and comes to the same."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from award.applications.models import Application
from award.assessment.models.assignments import Assignment
from award.assessment.models.kept import ScoreSummary
from award.assessment.services import assigning, closing
from award.assessment.services.asking_many import Done
from award.foundation.audit import AuditEvent
from award.foundation.db import db, transaction
from award.foundation.outbox import OutboxMessage
from award.foundation.policy import SYSTEM, Role
from award.foundation.workflow import StateChange
from award.rounds.models import Round
from tests.build import assessment as build
from tests.build import many, rounds
from tests.build.accounts import actor_of, user
from tests.statements import Statements, counting


def assigned(number: int) -> tuple[Statements, list[Application]]:
    """One person asked about so many, of whom one was taken away before and one is theirs."""
    bids = many.submitted(rounds.open_round(), number)
    staff, person, other = user(roles=(Role.STAFF,)), build.assessor(), build.assessor("Other One")
    for bid in bids[:2]:
        build.assigned(bid, person, staff=staff)
    with transaction():
        assigning.remove(find(bids[0], person.id), actor=actor_of(staff), reason="For now")
    build.scored(bids[2], [8, 7, 6], other, staff=staff)
    db.session.expunge_all()
    chosen = list(db.session.scalars(sa.select(Application).order_by(Application.reference)))
    chosen = [bid for bid in chosen if bid.round_id == bids[0].round_id]
    round_ = db.session.get_one(Round, chosen[0].round_id)  # as a view has it
    with counting() as statements, transaction():
        done = build.asked(chosen, person, actor=actor_of(staff))
    assert done == Done(number - 1, 1), round_.reference
    return statements, bids


def find(bid: Application, person_id: int) -> Assignment:
    query = sa.select(Assignment).where(
        Assignment.application_id == bid.id, Assignment.assessor_id == person_id
    )
    return db.session.scalars(query).one()


def test_many_cost_as_many_statements_as_a_few(app: object) -> None:
    few, _ = assigned(4)
    lots, _ = assigned(200)
    assert shapes(lots) == shapes(few)
    assert len(lots) <= 50


def shapes(statements: Statements) -> list[list[str]]:
    """But for the trail's, which takes so many at once by COPY on PostgreSQL."""
    told = [text.split()[:3] for text in statements.texts]
    return [words for words in told if words != ["INSERT", "INTO", "audit_event"]]


def closed(number: int) -> Statements:
    bids = many.submitted(rounds.open_round(), number)
    staff = user(roles=(Role.STAFF,))
    people = [build.assessor(f"Assessor {name}") for name in "AB"]
    for person in people:
        with transaction():
            build.asked(bids, person, actor=actor_of(staff))
    with transaction():
        for bid in bids:
            build.decide(bid, "reject", actor_of(staff))
    db.session.expunge_all()
    ids = {bid.id for bid in bids}
    fresh = [bid for bid in db.session.scalars(sa.select(Application)) if bid.id in ids]
    with counting() as statements, transaction():
        assert closing.close_unfinished(*fresh, actor=SYSTEM) == 2 * number
    return statements


def test_closing_many_costs_as_many_statements_as_closing_a_few(app: object) -> None:
    few, lots = closed(3), closed(40)
    assert [text.split()[:3] for text in lots.texts] == [text.split()[:3] for text in few.texts]


def outcome(round_id: int) -> list[Any]:
    """What is in the rows, the record, the trail and the emails, but for numbers and letters."""
    in_round = sa.select(Application.id).where(Application.round_id == round_id)
    assignments = sa.select(Assignment.id).where(Assignment.application_id.in_(in_round))
    queries: list[Any] = [
        sa.select(Application.title, Application.state, Application.version)
        .where(Application.round_id == round_id)
        .order_by(Application.id),
        sa.select(Assignment.state, Assignment.version, Assignment.assigned_by_id,
                  Assignment.declared_at)
        .where(Assignment.application_id.in_(in_round))
        .order_by(Assignment.application_id),
        sa.select(ScoreSummary.assigned, ScoreSummary.submitted, ScoreSummary.mean_pct,
                  ScoreSummary.criterion_means)
        .where(ScoreSummary.application_id.in_(in_round))
        .order_by(ScoreSummary.application_id),
        sa.select(StateChange.action, StateChange.source, StateChange.target,
                  StateChange.actor_id, StateChange.reason)
        .where(sa.or_(
            sa.and_(StateChange.kind == "application", StateChange.subject_id.in_(in_round)),
            sa.and_(StateChange.kind == "assignment", StateChange.subject_id.in_(assignments)),
        ))
        .order_by(StateChange.kind, StateChange.subject_id, StateChange.id),
        sa.select(AuditEvent.verb, AuditEvent.person_id)
        .where(sa.or_(
            sa.and_(AuditEvent.subject_kind == "application", AuditEvent.subject_id.in_(in_round)),
            sa.and_(AuditEvent.subject_kind == "assignment",
                    AuditEvent.subject_id.in_(assignments)),
        ))
        .order_by(AuditEvent.subject_kind, AuditEvent.subject_id, AuditEvent.id),
    ]  # fmt: skip
    return [[tuple(row) for row in db.session.execute(query)] for query in queries]


def test_together_comes_to_the_same_as_one_by_one(app: object) -> None:
    staff, person, lead = user(roles=(Role.STAFF,)), build.assessor(), user()
    actor, found = actor_of(staff), []
    for together in (False, True):
        round_ = rounds.open_round()
        bids = many.submitted(round_, 6, lead)
        build.assigned(bids[0], person, staff=staff)
        with transaction():
            assigning.remove(find(bids[0], person.id), actor=actor, reason="For now")
        if together:
            with transaction():
                build.asked(bids, person, actor=actor)
        else:
            for bid in bids:
                with transaction():
                    assigning.assign(bid, person, actor=actor)
        found.append(outcome(round_.id))
    assert found[0] == found[1]
    letters = list(
        db.session.scalars(
            sa.select(OutboxMessage)
            .where(OutboxMessage.notice == "assignment.assigned")
            .order_by(OutboxMessage.id)
        )
    )
    assert [letter.about_id for letter in letters] == [person.id] * 9
    assert all(f"Bid {at}\n" in letters[-1].body + "\n" for at in range(6))
