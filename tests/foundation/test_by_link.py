"""Every address with a key in it is kept nowhere and listed nowhere, and told to nobody."""

from __future__ import annotations

import pytest
from flask import Flask
from werkzeug.routing import AnyConverter, Rule

from tests.client import CheckedClient


def _one_of(rule: Rule, part: str) -> str:
    """Something that may stand there."""
    there = rule._converters[part]
    return min(there.items) if isinstance(there, AnyConverter) else "1"


def with_a_token(app: Flask) -> dict[str, str]:
    """Addresses by endpoint, of all that take a token."""
    found = {}
    adapter = app.url_map.bind("localhost")
    for rule in app.url_map.iter_rules():
        if "token" in rule.arguments and "GET" in (rule.methods or set()):
            values = {part: _one_of(rule, part) for part in rule.arguments} | {"token": "x" * 40}
            found[rule.endpoint] = adapter.build(rule.endpoint, values)
    return found


def test_every_route_with_a_token(app: Flask, client: CheckedClient) -> None:
    routes = with_a_token(app)
    assert {"applications.confirming", "applications.taking_part", "applications.review",
            "own_data.fetch", "security.reset_password"} <= set(routes)  # fmt: skip
    said = {}
    for endpoint, path in routes.items():
        headers = client.browser.get(path).headers
        said[endpoint] = (
            headers.get("X-Robots-Tag"), headers["Cache-Control"], headers["Referrer-Policy"]
        )  # fmt: skip
    assert {one[:2] for one in said.values()} == {("noindex, nofollow", "no-store")}, said
    assert {one[2] for one in said.values()} <= {"no-referrer", "same-origin"}


@pytest.mark.parametrize("path", ["/confirming/", "/taking-part/", "/review/"])
def test_without_an_account_no_page_is_told(client: CheckedClient, path: str) -> None:
    headers = client.browser.get(path + "x" * 40).headers
    assert headers["Referrer-Policy"] == "no-referrer"
