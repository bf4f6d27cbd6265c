"""From a submitted sheet into the discussion: each criterion has its way."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

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
    """From each criterion of the sheet and of the answers, one of which is chosen then, while there
    is something to say and others to say it to."""
    round_ = rounds.open_round(reveal="after_own", blindness="double")
    application = build.disagreed(staff=staff, round_=round_)
    (first, _one), *_ = assessors_of(application)
    desk = f"/assess/{application.reference}"
    page = client.sign_in(first).get(desk)
    links = page.links().items()
    ways = {text: to for text, to in links if text.startswith("Discuss ") and "?" in to}
    criteria = criteria_for(application.id)
    for one in criteria:
        assert ways.pop(f"Discuss this criterion: {one.title}").endswith(f"?about=c:{one.id}#say")
    groups = reading_for(first, application).groups
    shown = [[one.key for one in group.answers if not one.hidden] for group in groups]
    asked = [parse_qs(urlsplit(to).query)["of"] for to in ways.values()]
    assert asked == [keys for keys in shown if keys]
    assert sum(map(len, shown)) < sum(len(group.answers) for group in groups)
    for keys, way in zip(asked, ways.values(), strict=True):
        about = client.get(way.partition("#")[0])
        topics = [one.get("value") for one in about.all("input") if one.get("name") == "topic"]
        assert [one for one in topics if (one or "").startswith("q:")] == [f"q:{k}" for k in keys]
    folds = [one for one in page.all("details") if "app-part" in (one.get("class") or "")]
    assert len(folds) == len(groups) and not any("open" in one.attrib for one in folds)
    assessment.decided(application)
    after = client.get(desk).links()
    assert not any(text.startswith("Discuss ") and "?" in to for text, to in after.items())


def reading_for(person: User, application: Application) -> Reading:
    mine = there(assignment_for(actor_of(person), application.reference), "the assignment")
    return reading_of(mine, str)


def test_nothing_leads_there_where_nobody_sees_another(staff: User, client: CheckedClient) -> None:
    application = build.disagreed(staff=staff, round_=rounds.open_round(reveal="never"))
    (first, _one), *_ = assessors_of(application)
    page = client.sign_in(first).get(f"/assess/{application.reference}")
    assert "You submitted your scores" in page.text and "Discuss this" not in page.text
