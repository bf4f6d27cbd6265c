"""What somebody said and decided stays when they step back, and says that they did."""

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

pytestmark = pytest.mark.each_database

LEFT = "Cher Chair (has a conflict of interest with it since then)"


@pytest.mark.parametrize("declares", ["step_back", "as_assessor"])
def test_what_a_chair_decided_is_marked(app: Flask, client: CheckedClient, declares: str) -> None:
    staff, chair = (
        accounts.user("Sam Staff", roles=(Role.STAFF,)),
        assessment.assessor("Cher Chair"),
    )
    round_ = rounds.open_round()
    application = build.disagreed(staff=staff, round_=round_)
    other = build.disagreed(staff=staff, round_=round_)
    own = None
    if declares == "as_assessor":
        own = assessment.scored(application, (5, 5, 5), chair, staff=staff)
    panel = there(panel_of(actor_of(staff), round_.reference), "the panel")
    with transaction():
        chairing.appoint(panel, chair.email, deputy=False, actor=actor_of(staff))
        chairing.open_to_chairs(panel, actor=actor_of(staff))
    for one in (application, other):
        build.decide_something(one, staff=chair)
    build.agreed(application, 70.0, staff=chair)
    there_ = [f"/manage/applications/{one.reference}/moderation" for one in (application, other)]
    client.sign_in(staff)
    assert LEFT not in client.get(there_[0]).text
    with transaction():
        if own is None:
            item = build.item(application, actor_of(chair))
            chairing.step_back(item, "family", "", actor=actor_of(chair))
        else:
            declare_conflict(own, "family", actor=actor_of(chair))
    page = client.get(there_[0])
    assert page.text.count(LEFT) == 4, "two scores, that the first ended, and what is left out"
    assert "Has a conflict of interest since then" in page.text, "the remark"
    assert LEFT not in client.get(there_[1]).text, "of the other"
