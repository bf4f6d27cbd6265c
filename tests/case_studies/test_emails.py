"""Who is told what, and by which subject line."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from award.accounts.models import User
from award.accounts.queries.people import user_by_email
from award.accounts.services.people import reinstate, suspend
from award.case_studies.queries.public import public_study
from award.case_studies.services import agreement, editing, publication
from award.foundation import clock
from award.foundation.db import db, transaction
from award.foundation.errors import Refused
from award.foundation.outbox import OutboxMessage
from award.foundation.policy import Role
from tests.build import case_studies as build
from tests.build.accounts import actor_of, user

ASKED = "It was seven homes, not six."


def letters(notice: str) -> list[OutboxMessage]:
    return list(
        db.session.scalars(
            select(OutboxMessage).where(OutboxMessage.notice == notice).order_by(OutboxMessage.id)
        )
    )


def with_roles(person: User) -> User:
    found = user_by_email(person.email)
    assert found is not None
    return found


def letter(notice: str) -> OutboxMessage:
    return letters(notice)[-1]


def test_the_lead_is_told_what_happens_next_when_one_is_started(app: Flask) -> None:
    study = build.promoted()
    found = letter("case_study.promoted")
    assert found.recipient == build.lead_of(study).email
    assert found.subject == (
        "We are writing a case study of your project: Listening for falls at night"
    )
    assert "We will not publish anything until you agree" in found.body
    assert f"/my-case-studies/{study.slug}" in found.body


def test_a_second_request_says_what_was_asked_for(app: Flask) -> None:
    study = build.sent()
    first = letter("case_study.sent")
    assert first.subject == "Please read and agree: case study “Listening for falls at night”"
    build.resent(
        build.edited(build.changes_asked(study, ASKED), project="Seven homes tried microphones.")
    )
    second = letter("case_study.sent")
    assert second.subject == "Please read again: case study “Listening for falls at night”"
    day = f"{clock.today():%-d %B %Y}"
    assert f"\n\nHere is what you asked for on {day}:\n\n{ASKED}\n\nWhat has changed" in second.body
    assert "What has changed: What was tried.\n\nPlease read the new version" in second.body
    assert f"We have changed the text of your case study since we sent it to you on {day}" in (
        second.body
    )
    assert "at night\n\nPlease read it" in first.body
    assert ASKED not in first.body and "We would like to publish" not in second.body


def test_taken_back_before_an_answer_it_is_not_asked_for_twice_in_the_same_words(
    app: Flask,
) -> None:
    study = build.sent()
    with transaction():
        editing.revise(build.again(study), actor=actor_of(user(roles=(Role.PUBLISHER,))))
    told = letter("case_study.taken_back")
    assert told.subject.startswith("Nothing to do now, we are changing your case study: ")
    assert "You do not need to read the version that we sent you" in told.body
    build.resent(build.edited(build.again(study), impact="People slept longer, and so did staff."))
    assert "We have changed the text" in letter("case_study.sent").body


@pytest.mark.parametrize("public", [True, False])
def test_the_lead_is_told_of_a_take_down_and_why(app: Flask, public: bool) -> None:
    study = build.published() if public else build.sent()
    lead = build.lead_of(study)
    with transaction():
        publication.take_down(
            build.again(study),
            reason="A partner has closed.",
            actor=actor_of(user(roles=(Role.PUBLISHER,))),
        )
    told = letter("case_study.taken_down")
    assert told.recipient == lead.email and "A partner has closed." in told.body
    assert ("not public any more" in told.subject) is public
    assert ("stopped work" in told.subject) is not public


def test_a_new_version_and_new_work_have_words_of_their_own(app: Flask) -> None:
    study = build.published()
    publisher = actor_of(user("Pat Publisher", roles=(Role.PUBLISHER,)))
    with transaction():
        editing.revise(build.again(study), actor=publisher)
    told = letter("case_study.taken_back")
    assert "The public page stays as it is" in told.body
    with transaction():
        publication.take_down(build.again(study), reason="Too old.", actor=publisher)
    with transaction():
        editing.revise(build.again(study), actor=publisher)
    assert "We have started to work" in letter("case_study.taken_back").body


def test_every_publisher_learns_that_consent_is_withdrawn(app: Flask) -> None:
    staff = user("Stef Staff", roles=(Role.STAFF,))
    publishers = [user("Pat Publisher", roles=(Role.PUBLISHER,)) for _ in range(2)]
    study = build.agreed(build.sent(staff=staff))
    build.made_public(study, staff=publishers[0])
    lead = actor_of(with_roles(build.lead_of(study)))
    with transaction():
        agreement.withdraw_agreement(build.again(study), reason="", actor=lead)
    told = letters("case_study.withdrawn")
    assert sorted(row.recipient for row in told) == sorted(
        [staff.email, *(person.email for person in publishers)]
    )
    assert told[0].subject.startswith("Case study taken down, agreement withdrawn: ")


def test_nobody_is_asked_to_agree_from_a_suspended_account(app: Flask) -> None:
    admin = actor_of(user(roles=(Role.ADMIN,)))
    publisher = actor_of(user(roles=(Role.PUBLISHER,)))
    study = build.complete()
    lead = with_roles(build.lead_of(study))
    with transaction():
        suspend(lead, actor=admin)
    with pytest.raises(Refused) as refusal, transaction():
        study = build.again(study)
        editing.send_to_applicant(study, actor=publisher)
    assert "suspended" in refusal.value.reason
    assert letters("case_study.sent") == []
    lead = with_roles(lead)
    with transaction():
        reinstate(lead, actor=admin)
    build.made_public(build.agreed(build.resent(study)))
    lead = with_roles(lead)
    with transaction():
        suspend(lead, actor=admin)
    told = len(letters("case_study.taken_down"))
    assert public_study(build.again(study).slug) is not None
    with transaction():
        publication.take_down(build.again(study), reason="Out of date.", actor=publisher)
    assert len(letters("case_study.taken_down")) == told
