"""The demonstration has a case study in every state that people meet, and a draft left behind; and
its rounds hide what they say."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from flask import Flask
from sqlalchemy import select

from award.accounts.queries.people import user_by_email
from award.applications.models import Application
from award.applications.queries.mine import my_applications
from award.assessment.models.assignments import Assignment
from award.case_studies.queries import manage, promotion
from award.case_studies.rules.completeness import missing
from award.decisions.queries.confirming import waiting_in
from award.draws.models import Draw
from award.foundation import clock
from award.foundation.db import db
from award.foundation.errors import there
from award.foundation.policy import Actor
from award.moderation.queries.panels import panel_of
from award.packs.queries.packs import own_packs
from award.proofs.copying import Copy, copied
from award.proofs.facts import TABLES, Facts, facts_of
from award.proofs.proving import prove_one
from award.proofs.worlds import settle
from award.rounds.models import Round
from award.seeding import demo
from award.statistics.queries.whole import whole
from tests.build import case_studies as build
from tests.build.accounts import actor_of
from tests.conftest import rolled_back
from tests.proofs.planting import FEW

LEAN = replace(FEW, of_an_endpoint=1)

pytestmark = pytest.mark.long


def account(email: str) -> Actor:
    found = user_by_email(email)
    assert found is not None
    return actor_of(found)


@pytest.fixture(scope="module")
def seeded(app: Flask) -> Iterator[None]:
    """Once for all that only read."""
    with rolled_back(app):
        demo.seed()
        yield


@pytest.fixture(autouse=True)
def context(app: Flask, seeded: None) -> Iterator[None]:
    with app.app_context():
        yield


def test_there_is_one_in_every_state_that_people_meet() -> None:
    publisher = account("publisher@demo.example")
    stand = manage.shelf_counts(publisher)
    assert (stand.every, stand.revised) == (10, 2)
    assert stand.counts == {
        "draft": 2,
        "changes_asked": 1,
        "with_applicant": 1,
        "approved": 0,
        "published": 8,
        "archived": 0,
    }
    assert build.found_by({}).total == 8
    rows = promotion.candidates(publisher).rows
    assert len(rows) == 1
    assessor = account("assessor@demo.example")
    assert [row.reference for row in promotion.candidates(assessor).rows] == [rows[0].reference]
    waiting = manage.my_studies(account("applicant@demo.example")).rows
    assert [row.waiting for row in waiting] == [True]
    study = manage.managed_study(publisher, waiting[0].slug)
    assert study is not None and missing(study) == []
    (late,) = [
        row
        for row in my_applications(account("applicant@demo.example")).rows
        if row.round_reference == "ASC-2"
    ]
    assert late.state == "draft"
    rounds = {one.reference: one for one in db.session.scalars(select(Round))}
    assert {"none", "assessor_hidden", "double"} == {one.blindness for one in rounds.values()}
    assert rounds["ASC-2"].assessor_rules, "the one that is assessed"
    assert db.session.scalar(select(Draw.listed).where(Draw.drawn_at.is_not(None))) == 15
    assert [one.of for one in own_packs(account("staff@demo.example"))] == [3]
    assert not late.round_open(clock.now())
    # Two decide about the round in assessment, and one decision waits for the second.
    waiting_for = [
        [
            one.decision.outcome
            for one in waiting_in(rounds["ASC-2"], account(email)).mine_to_confirm
        ]
        for email in ("staff@demo.example", "staff2@demo.example")
    ]
    assert waiting_for == [["fund"], []]
    # The decided round is large enough for its chair to read how sure the line was.
    chair = account("chair@demo.example")
    found = whole(there(panel_of(chair, "ASC-1"), "the round"), chair)
    assert found.deciding and found.deciding.report.severity_reason == ""
    assert any(one.p_above_line is not None for one in found.applications)


@pytest.mark.any_database  # the copy that is asked is in SQLite either way
def test_its_rounds_hide_what_they_say() -> None:
    """As one of the assessors of each, who has something in as many states as any of them; and as
    who chairs it, which somebody does from now on where nobody does."""
    tried = []
    with copied() as copy:
        assessed = select(Round.reference).where(
            Round.id.in_(
                select(Application.round_id).where(
                    Application.id.in_(select(Assignment.application_id))
                )
            )
        )
        for reference in db.session.scalars(assessed.order_by(Round.id)).all():
            facts = facts_of(copy.connection, reference)
            if not facts.chairs:
                appoint_in(copy, facts)
                facts = facts_of(copy.connection, reference)
            settle(copy, facts, facts.applications)
            person = max(
                sorted({*facts.assessors} - facts.chairs),
                key=lambda one: len({row.state for row in facts.own(one).values()}),
            )
            packs = 1 if facts.double else 0  # they are what takes long
            for one in (person, min(facts.chairs)):
                found = prove_one(copy, facts, one, replace(LEAN, files=packs))
                assert [str(leak) for leak in found.leaks] == []
                assert found.values > 5 and found.asked["assessment.dashboard"]
            opened = {*found.asked} - found.refused
            assert facts.moderated(one) and opened >= {"moderation.item", "pack_asking.ask"}
            tried.append(facts.round.blindness)
    assert {*tried} >= {"assessor_hidden", "double"}


def appoint_in(copy: Copy, facts: Facts) -> None:
    """In the copy, somebody chairs the round and may read."""
    anybody = next(one for one in facts.assessors if one not in facts.staff)
    by = {"round_id": facts.round.id}
    who = {
        "person_id": anybody,
        "deputy": False,
        "appointed_at": copy.at,
        "appointed_by_id": anybody,
    }
    copy.connection.execute(TABLES["round_chair"].insert().values(**by, **who))
    if not facts.opened:
        opened = {"opened_at": copy.at, "opened_by_id": anybody}
        copy.connection.execute(TABLES["round_moderation"].insert().values(**by, **opened))
