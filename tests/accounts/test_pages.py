"""Plain pages, header and footer, and pages for when something went wrong."""

from __future__ import annotations

import pytest

from award.foundation.policy import Role
from tests.build.accounts import user
from tests.client import CheckedClient

pytestmark = pytest.mark.any_database

PAGES = {
    "/accessibility": "Accessibility statement",
    "/privacy": "Privacy notice",
    "/cookies": "Cookies",
    "/contact": "Contact us",
}


@pytest.mark.parametrize(("path", "heading"), PAGES.items())
def test_plain_pages_are_for_everyone(client: CheckedClient, path: str, heading: str) -> None:
    page = client.get(path, budget=0)
    assert page.h1 == heading
    assert page.links()["Sign in"] == "/sign-in"
    assert "Set-Cookie" not in page.response.headers
    client.sign_in(user(roles=()))
    assert "Sign out" in client.get(path, budget=1).buttons()


def test_the_cookie_that_is_named_is_the_one_that_is_set(client: CheckedClient) -> None:
    page = client.get("/sign-in")
    (name,) = [value.partition("=")[0] for value in page.response.headers.getlist("Set-Cookie")]
    assert name in client.get("/cookies").text


def test_the_header_offers_what_the_role_may_open(client: CheckedClient) -> None:
    assert "People" not in client.get("/privacy").links()
    client.sign_in(user("Kim Example", roles=(Role.STAFF,)))
    assert "People" not in client.get("/privacy").links()
    client.sign_in(user("Kim Example", roles=(Role.ADMIN,)))
    links = client.get("/privacy").links()
    assert (links["People"], links["Kim Example"]) == ("/manage/people", "/account")


def test_the_icon_under_its_old_name(client: CheckedClient) -> None:
    page = client.get("/favicon.ico", status=302, budget=0)
    assert client.browser.get(page.location, buffered=True).mimetype == "image/svg+xml"


def test_a_page_that_is_not_there(client: CheckedClient) -> None:
    page = client.get("/no-such-page", status=404)
    assert page.h1 == "Page not found"
    assert client.get("/sign-out", status=405).h1 == "This page cannot be opened like that"
    client.sign_in(user(roles=()))
    assert "Sign out" in client.get("/no-such-page", status=404).buttons()
