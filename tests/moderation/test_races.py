"""Moderating while a sheet goes back, or while whoever moderates steps back."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from flask import Flask

from award.applications.models import Application
from award.assessment.models.assignments import Assignment
from award.assessment.models.moderation import ModeratedScore, Recusal, ScoreExclusion
from award.assessment.services.assigning import return_sheet
from award.foundation.acts import TOO_CLOSE
from award.foundation.db import db, transaction
from award.foundation.policy import Role
from award.moderation.queries.sheets import sheets_of
from award.moderation.services import chairing, scores
from tests.applications.test_races import behind, count, own_app
from tests.build import accounts
from tests.build import moderation as build
from tests.build.accounts import actor_of
from tests.client import CheckedClient

pytestmark = pytest.mark.each_database

__all__ = ["own_app"]
WHY = "It speaks of another project than this one."


def test_what_is_left_out_while_its_sheet_goes_back_is_given_back_with_its_words(
    own_app: Flask,
) -> None:
    staff = accounts.user("Sam Staff", roles=(Role.STAFF,))
    application, actor = build.disagreed(staff=staff), actor_of(staff)
    sheet = sheets_of(build.item(application, actor), actor)[0]
    number = sheet.assignment.id
    path = f"/manage/applications/{application.reference}/moderation/{sheet.letter}/leave-out"
    client = CheckedClient(own_app).sign_in(staff)
    form = {**client.get(path).form_values(), "what": "whole", "reason": WHY}
    form["csrf_token"] = client.csrf_token()
    db.session.remove()

    def go_back() -> None:
        return_sheet(db.session.get_one(Assignment, number), actor=actor, reason="Say more.")

    page = behind(own_app, go_back, lambda: client.post(path, form, status=409))
    assert scores.NO_SHEET.rstrip(".") in page.text and WHY in page.text
    assert count(ScoreExclusion) == 0


def test_what_left_a_mean_counts_again_only_with_its_sheet(own_app: Flask) -> None:
    staff = accounts.user("Sam Staff", roles=(Role.STAFF,))
    application, actor = build.disagreed(staff=staff), actor_of(staff)
    item = build.item(application, actor)
    sheet = sheets_of(item, actor)[0]
    with transaction():
        scores.leave_out(item, sheet.letter, "", WHY, actor=actor)
    number, left_out = sheet.assignment.id, db.session.scalars(sa.select(ScoreExclusion.id)).one()
    path = f"/manage/applications/{application.reference}/moderation/left-out/{left_out}"
    client = CheckedClient(own_app).sign_in(staff)
    form = {**client.get(path).form_values(), "reason": WHY, "csrf_token": client.csrf_token()}
    db.session.remove()

    def go_back() -> None:
        return_sheet(db.session.get_one(Assignment, number), actor=actor, reason="Say more.")

    page = behind(own_app, go_back, lambda: client.post(path, form, status=409))
    assert scores.COUNTS_AGAIN.rstrip(".") in page.text and WHY in page.text
    assert db.session.scalars(sa.select(ScoreExclusion.included_at)).one() is None


def test_whoever_steps_back_decides_nothing_that_waited_for_it(own_app: Flask) -> None:
    """Every act that keeps people apart asks again once it holds the application: what came between
    the two meanwhile was committed before."""
    staff = accounts.user("Sam Staff", roles=(Role.STAFF,))
    application, actor = build.disagreed(staff=staff), actor_of(staff)
    number = application.id
    path = f"/manage/applications/{application.reference}/moderation/score"
    client = CheckedClient(own_app).sign_in(staff)
    form = {
        **client.get(path).form_values(), "pct": "71", "rationale": WHY, "stayed": [str(staff.id)],
        "csrf_token": client.csrf_token(),
    }  # fmt: skip
    db.session.remove()

    def step_back() -> None:
        item = build.item(db.session.get_one(Application, number), actor)
        chairing.step_back(item, "personal", "", actor=actor)

    page = behind(own_app, step_back, lambda: client.post(path, form, status=404))
    assert WHY in page.text and TOO_CLOSE not in page.text
    assert count(Recusal) == 1 and count(ModeratedScore) == 0
