"""A sheet belongs to the panel that its assessor sat on when they began it, whatever they sit on
later: in pay, moderation, lists, figures and statistics alike."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from flask import Flask

from award.assessment.models.assignments import Assignment
from award.assessment.services.assigning import remove
from award.assessment.services.declaring import declare_no_conflict
from award.assessment.services.profiles import set_profile
from award.foundation.db import db, transaction
from award.foundation.errors import there
from award.foundation.policy import Role
from award.moderation.queries.panels import item_of, panel_of
from award.moderation.queries.sheets import sheets_of
from award.payments.queries.offers import unclaimed_sheets, was_offered
from award.statistics.queries.scores import scores_in
from tests.build import applications, assessment, rounds
from tests.build.accounts import actor_of, user
from tests.build.payments import answered, offered
from tests.client import CheckedClient

PROFESSIONAL, LIVED = "professional", "lived_experience"


@pytest.mark.each_database
def test_whoever_changes_panel_takes_no_sheet_along(client: CheckedClient) -> None:
    staff, round_ = user("Sam Staff", roles=(Role.STAFF,)), rounds.closed_round(min_assessments=2)
    became, left = assessment.assessor("Bea Became"), assessment.assessor("Lee Left", panel=LIVED)
    offered(round_, staff=staff)
    done, begun, later = (applications.submitted(round_) for _ in range(3))
    waits = assessment.assigned(done, left, staff=staff)
    answered(round_, left)
    declare_no_conflict(waits, actor=actor_of(left))
    assessment.submit(waits, left, assessment.sheet_values(done, [8, 7, 6]))
    assessment.scored(done, [8, 7, 6], became, staff=staff)
    assessment.declared(begun, became, staff=staff)
    client.sign_in(staff)
    shown = client.get(f"/manage/assessors/{became.reference}").text
    assert "2 sheets that they have begun or submitted belong to the professional" in shown
    with transaction():
        set_profile(became, panel=LIVED, actor=actor_of(staff))
        set_profile(left, panel=PROFESSIONAL, actor=actor_of(staff))
    kept = dict(db.session.execute(sa.select(Assignment.assessor_id, Assignment.sat_on)).all())
    assert kept == {became.id: PROFESSIONAL, left.id: LIVED}
    assert not was_offered(actor_of(became)) and not unclaimed_sheets(actor_of(became), round_.id)
    assert len(unclaimed_sheets(actor_of(left), round_.id)) == 1
    panel = there(panel_of(actor_of(staff), round_.reference), "the panel")
    told = {row.name: row.sits_on for row in scores_in(panel, actor_of(staff))}
    assert told == {"Bea Became": PROFESSIONAL, "Lee Left": LIVED}
    item = there(item_of(actor_of(staff), done.reference), "the application")
    marked = {one.who.partition(" (")[0]: one.panel for one in sheets_of(item, actor_of(staff))}
    assert marked == told
    assessment.assigned(later, became, staff=staff)  # asked for as one of the other panel
    assert was_offered(actor_of(became))
    assert not unclaimed_sheets(actor_of(became), round_.id)


@pytest.mark.each_database
def test_whoever_is_asked_again_has_the_sheet_that_they_began(app: Flask) -> None:
    """What they never began is of the panel on which they sit when they begin it."""
    staff, round_ = user("Sam Staff", roles=(Role.STAFF,)), rounds.closed_round()
    person = assessment.assessor("Bea Became")
    begun, asked = (applications.submitted(round_) for _ in range(2))
    again = [assessment.declared(begun, person, staff=staff)]
    again.append(assessment.assigned(asked, person, staff=staff))
    with transaction():
        for one in again:
            remove(one, actor=actor_of(staff), reason="Not now.")
        set_profile(person, panel=LIVED, actor=actor_of(staff))
    for one in (begun, asked):
        assessment.declared(one, person, staff=staff)
    kept = dict(db.session.execute(sa.select(Assignment.application_id, Assignment.sat_on)).all())
    assert kept == {begun.id: PROFESSIONAL, asked.id: LIVED}
