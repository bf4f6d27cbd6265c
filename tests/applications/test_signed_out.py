"""A page that outlived its session: what was typed is not lost."""

from __future__ import annotations

from flask import Flask

from award.applications.queries.applications import stored_answers
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
    assert stored_answers(application.id) == {}
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
    assert [label.text for label in stale.all("label")] == ["The problem"]
    on = client.post(path, stale.form_values())
    assert on.location.startswith(f"/applications/{application.reference}/")
    assert stored_answers(application.id)["problem"].value == "Falls <b>at</b> night"
    nothing = client.post(
        f"/applications/{application.reference}/withdraw", {"csrf_token": "stale"}, status=400
    )
    assert nothing.h1 == "This page has expired"


def test_what_another_site_or_another_person_sent_is_shown_and_never_sent_on(
    app: Flask, client: CheckedClient
) -> None:
    lead = accounts.user(roles=())
    application = applications.draft(lead=lead)
    path = f"/applications/{application.reference}/problem"
    foreign = client.sign_in(lead).post(path, {**TYPED, "csrf_token": "stale"}, status=400)
    here = client.get(path)
    theirs = client.sign_in(accounts.user("Somebody Else", roles=()))
    sent = theirs.post(path, {**here.form_values(), **TYPED, "csrf_token": "stale"}, status=400)
    for page in (foreign, sent):
        assert "Falls <b>at</b> night" in page.text
        assert "Send it again" not in page.buttons()


def test_the_script_learns_that_it_was_signed_out_and_gets_a_fresh_token(
    app: Flask, client: CheckedClient
) -> None:
    lead = accounts.user(roles=())
    application = applications.draft(lead=lead)
    path = f"/applications/{application.reference}/problem"
    script = {"Accept": "application/json"}
    out = client.post(path, TYPED, status=403, headers=script).json
    assert out["outcome"] == "signed_out" and not out.get("csrf_token")
    client.sign_in(lead)
    stale = client.post(path, {**TYPED, "csrf_token": "stale"}, status=400, headers=script).json
    assert stale["outcome"] == "signed_out"
    sent = {**TYPED, "csrf_token": stale["csrf_token"]}
    assert client.post(path, sent, status=200, headers=script).json["outcome"] == "saved"
    assert stored_answers(application.id)["problem"].value == "Falls <b>at</b> night"
    other = client.sign_in(accounts.user("Somebody Else", roles=()))
    assert other.post(path, TYPED, status=404, headers=script).json["outcome"] == "refused"
