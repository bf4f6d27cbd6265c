"""Somebody asks before applying, is answered, and finds it again beside their application."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Flask

from award.accounts.models import User
from award.accounts.rules.strangers import HELD
from award.enquiries import services
from award.enquiries.models import Enquiry
from award.enquiries.rules.limits import KEPT_FOR, days_left
from award.foundation import clock
from award.foundation.db import db, transaction
from award.foundation.errors import Refused
from award.foundation.policy import ANONYMOUS, SYSTEM, Role
from award.rounds.models import Round
from tests.accounts.letters import letters, told
from tests.build import accounts, applications, rounds
from tests.build import enquiries as build
from tests.client import CheckedClient
from tests.page import Page

FILLED = {
    "idea": "A tool that hears falls at night",
    "question": "Does it fit, if it is for people’s own homes?",
    "name": "Ola Stranger",
    "email": "Ola@Example.org",
}


@pytest.fixture
def staff(app: Flask) -> User:
    return accounts.user("Sam Staff", "sam@programme.example")


@pytest.fixture
def round_(app: Flask) -> Round:
    return rounds.open_round()


def here(round_: Round) -> str:
    return f"/rounds/{round_.reference}/enquiry"


def the_one() -> Enquiry:
    return db.session.scalars(sa.select(Enquiry)).one()


def link() -> str:
    """Out of the last email that asks to confirm."""
    body = told("enquiry.confirm")[-1].body
    found = re.search(r"/enquiry/confirm/[\w-]+", body)
    assert found is not None
    return found.group()


def press(client: CheckedClient, address: str) -> Page:
    return client.follow(client.post(address, client.get(address).form_values()))


def test_from_a_stranger_to_the_answer_beside_an_application(
    client: CheckedClient, staff: User, round_: Round
) -> None:
    links = client.get(f"/rounds/{round_.reference}").links()
    page = client.get(links["Ask us before you apply"], budget=8)
    assert "We send a link to your email address first" in page.text
    done = client.follow(client.post(here(round_), {**page.form_values(), **FILLED}))
    assert done.h1 == "Confirm your email address" and "ola@example.org" in done.text
    code = the_one().reference
    assert told("enquiry.came_in") == []
    done = press(client, link())
    assert done.h1 == "Your enquiry has arrived" and code in done.text
    asked, receipt = letters("ola@example.org")
    assert code in receipt.subject
    for letter in (asked, receipt):
        assert "Ola" not in letter.body and "falls" not in letter.body
    assert [one.recipient for one in told("enquiry.came_in")] == [staff.email]

    client.sign_in(staff)
    assert "9 days left" in client.get("/manage/enquiries", budget=8).text
    assert "own homes" in client.get(f"/manage/enquiries/{code}", budget=8).text
    answering = f"/manage/enquiries/{code}/answer"
    form = client.get(answering).form_values()
    assert client.post(answering, {**form, "letter": " "}, status=200).errors == [
        "Write the answer"
    ]
    client.post(answering, {**form, "letter": "Yes: homes are settings of care."})
    assert "homes are settings" in letters("ola@example.org")[-1].body
    assert "Answered" in client.get(f"/manage/enquiries/{code}").text
    assert client.get(answering, status=302).location.endswith(code)

    ola = accounts.user("Ola Stranger", "ola@example.org", roles=())
    draft = applications.draft(round_, ola)
    me = client.sign_in(ola)
    page = me.get(f"/applications/{draft.reference}", budget=8)
    found = page.links()[f"{code}, answered"]
    assert "homes are settings" in me.get(found.partition("#")[0], budget=8).text
    other = applications.draft(rounds.open_round(), ola)
    assert code not in me.get(f"/applications/{other.reference}").text
    stranger = client.sign_in(accounts.user("Oz Other", roles=()))
    assert code not in stranger.get("/account/enquiries").text


def test_the_eligibility_check_leads_there_with_what_it_was_told(
    client: CheckedClient, round_: Round
) -> None:
    check = f"/rounds/{round_.reference}/eligibility?phase=3"
    sent = {
        "social_care": "unsure", "org_type": "sme", "hq_uk": "yes", "uk_registered_office": "yes",
        "has_uk_co_lead": "no", "market_authorisation": "unsure",
    }  # fmt: skip
    client.post(check, {**client.get(check).form_values(), **sent})
    page = client.get(f"/rounds/{round_.reference}/eligibility/result")
    assert page.h1 == "Please talk to us first"
    page = client.get(page.links()["Ask us about your idea"])
    assert "Device: I am not sure" in page.text
    client.post(here(round_), {**page.form_values(), **FILLED})
    assert "Phase 3" in the_one().lines
    other = rounds.open_round()
    assert "Device" not in client.get(here(other)).text


def test_what_is_missing_is_said_at_its_field(client: CheckedClient, round_: Round) -> None:
    page = client.post(here(round_), {}, status=200)
    assert page.errors == [
        "Describe your idea", "Say what you want to know", "Enter your name",
        "Enter your email address",
    ]  # fmt: skip
    wrong = client.post(here(round_), {**FILLED, "email": "ola at example"}, status=200)
    assert wrong.errors == ["Enter an email address, like name@example.org"]
    long = client.post(here(round_), {**FILLED, "idea": "word " * 400}, status=200)
    assert long.errors and db.session.scalars(sa.select(Enquiry)).all() == []


def test_a_closed_round_is_not_asked_about(client: CheckedClient) -> None:
    closed = rounds.closed_round()
    assert "takes no more applications" in client.get(here(closed)).h1
    assert "takes no more applications" in client.post(here(closed), FILLED, status=409).text
    assert db.session.scalars(sa.select(Enquiry)).all() == []
    client.get(here(rounds.setup_round()), status=404)


def test_the_reference_is_shown_to_nobody_else(client: CheckedClient) -> None:
    client.get("/enquiry/sent", status=302)


def test_who_reads_and_who_answers(client: CheckedClient, round_: Round) -> None:
    made = build.enquiry(round_)
    one = f"/manage/enquiries/{made.reference}"
    client.sign_in(accounts.user("Audrey Auditor", roles=(Role.AUDITOR,)))
    client.get(one)
    client.get(f"{one}/answer", status=403)
    for role in (Role.ASSESSOR, Role.PUBLISHER, Role.ADMIN):
        client.sign_in(accounts.user(f"Pat {role.value}", roles=(role,)))
        client.get(one, status=404)


def test_set_aside_sends_nothing_and_over_is_over(staff: User, round_: Round) -> None:
    made, actor = build.enquiry(round_), accounts.actor_of(staff)
    with transaction():
        services.set_aside(made, reason="It asks nothing", actor=actor)
    assert told("enquiry.answered") == []
    with pytest.raises(Refused), transaction():
        services.answer(made, words="After all", actor=actor)


def test_words_are_let_go_after_two_years(staff: User, round_: Round) -> None:
    made, waits = build.answered(round_), build.enquiry(round_, email="zed@example.org")
    with clock.at(clock.now() + KEPT_FOR + timedelta(minutes=1)):
        with transaction():
            assert services.forget(actor=SYSTEM) == 1
        with transaction():
            assert services.forget(actor=SYSTEM) == 0
    assert (made.idea, made.email, made.answer) == ("", "", "")
    assert waits.idea


def test_how_long_is_left_in_words() -> None:
    now = clock.now()
    assert days_left(now + timedelta(days=10), now) == "10 days left"
    assert days_left(now + timedelta(days=1, hours=3), now) == "1 day left"
    assert days_left(now + timedelta(hours=3), now) == "Due today"
    assert days_left(now, now) == "Late"


def test_staff_see_how_many_wait_and_how_many_are_late(
    client: CheckedClient, staff: User, round_: Round
) -> None:
    build.answered(round_, email="zed@example.org")
    assert "Enquiries : " not in client.sign_in(staff).get("/manage", budget=12).text
    build.enquiry(round_)
    page = client.get("/manage", budget=12)
    assert "Enquiries : 1 to answer (the next by " in page.text
    with clock.at(clock.now() + timedelta(days=11)):
        late = client.sign_in(staff).get("/manage", budget=12)
    assert "Enquiries : 1 late" in late.text


def test_a_link_that_is_only_opened_does_nothing_and_works_once(
    client: CheckedClient, staff: User, round_: Round
) -> None:
    client.post(here(round_), {**client.get(here(round_)).form_values(), **FILLED})
    address = link()
    scanner = CheckedClient(client.app)
    for _ in range(2):
        page = scanner.get(address)
        assert page.h1 == "Confirm your enquiry"
        assert "Ola" not in page.text and "falls" not in page.text
        assert page.response.headers["Referrer-Policy"] == "no-referrer"
    scanner.get("/enquiry/confirm/another", status=404)
    me = client.sign_in(staff)
    code = the_one().reference
    assert code not in me.get("/manage/enquiries").text
    assert "Enquiries : " not in me.get("/manage").text
    me.get(f"/manage/enquiries/{code}", status=404)
    me.get(f"/manage/enquiries/{code}/answer", status=404)
    db.session.commit()  # what follows is not undone with what is refused below
    later = clock.now() + timedelta(days=3)
    with clock.at(later):
        press(scanner, address)
        assert "has arrived" in scanner.get(address).h1
        assert the_one().due_at > later + timedelta(days=9)
        assert len(told("enquiry.came_in")) == 1
        db.session.commit()
        with pytest.raises(Refused), transaction():
            services.confirm(the_one(), actor=ANONYMOUS)
    assert code in client.sign_in(staff).get("/manage/enquiries").text


def test_what_nobody_confirms_is_deleted(client: CheckedClient, round_: Round) -> None:
    kept = build.enquiry(round_, email="zed@example.org").reference
    client.post(here(round_), {**client.get(here(round_)).form_values(), **FILLED})
    address = link()
    with clock.at(clock.now() + timedelta(days=7, minutes=1)):
        over = client.get(address, status=410)
        assert over.h1 == "This link no longer works"
        client.post(address, {}, status=410)
        with transaction():
            assert services.forget_unconfirmed(actor=SYSTEM) == 1
        assert letters("ola@example.org") == [], "its address and link go with it"
        client.get(address, status=404)
    assert the_one().reference == kept


def test_whoever_is_signed_in_with_the_address_needs_no_link(
    client: CheckedClient, staff: User, round_: Round
) -> None:
    ola = accounts.user("Ola Stranger", "ola@example.org", roles=())
    me = client.sign_in(ola)
    page = me.get(here(round_))
    assert "If you give another email address than ola@example.org" in page.text
    done = me.follow(me.post(here(round_), {**page.form_values(), **FILLED}))
    assert done.h1 == "Your enquiry has arrived"
    assert len(told("enquiry.came_in")) == 1 and told("enquiry.confirm") == []
    other = {**FILLED, "email": "someone.else@example.org"}
    done = me.follow(me.post(here(round_), {**page.form_values(), **other}))
    assert done.h1 == "Confirm your email address"
    assert len(told("enquiry.came_in")) == 1


def test_an_inbox_is_not_filled_and_nothing_typed_is_lost(
    client: CheckedClient, round_: Round
) -> None:
    for _ in range(3):
        client.post(here(round_), {**client.get(here(round_)).form_values(), **FILLED})
    page = client.post(here(round_), FILLED, status=200)
    assert page.errors == [HELD]
    assert page.value_of("idea") == FILLED["idea"]
    assert len(told("enquiry.confirm")) == 3
