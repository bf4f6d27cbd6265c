"""A lead who has read it before is told what is true: what changed, or that nothing did and why."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import func, select

from award.case_studies.models import CaseStudy
from award.case_studies.services import editing
from award.foundation.db import db, transaction
from award.foundation.errors import Refused
from award.foundation.outbox import OutboxMessage
from award.foundation.policy import Role
from tests.build import case_studies as build
from tests.build.accounts import actor_of, user
from tests.client import CheckedClient

ASKED = "It was seven homes, not six."
WHY = "Six is right: the seventh home joined a year later."


def taken_back(study: CaseStudy) -> CaseStudy:
    with transaction():
        editing.revise(build.again(study), actor=actor_of(user(roles=(Role.PUBLISHER,))))
    return build.again(study)


def last_letter() -> str:
    found = db.session.scalar(
        select(OutboxMessage.body)
        .where(OutboxMessage.notice == "case_study.sent")
        .order_by(OutboxMessage.id.desc())
        .limit(1)
    )
    assert found is not None
    return found


def letters_sent() -> int:
    return (
        db.session.scalar(
            select(func.count())
            .select_from(OutboxMessage)
            .where(OutboxMessage.notice == "case_study.sent")
        )
        or 0
    )


@pytest.mark.parametrize("asked", [True, False])
def test_the_same_text_is_sent_again_only_with_a_word_why(app: Flask, asked: bool) -> None:
    study = build.sent()
    study = build.changes_asked(study, ASKED) if asked else taken_back(study)
    for note in ("", " \n"):
        with pytest.raises(Refused) as refusal:
            build.resent(study, note=note)
        assert refusal.value.field == "note"
    build.resent(study, note=WHY)
    body = last_letter()
    assert "It has not changed since we sent it to you on" in body
    assert f"\n\nWhy we are sending it again:\n\n{WHY}\n\n" in body
    assert ("Here is what you asked for" in body) is asked
    assert "We have changed" not in body and "What has changed" not in body


def test_changed_and_changed_back_is_the_same_text(app: Flask) -> None:
    study = taken_back(build.sent())
    study = build.edited(study, impact="People slept.")
    study = build.edited(build.again(study), impact=str(build.TEXT["impact"]))
    with pytest.raises(Refused):
        build.resent(study, note="")


def test_the_first_text_and_a_changed_one_need_no_word(app: Flask) -> None:
    study = build.changes_asked(build.resent(build.complete(), note=""), ASKED)
    study = build.resent(build.edited(study, project="Seven homes tried it."), note="")
    assert study.state == "with_applicant"
    assert "What has changed: What was tried." in last_letter()


def test_the_publisher_is_asked_on_a_page(app: Flask, client: CheckedClient) -> None:
    study = build.changes_asked(build.sent(), ASKED)
    publisher = user("Pat Publisher", roles=(Role.PUBLISHER,))
    client.sign_in(publisher)
    path = f"/manage/case-studies/{study.slug}"
    values = client.get(path).form_values(f"{path}/send")
    page = client.post(f"{path}/send", values, status=200)
    assert page.h1 == "Send the same text again?"
    assert ASKED in page.text and page.errors == []
    values = page.form_values()
    page = client.post(f"{path}/send", values, status=200)
    assert page.errors == ["Say why you send the same text again"]
    client.post(f"{path}/send", {**values, "note": "word " * 201}, status=200)
    assert letters_sent() == 1
    client.post(f"{path}/send", {**values, "note": WHY})
    assert letters_sent() == 2
    assert WHY in client.get(path).text
    client.sign_in(build.lead_of(study))
    page = client.get(f"/my-case-studies/{study.slug}")
    assert "nothing in it has changed" in page.text
    assert WHY in page.text and ASKED in page.text


def test_an_empty_draft_is_told_what_is_missing_first(app: Flask, client: CheckedClient) -> None:
    study = build.edited(build.changes_asked(build.sent(), ASKED), summary="")
    with pytest.raises(Refused) as refusal:
        build.resent(study, note="")
    assert refusal.value.field is None


def test_the_request_stays_with_the_lead_until_they_answer(
    app: Flask, client: CheckedClient
) -> None:
    study = build.changes_asked(build.sent(), ASKED)
    client.sign_in(build.lead_of(study))
    own = f"/my-case-studies/{study.slug}"
    study = build.resent(build.edited(study, project="Seven homes tried it."))
    page = client.get(own)
    assert ASKED in page.text
    assert "Changed since the version that you answered: Removed words" in page.text
    changed = page.text[page.text.index("Removed words") : page.text.index("You asked")]
    assert "What was tried" in changed and "[added: Seven" in changed
    assert "The problem" not in changed
    study = taken_back(study)
    page = client.get(own)
    assert "has taken the text back" in page.text and ASKED in page.text
    study = build.resent(build.edited(study, impact="They slept for an hour more."))
    page = client.get(own)
    assert ASKED in page.text
    changed = page.text[page.text.index("Removed words") : page.text.index("You asked")]
    assert "What was tried" in changed and "What happened" in changed
    assert ASKED in last_letter()
    build.agreed(study)
    assert ASKED not in client.get(own).text


def test_a_new_version_of_a_public_text_says_what_is_new(app: Flask, client: CheckedClient) -> None:
    study = taken_back(build.published())
    build.resent(build.edited(study, impact="They slept for an hour more."))
    body = last_letter()
    assert "We have written a new version" in body and "What has changed: What happened." in body
    client.sign_in(build.lead_of(study))
    page = client.get(f"/my-case-studies/{study.slug}")
    assert "Changed since the version that we sent you on" in page.text
