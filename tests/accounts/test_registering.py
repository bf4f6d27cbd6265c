"""On the way to an application through a new account; what is refused, and what then is said."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from flask import Flask, session
from flask_security.confirmable import generate_confirmation_token
from itsdangerous import URLSafeTimedSerializer

from award.accounts import carried
from award.accounts.models import SignInAttempt, User
from award.accounts.rules import passwords
from award.accounts.rules.throttle import account_key
from award.accounts.services import people
from award.foundation.db import db
from award.foundation.errors import Refused
from tests.accounts.letters import letters, link_in
from tests.build.accounts import PASSWORD, organisation, user
from tests.client import CheckedClient

NEWCOMER = {"name": "Ada Okafor", "email": "ada@example.org", "password": PASSWORD}
ON_THE_WAY = "/rounds/aic-7/start"
HARDER = (
    "Choose a password that is harder to guess: use three or four words that do not belong together"
)
KNOWN = (
    "Choose a password that is not made of your name, your organisation or the words of this"
    " service"
)


def sign_in(client: CheckedClient, email: str = "ada@example.org") -> str:
    return client.post("/sign-in", {"email": email, "password": PASSWORD}).location or ""


def test_registering_on_the_way_leads_back_there(client: CheckedClient) -> None:
    page = client.follow(client.post(f"/register?next={ON_THE_WAY}", NEWCOMER))
    assert page.h1 == "Check your email"
    assert "ada@example.org" in page.text
    client.post(link_in(letters("ada@example.org")[0], "/confirm/"))
    assert sign_in(client) == "/start"
    assert client.get("/start", status=302).location == ON_THE_WAY
    assert client.get("/start", status=302).location != ON_THE_WAY  # once


def test_the_form_carries_the_way_too(client: CheckedClient) -> None:
    page = client.get(f"/register?next={ON_THE_WAY}")
    done = client.post("/register", {**NEWCOMER, "next": page.value_of("next")})
    assert done.location == "/check-email"
    client.post(link_in(letters("ada@example.org")[0], "/confirm/"))
    sign_in(client)
    assert client.get("/start", status=302).location == ON_THE_WAY


def test_in_another_browser_the_way_goes_on_too(client: CheckedClient) -> None:
    client.post(f"/register?next={ON_THE_WAY}", NEWCOMER)
    other = CheckedClient(client.app)
    link = link_in(letters("ada@example.org")[0], "/confirm/")
    assert len(link) < 300
    other.post(link)
    assert sign_in(other) == "/start"
    assert other.get("/start", status=302).location == ON_THE_WAY


TOLD = {
    "round": "ASC-3",
    "answers": {
        "phase": 3, "social_care": "yes", "org_type": "social_care_provider", "hq_uk": True,
        "uk_registered_office": True, "has_uk_co_lead": False, "market_authorisation": "ukca_ce",
        "device_rationale": "",
    },
}  # fmt: skip


def test_a_link_that_takes_answers_along_is_short_enough_for_any_mail_program(app: Flask) -> None:
    """Some break what is longer than two lines or three."""
    with app.test_request_context():
        session["going_to"], session["eligibility"] = ON_THE_WAY, TOLD
        query = carried.query_for("Ada@example.org")
        assert len(query) < 130
    with app.test_request_context():
        carried.take_up(query.removeprefix("?with="), "ada@example.org ")
        assert (session["going_to"], session["eligibility"]) == (ON_THE_WAY, TOLD)
    for spoilt in (query[6:-1], query[7:], "x", f"x{query[6:]}"):
        with app.test_request_context():
            carried.take_up(spoilt, "ada@example.org")
            assert not session
    with app.test_request_context():
        carried.take_up(query.removeprefix("?with="), "bob@example.org")
        assert not session, "it is for one address"


def test_a_link_that_was_sent_while_they_were_long_still_leads_on(app: Flask) -> None:
    with app.test_request_context():
        old = URLSafeTimedSerializer(app.secret_key or "", salt="carried")
        held = {"for": account_key("ada@example.org"), "kept": {"going_to": ON_THE_WAY}}
        carried.take_up(str(old.dumps(held)), "ada@example.org")
        assert session["going_to"] == ON_THE_WAY


@pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example/", "/\\evil.example"])
def test_registering_never_leads_off_this_site(client: CheckedClient, target: str) -> None:
    done = client.post("/register", {**NEWCOMER, "next": target})
    assert done.location == "/check-email"
    client.post(link_in(letters("ada@example.org")[0], "/confirm/"))
    sign_in(client)
    assert client.get("/start", status=302).location == "/applications"


def test_signing_out_says_so_and_forgets_the_way(client: CheckedClient) -> None:
    client.post(f"/register?next={ON_THE_WAY}", NEWCOMER)
    client.post(link_in(letters("ada@example.org")[0], "/confirm/"))
    sign_in(client)
    page = client.follow(client.post("/sign-out"))
    assert "You are signed out" in page.text
    sign_in(client)
    assert client.get("/start", status=302).location == "/applications"


def test_a_confirmation_link_that_is_of_no_use_says_so_at_once(client: CheckedClient) -> None:
    client.post("/register", NEWCOMER)
    path = link_in(letters("ada@example.org")[0], "/confirm/")
    page = client.follow(client.get("/confirm/nonsense", status=302))
    assert page.h1 == "Confirm your email address"
    assert "That link does not work" in page.text
    assert "Send a new link" in page.buttons()
    client.post(path)
    client.get("/sign-in")  # reads the message
    page = client.follow(client.get(path, status=302))
    assert page.h1 == "Sign in"
    assert "confirmed already" in page.text


def test_the_letter_about_an_account_that_is_there(client: CheckedClient) -> None:
    user(email="ada@example.org", roles=())
    client.post("/register", NEWCOMER)
    (letter,) = letters("ada@example.org")
    assert letter.subject == "You have an account for the award already"
    assert "http://localhost/reset\n" in letter.body


@pytest.mark.parametrize("path", ["/reset", "/confirm"])
@pytest.mark.parametrize(
    ("typed", "says"),
    [
        (" ", "Enter your email address"),
        ("ada", "Enter an email address in the right form, like name@example.org"),
        ("zoë@example.org", "Enter an email address in the right form, like name@example.org"),
    ],
)
def test_no_address_is_no_address(client: CheckedClient, path: str, typed: str, says: str) -> None:
    page = client.post(path, {"email": typed}, status=200)
    assert page.errors == [says]
    assert "has an account" not in page.text


def test_empty_boxes_when_signing_in(client: CheckedClient) -> None:
    page = client.post("/sign-in?next=/account", status=200)
    assert page.errors == ["Enter your email address", "Enter your password"]
    assert page.value_of("next") == "/account"
    page = client.post("/sign-in", {"email": "ada@example.org"}, status=200)
    assert page.errors == ["Enter your password"]
    assert db.session.scalars(sa.select(SignInAttempt)).all() == []


def test_the_password_of_now_is_asked_for(client: CheckedClient) -> None:
    person = user(password=PASSWORD, roles=())
    sign_in(client, person.email)
    page = client.post("/change-password", {"password": ""}, status=200)
    assert page.errors[:2] == ["Enter the password that you have now", "Enter a password"]


@pytest.mark.parametrize(
    ("password", "says"),
    [
        ("ADA@example.org", "Choose a password that is not your email address"),
        ("aaaaaaaaaaaaaa", "Choose a password that is not one character again and again"),
        ("Password1234",
         "Choose a password that is harder to guess: many people use this one"),
        ("qwertyuiop12",
         "Choose a password that is harder to guess: many people use this one"),
        ("123456789012",
         "Choose a password that is harder to guess: many people use this one"),
        ("thequickbrownfox",
         "Choose a password that is harder to guess: many people use this one"),
        ("aaaaaaaaaaab", HARDER),
        ("tuesdaymorning", HARDER),
        ("Summer2026!!", HARDER),
        ("innovation2026", KNOWN),
        ("CareAward2026", KNOWN),
        ("c4re aw4rd 25/11/2026", KNOWN),
        ("ada-okafor-1990", KNOWN),
        ("fictional-data-only",
         "Choose a password that is harder to guess: many people use this one"),
        ("x y" * 1700, "Password must be 128 characters or fewer"),
    ],
)  # fmt: skip
def test_passwords_that_are_refused(client: CheckedClient, password: str, says: str) -> None:
    page = client.post("/register", {**NEWCOMER, "password": password}, status=200)
    assert page.errors == [says]
    with pytest.raises(Refused, match=says):
        people.create_user(email="ada@example.org", name="Ada Okafor", password=password)
    refused = client.app.test_cli_runner().invoke(
        args=["users", "create", "ada@example.org", "--name", "Ada Okafor", "--password", password]
    )
    assert refused.exit_code == 1
    assert says in refused.output
    person = user("Ada Okafor", password=PASSWORD, roles=(), email="ada@example.org")
    client.post("/reset", {"email": person.email}, status=200)
    path = link_in(letters(person.email)[-1], "/reset/")
    sent = {"password": password, "password_confirm": password}
    assert client.post(path, sent, status=200).errors == [says]
    sign_in(client, person.email)
    sent = {"password": PASSWORD, "new_password": password, "new_password_confirm": password}
    assert client.post("/change-password", sent, status=200).errors == [says]


def test_a_password_is_not_the_name_of_ones_organisation(client: CheckedClient) -> None:
    person = user(password=PASSWORD, roles=())
    organisation(person, name="Zephyrine Homes")
    sign_in(client, person.email)
    new = "Zephyrine-2026!"
    sent = {"password": PASSWORD, "new_password": new, "new_password_confirm": new}
    assert client.post("/change-password", sent, status=200).errors == [KNOWN]


@pytest.mark.parametrize(
    "password",
    [
        "a quite different thing",
        "3f2a1b-9c8d7e-71b2c3-aabbcc",
        "health matters to everyone",
        "ｗindow lettuce 47 crane",
    ],
)
def test_passwords_that_are_taken(password: str) -> None:
    assert passwords.fault(password, ["ada@example.org", "Ada Okafor"]) is None


def test_the_published_password_is_one_for_the_demonstration_only() -> None:
    assert passwords.fault(passwords.PUBLISHED, published=True) is None
    assert passwords.fault(passwords.PUBLISHED) is not None


def test_a_name_with_characters_that_nobody_sees_is_refused(client: CheckedClient) -> None:
    for name in ("Ada\u202e Okafor", "Ada \u200bOkafor"):
        page = client.post("/register", {**NEWCOMER, "name": name}, status=200)
        assert "that nobody sees" in page.errors[0], name
    assert db.session.scalars(sa.select(User.name)).all() == []
    page = client.post("/register", {**NEWCOMER, "name": "\u200b\u202e"}, status=200)
    assert page.errors == ["Enter your full name"]


@pytest.mark.parametrize(
    "query", ["token=x", "_scheme=x", "_method=PUT", "_anchor=x", "endpoint=x", "with=%00", "=x"]
)
def test_a_link_that_somebody_added_to_still_confirms(client: CheckedClient, query: str) -> None:
    """The page once handed all of its query to what makes addresses."""
    person = user("Jo Joining", roles=(), confirmed=False)
    with client.app.test_request_context():
        token = generate_confirmation_token(person)  # type: ignore[no-untyped-call]
    page = client.get(f"/confirm/{token}?{query}")
    assert "Confirm my address" in page.buttons()
