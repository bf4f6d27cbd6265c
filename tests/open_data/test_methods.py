"""How a round decides, for everybody: made from its settings, kept as it was when it opened."""

from __future__ import annotations

import json

import pytest
from sqlalchemy import func, select

from award.foundation import clock
from award.foundation.db import db, transaction
from award.foundation.digests import sha256_of
from award.foundation.policy import SYSTEM, Role
from award.open_data.jobs import keep_methods
from award.open_data.models import RoundMethod
from award.open_data.rules.method import read
from award.rounds.services.rounds import update_round
from tests.build import draws, rounds
from tests.build.accounts import user
from tests.client import CheckedClient


def kept() -> int:
    return db.session.scalar(select(func.count()).select_from(RoundMethod)) or 0


@pytest.mark.each_database
def test_it_follows_the_settings_until_the_round_opens_and_never_changes_after(
    client: CheckedClient,
) -> None:
    round_ = rounds.announced_round(blindness="double", threshold_pct=65)
    path = f"/rounds/{round_.reference}/how-it-decides"
    page = client.get(path, budget=6)
    assert "until then it may change" in page.text and "at least 65%" in page.text
    assert "Assessors don’t see who applies" in page.text and "shares a rank" in page.text
    draws.declared(round_, user("Sam Staff", roles=(Role.STAFF,)))
    assert "lots are drawn" in client.get(path).text
    keep_methods()
    assert kept() == 0

    opened = rounds.open_round(blindness="none", threshold_pct=60)
    path = f"/rounds/{opened.reference}/how-it-decides"
    keep_methods()
    keep_methods()
    assert kept() == 1
    page = client.get(path, budget=6)
    assert "It doesn’t change any more" in page.text and "at least 60%" in page.text
    title = opened.title
    with transaction():
        update_round(opened, rounds.changed(opened, title="Another"), actor=SYSTEM, reason="Typo")
    assert f"How {title} (" in client.browser.get(f"{path}.json").get_data(as_text=True)
    data = json.loads(client.browser.get(f"{path}.json").get_data())
    assert data["sha256"] == sha256_of(data["method"]) and read(data["method"]).as_data()
    assert data["tier_2"]["decision_making_process"]["human_oversight"]
    assert "How this round decides" in client.get(f"/rounds/{opened.reference}").text
    hidden = rounds.setup_round()
    client.get(f"/rounds/{hidden.reference}/how-it-decides", status=404)
    client.get(f"/rounds/{hidden.reference}/how-it-decides.json", status=404)


@pytest.mark.each_database
def test_a_second_stage_that_came_after_it_was_kept_is_said_beside_it(
    client: CheckedClient,
) -> None:
    from tests.build import two_stages

    first = rounds.closed_round(question_set_id=two_stages.short_set(), title="The first stage")
    keep_methods()
    path = f"/rounds/{first.reference}/how-it-decides"
    page = client.get(path)
    assert "can be funded if" in page.text and "second stage" not in page.text
    now = clock.now()
    following = rounds.make_round(
        rounds.round_values(
            title="The second stage", follows_id=first.id, announced_at=now, opens_at=now,
            closes_at=clock.shifted(days=20), assessment_due_at=clock.shifted(days=40),
        )
    )  # fmt: skip
    keep_methods()
    page = client.get(path)
    assert "A second stage was added after this was kept" in page.text
    assert "can be funded if" in page.text and kept() == 2
    data = json.loads(client.browser.get(f"{path}.json").get_data())
    assert data["since_kept"] and data["sha256"] == sha256_of(data["method"])
    assert "added after" not in client.get(
        f"/rounds/{following.reference}/how-it-decides"
    ).text  # fmt: skip


def test_a_first_stage_invites_and_decides_no_money(client: CheckedClient) -> None:
    from tests.build import two_stages

    first, second = two_stages.pair()
    page = client.get(f"/rounds/{first.reference}/how-it-decides")
    assert "can be invited if" in page.text and "budget" not in page.text
    page = client.get(f"/rounds/{second.reference}/how-it-decides")
    assert "can be funded if" in page.text
