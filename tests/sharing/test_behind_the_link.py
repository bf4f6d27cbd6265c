"""Whoever came by a link has no account: nothing behind it asks them to sign in."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

import pytest
from flask import Flask
from werkzeug.routing import AnyConverter, IntegerConverter, Rule

from tests.build import case_studies
from tests.build import shares as build
from tests.client import CheckedClient
from tests.foundation.test_by_link import with_a_token

pytestmark = pytest.mark.any_database
SIGN_IN = "/sign-in"


def _said(rule: Rule, part: str, known: dict[str, str]) -> list[str]:
    """What may stand there and names nothing."""
    there = rule._converters[part]
    if part in known:
        return [known[part]]
    if isinstance(there, AnyConverter):
        return sorted(there.items)
    return ["99"] if isinstance(there, IntegerConverter) else ["nothing"]


def _addresses(app: Flask, rule: Rule, **known: str) -> Iterator[str]:
    adapter, parts = app.url_map.bind("localhost"), sorted(rule.arguments)
    for values in product(*(_said(rule, part, known) for part in parts)):
        yield adapter.build(rule.endpoint, dict(zip(parts, values, strict=True)))


def _ends_at(client: CheckedClient, method: str, path: str) -> tuple[int, str]:
    found = client.browser.open(path, method=method, follow_redirects=True)
    return found.status_code, found.request.path


def test_what_is_behind_the_link_of_whoever_shared_never_asks_to_sign_in(
    app: Flask, client: CheckedClient
) -> None:
    study = build.published()
    share = case_studies.again(study).share
    assert share is not None
    reference, _, token = build.link(share).removeprefix("/share/").partition("/")
    tried = {}
    for rule in sorted(app.url_map.iter_rules(), key=str):
        linked = rule.rule.startswith("/share/") and "token" in rule.arguments
        held = rule.rule.startswith("/my-case-studies/<slug>")
        if not linked and not held:
            continue
        for path in _addresses(app, rule, reference=reference, token=token, slug=share.reference):
            for method in sorted({"GET", "POST"} & (rule.methods or set())):
                client.get(build.link(share))
                tried[f"{method} {path}"] = _ends_at(client, method, path)
    assert [path for path, (_, end) in tried.items() if end.startswith(SIGN_IN)] == []
    nowhere = {path for path in tried if {"99", "nothing", "nothing-99.jpg"} & {*path.split("/")}}
    assert len(tried) - len(nowhere) > 10 and len(nowhere) > 8
    assert {path: tried[path] for path in nowhere if tried[path][0] not in (404, 400)} == {}


def test_no_link_without_an_account_leads_to_signing_in_when_it_is_wrong(
    app: Flask, client: CheckedClient
) -> None:
    access = app.extensions["endpoint_access"]
    public = {one: path for one, path in with_a_token(app).items() if access[one] == "public"}
    ends = {path: _ends_at(client, "GET", path) for path in public.values()}
    assert len(ends) > 12
    assert {path: end for path, end in ends.items() if end[1].startswith(SIGN_IN)} == {}
