"""Auditors read every setting of a round; only the programme team changes one."""

from __future__ import annotations

import pytest

from award.foundation.policy import Role
from tests.build.accounts import user
from tests.build.rounds import open_round, setup_round
from tests.client import CheckedClient

pytestmark = pytest.mark.any_database


def test_an_auditor_reads_the_settings_and_criteria_of_a_round(client: CheckedClient) -> None:
    round_ = open_round(title="Care at home")
    client.sign_in(user(roles=(Role.AUDITOR,)))
    client.get(f"/manage/rounds/{round_.reference}/edit", status=403)
    way = client.get(f"/manage/rounds/{round_.reference}").links()
    page = client.get(way["Dates, money, criteria and questions"], budget=8)
    assert page.h1 == "Settings of Care at home"
    assert all(criterion.title in page.text for criterion in round_.criteria)
    assert f"{round_.threshold_pct}%" in page.text
    assert "Change the round" not in page.links()
    client.get(page.links()["Read the questions"])


def test_settings_are_not_there_for_others(client: CheckedClient) -> None:
    round_ = setup_round()
    path = f"/manage/rounds/{round_.reference}/settings"
    for role in (Role.ASSESSOR, Role.PUBLISHER, Role.ADMIN, Role.APPLICANT):
        client.sign_in(user(roles=(role,)))
        client.get(path, status=404)
    client.sign_in(user(roles=(Role.STAFF,)))
    assert "Change the round" in client.get(path).links()
