"""Deciding one by one along the shortlist as it was asked for."""

from __future__ import annotations

import pytest
from flask import Flask

from award.decisions.queries.decisions import decision_of
from award.foundation.policy import Role
from tests.build import accounts, applications, rounds
from tests.build import assessment as assessing
from tests.build import moderation as moderating
from tests.client import CheckedClient


@pytest.mark.each_database
def test_filters_page_and_order_survive_deciding(app: Flask, client: CheckedClient) -> None:
    staff = accounts.user("Sam Staff", roles=(Role.STAFF,))
    round_ = rounds.open_round()
    found = {}
    for title, rows in (
        ("Best", ((9, 9, 9), (9, 9, 9))),
        ("Apart", moderating.APART),
        ("Good", ((8, 8, 8), (8, 8, 8))),
        ("Apart too", ((9, 9, 4), (4, 4, 9))),
    ):
        application = applications.submitted(round_, title=title)
        found[title] = assessing.assessed(application, rows, staff=staff)
    client.sign_in(staff)
    here = f"/manage/rounds/{round_.reference}/shortlist"
    page = client.get(f"{here}?talk=yes&sort=title")
    assert "Worth talking about" in page.text and "Best" not in page.text
    first, second = found["Apart"], found["Apart too"]
    links = [link.get("href") or "" for link in page.all("a")]
    links = [href for href in links if first.reference in href]
    assert any("talk=yes" in href and "sort=title" in href for href in links)

    deciding = f"/manage/applications/{first.reference}/decision?talk=yes&sort=title"
    page = client.get(deciding)
    assert "1 of 2 in the list as you asked for it" in page.text
    assert f"Next: {second.reference}" in page.text and "Previous" not in page.text
    values = page.form_values() | {
        "outcome": "reject", "ground": "scope", "exception_reason": "It is not closed yet.",
    }  # fmt: skip
    wrong = client.post(deciding, {**values, "outcome": ""}, status=200)
    assert "1 of 2 in the list" in wrong.text
    done = client.post(deciding, {**values, "then": "next"})
    assert f"/{second.reference}/decision?" in done.location and "talk=yes" in done.location
    assert decision_of(first) is not None
    page = client.get(done.location)
    assert f"Previous: {first.reference}" in page.text and "Next: " not in page.text
    values = page.form_values() | {
        "outcome": "reserve", "exception_reason": "It is not closed yet.", "then": "next",
    }  # fmt: skip
    done = client.post(done.location, values)
    assert here in done.location and "talk=yes" in done.location and "sort=title" in done.location
    alone = client.get(f"/manage/applications/{found['Best'].reference}/decision?talk=yes")
    assert "Not in the list as you asked for it" in alone.text
    assert (
        "1 of 4 on the shortlist"
        in client.get(f"/manage/applications/{found['Best'].reference}/decision").text
    )
