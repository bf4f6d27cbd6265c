"""A lead changes their mind: takes an agreement back, withdraws, and has it in writing."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from award.foundation.db import db
from award.foundation.outbox import OutboxMessage
from award.foundation.policy import Role
from tests.build import case_studies as build
from tests.build.accounts import user
from tests.client import CheckedClient

pytestmark = pytest.mark.any_database


def letters_to(email: str, notice: str) -> list[OutboxMessage]:
    return list(
        db.session.scalars(
            select(OutboxMessage).where(
                OutboxMessage.recipient == email, OutboxMessage.notice == notice
            )
        )
    )


def test_an_agreement_can_be_taken_back_until_it_is_public(
    app: Flask, client: CheckedClient
) -> None:
    staff = user("Stef Staff", roles=(Role.STAFF,))
    study = build.agreed(build.sent(staff=staff))
    client.sign_in(build.lead_of(study))
    own = f"/my-case-studies/{study.slug}"
    assert "take back your agreement and ask for changes" in client.get(own).text
    page = client.get(f"{own}/changes")
    assert "You have agreed this text. Asking for changes takes that back" in page.text
    client.post(f"{own}/changes", {**page.form_values(), "reason": "A partner has left."})
    found = build.again(study)
    assert (found.state, found.agreed_by_id, found.agreed_at) == ("draft", None, None)
    assert "A partner has left." in client.get(own).text
    (told,) = letters_to(staff.email, "case_study.changes_asked")
    assert "had agreed this case study, takes that back and asks for changes" in told.body


def test_what_is_public_has_to_be_withdrawn(app: Flask, client: CheckedClient) -> None:
    study = build.published()
    client.sign_in(build.lead_of(study))
    own = f"/my-case-studies/{study.slug}"
    assert client.get(f"{own}/changes", status=302).location == own
    said = {"reason": "A partner has left.", "about_summary": "Too sure of itself."}
    page = client.post(f"{own}/changes", said, status=409)
    assert "This can't be done now: it is published" in page.text
    assert all(words in page.text for words in said.values())
    assert build.again(study).state == "published"


def test_the_agreement_is_confirmed_in_writing(app: Flask) -> None:
    study = build.agreed(build.sent())
    lead = build.lead_of(study)
    (told,) = letters_to(lead.email, "case_study.agreement_kept")
    assert told.subject == "You agreed your case study: Listening for falls at night"
    assert f"signed “{lead.name}”" in told.body
    assert "take your agreement back" in told.body


@pytest.mark.parametrize("public", [True, False])
def test_withdrawing_says_first_what_cannot_be_undone_and_is_confirmed(
    app: Flask, client: CheckedClient, public: bool
) -> None:
    study = build.published() if public else build.agreed(build.sent())
    lead = build.lead_of(study)
    client.sign_in(lead)
    path = f"/my-case-studies/{study.slug}/withdraw"
    page = client.get(path)
    assert "You cannot undo this yourself." in page.text
    assert ("ask for changes instead" in page.text) is not public
    assert build.again(study).state != "archived"
    client.post(path, {**client.get(path).form_values(), "reason": "A partner has left."})
    (told,) = letters_to(lead.email, "case_study.withdrawal_kept")
    assert told.subject == "You have withdrawn your case study: Listening for falls at night"
    assert ("taken down at once" in told.body) is public
    assert "A partner has left." in told.body
