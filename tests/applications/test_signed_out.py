"""A page that outlived its session: what was typed is not lost."""

from __future__ import annotations

from flask import Flask

from award.applications import queries
from tests.build import accounts, applications
from tests.client import CheckedClient

TYPED = {
    "base_problem": "0.",
    "answer_problem": "Falls <b>at</b> night",
    "answer_start_on-day": "1",
    "answer_start_on-month": "5",
    "answer_agree": "",
}


def test_a_page_sent_after_signing_out_shows_what_was_typed(
    app: Flask, client: CheckedClient
) -> None:
    application = applications.draft()
    path = f"/applications/{application.reference}/problem"
    page = client.post(path, TYPED, status=403)
    assert page.h1 == "You have been signed out"
    texts = [(box.text or "").strip() for box in page.all("textarea")]
    assert texts == ["Falls <b>at</b> night", "1, 5"]
    assert all(box.get("readonly") is not None for box in page.all("textarea"))
    assert f"next={path}" in page.links()["Sign in again (opens in a new tab)"]
    stale = client.post(path, {**TYPED, "csrf_token": "stale"}, status=400)
    assert [box.text for box in stale.all("textarea")] == [box.text for box in page.all("textarea")]
    assert queries.stored_answers(application.id) == {}
    # Nothing tells a stranger which applications exist.
    nowhere = client.post("/applications/AIA-NOTHIN/problem", TYPED, status=403)
    assert nowhere.h1 == page.h1


def test_a_stale_token_of_somebody_signed_in_shows_it_too(
    app: Flask, client: CheckedClient
) -> None:
    lead = accounts.user(roles=())
    application = applications.draft(lead=lead)
    path = f"/applications/{application.reference}/problem"
    page = client.sign_in(lead).post(path, {**TYPED, "csrf_token": "stale"}, status=400)
    assert page.h1 == "This page was open for too long"
    assert "Falls <b>at</b> night" in page.text
    here = client.get(path)
    stale = client.post(path, {**here.form_values(), **TYPED, "csrf_token": "stale"}, status=400)
    assert [label.text for label in stale.all("label")] == ["The problem", "Answer start on"]
    other = client.post(
        f"/applications/{application.reference}/withdraw", {"csrf_token": "stale"}, status=400
    )
    assert other.h1 == "This page has expired"


def test_the_script_learns_that_it_was_signed_out_and_gets_a_fresh_token(
    app: Flask, client: CheckedClient
) -> None:
    lead = accounts.user(roles=())
    application = applications.draft(lead=lead)
    path = f"/applications/{application.reference}/problem/autosave"
    assert client.post(path, TYPED, status=403).json == {"signed_out": True}
    assert "/sign-in" in client.get(path, status=302).location
    client.sign_in(lead)
    stale = client.post(path, {**TYPED, "csrf_token": "stale"}, status=400)
    assert stale.json == {"signed_out": False}
    token = client.get(path).json["csrf_token"]
    client.post(path, {**TYPED, "csrf_token": token}, status=200)
    assert queries.stored_answers(application.id)["problem"].value == "Falls <b>at</b> night"
    client.sign_in(accounts.user("Somebody Else", roles=())).get(path, status=404)
