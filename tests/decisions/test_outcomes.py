"""What applicants read of a decision: nothing before, then theirs alone."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from award.accounts.models import User
from award.applications.models import Application
from award.assessment.models.assignments import Assignment
from award.foundation.db import db
from award.foundation.outbox import OutboxMessage
from award.foundation.policy import Role
from tests.build import applications, assessment, decisions, rounds
from tests.build.accounts import user
from tests.client import CheckedClient
from tests.decisions.staged import AMOUNT, CONDITIONS, letters, three
from tests.documents.making import words_of

pytestmark = pytest.mark.any_database


def test_letters_say_the_decision_and_nothing_of_scores_or_notes(staff: User, lead: User) -> None:
    round_ = rounds.closed_round()
    three(round_, staff, lead)
    decisions.released(round_, staff=staff)
    bodies = {message.notice: message.body for message in letters()}
    assert f"£{AMOUNT:,}" in bodies["decision.fund"]
    assert CONDITIONS in bodies["decision.fund"]
    for message in letters():
        for secret in ("planted-note", "planted-comment", "Secret Assessor", "%", " mean ", "rank"):
            assert secret not in message.body
        assert "\n\n\n" not in message.body
        assert "http://localhost/applications/" in message.body


def test_applicants_see_nothing_before_and_everything_of_theirs_after(
    staff: User, lead: User, client: CheckedClient
) -> None:
    round_ = rounds.closed_round()
    funded, reserved, _rejected = three(round_, staff, lead)
    outcome = f"/applications/{funded.reference}/outcome"
    secrets = ("planted-", f"{AMOUNT:,}", str(AMOUNT), "Successful", "reserve list", "staged")

    client.sign_in(lead)
    client.get(outcome, status=404)
    for text in crawl(client, funded):
        assert not [secret for secret in secrets if secret in text]
    assert not [m for m in db.session.scalars(select(OutboxMessage)) if "planted-" in m.body]

    decisions.released(round_, staff=staff)
    page = client.get(outcome, budget=8)
    assert page.h1.endswith("Your application has been selected for an award")
    assert f"£{AMOUNT:,}" in page.text
    assert CONDITIONS in page.text
    assert page.text.count("planted-comment") == 2
    for alias in db.session.scalars(
        select(Assignment.alias).where(Assignment.application_id == funded.id)
    ):
        assert page.text.count(alias) == 1
    for secret in ("Secret Assessor", "planted-note", "%"):
        assert secret not in page.text
    client.get(f"/applications/{reserved.reference}/outcome", status=404)


@pytest.mark.parametrize("roles", [(), (Role.ASSESSOR,), (Role.STAFF,), (Role.AUDITOR,)])
def test_an_outcome_is_the_leads_alone(
    staff: User, lead: User, client: CheckedClient, roles: tuple[Role, ...]
) -> None:
    round_ = rounds.closed_round()
    funded, *_others = three(round_, staff, lead)
    decisions.released(round_, staff=staff)
    client.sign_in(user("Nosy Example", roles=roles))
    client.get(f"/applications/{funded.reference}/outcome", status=404)


def test_reserve_and_rejection_read_as_such(staff: User, client: CheckedClient) -> None:
    round_ = rounds.closed_round()
    words = {"reserve": "is on the reserve list", "reject": "was not selected this time"}
    for outcome, expected in words.items():
        person = user(f"Lead {outcome}", roles=())
        application = applications.submitted(round_, person)
        decisions.staged(application, outcome, staff=staff)
        decisions.released(round_, staff=staff)
        page = client.sign_in(person).get(f"/applications/{application.reference}/outcome")
        assert page.h1.endswith(expected)


def crawl(client: CheckedClient, application: Application) -> list[str]:
    """Every page an applicant can reach by links from theirs, two steps deep."""
    seen: dict[str, str] = {}
    queue = ["/applications", f"/applications/{application.reference}", "/", "/rounds"]
    for _depth in range(2):
        found: list[str] = []
        for path in queue:
            if path in seen:
                continue
            response = client.browser.get(path)
            seen[path] = words_of(response.get_data())
            if response.mimetype == "text/html":
                found += [link for link in links(seen[path]) if link not in seen]
        queue = found
    assert len(seen) > 4
    return list(seen.values())


def links(html: str) -> list[str]:
    import re

    return [
        link.partition("#")[0]
        for link in re.findall(r'href="(/[^"]*)"', html)
        if not link.startswith("/static")
    ]


@pytest.mark.parametrize("outcome", ["fund", "reserve", "reject"])
@pytest.mark.parametrize("count", [0, 1, 2])
def test_letter_and_outcome_speak_of_comments_only_where_there_are_some(
    staff: User, lead: User, client: CheckedClient, outcome: str, count: int
) -> None:
    round_ = rounds.closed_round(min_assessments=2)
    application = applications.submitted(round_, lead)
    words = [f"Comment {number} of this test" for number in range(count)]
    for number, text in enumerate(words):
        person = assessment.assessor(f"Secret Assessor {number}")
        assessment.scored(application, [8, 8, 8], person, for_applicant=text)
    decisions.staged(application, outcome, staff=staff)
    decisions.released(round_, staff=staff)
    letter = letters()[0].body
    expected = {0: None, 1: "the assessor said", 2: "the assessors said"}[count]
    assert ("assessor" in letter) == bool(count)
    assert expected is None or expected in letter
    page = client.sign_in(lead).get(f"/applications/{application.reference}/outcome", budget=8)
    assert [text for text in words if text in page.text] == words
    assert ("What the assessor" in page.text) == bool(count)
    assert ("There are no assessors’ comments with this decision." in page.text) == (not count)
    for alias in db.session.scalars(select(Assignment.alias)):
        assert f"{alias} Comment" in page.text
