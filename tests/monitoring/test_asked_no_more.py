"""What is counted is not asked any more; what is asked fits who is asked."""

from __future__ import annotations

import pytest
from flask import Flask

from award.accounts.models import User
from award.applications.queries.applications import latest_submission
from award.applications.rules.seen import own_answers
from award.foundation.db import transaction
from award.monitoring import services
from award.monitoring.rules.asked import Moment
from award.monitoring.rules.sums import STAGES, merged
from tests.build import decisions, rounds
from tests.build.accounts import actor_of, user
from tests.client import CheckedClient
from tests.monitoring.test_pages import sent


@pytest.fixture
def staff(app: Flask) -> User:
    return user("Stef Marlowe", "stef@programme.example")


def test_nobody_is_asked_what_is_counted_by_now(client: CheckedClient, staff: User) -> None:
    """On each page that asks: receipt, application, outcome; and what is still asked stays."""
    round_ = rounds.closed_round()
    application = sent(round_)
    here = f"/applications/{application.reference}"
    decisions.staged(application, "reject")
    decisions.released(round_)
    client.sign_in(application.lead)
    pages = ("", "/receipt", "/outcome")
    for path in pages:
        assert {f"{here}/cost", f"{here}/about-you"} <= set(
            client.get(here + path).links().values()
        )
    with transaction():
        services.count_who_applied(round_, actor=actor_of(staff))
    for path in pages:
        page = client.get(here + path)
        assert f"{here}/about-you" not in page.links().values()
        assert f"{here}/cost" in page.links().values() and "It is optional" in page.text
    for moment in Moment:
        with transaction():
            services.count_cost(round_, moment=moment, actor=actor_of(staff))
    for path in pages:
        assert f"{here}/cost" not in client.get(here + path).links().values()


def test_the_hardest_is_one_of_those_that_they_answered(client: CheckedClient) -> None:
    application = sent(rounds.closed_round())
    client.sign_in(application.lead)
    page = client.get(f"/applications/{application.reference}/cost")
    offered = {one.get("value") for one in page.all("input") if one.get("name") == "hardest"}
    standing = latest_submission(application.id)
    assert standing is not None and offered <= set(own_answers(standing.content))
    assert "problem" in offered and len(offered) > 5


def test_stages_that_are_not_told_by_themselves_are_said() -> None:
    assert merged(("Started", "Submitted", "Eligible")) == [
        ("Shortlisted", "Eligible"), ("Funded or invited", "Eligible"),
    ]  # fmt: skip
    assert merged(STAGES) == []
    assert merged(("Submitted",))[0] == ("Started", "")
