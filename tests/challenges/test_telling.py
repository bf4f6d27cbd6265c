"""Anyone tells what stands in the way; staff decide; the numbers move; words are read by all."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from award.accounts.models import User
from award.challenges import services
from award.challenges.checks import challenges_told
from award.challenges.jobs import count_challenges, remind_of_questions
from award.challenges.models import Challenge, ChallengePicture
from award.challenges.rules.asked import ANSWERED_WITHIN, WORDS_KEPT
from award.foundation import clock
from award.foundation.db import db, transaction
from award.foundation.policy import ANONYMOUS, SYSTEM, Role
from tests.accounts.letters import letters, told
from tests.build import accounts
from tests.build import challenges as build
from tests.client import CheckedClient
from tests.page import Page

TELL = "/challenges/tell"
FILLED: dict[str, Any] = {
    "what": "Our two systems can’t read each other’s care plans, so staff type them twice",
    "kinds": ["data_sharing", "manual_records"],
    "organisation": "social_care_provider",
    "setting": "homecare",
    "may_publish": "yes",
    "email": "Ola@Example.org",
}


@pytest.fixture
def staff(app: Flask) -> User:
    return accounts.user("Sam Staff", "sam@programme.example")


def the_one() -> Challenge:
    db.session.expire_all()
    return db.session.scalars(sa.select(Challenge)).one()


def tell(client: CheckedClient, **changes: Any) -> Page:
    form = client.get(TELL).form_values()
    return client.follow(client.post(TELL, {**form, **FILLED, **changes}))


def act(client: CheckedClient, step: str, **sent: str) -> Page:
    address = f"/manage/challenges/{the_one().reference}/{step}"
    return client.follow(client.post(address, {**client.get(address).form_values(), **sent}))


@pytest.mark.each_database
def test_from_a_stranger_to_words_that_anyone_reads(client: CheckedClient, staff: User) -> None:
    assert client.get("/challenges").links()["Tell us about a challenge"] == TELL
    done = tell(client)
    made = the_one()
    assert made.reference in done.text and made.email == "ola@example.org"
    assert "type them twice" not in client.get("/challenges").text

    client.sign_in(staff)
    assert made.reference in client.get("/manage/challenges?kind=manual_records", budget=8).text
    assert made.reference not in client.get("/manage/challenges?kind=money").text
    assert "type them twice" in client.get(f"/manage/challenges/{made.reference}", budget=8).text
    act(client, "ask", letter="Which systems do you mean?")
    asked = letters("ola@example.org")[-1]
    assert "Which systems" in asked.body and "type them twice" not in asked.body
    client.sign_in(None)
    link = re.search(r"/challenges/answer/[\w-]+", asked.body)
    assert link is not None
    page = client.get(link.group())
    assert "Which systems" in page.text and "type them twice" not in page.text
    wrong = client.post(link.group(), {**page.form_values(), "answer": " "}, status=200)
    assert wrong.errors == ["Write your answer"]
    sent = {**page.form_values(), "answer": "A rota and a record"}
    assert client.follow(client.post(link.group(), sent)).h1 == "We have your answer"
    assert the_one().answer == "A rota and a record"
    assert [one.recipient for one in told("challenge.answered")] == [staff.email]

    client.sign_in(staff)
    for hidden in ("07700 900123", "0770\u200b0 900123", "jane@acme.example", "www.acme.example"):
        here = f"/manage/challenges/{the_one().reference}/publish"
        sent = {**client.get(here).form_values(), "letter": f"Call me on {hidden} about it"}
        page = client.post(here, sent, status=200)
        assert page.errors and "anybody could read it" in page.errors[0], hidden
        assert the_one().published_words == ""
    act(client, "publish", letter="Two systems can’t read each other")
    made = the_one()
    assert (made.state, made.email, made.token_digest) == ("published", "", "")
    client.get(link.group(), status=404)
    client.sign_in(None)
    for page in (
        client.get("/challenges"),
        client.get("/challenges/in-their-words?kind=data_sharing"),
    ):
        assert "Two systems can’t read each other" in page.text
        assert "type them twice" not in page.text
    assert "Two systems" not in client.get("/challenges/in-their-words?kind=money").text
    client.sign_in(staff)
    act(client, "take-down", letter="It names a product")
    client.sign_in(None)
    assert "Two systems" not in client.get("/challenges").text
    assert the_one().state == "counted"


def test_what_is_missing_is_said_at_its_field(client: CheckedClient) -> None:
    page = client.post(TELL, {}, status=200)
    assert page.errors == [
        "Say what stands in the way", "Choose what it is about",
        "Choose where you stand, or that you would rather not say",
        "Say whether we may publish your words",
    ]  # fmt: skip
    wrong = {
        "what": "Money",
        "kinds": ["money", "skills", "other", "regulation"],
        "email": "at home",
    }
    page = client.post(TELL, {**FILLED, **wrong}, status=200)
    assert page.errors == [
        "Say a little more: who wanted to do what, and what stopped it",
        "Choose no more than 3", "Enter an email address, like name@example.org",
    ]  # fmt: skip
    assert db.session.scalars(sa.select(Challenge)).all() == []


def test_a_program_that_fills_in_all_boxes_is_told_so_and_a_person_loses_nothing(
    client: CheckedClient,
) -> None:
    hidden = client.get(TELL)
    assert "app-trap" in hidden.data.decode()
    page = client.post(TELL, {**FILLED, "website": "https://spam.example"}, status=200)
    assert page.errors == ["Empty this box: it is there to stop programs"]
    assert "app-trap" not in page.data.decode() and "type them twice" in page.data.decode()
    assert db.session.scalars(sa.select(Challenge)).all() == []
    client.follow(client.post(TELL, {**page.form_values(), "website": ""}))
    assert the_one().words == FILLED["what"]


def test_a_gap_leads_to_the_form_with_its_setting(client: CheckedClient) -> None:
    values = client.get(f"{TELL}?setting=homecare&kind=money&problem=falls").form_values()
    assert values["setting"] == ["homecare"] and values["kinds"] == ["money"]
    assert client.get(f"{TELL}?setting=nowhere&kind=none").form_values()["setting"] == [""]


def test_words_that_may_only_be_counted_are_not_published(
    client: CheckedClient, staff: User
) -> None:
    build.challenge(may_publish=False)
    client.sign_in(staff)
    page = client.get(f"/manage/challenges/{the_one().reference}")
    assert "Publish its words" not in page.links()
    address = f"/manage/challenges/{the_one().reference}/publish"
    refused = client.post(address, {"letter": "All of it"}, status=200)
    assert refused.errors == ["Whoever told it wants it counted and not published"]
    act(client, "count")
    assert the_one().state == "counted"
    act(client, "decline", letter="Told twice")
    assert (the_one().state, the_one().reason) == ("declined", "Told twice")


def test_auditors_read_and_decide_nothing(client: CheckedClient) -> None:
    made = build.challenge()
    client.sign_in(accounts.user("Aud Itor", roles=(Role.AUDITOR,)))
    page = client.get(f"/manage/challenges/{made.reference}")
    assert "Decline" not in page.links()
    client.post(f"/manage/challenges/{made.reference}/count", {}, status=403)


def test_somebody_who_answers_too_late_keeps_their_words(
    client: CheckedClient, staff: User
) -> None:
    made = build.challenge()
    with transaction():
        services.ask(made, question="Which?", actor=accounts.actor_of(staff))
    found = re.search(r"/challenges/answer/[\w-]+", letters("ola@example.org")[-1].body)
    assert found is not None
    with clock.at(clock.now() + ANSWERED_WITHIN):
        page = client.post(found.group(), {"answer": "Both of them, in fact"}, status=409)
    assert "Both of them" in page.data.decode()
    assert the_one().answer == ""


@pytest.mark.each_database
def test_numbers_stand_there_once_five_say_the_same_and_no_sooner(client: CheckedClient) -> None:
    build.counted(4, kinds=["money"], organisation="charity")
    assert "There are no numbers yet" in client.get("/challenges").text
    assert "Money" not in client.get("/challenges.csv").data.decode()
    build.counted(1, kinds=["money"], organisation="charity")
    page = client.get("/challenges", budget=6)
    assert "From 5 people who told us" in page.text and "Charity" in page.text
    build.counted(3, kinds=["money"], organisation="local_authority")
    same = client.get("/challenges").text
    assert "From 5 people" in same and "Local authority" not in same, "three more are not told"
    build.counted(2, kinds=["money"], organisation="local_authority")
    page = client.get("/challenges")
    assert "From 10 people" in page.text and "Local authority" in page.text
    lines = client.get("/challenges.csv").data.decode().splitlines()
    assert "Money,,Everybody,10" in lines
    assert "Money,Kind of organisation,Local authority,5" in lines
    assert client.get("/challenges?by=setting").text.count("Homecare") == 1


def test_nobody_who_was_not_read_or_was_declined_counts(app: Flask, staff: User) -> None:
    for _ in range(6):
        build.challenge(kinds=["money"])
    with transaction():
        for each in db.session.scalars(sa.select(Challenge)).all():
            services.decline(each, reason="Spam", actor=accounts.actor_of(staff))
    build.challenge(kinds=["money"])
    count_challenges()
    assert db.session.get(ChallengePicture, 1) is None


def test_addresses_go_when_it_is_decided_and_words_a_year_later(app: Flask, staff: User) -> None:
    build.counted()
    build.published("Nobody may copy it")
    for old in db.session.scalars(sa.select(Challenge)):
        assert old.email == "" and old.words
    later = clock.now() + WORDS_KEPT + timedelta(days=1)
    with clock.at(later), transaction():
        assert services.forget(actor=SYSTEM) == 2
    with clock.at(later), transaction():
        assert services.forget(actor=SYSTEM) == 0
    kept = {one.published_words for one in db.session.scalars(sa.select(Challenge))}
    assert kept == {"", "Nobody may copy it"}
    assert not any(one.words for one in db.session.scalars(sa.select(Challenge)))


@pytest.mark.each_database
def test_who_does_not_answer_is_asked_once_more_and_then_let_go(
    client: CheckedClient, staff: User
) -> None:
    made = build.challenge()
    with transaction():
        services.ask(made, question="Which records?", actor=accounts.actor_of(staff))
    for days, kinds in ((13, []), (15, ["challenge.reminded"]), (29, ["challenge.reminded"])):
        with clock.at(clock.now() + timedelta(days=days)):
            remind_of_questions()
        assert [one.notice for one in told("challenge.reminded", "challenge.unanswered")] == kinds
    first, again = letters("ola@example.org")
    link = re.search(r"/challenges/answer/\S+", first.body)
    assert link is not None and link.group() in again.body, "by the same link"
    assert "Which records?" in again.body
    with clock.at(clock.now() + ANSWERED_WITHIN + timedelta(hours=2)):
        remind_of_questions()
        remind_of_questions()
        client.get(link.group(), status=410)
        client.sign_in(staff)
        page = client.get(f"/manage/challenges/{made.reference}")
        assert "Nothing in time" in page.text and "Count it without its words" in page.text
    assert (the_one().state, the_one().email) == ("received", "")
    assert [one.recipient for one in told("challenge.unanswered")] == [staff.email]
    assert letters("ola@example.org") == []
    assert list(challenges_told()) == []


def test_who_answered_or_was_decided_about_is_not_reminded(app: Flask, staff: User) -> None:
    actor = accounts.actor_of(staff)
    answered, decided = build.challenge(), build.challenge()
    for one in (answered, decided):
        with transaction():
            services.ask(one, question="Which records?", actor=actor)
    with transaction():
        services.answer(answered, words="Both.", actor=ANONYMOUS)
        services.count(decided, actor=actor)
    with clock.at(clock.now() + ANSWERED_WITHIN + timedelta(days=2)):
        remind_of_questions()
    assert told("challenge.reminded", "challenge.unanswered") == []
