"""A minute becomes the note of a decision."""

from __future__ import annotations

import pytest
from flask import Flask

from award.accounts.models import User
from award.applications.models import Application
from award.decisions.queries.decisions import decision_of
from award.foundation.db import db
from award.foundation.policy import Role
from tests.build import accounts, applications, assessment, rounds
from tests.client import CheckedClient


@pytest.fixture
def staff(app: Flask) -> User:
    return accounts.user("Sam Staff", roles=(Role.STAFF,))


def test_a_minute_is_in_the_note_however_the_decision_is_staged(
    staff: User, client: CheckedClient
) -> None:
    """On its own page, once more, and by rule; what staff wrote beside it stays theirs."""
    round_ = rounds.closed_round(min_assessments=1, budget_gbp=250_000)
    asks = {"amount_requested": 100_000}
    bids = [applications.submitted(round_, title=name, answers=asks) for name in ("One", "Two")]
    for about in bids:
        assessment.scored(about, [9, 9, 9])
    one, two = bids
    client.sign_in(staff)

    def minute(about: Application, words: str) -> None:
        path = f"/manage/applications/{about.reference}/meeting"
        client.post(path, {**client.get(path, budget=20).form_values(), "note": words})

    for about in bids:
        minute(about, f"The panel on {about.reference}.")
    decide = f"/manage/applications/{one.reference}/decision"
    page = client.get(decide, budget=12)
    assert f"The panel on {one.reference}." in page.text and "joins it" in page.text
    reject = {"outcome": "reject", "ground": "scope", "note": "Ours."}
    client.post(decide, {**page.form_values(), **reject})
    page = client.get(decide, budget=12)
    assert decision_of(one).note == f"Ours.\n\nThe panel on {one.reference}."
    assert page.form_values()["note"] == ["Ours."]
    minute(one, "The panel said more.")
    page = client.get(decide, budget=12)
    assert "Written since this was staged" in page.text
    client.post(decide, {**page.form_values(), "note": "Ours still."})
    db.session.expire_all()
    assert decision_of(one).note == "Ours still.\n\nThe panel said more."
    client.post(f"{decide}/clear", client.get(decide, budget=12).form_values())  # nothing was typed
    assert decision_of(one) is None
    plan = f"/manage/rounds/{round_.reference}/shortlist/stage"
    client.post(plan, client.get(plan).form_values())
    assert decision_of(one).note == "The panel said more."
    assert decision_of(two).note == f"The panel on {two.reference}."
