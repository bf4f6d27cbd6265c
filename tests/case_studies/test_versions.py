"""What the lead is told when an earlier text is public, and when nothing is."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from award.case_studies.models import CaseStudy
from award.case_studies.services import editing
from award.foundation.db import db, transaction
from award.foundation.outbox import OutboxMessage
from award.foundation.policy import Role
from tests.build import case_studies as build
from tests.build.accounts import actor_of, user
from tests.client import CheckedClient

pytestmark = pytest.mark.any_database


def last_email(notice: str = "case_study") -> OutboxMessage:
    message = db.session.scalar(
        select(OutboxMessage)
        .where(OutboxMessage.notice.startswith(notice))
        .order_by(OutboxMessage.id.desc())
        .limit(1)
    )
    assert message is not None
    return message


def resent_after_publishing() -> CaseStudy:
    study = build.published()
    with transaction():
        editing.revise(build.again(study), actor=actor_of(user(roles=(Role.STAFF,))))
    return build.resent(build.edited(study, summary="Another summary."))


def test_a_new_version_says_that_the_earlier_text_is_public(
    app: Flask, client: CheckedClient
) -> None:
    study = resent_after_publishing()
    public, own = f"/case-studies/{study.slug}", f"/my-case-studies/{study.slug}"
    body = last_email().body
    assert public in body and "The earlier text is public" in body
    assert "nobody outside the programme" not in body

    client.sign_in(build.lead_of(study))
    page = client.get("/my-case-studies")
    assert "New version for you to read" in page.text
    assert page.links()["the earlier text"] == public
    page = client.get(own)
    assert "Nobody outside the programme" not in page.text
    assert page.links()["earlier text is public"] == public
    assert client.get(f"{own}/changes").links()["earlier text"] == public
    assert client.get(f"{own}/withdraw").links()["It is public now"] == public

    build.agreed(study)
    assert "earlier text stays public until then" in last_email().body
    assert "New version agreed, earlier one public" in client.get("/my-case-studies").text
    page = client.get(own)
    assert "Agreed, not yet public" not in page.text
    assert page.links()["earlier text"] == public


def test_a_first_version_is_nobodys_yet(app: Flask, client: CheckedClient) -> None:
    study = build.sent()
    own = f"/my-case-studies/{study.slug}"
    message = last_email()
    assert "nobody outside the programme has seen it" in message.body
    assert "earlier" not in message.body
    assert message.body.startswith(f"Hello {message.recipient_name},\n")
    client.sign_in(build.lead_of(study))
    page = client.get("/my-case-studies")
    assert "Waiting for you: Listening for falls at night" in page.text
    assert "earlier" not in page.text
    assert "Nobody outside the programme can see it" in client.get(own).text
    build.agreed(study)
    page = client.get("/my-case-studies")
    assert "Agreed, not yet public" in page.text and "Waiting for you" not in page.text


@pytest.mark.parametrize("public", [True, False])
def test_nobody_has_to_say_why_they_withdraw(
    app: Flask, client: CheckedClient, public: bool
) -> None:
    study = build.published() if public else build.sent()
    client.sign_in(build.lead_of(study))
    path = f"/my-case-studies/{study.slug}/withdraw"
    assert ("It is public now" in client.get(path).text) is public
    page = client.follow(client.post(path, client.get(path).form_values()))
    assert ("It is not public any more" in page.text) is public
    assert ("It will not be published" in page.text) is not public
    message = last_email("case_study.withdrawn")
    assert ("taken down" in message.subject) is public
    assert "What they say" not in message.body
    assert build.again(study).state == "archived"
    client.get(f"/case-studies/{study.slug}", status=410 if public else 404)


def test_who_to_ask_is_a_link_and_names_stand_apart(app: Flask, client: CheckedClient) -> None:
    study = build.published(who_was_involved="Larkrise\nThe Front Door Group")
    page = client.get(f"/case-studies/{study.slug}")
    assert page.links()["hello@brightwater.example"] == "mailto:hello@brightwater.example"
    assert "Larkrise<br" in page.response.text
