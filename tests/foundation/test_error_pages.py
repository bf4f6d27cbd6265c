from __future__ import annotations

from flask import Flask

from tests.build import applications
from tests.client import CheckedClient


def test_an_unknown_address(client: CheckedClient) -> None:
    page = client.get("/no/such/page", status=404)
    assert page.h1 == "Page not found"


def test_a_form_without_its_token_has_a_page_of_its_own(client: CheckedClient) -> None:
    page = client.post("/sign-in", {"email": "kim@example.org"}, csrf=False, status=400)
    assert "saved" in page.text


def test_a_post_that_is_too_large(app: Flask, client: CheckedClient) -> None:
    page = client.post(
        "/sign-in", {"email": "x" * (app.config["MAX_CONTENT_LENGTH"] + 1)}, status=413
    )
    assert "too" in page.h1.lower()


def test_a_failure_has_a_page_that_needs_nothing(app: Flask, client: CheckedClient) -> None:
    from award.design.errors import error_page

    with app.test_request_context("/"):
        text = error_page(500, reference="abc123")
    assert "abc123" in text


def test_headers(client: CheckedClient) -> None:
    page = client.get("/healthz")
    headers = page.response.headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert "'unsafe-inline'" not in headers["Content-Security-Policy"]
    assert page.json == {"status": "ok"}


def test_readiness_asks_the_database(client: CheckedClient) -> None:
    assert client.get("/readyz").json == {
        "status": "ready",
        "files": "ok",
        "scanner": "none",
    }


def test_an_address_that_forms_alone_send_to_leads_to_the_page_they_stand_on(
    client: CheckedClient,
) -> None:
    """Of every kind that there is, whoever asks: it says nothing about what is there."""
    for path in ("/applications/AIA-NONE/messages/1", "/manage/applications/AIA-NONE/messages/1"):
        assert client.get(f"{path}/read", status=302).location == path
    lead = applications.draft().lead
    page = client.sign_in(lead).get("/account/close/now", status=404)
    assert page.h1 == "Page not found"
    assert client.get("/sign-out", status=405).h1 == "This page cannot be opened like that"
