"""What may be kept of answers that no route gives, or that a route gives once in a while; every
route is asked in `tests/architecture/test_routes.py`."""

from __future__ import annotations

import pytest

from tests.build.accounts import PASSWORD, user
from tests.client import CheckedClient


@pytest.mark.parametrize(
    "path",
    [
        "/nothing/here",
        "/manage/rounds/ASC-999999",
        "/static/none.css",
        "/static/app.000000000000.css",
    ],
)
def test_errors_are_kept_nowhere(client: CheckedClient, path: str) -> None:
    for person in (None, user()):
        response = client.sign_in(person).browser.get(path)
        assert response.status_code in (302, 404)
        if person is not None or not path.startswith("/static"):  # whose page has their name
            assert response.headers.getlist("Cache-Control") == ["no-store"]


def test_the_pages_of_signing_in(client: CheckedClient) -> None:
    person = user(password=PASSWORD, second_factor=False)
    sent = {"email": person.email, "password": PASSWORD}
    pages = [
        client.get("/sign-in"),
        client.post("/sign-in", {**sent, "password": "a wrong one"}, status=200),
        client.post("/sign-in", sent),
        client.get("/two-factor/set-up"),
        client.post("/two-factor/set-up", {"setup": "authenticator"}, status=200),
        client.post("/sign-out"),
        client.get("/privacy"),  # says "You are signed out."
    ]
    for page in pages:
        assert page.response.headers.getlist("Cache-Control") == ["no-store"]
        assert "ETag" not in page.response.headers


def test_what_everybody_sees_may_be_asked_about_again(client: CheckedClient) -> None:
    page = client.get("/privacy")
    assert page.response.headers["Cache-Control"] == "no-cache"
    again = client.browser.get("/privacy", headers={"If-None-Match": page.response.headers["ETag"]})
    assert again.status_code == 304
