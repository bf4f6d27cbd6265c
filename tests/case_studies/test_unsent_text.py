"""The lead reads what was sent to them, never what a publisher is still writing."""

from __future__ import annotations

import pytest
from flask import Flask

from award.case_studies.services import editing, publication
from award.foundation.db import transaction
from award.foundation.policy import Role
from tests.build import case_studies
from tests.build.accounts import actor_of, user
from tests.client import CheckedClient

PLANTED = "Heron words that nobody agreed"


@pytest.mark.parametrize("archived", [False, True])
def test_a_draft_of_a_revised_story_stays_with_the_publisher(
    app: Flask, client: CheckedClient, archived: bool
) -> None:
    study = case_studies.published(title="Kettles that tell")
    publisher = actor_of(user("Pat Publisher", roles=(Role.PUBLISHER,)))
    with transaction():
        editing.revise(case_studies.again(study), actor=publisher)
    case_studies.edited(case_studies.again(study), title=PLANTED, problem=PLANTED)
    if archived:
        with transaction():
            publication.take_down(case_studies.again(study), reason="Out of date", actor=publisher)
    client.sign_in(case_studies.lead_of(study))
    pages = [client.get("/my-case-studies"), client.get(f"/my-case-studies/{study.slug}")]
    assert [PLANTED in page.html for page in pages] == [False, False]
    assert [page.text.count("Kettles that tell") > 0 for page in pages] == [True, True]


def test_between_versions_it_keeps_the_title_that_the_lead_has_read(
    app: Flask, client: CheckedClient
) -> None:
    study = case_studies.sent(title="Kettles that tell")
    case_studies.changes_asked(study, "It was seven homes.")
    case_studies.edited(case_studies.again(study), title=PLANTED)
    client.sign_in(case_studies.lead_of(study))
    page = client.get(f"/my-case-studies/{study.slug}")
    assert page.h1 == "Kettles that tell" and "Your project: Listening for falls" in page.text
    assert "Kettles that tell" in client.get("/my-case-studies").text
