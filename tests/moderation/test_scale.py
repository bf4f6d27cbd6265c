"""Scores drawn from 1 to 10, beside their numbers."""

from __future__ import annotations

import pytest
from flask import Flask

from award.foundation.db import transaction
from award.foundation.policy import Role
from award.moderation.queries.sheets import sheets_of
from award.moderation.rules.scale import STEP, Given, scale_of
from award.moderation.services import scores
from award.rounds.rules.criteria import LIVED
from tests.build import accounts
from tests.build import moderation as build
from tests.build.accounts import actor_of
from tests.client import CheckedClient


def test_marks_of_one_score_stand_on_each_other_and_panels_have_shapes() -> None:
    scale = scale_of(
        [Given("B", 7, "professional", False), Given("K", 7, LIVED, False),
         Given("C", 3, "professional", True)],
        6.5,
    )  # fmt: skip
    assert [(one.value, one.above, one.shape, one.out) for one in scale.marks] == [
        (7, 0, "professional", False),
        (7, 1, "lived", False),
        (3, 0, "professional", True),
    ]
    assert scale.says == (
        "From 1 to 10: Assessor B 7; Assessor K 7, lived experience; Assessor C 3, left out"
    )
    assert scale.height - scale_of([], None).height == STEP
    assert 0 < scale.base - STEP < scale.height


@pytest.mark.any_database
def test_the_page_draws_each_criterion_and_says_what_it_draws(
    app: Flask, client: CheckedClient
) -> None:
    staff = accounts.user("Sam Staff", roles=(Role.STAFF,))
    application = build.disagreed(((9, 9, 9), (3, 4, 5)), staff=staff)
    actor = actor_of(staff)
    item = build.item(application, actor)
    first, second = sheets_of(item, actor)
    key = item.round.criteria[0].key
    with transaction():
        scores.leave_out(item, first.letter, key, "It is about another.", actor=actor)
    client.sign_in(staff)
    page = client.get(f"/manage/applications/{application.reference}/moderation")
    drawn = [one for one in page.all("svg") if one.get("role") == "img"]
    labels = [one.get("aria-label") or "" for one in drawn]
    assert len(labels) == len(item.round.criteria)
    low, high = first.scores[key].value, second.scores[key].value
    assert (
        f"From 1 to 10: Assessor {first.letter} {low}, left out; "
        f"Assessor {second.letter} {high}" in labels
    )
    assert "● professional, hollow: left out" in page.text
    meeting = client.get(f"/manage/applications/{application.reference}/meeting", budget=20)
    hidden = [one for one in meeting.all("svg") if "app-scale" in (one.get("class") or "")]
    assert len(hidden) == len(labels) and all(one.get("aria-hidden") for one in hidden)
