"""From a submitted sheet into the discussion: each answer and criterion has its way."""

from __future__ import annotations

import pytest
from flask import Flask

from award.accounts.models import User
from award.applications.models import Application
from award.assessment.queries.own import assignment_for
from award.assessment.queries.sheets import criteria_for
from award.assessment.queries.submissions import reading_of
from award.assessment.rules.reading import Reading
from award.foundation.errors import there
from award.foundation.policy import Role
from tests.build import accounts, assessment, rounds
from tests.build import moderation as build
from tests.build.accounts import actor_of
from tests.client import CheckedClient
from tests.moderation.test_discussion import assessors_of


@pytest.fixture
def staff(app: Flask) -> User:
    return accounts.user("Sam Staff", roles=(Role.STAFF,))


def test_a_submitted_desk_leads_into_it(staff: User, client: CheckedClient) -> None:
    """From each answer and criterion, while there is something to say and others to say it to."""
    round_ = rounds.open_round(reveal="after_own", blindness="double")
    application = build.disagreed(staff=staff, round_=round_)
    (first, _one), *_ = assessors_of(application)
    desk = f"/assess/{application.reference}"
    page = client.sign_in(first).get(desk)
    ways = {text: to for text, to in page.links().items() if text.startswith("Discuss this")}
    criteria = criteria_for(application.id)
    for one in criteria:
        assert ways.pop(f"Discuss this criterion: {one.title}").endswith(f"?about=c:{one.id}#say")
    hidden = [a for group in reading_for(first, application).groups for a in group.answers]
    assert len(ways) == sum(not one.hidden for one in hidden) < len(hidden)
    topics = client.get(next(iter(ways.values()))).form_values()
    assert topics["topic"] == [
        next(iter(ways.values())).partition("about=")[2].removesuffix("#say")
    ]
    assessment.decided(application)
    assert "Discuss this" not in client.get(desk).text


def reading_for(person: User, application: Application) -> Reading:
    mine = there(assignment_for(actor_of(person), application.reference), "the assignment")
    return reading_of(mine, str)


def test_nothing_leads_there_where_nobody_sees_another(staff: User, client: CheckedClient) -> None:
    application = build.disagreed(staff=staff, round_=rounds.open_round(reveal="never"))
    (first, _one), *_ = assessors_of(application)
    page = client.sign_in(first).get(f"/assess/{application.reference}")
    assert "You submitted your scores" in page.text and "Discuss this" not in page.text
