"""What nobody sees in a line that somebody typed is refused where it stands, and never taken out
behind their back; a file's name is kept, and shown without what turns it."""

from __future__ import annotations

import pytest
from flask import Flask

from award.accounts.models import User
from award.applications.models import Application
from tests.applications.tabling import BEGIN, END, NAME, milestones, project, typed
from tests.applications.walking import fill, stored, url
from tests.build import applications, files, rounds
from tests.client import CheckedClient

UNSEEN = ["\u202e", "\u2066", "\u200b", "\u2060", "\ufeff", "\u00ad"]
NEEDED = ["می\u200cخواهم", "👨\u200d👩\u200d👧 at home", "אבג\u200f (x)"]
SCRIPT = {"Accept": "application/json"}


@pytest.fixture
def application(app: Flask, lead: User) -> Application:
    return applications.draft(lead=lead, answers={"milestones": [BEGIN, END]})


@pytest.mark.parametrize("letter", UNSEEN)
def test_it_is_refused_at_the_field_and_kept_there(
    letter: str, me: CheckedClient, application: Application
) -> None:
    at, text = url(application, "/summary"), f"Falls{letter} at night"
    page = me.post(at, fill(me.get(at), project_title=text), status=200)
    (error,) = page.errors
    assert "that nobody sees" in error and "after “Falls”" in error
    assert page.value_of("answer_project_title") == text
    assert "project_title" not in stored(application)
    told = me.post(at, fill(me.get(at), project_title=text), status=200, headers=SCRIPT).json
    assert told["outcome"] == "error", "a script says so too"


@pytest.mark.parametrize("text", NEEDED)
def test_what_a_script_or_a_face_needs_is_kept(
    text: str, me: CheckedClient, application: Application
) -> None:
    at = url(application, "/summary")
    me.post(at, fill(me.get(at), project_title=text))
    assert stored(application)["project_title"] == text
    me.post(at, fill(me.get(at), project_title=f"\ufeff {text}\u200b"))
    assert stored(application)["project_title"] == text, "a slip of copying at the ends is none"


def test_what_no_text_has_is_told_where_it_stood(
    me: CheckedClient, application: Application
) -> None:
    at = url(application, "/summary")
    page = me.post(at, fill(me.get(at), project_title="Falls\x07 at night"), status=200)
    (error,) = page.errors
    assert "had control characters in it" in error
    assert page.value_of("answer_project_title") == "Falls at night"
    me.post(at, fill(page, project_title="Falls at night"))
    assert stored(application)["project_title"] == "Falls at night"


def test_in_a_cell_it_stays_and_is_told_at_the_cell(
    me: CheckedClient, application: Application
) -> None:
    text = "Begin\u202e it"
    page = me.get(project(application))
    told = me.post(project(application), typed(page, k1_what=text), status=200, headers=SCRIPT)
    (cell,) = told.json["cells"][NAME]
    assert (cell["row"], cell["column"]) == ("k1", "what") and "nobody sees" in cell["words"]
    assert milestones(application)[0]["what"] == text
    assert "nobody sees" in me.get(url(application, "/check")).text


def test_in_a_cell_too_what_no_text_has_is_told(
    me: CheckedClient, application: Application
) -> None:
    page = me.get(project(application))
    sent = typed(page, k1_what="Begin\x07 it")
    told = me.post(project(application), sent, status=200, headers=SCRIPT).json
    (cell,) = told["cells"][NAME]
    assert (cell["row"], cell["column"]) == ("k1", "what")
    assert "had control characters" in cell["words"] and "Milestone 1" in told["said"]
    assert milestones(application)[0]["what"] == "Begin it", "and what can be kept is"


def test_a_name_that_was_made_to_look_like_another_is_shown_as_it_is(
    app: Flask, me: CheckedClient, lead: User, tmp_path: object
) -> None:
    from pathlib import Path

    set_id = files.set_with_slots(Path(str(tmp_path))).id
    draft = applications.complete(rounds.open_round(question_set_id=set_id), lead)
    name = "invoice\u202efdp.exe.pdf"
    row = files.put(draft, lead, "plan", name)
    files.look()
    assert row.name == name, "it is kept"
    for path in ("/uploads", "/check", "/as-an-assessor"):
        page = me.get(url(draft, path))
        assert "invoicefdp.exe.pdf" in page.text and "\u202e" not in page.html, path
    removed = me.post(
        url(draft, "/uploads"),
        {**me.get(url(draft, "/uploads")).form_values(), "then": f"remove:{row.key}"},
    )
    page = me.follow(removed)
    assert "“invoicefdp.exe.pdf” is removed" in page.text and "\u202e" not in page.html
