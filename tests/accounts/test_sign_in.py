"""Registering, confirming, signing in and out, choosing a new password."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Flask

from award.accounts.models import SignInAttempt, User
from award.foundation import audit, clock
from award.foundation.db import db
from award.foundation.policy import ANONYMOUS, Role
from tests.accounts.letters import letters, link_in
from tests.build.accounts import PASSWORD, user
from tests.client import CheckedClient
from tests.page import Page
from tests.statements import Statements

NEWCOMER = {"name": "Ada  Okafor", "email": "Ada@Example.ORG", "password": PASSWORD}


def sign_in(client: CheckedClient, email: str, password: str = PASSWORD, status: int = 302):
    return client.post("/sign-in", {"email": email, "password": password}, status=status)


def verbs_about(email: str) -> list[str]:
    rows = db.session.scalars(
        sa.select(audit.AuditEvent)
        .join(User, User.id == audit.AuditEvent.subject_id)
        .where(audit.AuditEvent.subject_kind == "user_account", User.email == email)
        .order_by(audit.AuditEvent.id)
    )
    return [row.verb.removeprefix("user_account.") for row in rows]


def test_register_confirm_sign_in_sign_out(client: CheckedClient) -> None:
    assert client.get("/register").h1 == "Create an account"
    page = client.follow(client.post("/register", NEWCOMER))
    assert page.h1 == "Check your email"
    assert "ada@example.org" in page.text
    (letter,) = letters("ada@example.org")
    assert letter.subject == "Confirm your email address for the award"
    assert letter.recipient_name == "Ada Okafor"
    path = link_in(letter, "/confirm/")
    person = db.session.scalars(sa.select(User)).one()
    assert (person.name, person.confirmed_at) == ("Ada Okafor", None)

    assert client.get(path).buttons()[-1] == "Confirm my address"
    assert person.confirmed_at is None
    page = client.follow(client.post(path))
    assert page.h1 == "Sign in"
    assert "is confirmed" in page.text
    assert person.confirmed_at is not None

    start = sign_in(client, "ADA@example.org ")
    assert start.location == "/start"
    assert client.get("/account").value_of("csrf_token") is not None
    assert "Ada Okafor" in client.get("/account").text
    client.post("/sign-out")
    assert client.get("/account", status=302).location.startswith("/sign-in")
    assert verbs_about("ada@example.org") == ["register", "confirm_email", "sign_in", "sign_out"]


def test_registering_again_tells_nobody_but_the_owner(client: CheckedClient) -> None:
    user(email="ada@example.org", roles=())
    first = client.follow(client.post("/register", {**NEWCOMER, "email": "new@example.org"}))
    client.sign_in(None)
    again = client.follow(client.post("/register", NEWCOMER))
    assert again.text.replace("ada@", "new@") == first.text
    (letter,) = letters("ada@example.org")
    assert "You have one already" in letter.body
    assert db.session.scalar(sa.select(sa.func.count()).select_from(User)) == 2


@pytest.mark.parametrize(
    ("field", "value", "error"),
    [
        ("name", " ", "Enter your full name"),
        ("name", "Win at http://evil.example", "Your name must not have / @ < or > in it"),
        ("email", "ada", "Enter an email address in the right form, like name@example.org"),
        ("password", "short", "The password must have at least 12 characters"),
    ],
)
def test_what_is_wrong_when_registering(
    client: CheckedClient, field: str, value: str, error: str
) -> None:
    page = client.post("/register", {**NEWCOMER, field: value}, status=200)
    assert page.errors == [error]
    assert letters("ada@example.org") == []


def test_errors_stand_in_the_order_of_the_questions(client: CheckedClient) -> None:
    page = client.post("/register", status=200)
    assert page.errors == ["Enter your full name", "Enter your email address", "Enter a password"]


def test_a_wrong_password_reads_like_an_unknown_address(client: CheckedClient) -> None:
    known = user(password=PASSWORD, roles=())
    wrong = sign_in(client, known.email, "not the password", 200)
    unknown = sign_in(client, "nobody@example.org", "not the password", 200)
    assert wrong.errors == unknown.errors
    assert wrong.errors == [
        "The email address or password is not right. Check both, then try again."
    ]
    assert verbs_about(known.email) == ["create", "fail_sign_in"]


def test_without_confirming_there_is_no_way_in(client: CheckedClient) -> None:
    person = user(password=PASSWORD, roles=(), confirmed=False)
    page = client.follow(sign_in(client, person.email))
    assert page.h1 == "Confirm your email address"
    assert "before you sign in" in page.text
    client.get("/account", status=302)
    client.post("/confirm", {"email": person.email}, status=200)
    client.post(link_in(letters(person.email)[-1], "/confirm/"))
    assert sign_in(client, person.email).location == "/start"


def test_asking_for_links_does_not_tell_who_has_an_account(client: CheckedClient) -> None:
    person = user(password=PASSWORD, roles=(), confirmed=False)
    for path in ("/reset", "/confirm"):
        known = client.post(path, {"email": person.email}, status=200)
        unknown = client.post(path, {"email": "nobody@example.org"}, status=200)
        assert known.errors == unknown.errors == []
        assert known.text.replace(person.email, "x") == unknown.text.replace(
            "nobody@example.org", "x"
        )
    assert letters("nobody@example.org") == []
    assert len(letters(person.email)) == 2


def test_a_suspended_account_is_told_so_after_the_right_password(client: CheckedClient) -> None:
    from award.accounts.services import people
    from award.foundation.policy import SYSTEM

    person = user(password=PASSWORD, roles=())
    people.suspend(person, actor=SYSTEM)
    db.session.commit()
    assert sign_in(client, person.email, "not the password", 200).errors != []
    assert sign_in(client, person.email, status=403).h1 == "Your account is suspended"
    client.sign_in(person)
    assert client.get("/account", status=302).location.startswith("/sign-in")


def test_links_in_emails_lead_to_our_own_host(app: Flask) -> None:
    person = user(password=PASSWORD, roles=())
    client = CheckedClient(app)
    theirs = "http://evil.example"
    with app.app_context():
        form = Page(client.browser.get("/reset", base_url=theirs), Statements())
    with app.app_context():
        data = {"email": person.email, "csrf_token": form.csrf_token}
        client.browser.post("/reset", data=data, base_url=theirs)
    (letter,) = letters(person.email)
    assert "evil.example" not in letter.body
    assert "http://localhost/reset/" in letter.body


def test_ten_failures_mean_a_wait_that_ends(client: CheckedClient) -> None:
    person = user(password=PASSWORD, roles=())
    start = clock.now()
    for number in range(10):
        with clock.at(start + timedelta(seconds=number)):
            sign_in(client, person.email, "not the password", 200)
    with clock.at(start + timedelta(minutes=1)):
        page = sign_in(client, person.email, status=429)
        assert page.h1 == "Too many tries"
        somebody_else = user(password=PASSWORD, roles=())
        assert sign_in(client, somebody_else.email).location == "/start"
        client.post("/sign-out")
    with clock.at(start + timedelta(minutes=16)):
        assert sign_in(client, person.email).location == "/start"
    with clock.at(start + timedelta(days=2)):
        client.post("/sign-out")
        sign_in(client, person.email, "not the password", 200)
    assert db.session.scalar(sa.select(sa.func.count()).select_from(SignInAttempt)) == 1


def test_failures_from_elsewhere_do_not_make_the_owner_wait(client: CheckedClient) -> None:
    person = user(password=PASSWORD, roles=())
    for _ in range(11):
        data = {"email": person.email, "password": "no", "csrf_token": client.csrf_token()}
        client.browser.post("/sign-in", data=data, environ_base={"REMOTE_ADDR": "203.0.113.9"})
    assert sign_in(client, person.email).location == "/start"


@pytest.mark.parametrize(
    ("path", "more"),
    [
        ("/confirm-password", {}),
        (
            "/change-password",
            {"new_password": "another long one", "new_password_confirm": "another long one"},
        ),
    ],
)
def test_the_password_of_somebody_who_is_signed_in_is_not_guessed_at_leisure(
    client: CheckedClient, path: str, more: dict[str, str]
) -> None:
    user("Ada Okafor", "ada@example.org", roles=(), password=PASSWORD)
    sign_in(client, "ada@example.org")
    assert client.post(path, {**more, "password": ""}, status=200).errors  # not counted
    for _ in range(10):
        page = client.post(path, {**more, "password": "a wrong one"}, status=200)
        assert page.errors == ["That password is not right"]
    assert client.post(path, {**more, "password": PASSWORD}, status=429).h1 == "Too many tries"
    assert verbs_about("ada@example.org").count("fail_sign_in") == 10
    with clock.at(clock.shifted(minutes=16)):
        client.post(path, {**more, "password": PASSWORD})


@pytest.mark.parametrize("path", ["/organisations", "/account"])
def test_a_visitor_comes_back_to_where_they_were_going(client: CheckedClient, path: str) -> None:
    person = user(password=PASSWORD, roles=())
    page = client.get(path, status=302)
    form = client.follow(page)
    sent = {"email": person.email, "password": PASSWORD, "next": form.value_of("next")}
    assert client.post(page.location, sent).location == path


@pytest.mark.parametrize(
    "target",
    ["https://evil.example/", "//evil.example/", "/\\evil.example", "\\\\evil.example",
     "https:evil.example", "/%09/evil.example"],
)  # fmt: skip
def test_signing_in_never_leads_off_this_site(client: CheckedClient, target: str) -> None:
    person = user(password=PASSWORD, roles=())
    sent = {"email": person.email, "password": PASSWORD, "next": target}
    location = client.post("/sign-in", sent).location
    assert location == "/start" or location.startswith("/%")


def test_a_form_without_its_token_is_refused(client: CheckedClient) -> None:
    person = user(password=PASSWORD, roles=())
    page = client.post(
        "/sign-in", {"email": person.email, "password": PASSWORD}, csrf=False, status=400
    )
    assert page.h1 == "You have been signed out"
    client.get("/account", status=302)
    client.sign_in(person)
    client.post("/sign-out", csrf=False, status=400)
    client.get("/account")


def test_the_start_page_depends_on_the_role(client: CheckedClient) -> None:
    from award.foundation.menu import start_endpoint
    from tests.build.accounts import actor_of

    def start(*roles: Role) -> str:
        return start_endpoint(actor_of(user(roles=roles)), otherwise="accounts.account")

    assert start(Role.STAFF) == "reporting.overview"
    assert start(Role.AUDITOR) == "reporting.overview"
    assert start(Role.ASSESSOR) == "assessment.dashboard"
    assert start(Role.PUBLISHER) == "case_studies_staff.index"
    assert start(Role.ADMIN) == "people.index"
    assert start() == "applications.index"
    assert start_endpoint(ANONYMOUS, otherwise="accounts.account") == "accounts.account"


@pytest.mark.parametrize("path", ["/sign-in", "/register", "/reset", "/confirm", "/check-email"])
def test_pages_for_visitors(client: CheckedClient, path: str) -> None:
    page = client.get(path, budget=0)
    assert page.links()["Privacy"] == "/privacy"


def test_the_user_is_loaded_in_one_query(client: CheckedClient) -> None:
    client.sign_in(user(roles=(Role.STAFF, Role.ADMIN)))
    client.get("/account", budget=3)  # the others: were they ever paid, did they ever assess
    client.get("/privacy", budget=1)
