"""The demonstration has a case study in every state that people meet, and a draft left behind."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from award.accounts.queries.people import user_by_email
from award.applications.queries.mine import my_applications
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
from award.rounds.models import Round
from award.seeding import demo
from award.statistics.queries.whole import whole
from tests.build import case_studies as build
from tests.build.accounts import actor_of

pytestmark = pytest.mark.long


def account(email: str) -> Actor:
    found = user_by_email(email)
    assert found is not None
    return actor_of(found)


def test_there_is_one_in_every_state_that_people_meet(app: Flask) -> None:
    demo.seed()
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
