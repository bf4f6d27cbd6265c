"""The eligibility rules as a table, and the check's pages."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask

from award.applications.queries import mine
from award.applications.queries.applications import own_application, terms_of
from award.applications.rules.eligibility import Answers, check, joined
from tests.build import accounts, applications, rounds
from tests.client import CheckedClient

ALL = (1, 2, 3, 4)


@pytest.mark.parametrize(
    ("phase", "changes", "outcome"),
    [
        (1, {}, "yes"),
        (2, {"org_type": "charity"}, "yes"),
        (2, {"org_type": "local_authority"}, "yes"),
        (2, {"org_type": "large_company"}, "no"),
        (1, {"hq_uk": False, "uk_registered_office": True}, "no"),
        (2, {"org_type": "large_company", "has_uk_co_lead": True}, "no"),
        (3, {"org_type": "large_company"}, "yes"),
        (3, {"org_type": "large_company", "uk_registered_office": False}, "no"),
        (
            4,
            {"org_type": "large_company", "uk_registered_office": False, "has_uk_co_lead": True},
            "yes",
        ),
        (3, {"hq_uk": False, "uk_registered_office": False}, "no"),
        (3, {"hq_uk": False, "uk_registered_office": False, "has_uk_co_lead": True}, "yes"),
        (3, {"hq_uk": False, "uk_registered_office": True}, "yes"),
        (3, {"market_authorisation": "not_device"}, "no"),
        (3, {"market_authorisation": "not_device", "device_rationale": "  "}, "no"),
        (3, {"market_authorisation": "not_device", "device_rationale": "Rosters only"}, "yes"),
        (4, {"market_authorisation": "none"}, "no"),
        (4, {"market_authorisation": "unsure"}, "talk"),
        (2, {"market_authorisation": "none"}, "yes"),
        (2, {"social_care": "no"}, "no"),
        (2, {"social_care": "unsure"}, "talk"),
        (2, {"org_type": "other"}, "talk"),
        (2, {"org_type": "csu_or_alb"}, "talk"),
        (2, {"social_care": "no", "org_type": "other"}, "no"),
    ],
)
def test_the_table(phase: int, changes: dict[str, Any], outcome: str) -> None:
    result = check(applications.eligibility(phase, **changes), ALL)
    assert result.outcome == outcome, result
    assert result.reasons
    assert all(reason.endswith(".") for reason in result.reasons)


def test_a_phase_that_the_round_leaves_out_is_a_no() -> None:
    result = check(applications.eligibility(1), (2, 3, 4))
    assert result.outcome == "no"
    assert result.reasons == (
        "This round does not take applications for Phase 1. It is for Phases 2, 3 and 4.",
    )


def test_an_earlier_phase_is_suggested_only_where_it_is_open() -> None:
    answers = applications.eligibility(3, market_authorisation="none")
    assert "Phases 1 and 2 may suit" in check(answers, ALL).reasons[0]
    assert "suit" not in check(answers, (3, 4)).reasons[0]


def test_answers_survive_the_cookie() -> None:
    answers = applications.eligibility(3, device_rationale="No")
    assert Answers.from_data(answers.as_data()) == answers
    assert joined([1]) == "Phase 1"


TOLD = {
    "social_care": "yes",
    "org_type": "charity",
    "hq_uk": "yes",
}


def test_the_check_needs_no_account(app: Flask, client: CheckedClient) -> None:
    round_ = rounds.open_round()
    url = f"/rounds/{round_.reference}/eligibility"
    assert client.get(url).h1 == "Check whether you can apply"
    page = client.get(f"{url}?asked=1")
    assert page.errors == ["Select a phase"]
    page = client.get(f"{url}?phase=2")
    assert "UKCA" not in page.text
    page = client.post(f"{url}?phase=2", {}, status=200)
    assert len(page.errors) == 3
    page = client.follow(client.post(f"{url}?phase=2", TOLD))
    assert page.h1 == "Yes, you can apply"
    start = f"/rounds/{round_.reference}/start"
    assert page.links()["Create an account"] == f"/register?next={start}"
    assert page.links()["Sign in and start an application"] == start
    client.sign_in(accounts.user(roles=()))
    page = client.follow(client.post(f"{url}?phase=2", TOLD))
    assert page.links()["Start an application"] == start
    assert "Create an account" not in page.links()


def test_later_phases_ask_about_devices(app: Flask, client: CheckedClient) -> None:
    round_ = rounds.open_round()
    url = f"/rounds/{round_.reference}/eligibility?phase=3"
    more = {**TOLD, "uk_registered_office": "yes", "has_uk_co_lead": "no"}
    page = client.post(url, {**more, "market_authorisation": "not_device"}, status=200)
    assert page.errors == ["Say why the product is not a medical device"]
    page = client.follow(client.post(url, {**more, "market_authorisation": "none"}))
    assert "can’t apply like this" in page.h1
    assert "Start an application" not in page.links()


def test_answers_go_along_through_sign_in_into_the_application(
    app: Flask, client: CheckedClient
) -> None:
    round_ = rounds.open_round()
    person = accounts.user(roles=())
    client.post(f"/rounds/{round_.reference}/eligibility?phase=2", TOLD)
    refused = client.get(f"/rounds/{round_.reference}/start", status=302)
    assert "/sign-in?next=" in refused.location
    with client.browser.session_transaction() as session:  # sign in, as the sign-in page would
        session.update(accounts.signed_in(person))
    page = client.get(f"/rounds/{round_.reference}/start")
    assert "Start now" in page.buttons()
    made = client.post(f"/rounds/{round_.reference}/start")
    assert made.location.endswith("/organisation")
    (row,) = mine.my_applications(accounts.actor_of(person)).rows
    assert (row.phase, row.state) == (2, "draft")
    found = own_application(accounts.actor_of(person), row.reference)
    assert found is not None
    kept = terms_of(found).eligibility
    assert kept is not None
    assert (kept.outcome, kept.answers["org_type"]) == ("yes", "charity")
    again = client.get(f"/rounds/{round_.reference}/start", status=302)
    assert again.location.endswith("/eligibility")


def test_a_closed_round_says_so(app: Flask, client: CheckedClient) -> None:
    round_ = rounds.closed_round()
    with client.browser.session_transaction() as session:
        session["eligibility"] = {
            "round": round_.reference,
            "answers": applications.eligibility(2).as_data(),
        }
    for path in ("eligibility", "eligibility?phase=2", "eligibility/result"):
        page = client.get(f"/rounds/{round_.reference}/{path}")
        assert page.h1 == "This round has closed"
        assert page.links()["See open rounds"] == "/rounds"
    client.post(f"/rounds/{round_.reference}/eligibility?phase=2", TOLD, status=200)
    client.sign_in(accounts.user(roles=()))
    assert client.get(f"/rounds/{round_.reference}/start").h1 == "This round has closed"
    client.post(f"/rounds/{round_.reference}/start", {}, status=200)
    assert "Start your application" not in client.get("/applications").links()


def test_a_round_nobody_knows_of_is_not_there(app: Flask, client: CheckedClient) -> None:
    round_ = rounds.setup_round()
    client.get(f"/rounds/{round_.reference}/eligibility", status=404)
    client.get(f"/rounds/{round_.reference}/eligibility/result", status=404)


def test_the_check_can_be_answered_again_and_move_the_phase(
    app: Flask, client: CheckedClient
) -> None:
    lead = accounts.user(roles=())
    application = applications.draft(lead=lead, phase=1)
    client.sign_in(lead)
    url = f"/applications/{application.reference}/eligibility"
    assert client.get(url).value_of("phase") == "1"
    page = client.post(f"{url}?phase=2", {**TOLD, "org_type": "large_company"})
    page = client.follow(page)
    assert "Large companies can lead in Phases 3 and 4 only" in page.text
    found = own_application(accounts.actor_of(lead), application.reference)
    assert found is not None
    assert found.phase == 2


def test_an_unfinished_start_is_offered_again(app: Flask, client: CheckedClient) -> None:
    round_ = rounds.open_round()
    client.sign_in(accounts.user(roles=()))
    assert "Start your application" not in client.get("/applications").links()
    client.post(f"/rounds/{round_.reference}/eligibility?phase=2", TOLD)
    start = f"/rounds/{round_.reference}/start"
    assert client.get("/applications", budget=9).links()["Start your application"] == start
    check = client.get(f"/rounds/{round_.reference}/eligibility")
    earlier = f"/rounds/{round_.reference}/eligibility/result"
    assert check.links()["Go on with your earlier result"] == earlier
    client.post(start)
    assert "Start your application" not in client.get("/applications").links()
    page = client.follow(client.post(start))
    assert "That start page is out of date" in page.text


def test_a_record_that_says_no_is_told_with_where_to_mend_it(
    app: Flask, client: CheckedClient
) -> None:
    lead = accounts.user(roles=())
    large = accounts.organisation(lead, org_type="large_company")
    application = applications.draft(lead=lead, phase=2, organisation=large)
    client.sign_in(lead)
    page = client.get(f"/applications/{application.reference}", budget=9)
    record = f"/organisations/{large.reference}/edit?next=/applications/{application.reference}"
    assert page.links()[f"change the record of {large.name}"] == record
    assert page.links()["Continue: your organisation’s record"] == record
    assert "Your own answers to the eligibility check are fine" in page.text
    assert "You can’t submit yet: The record of" in page.text
    assert client.get(f"/applications/{application.reference}/check").links()[
        "change the record of " + large.name
    ]


def test_whoever_has_a_draft_is_asked_before_another_is_started(
    app: Flask, client: CheckedClient
) -> None:
    round_ = rounds.open_round()
    lead = accounts.user(roles=())
    client.sign_in(lead)
    start = f"/rounds/{round_.reference}/start"
    client.post(f"/rounds/{round_.reference}/eligibility?phase=2", TOLD)
    with client.browser.session_transaction() as session:
        told = dict(session["eligibility"])
    assert "You already have" not in client.get(start).text
    client.post(start, status=302)

    with client.browser.session_transaction() as session:
        session["eligibility"] = told  # as after two presses, whose answers cross on the way
    actor = accounts.actor_of(lead)
    (first,) = mine.my_applications(actor).rows
    assert "Start your application" not in client.get("/applications").links()
    page = client.post(start, status=200)
    assert "You already have a draft in this round, for Phase 2" in page.text
    draft = f"/applications/{first.reference}"
    assert page.links()["Go on with the draft without a title"] == draft
    assert page.buttons().count("Start another application") == 1
    assert mine.my_applications(actor).rows == [first]

    client.post(start, {"another": "1"}, status=302)
    assert len(mine.my_applications(actor).rows) == 2


def test_a_draft_of_another_phase_or_person_is_no_reason_to_ask(
    app: Flask, client: CheckedClient
) -> None:
    round_ = rounds.open_round()
    lead = accounts.user(roles=())
    applications.draft(round_, lead, phase=1)
    applications.draft(round_, phase=2)
    client.sign_in(lead)
    client.post(f"/rounds/{round_.reference}/eligibility?phase=2", TOLD)
    assert "You already have" not in client.get(f"/rounds/{round_.reference}/start").text
    client.post(f"/rounds/{round_.reference}/start", status=302)


@pytest.mark.parametrize(
    ("org_type", "hq_uk", "who"),
    [
        ("large_company", True, "A smaller organisation could lead"),
        ("large_company", False, "A smaller organisation based in the UK could lead"),
        ("sme", False, "An organisation with headquarters in the UK could lead"),
    ],
)
def test_who_could_lead_instead(org_type: str, hq_uk: bool, who: str) -> None:
    result = check(applications.eligibility(2, org_type=org_type, hq_uk=hq_uk), (1, 2))
    assert result.outcome == "no"
    assert who in result.reasons[0]
