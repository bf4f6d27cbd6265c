"""The authenticator app: set up, used, lost; and who can't do without."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask

from award.accounts.identity import load_actor
from award.accounts.models import User
from award.foundation.db import db
from award.foundation.policy import SECOND_FACTOR_ROLES, Role
from tests.accounts.apps import action_of, code_for, key_on, recovery_codes, set_up, square_on
from tests.accounts.letters import letters
from tests.accounts.test_sign_in import sign_in, verbs_about
from tests.build.accounts import PASSWORD, signed_in, user
from tests.client import CheckedClient
from tests.conftest import app_of_its_own

pytestmark = pytest.mark.any_database


def test_set_up_then_sign_in_with_a_code(client: CheckedClient) -> None:
    person = user(password=PASSWORD, second_factor=False)
    sign_in(client, person.email)
    assert client.get("/start", status=302).location == "/two-factor/set-up"
    page = client.get("/two-factor/set-up")
    assert page.h1 == "Set up an authenticator app"
    assert "Turn off codes" not in page.buttons()
    key = set_up(client)
    assert "Make recovery codes now" in client.get("/account").text
    assert key not in (person.tf_totp_secret or "")
    client.post("/sign-out")

    page = client.follow(sign_in(client, person.email))
    assert page.h1 == "Enter the code from your app"
    client.get("/account", status=302)
    wrong = client.post("/two-factor/code", {"code": "000000"}, status=200)
    assert wrong.errors == ["That code is not right. Enter the newest one your app shows"]
    code = code_for(key)
    assert client.post("/two-factor/code", {"code": code}).location == "/start"
    client.get("/account")
    client.post("/sign-out")

    sign_in(client, person.email)
    client.post("/two-factor/code", {"code": code}, status=200)  # each code works once
    client.post("/two-factor/code", {"code": code_for(key, 1)})
    assert verbs_about(person.email) == [
        "create", "sign_in", "set_second_factor", "sign_out", "fail_sign_in", "sign_in",
        "sign_out", "fail_sign_in", "sign_in",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("sent", "says"),
    [
        ("", "Enter the 6 numbers your app shows"),
        ("12345", "Enter the 6 numbers your app shows"),
        ("my code", "Enter the 6 numbers your app shows"),
        ("000 000", "That code is not right. Enter the newest one your app shows"),
    ],
)
def test_a_slip_while_setting_up_keeps_the_key(client: CheckedClient, sent: str, says: str) -> None:
    person = user(password=PASSWORD, second_factor=False)
    sign_in(client, person.email)
    first = client.post("/two-factor/set-up", {"setup": "authenticator"}, status=200)
    key, square = key_on(first), square_on(first)
    again = client.post(action_of(first), {"code": sent}, status=200)
    assert again.errors == [says]
    assert again.links()[says] == "#code"
    assert again.text.count(says) == 2  # in the summary and at the field, nowhere else
    assert (key_on(again), square_on(again)) == (key, square)
    assert person.tf_primary_method is None
    assert client.post(action_of(again), {"code": code_for(key)}).location == "/account"
    assert says not in client.get("/account").text
    assert person.tf_primary_method == "authenticator"


def test_next_survives_the_second_step(client: CheckedClient) -> None:
    person = user(password=PASSWORD, second_factor=False)
    sign_in(client, person.email)
    key = set_up(client)
    client.post("/sign-out")
    sent = {"email": person.email, "password": PASSWORD, "next": "/organisations"}
    step = client.post("/sign-in", sent)
    assert client.post(step.location, {"code": code_for(key)}).location == "/organisations"


def test_changes_to_how_one_signs_in_are_told_by_email(client: CheckedClient) -> None:
    person = user(password=PASSWORD, roles=(), second_factor=False)
    sign_in(client, person.email)
    set_up(client)
    codes = recovery_codes(client.follow(client.post("/two-factor/recovery-codes")))
    client.post("/two-factor/recovery-codes", {"generate_new_codes": "replace"})
    client.post("/two-factor/set-up", {"setup": "disable"})
    sent = letters(person.email)
    assert [letter.subject for letter in sent] == [
        "An authenticator app was connected to your account for the award",
        "New recovery codes were made for your account for the award",
        "New recovery codes were made for your account for the award",
        "You no longer need a code to sign in for the award",
    ]
    for letter in sent:
        assert letter.body.startswith(f"Hello {person.name},\n")
        assert "If this was not you" in letter.body
        assert "http://localhost/contact\n" in letter.body
        assert not [code for code in codes if code in letter.body]


@pytest.mark.parametrize("role", sorted(SECOND_FACTOR_ROLES))
def test_without_a_second_factor_the_role_opens_nothing(client: CheckedClient, role: Role) -> None:
    client.sign_in(user(roles=(role, Role.ADMIN), second_factor=False))
    for path in ("/start", "/account", "/organisations", "/manage/people", "/change-password"):
        assert client.get(path, status=302).location == "/two-factor/set-up"
    assert client.post("/organisations/new").location == "/two-factor/set-up"
    for path in ("/privacy", "/contact"):
        assert "People" not in client.get(path).links()
    client.post("/sign-out")


def test_until_one_is_set_up_the_header_offers_nothing_that_leads_back(
    client: CheckedClient,
) -> None:
    client.sign_in(user(roles=(Role.STAFF,), second_factor=False))
    page = client.get("/privacy")
    assert not {"Rounds", "Manage", "Case studies"} & set(page.links())
    assert "Sign out" in page.buttons()
    client.sign_in(user(roles=(Role.STAFF,)))
    assert "Case studies" in client.get("/privacy").links()


def test_with_one_set_up_it_does(client: CheckedClient) -> None:
    client.sign_in(user(roles=(Role.ADMIN,)))
    assert client.get("/manage/people").h1 == "People"


def test_roles_without_a_second_factor_do_not_count(app: Flask) -> None:
    from flask import session

    person = user(roles=(Role.STAFF,), second_factor=False)
    with app.app_context(), app.test_request_context():
        session.update(signed_in(person))
        assert load_actor().roles == {Role.APPLICANT}


def test_set_up_asks_for_the_password_when_it_was_long_ago(client: CheckedClient) -> None:
    person = user(password=PASSWORD, second_factor=False)
    client.sign_in(person)
    page = client.get("/two-factor/set-up", status=302)
    assert page.location.startswith("/confirm-password")
    assert client.follow(page).h1 == "Enter your password again"
    wrong = client.post(page.location, {"password": "not the password"}, status=200)
    assert wrong.errors == ["That password is not right"]
    assert client.post(page.location, {"password": PASSWORD}).location == "/two-factor/set-up"
    set_up(client)


def test_an_applicant_may_turn_it_off_again(client: CheckedClient) -> None:
    person = user(password=PASSWORD, roles=())
    sign_in(client, person.email)
    set_up(client)
    client.post("/two-factor/recovery-codes")
    assert "Turn off codes" in client.get("/two-factor/set-up").buttons()
    client.post("/two-factor/set-up", {"setup": "disable"})
    fresh = db.session.get_one(User, person.id)
    assert (fresh.tf_primary_method, fresh.mf_recovery_codes) == (None, None)
    client.post("/sign-out")
    assert sign_in(client, person.email).location == "/start"


def test_guessing_codes_means_a_wait(client: CheckedClient) -> None:
    person = user(password=PASSWORD, second_factor=False)
    sign_in(client, person.email)
    key = set_up(client)
    client.post("/sign-out")
    sign_in(client, person.email)
    for _ in range(10):
        client.post("/two-factor/code", {"code": "000000"}, status=200)
    client.post("/two-factor/code", {"code": code_for(key)}, status=429)
    for _ in range(10):
        client.post("/two-factor/recovery", {"code": "0000-0000-0000"}, status=200)
    client.post("/two-factor/recovery", {"code": "0000-0000-0000"}, status=429)


def test_nothing_of_the_second_step_opens_without_the_first(client: CheckedClient) -> None:
    for path in ("/two-factor/code", "/two-factor/recovery", "/two-factor/set-up"):
        assert client.get(path, status=302).location.startswith("/sign-in")
    assert client.get("/two-factor/recovery-codes", status=302).location.startswith("/sign-in")
    client.get("/two-factor/rescue", status=404)
    client.get("/two-factor/select", status=404)


def test_a_demonstration_has_none(tmp_path: Path) -> None:
    with app_of_its_own("sqlite", tmp_path, demonstration=True) as app, app.app_context():
        assert not {name for name in app.view_functions if "two_factor" in name or "mf_" in name}
        admin = user(password=PASSWORD, roles=(Role.ADMIN,), second_factor=True)
        client = CheckedClient(app)
        assert sign_in(client, admin.email).location == "/start"
        assert client.get("/manage/people").h1 == "People"
        assert "Authenticator app" not in client.get("/account").text
        client.post("/sign-out")
        staff = user(password=PASSWORD, roles=(Role.ADMIN,), second_factor=False)
        sign_in(client, staff.email)
        client.get("/manage/people")
        db.engine.dispose()


def test_the_key_stands_in_no_address(client: CheckedClient) -> None:
    person = user(password=PASSWORD, second_factor=False)
    sign_in(client, person.email)
    page = client.post("/two-factor/set-up", {"setup": "authenticator"}, status=200)
    key = key_on(page)
    for _ in range(2):
        assert action_of(page) == "/two-factor/set-up/app"
        page = client.post(action_of(page), {"code": "000000"}, status=200)
        assert key_on(page) == key
    assert client.post(action_of(page), {"code": code_for(key)}).location == "/account"
    assert client.post("/two-factor/set-up/app", {"code": code_for(key, 1)}).location == (
        "/two-factor/set-up"
    )
