"""A reference typed in small letters leads to the page's one address, and tells nobody anything."""

from __future__ import annotations

import pytest
from flask import Flask

from award.foundation.policy import Role
from tests.build import accounts, applications, assessment, rounds
from tests.client import CheckedClient


def test_a_public_page_has_one_address(client: CheckedClient) -> None:
    rounds.open_round(reference="ASC-3")
    page = client.get("/rounds/asc-3?from=letter&from=post", status=301)
    assert page.location == "/rounds/ASC-3?from=letter&from=post"
    assert client.get("/rounds/Asc-3/questions", status=301).location == "/rounds/ASC-3/questions"
    client.get("/rounds/asc-4", status=404)


def test_what_is_not_announced_is_not_there_in_small_letters_either(client: CheckedClient) -> None:
    rounds.setup_round(reference="ASC-3")
    client.get("/rounds/asc-3", status=404)
    client.get("/rounds/asc-3/eligibility", status=404)


@pytest.mark.parametrize("path", ["", "/summary", "/check"])
def test_an_application_of_ones_own(app: Flask, client: CheckedClient, path: str) -> None:
    lead = accounts.user("Ada Lead", roles=())
    reference = applications.draft(lead=lead).reference
    client.sign_in(lead)
    page = client.get(f"/applications/{reference.lower()}{path}", status=301)
    assert page.location == f"/applications/{reference}{path}"
    assert client.get(page.location)


def test_nobody_learns_what_they_may_not_see(app: Flask, client: CheckedClient) -> None:
    reference = applications.draft().reference.lower()
    there, absent = f"/applications/{reference}", "/applications/aia-222222"
    for path in (there, absent):
        assert client.get(path, status=302).location == f"/sign-in?next={path}"
    client.sign_in(accounts.user("Other", roles=(Role.STAFF, Role.ASSESSOR)))
    for path in (there, absent):
        client.get(path, status=404)
        client.get(path.replace("applications", "assess"), status=404)


def test_an_assessors_page_and_the_staffs(app: Flask, client: CheckedClient) -> None:
    application = applications.submitted()
    person = assessment.assessor()
    assessment.assigned(application, person)
    low = application.reference.lower()
    page = client.sign_in(person).get(f"/assess/{low}", status=301)
    assert page.location == f"/assess/{application.reference}"
    client.sign_in(accounts.user(roles=(Role.STAFF,)))
    page = client.get(f"/manage/applications/{low}", status=301)
    assert page.location == f"/manage/applications/{application.reference}"


def test_what_is_sent_is_taken_however_the_address_is_spelled(
    app: Flask, client: CheckedClient
) -> None:
    lead = accounts.user("Ada Lead", roles=())
    application = applications.draft(lead=lead)
    form = client.sign_in(lead).get(f"/applications/{application.reference}/problem")
    low = application.reference.lower()
    sent = {**form.form_values(), "answer_problem": "Falls"}
    saved = client.post(f"/applications/{low}/problem", sent)
    assert application.reference in saved.location
