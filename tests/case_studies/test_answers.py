"""What the lead asked for stays in sight of those who edit, and of the lead, until it is sent."""

from __future__ import annotations

import pytest
from flask import Flask

from award.case_studies.services import editing, publication
from award.foundation import workflow
from award.foundation.db import transaction
from award.foundation.policy import Role
from tests.build import case_studies as build
from tests.build.accounts import actor_of, user
from tests.client import CheckedClient

pytestmark = pytest.mark.any_database

ASKED = "It was seven homes, not six."


@pytest.mark.parametrize("page", ["", "/edit", "/edit/problem", "/edit/all"])
def test_changes_stand_at_the_top_until_the_next_version_is_sent(
    app: Flask, client: CheckedClient, page: str
) -> None:
    study = build.changes_asked(build.sent(), ASKED)
    lead = build.lead_of(study)
    client.sign_in(user(roles=(Role.PUBLISHER,)))
    path = f"/manage/case-studies/{study.slug}{page}"
    found = client.get(path)
    assert f"{lead.name} asks for changes" in found.text
    assert found.text.index(ASKED) < found.text.index(
        {"": "Nobody outside", "/edit": "Title and summary"}.get(page, "Sections")
    )
    build.resent(study)
    assert "asks for changes" not in client.get(path).text


def test_the_list_has_a_shelf_for_them(app: Flask, client: CheckedClient) -> None:
    study = build.changes_asked(build.sent(title="Changes wanted here"), ASKED)
    build.complete(title="Only a draft")
    client.sign_in(user(roles=(Role.PUBLISHER,)))
    page = client.get("/manage/case-studies")
    assert "Changes asked for 1" in page.text and "Draft 1" in page.text and "All 2" in page.text
    page = client.get("/manage/case-studies?state=changes_asked")
    assert "Changes wanted here" in page.text and "Only a draft" not in page.text
    page = client.get("/manage/case-studies?state=draft")
    assert "Changes wanted here" not in page.text and "Only a draft" in page.text
    build.resent(study)
    page = client.get("/manage/case-studies?state=changes_asked")
    assert "There are none in this state" in page.text


@pytest.mark.parametrize("public", [True, False])
def test_between_versions_the_lead_finds_their_page(
    app: Flask, client: CheckedClient, public: bool
) -> None:
    study = build.published() if public else build.promoted()
    if public:
        with transaction():
            editing.revise(build.again(study), actor=actor_of(user(roles=(Role.PUBLISHER,))))
    study = build.edited(build.again(study), **build.TEXT)
    study = build.changes_asked(build.resent(study), ASKED)
    client.sign_in(build.lead_of(study))
    own = f"/my-case-studies/{study.slug}"
    page = client.get(own)
    assert "The programme team is working on your changes" in page.text and ASKED in page.text
    assert ("the public page" in page.links()) is public
    assert study.problem not in page.text
    label = "Public, new version being changed, as you asked" if public else "Being changed"
    assert label in client.get("/my-case-studies").text
    assert client.get(f"{own}/changes", status=302).location == own
    client.post(f"{own}/withdraw", client.get(f"{own}/withdraw").form_values())
    assert "You withdrew it on" in client.get(own).text
    assert client.get(f"{own}/withdraw", status=302).location == own


def test_the_lead_reads_why_it_was_taken_down(app: Flask, client: CheckedClient) -> None:
    study = build.published()
    with transaction():
        publication.take_down(
            build.again(study),
            reason="A partner has closed.",
            actor=actor_of(user(roles=(Role.PUBLISHER,))),
        )
    client.sign_in(build.lead_of(study))
    page = client.get(f"/my-case-studies/{study.slug}")
    assert "The programme team took it down on" in page.text
    assert "A partner has closed." in page.text


def test_what_was_typed_outlives_the_session(app: Flask, client: CheckedClient) -> None:
    study = build.complete()
    path = f"/manage/case-studies/{study.slug}/edit/all"
    page = client.post(path, {"problem": "Words of an hour."}, status=403)
    assert "Words of an hour." in page.text and "You have been signed out" in page.text
    client.sign_in(user(roles=(Role.PUBLISHER,)))
    stale = {"problem": "Words of an hour.", "csrf_token": "of another session"}
    page = client.post(path, stale, status=400)
    assert "Words of an hour." in page.text and "open for too long" in page.text
    assert build.again(study).problem != "Words of an hour."


def test_a_funded_application_cannot_be_withdrawn_under_its_case_study(app: Flask) -> None:
    """Were it ever otherwise, nothing is sent or published of it."""
    moves = workflow.machines()["application"].transitions
    leaving = [move for move in moves if move.source == "awarded" != move.target]
    assert leaving == []
    study = build.agreed(build.sent())
    assert study.application is not None
    publisher = actor_of(user(roles=(Role.PUBLISHER,)))
    assert workflow.obstacle(study, "publish", publisher) is None
    study.application.state = "withdrawn"
    assert workflow.obstacle(study, "publish", publisher) == (
        "Its application is not funded any more."
    )
    study.application.state = "awarded"
