"""Recovery codes: made, used once, typed in any way, replaced."""

from __future__ import annotations

import pytest

from tests.accounts.apps import recovery_codes, set_up
from tests.accounts.test_sign_in import sign_in, verbs_about
from tests.build.accounts import PASSWORD, user
from tests.client import CheckedClient

pytestmark = pytest.mark.any_database


def test_a_recovery_code_works_once(client: CheckedClient) -> None:
    person = user(password=PASSWORD, second_factor=False)
    sign_in(client, person.email)
    set_up(client)
    assert client.get("/two-factor/recovery-codes").h1 == "Recovery codes"
    codes = recovery_codes(client.follow(client.post("/two-factor/recovery-codes")))
    assert len(set(codes)) == 8
    assert not set(codes) & set(person.mf_recovery_codes or ())
    client.post("/sign-out")

    client.follow(sign_in(client, person.email))
    assert client.get("/two-factor/recovery").h1 == "Use a recovery code"
    wrong = client.post("/two-factor/recovery", {"code": "0000-0000-0000"}, status=200)
    assert wrong.errors == ["That recovery code is not right, or has been used. Try another."]
    assert client.post("/two-factor/recovery", {"code": codes[3]}).location == "/start"
    assert "7 left" in client.get("/account").text
    client.post("/sign-out")
    sign_in(client, person.email)
    client.post("/two-factor/recovery", {"code": codes[3]}, status=200)
    assert "use_recovery_code" in verbs_about(person.email)


def test_codes_are_replaced_only_by_the_button_that_says_so(client: CheckedClient) -> None:
    person = user(password=PASSWORD, second_factor=False)
    sign_in(client, person.email)
    set_up(client)
    made = client.post("/two-factor/recovery-codes", {"generate_new_codes": "yes"})
    page = client.follow(made)
    codes = recovery_codes(page)
    assert recovery_codes(client.follow(made)) == codes  # loaded again
    again = client.post("/two-factor/recovery-codes", {"generate_new_codes": "yes"})
    assert recovery_codes(client.follow(again)) == codes  # sent again from the page before
    assert "Make new codes and stop the old ones" in page.buttons()
    new = client.post("/two-factor/recovery-codes", {"generate_new_codes": "replace"})
    assert not set(recovery_codes(client.follow(new))) & set(codes)
    assert verbs_about(person.email).count("make_recovery_codes") == 2


def test_making_codes_asks_for_the_password_when_it_was_long_ago(client: CheckedClient) -> None:
    person = user(password=PASSWORD)
    client.sign_in(person)
    page = client.post("/two-factor/recovery-codes", {"generate_new_codes": "replace"})
    assert page.location.startswith("/confirm-password")
    assert "make_recovery_codes" not in verbs_about(person.email)


def test_a_recovery_code_may_be_typed_in_any_way(client: CheckedClient) -> None:
    person = user(password=PASSWORD, second_factor=False)
    sign_in(client, person.email)
    set_up(client)
    codes = recovery_codes(client.follow(client.post("/two-factor/recovery-codes")))
    typed = [
        codes[0].replace("-", ""),
        codes[1].replace("-", " ").upper(),
        f"  {codes[2].replace('-', ' – ')} ",
        codes[3].upper(),
    ]
    for code in typed:
        client.post("/sign-out")
        sign_in(client, person.email)
        assert client.post("/two-factor/recovery", {"code": code}).location == "/start"
    assert "4 left" in client.get("/account").text
    client.post("/sign-out")
    sign_in(client, person.email)
    wrong = client.post("/two-factor/recovery", {"code": codes[4][:-1]}, status=200)
    assert wrong.value_of("code") == codes[4][:-1]


def test_who_mistyped_the_apps_codes_still_comes_in_with_one_from_paper(
    client: CheckedClient,
) -> None:
    person = user(password=PASSWORD, second_factor=False)
    sign_in(client, person.email)
    set_up(client)
    codes = recovery_codes(client.follow(client.post("/two-factor/recovery-codes")))
    client.post("/sign-out")
    sign_in(client, person.email)
    for _ in range(10):
        client.post("/two-factor/code", {"code": "000000"}, status=200)
    page = client.post("/two-factor/code", {"code": "000000"}, status=429)
    assert "one of your recovery codes" in page.text
    assert client.post("/two-factor/recovery", {"code": codes[0]}).location == "/start"
