"""Markup that an applicant typed stays text for every reader, whatever draws the page."""

from __future__ import annotations

import pytest

from award.applications.queries.applications import latest_submission
from award.foundation.errors import there
from award.foundation.policy import Role
from award.rounds.queries.question_sets import question_set
from tests.build import accounts, applications, rounds
from tests.build import assessment as build

BAD = '<b class="planted">&amp;"\'</b>'


@pytest.fixture
def planted(app):
    """An application with markup in each answer that people write, and the number of those."""
    round_ = rounds.open_round()
    asked = [q for q in question_set(round_.question_set_id) if q.of_kind.in_own_words]
    answers = {q.key: BAD for q in asked if q.means != "title" and not q.problems(BAD, final=True)}
    lead = accounts.user("Ada Lead", roles=())
    application = applications.submitted(round_, lead, answers, title=f"Falls {BAD}")
    stored = there(latest_submission(application.id), "it").content["answers"]
    several = sum(value == BAD for value in stored.values())
    assert several >= 3
    return application, lead, several


def reads(client, path):
    """How often the page says it; that it says it as text alone."""
    page = client.get(path)
    assert not [item for item in page.root.iter() if item.get("class") == "planted"]
    return "".join(page.root.itertext()).count(BAD)


def test_for_the_applicant_and_for_staff(planted, client):
    application, lead, several = planted
    client.sign_in(lead)
    assert reads(client, f"/applications/{application.reference}/submission") > several
    client.sign_in(accounts.user("Sam Staff", roles=(Role.STAFF,)))
    assert reads(client, f"/manage/applications/{application.reference}") > several


def test_for_assessors_and_of_them(planted, client):
    application, _lead, several = planted
    staff = accounts.user("Sam Staff", roles=(Role.STAFF,))
    person, other = build.assessor("Noor Example"), build.assessor("Other Example")
    build.declared(application, person, staff=staff)
    here = f"/assess/{application.reference}"
    client.sign_in(person)
    assert reads(client, here) > several // 2
    build.scored(application, [7, 7, 7], other, staff=staff, justification=BAD, for_applicant=BAD)
    client.sign_in(other)
    assert reads(client, here) > several // 2
    client.sign_in(staff)
    assert reads(client, f"/manage/applications/{application.reference}") > several + 3
