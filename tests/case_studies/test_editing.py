"""Drafts, agreement and publication: what the services refuse."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask

from award.case_studies import queries, services
from award.foundation import clock
from award.foundation.db import transaction
from award.foundation.errors import Refused, StaleVersion
from award.foundation.policy import Role
from tests.build import case_studies as build
from tests.build import rounds
from tests.build.accounts import actor_of, user
from tests.client import CheckedClient


def test_nothing_is_published_without_agreement_or_a_date_to_come(app: Flask) -> None:
    actor = actor_of(user(roles=(Role.PUBLISHER,)))
    study = build.again(build.sent())
    later = clock.today() + timedelta(days=30)
    with pytest.raises(Refused), transaction():
        services.publish(study, review_by_on=later, actor=actor)
    study = build.again(build.agreed(study))
    with pytest.raises(Refused) as refusal, transaction():
        services.publish(study, review_by_on=clock.today(), actor=actor)
    assert refusal.value.field == "review_by_on"
    assert queries.latest() == []


def test_an_incomplete_one_is_not_sent(app: Flask) -> None:
    study = build.again(build.promoted())
    with pytest.raises(Refused) as refusal, transaction():
        services.send_to_applicant(study, actor=actor_of(user(roles=(Role.STAFF,))))
    assert "“What did not work, and what was learned”" in refusal.value.reason


def test_two_editors_do_not_overwrite_each_other(app: Flask, client: CheckedClient) -> None:
    study = build.promoted()
    client.sign_in(user(roles=(Role.STAFF,)))
    path = f"/manage/case-studies/{study.slug}/edit"
    values = client.get(path).form_values()
    build.edited(study, problem="Theirs.")
    page = client.post(path, {**values, "problem": ["Mine."]}, status=200)
    assert page.errors == [StaleVersion().reason]
    assert page.value_of("problem") == "Mine."
    assert "What somebody else saved here Theirs." in page.text
    assert build.again(study).problem == "Theirs."


def test_the_lead_agrees_only_what_they_have_read(app: Flask, client: CheckedClient) -> None:
    study = build.sent()
    client.sign_in(build.lead_of(study))
    path = f"/my-case-studies/{study.slug}"
    version = client.get(path).value_of("version")
    with transaction():
        services.revise(build.again(study), actor=actor_of(user(roles=(Role.STAFF,))))
    build.resent(build.edited(study, problem="Changed meanwhile."))
    page = client.post(path, {"confirmed": "y", "name": "Ada", "version": version}, status=200)
    assert "Read it again" in page.errors[0]
    assert "Changed meanwhile." in page.text


def test_slugs_never_change_and_never_clash(app: Flask) -> None:
    round_ = rounds.closed_round(min_assessments=1)
    slugs = [build.promoted(build.funded(round_, title="To promote")).slug for _ in range(2)]
    assert slugs == ["to-promote-2", "to-promote-3"]


def test_award_and_provenance_come_from_the_submission(app: Flask) -> None:
    study = build.again(build.promoted())
    assert study.application is not None
    assert study.award_line == f"Phase {study.application.phase}, {study.application.round.title}"
    assert study.provenance["problem"]["submission"] == 1


def test_a_draft_may_be_incomplete_and_the_rest_is_checked(
    app: Flask, client: CheckedClient
) -> None:
    study = build.promoted()
    client.sign_in(user(roles=(Role.PUBLISHER,)))
    path = f"/manage/case-studies/{study.slug}/edit"
    values = client.get(path).form_values()
    page = client.post(
        path, {**values, "summary": "x" * 300, "atrs_url": "javascript:1"}, status=200
    )
    assert page.errors == ["Cut 45 characters: the limit is 255"]
    page = client.post(path, {**values, "atrs_url": "javascript:1"}, status=200)
    assert page.errors == ["Enter a web address that starts with https://"]
    client.post(path, {**values, "problem": "A\x00B \U0001f600"})
    assert build.again(study).problem == "AB \U0001f600"


def test_only_a_draft_is_edited(app: Flask, client: CheckedClient) -> None:
    study = build.agreed(build.sent())
    with pytest.raises(Refused):
        build.edited(study, problem="Sneaked in.")
    client.sign_in(user(roles=(Role.STAFF,)))
    page = client.get(f"/manage/case-studies/{study.slug}/edit")
    assert "Take it back to draft first" in page.text and page.value_of("problem") is None


def test_what_does_not_belong_in_public_is_pointed_out(app: Flask, client: CheckedClient) -> None:
    study = build.complete(project="Ring Jo on 0113 496 0000. It cost £9.")
    client.sign_in(user(roles=(Role.STAFF,)))
    text = client.get(f"/manage/case-studies/{study.slug}").text
    assert "“What was tried” seems to hold an email address or phone number" in text
    assert "“What was tried” mentions an amount of money" in text
