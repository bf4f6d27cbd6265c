"""What is sent too late, or signed out, comes back to who wrote it."""

from __future__ import annotations

import pytest

from award.assessment.services import declaring
from award.foundation.db import db
from tests.assessment.forms import by_script, filled
from tests.build import accounts
from tests.build import assessment as build


def test_a_tab_left_open_after_submitting_is_told_and_gets_its_words_back(
    application, person, client
):
    assignment = build.declared(application, person)
    here = f"/assess/{application.reference}"
    client.sign_in(person)
    old = client.get(here)
    build.submit(assignment, person, build.sheet_values(application, [5, 5, 5]))
    typed = filled(old, score_problem="9", justification_problem="TYPED TOO LATE")
    page = client.post(here, typed, status=409)
    assert page.h1 == "This sheet can’t be changed now"
    assert "TYPED TOO LATE" in page.text
    assert here in page.links().values()
    assert by_script(client, here, typed).json["said"].startswith("Not saved.")
    assert "TYPED TOO LATE" not in client.get(here).text


@pytest.mark.parametrize("again", [False, True], ids=["signed out", "signed in again"])
def test_what_somebody_signed_out_sends_comes_back_to_them(application, person, client, again):
    build.declared(application, person)
    here = f"/assess/{application.reference}"
    page = client.sign_in(person).get(here)
    typed = filled(page, score_problem="8", justification_problem="TYPED FOR AN HOUR")
    client.sign_in(None)
    if again:
        client.sign_in(person)
    answer = client.post(here, {**typed, "csrf_token": "of before"}, status=400)
    assert "TYPED FOR AN HOUR" in answer.text
    assert ("Send it again" in answer.buttons()) is True
    assert ("Sign in again" in answer.text) is not again
    if not again:
        kept = client.post(here, {**typed, "csrf_token": client.csrf_token()}, status=403)
        assert "TYPED FOR AN HOUR" in kept.text
        assert "/sign-in" in client.post(here, {"csrf_token": client.csrf_token()}).location


def named_texts(page):
    """What a page gives back to copy, under what it is called there."""
    boxes = {box.get("id"): (box.text or "").strip() for box in page.all("textarea")}
    return {label.text: boxes[label.get("for")] for label in page.all("label")}


def test_what_comes_back_is_named_as_on_the_sheet(application, person, client):
    build.declared(application, person)
    here = f"/assess/{application.reference}"
    page = client.sign_in(person).get(here)
    typed = filled(page, score_problem="8", justification_problem="TYPED", in_scope="yes")
    client.sign_in(None)
    answer = client.post(here, {**typed, "csrf_token": client.csrf_token()}, status=403)
    assert f"{application.reference}: {application.title}" in answer.text
    assert named_texts(answer) == {
        "Problem: score": "8",
        "Problem: why this score": "TYPED",
        "In scope for this round": "Yes",
    }


def test_what_was_typed_on_an_application_given_up_elsewhere_comes_back(
    application, person, client
):
    assignment = build.declared(application, person)
    here = f"/assess/{application.reference}"
    desk = client.sign_in(person).get(here)
    declaring.decline(assignment, "too_many", actor=accounts.actor_of(person))
    db.session.commit()
    typed = filled(desk, justification_problem="TYPED ELSEWHERE")
    gone = client.post(here, typed, status=404)
    assert gone.h1.endswith("This application is not on your list")
    assert named_texts(gone) == {"Problem: why this score": "TYPED ELSEWHERE"}
    assert "you gave this assessment up" in gone.text
    # Whether the application is there at all is not told.
    nowhere = client.post("/assess/AIA-NOTHIN", typed, status=404)
    assert nowhere.text == gone.text
    assert "conflict of interest" in client.get(here, status=404).text
