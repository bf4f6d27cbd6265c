"""Whoever is asked by @ finds that on their dashboard, until they have said something there."""

from __future__ import annotations

import pytest
from flask import Flask

from award.assessment.services.declaring import declare_conflict
from award.foundation.db import transaction
from award.foundation.errors import there
from award.foundation.policy import Role
from award.moderation.queries.panels import panel_of
from award.moderation.services import chairing
from tests.build import accounts, assessment, rounds
from tests.build import moderation as build
from tests.build.accounts import actor_of
from tests.client import CheckedClient
from tests.moderation.test_discussion import assessors_of, say

pytestmark = pytest.mark.each_database

ASKED = "You are asked something in the discussion of “"


def test_who_is_asked_finds_it_until_they_answer(app: Flask, client: CheckedClient) -> None:
    staff = accounts.user("Sam Staff", roles=(Role.STAFF,))
    round_ = rounds.open_round(reveal="after_own")
    application = build.disagreed(staff=staff, round_=round_)
    (first, _), (second, two), (third, three) = assessors_of(application)
    chair = assessment.assessor("Del Deputy")
    panel = there(panel_of(actor_of(staff), round_.reference), "the panel")
    with transaction():
        chairing.appoint(panel, chair.email, deputy=False, actor=actor_of(staff))
        chairing.open_to_chairs(panel, actor=actor_of(staff))
    discussion = f"/assess/{application.reference}/discussion"

    client.sign_in(first)
    say(client, discussion, f"@{two.alias} and @chair, is 38% enough?", topic="")
    assert ASKED not in client.get("/assess").text, "who asks isn't asked"
    assert ASKED not in client.sign_in(third).get("/assess").text
    say(client, discussion, f"I wonder too, and so may @{two.alias}.", topic="")

    client.sign_in(chair)
    text = f"{ASKED}{application.title}”"
    href = client.get("/assess").links()[text]
    assert href.startswith(f"/manage/applications/{application.reference}/moderation/discussion#")
    page = client.sign_in(second).get("/assess")
    assert page.text.count(ASKED) == 1, "once for each application"
    assert "38%" not in page.text and first.name not in page.text
    page = client.get(page.links()[text].partition("#")[0])
    say(client, discussion, f"Yes. And you, @{three.alias}?", topic="")
    assert ASKED not in client.get("/assess").text
    assert ASKED in client.sign_in(chair).get("/assess").text

    assert ASKED in client.sign_in(third).get("/assess").text
    with transaction():
        declare_conflict(three, "family", actor=actor_of(third))
    page = client.get("/assess")
    assert ASKED not in page.text and application.title not in page.text
