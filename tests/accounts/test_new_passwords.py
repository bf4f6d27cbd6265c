"""A new password: by email when it is forgotten, and when signed in."""

from __future__ import annotations

from tests.accounts.letters import letters, link_in
from tests.accounts.test_sign_in import sign_in, verbs_about
from tests.build.accounts import PASSWORD, user
from tests.client import CheckedClient


def test_choosing_a_new_password(client: CheckedClient) -> None:
    person = user(password=PASSWORD, roles=())
    other_browser = CheckedClient(client.app).sign_in(person)
    other_browser.get("/account")
    client.post("/reset", {"email": person.email.upper()}, status=200)
    path = link_in(letters(person.email)[0], "/reset/")
    assert client.get(path).h1 == "Choose a new password"
    bad = client.post(path, {"password": "short", "password_confirm": "short"}, status=200)
    assert bad.errors == ["The password must have at least 12 characters"]
    once = client.post(path, {"password": "short", "password_confirm": ""}, status=200)
    assert once.errors == [
        "The password must have at least 12 characters",
        "Type the same password in both boxes.",
    ]
    new = "a quite different thing"
    page = client.follow(client.post(path, {"password": new, "password_confirm": new}))
    assert "Sign in with the new one" in page.text
    assert "has just been changed" in letters(person.email)[-1].body
    client.get(path, status=302)
    sign_in(client, person.email, PASSWORD, 200)
    assert sign_in(client, person.email, new).location == "/start"
    assert other_browser.get("/account", status=302).location.startswith("/sign-in")


def test_changing_the_password_when_signed_in(client: CheckedClient) -> None:
    person = user(password=PASSWORD, roles=())
    sign_in(client, person.email)
    new = "a quite different thing"
    sent = {"password": "wrong", "new_password": new, "new_password_confirm": new}
    assert client.post("/change-password", sent, status=200).errors == [
        "That password is not right"
    ]
    page = client.post("/change-password", {**sent, "password": PASSWORD})
    assert client.follow(page).h1 == "Your account"
    assert "change_password" in verbs_about(person.email)
