"""What stands in the way, what is worth a look, and declarations that end in sending."""

from __future__ import annotations

import tomllib
from typing import Any

import pytest

from award.accounts.models import User
from award.applications.models import Application
from award.foundation.db import transaction
from award.rounds.services.reference_data import import_question_set
from tests.applications.filing import upload
from tests.applications.walking import save_elsewhere, state, stored, url
from tests.build import applications, rounds
from tests.build.accounts import organisation
from tests.client import CheckedClient

SMALL = tomllib.loads(rounds.SMALL_SET.read_text(encoding="utf-8"))
LAST = {
    "key": "declarations",
    "title": "Declarations",
    "intro": "",
    "questions": [
        {"key": "true", "kind": "declaration", "label": "All of it is true", "short": "True"},
        {"key": "may", "kind": "declaration", "label": "I may apply", "short": "Authority"},
    ],
}
BUTTON = "Submit what is shown on this page"


@pytest.fixture
def application(lead: User) -> Application:
    with transaction():
        questions = import_question_set(
            {**SMALL, "key": "declared", "sections": [*SMALL["sections"], LAST]}
        )
    round_ = rounds.open_round(question_set_id=questions.id)
    answers: dict[str, Any] = {"true": None, "may": None}
    return applications.complete(round_, lead, organisation=organisation(lead), answers=answers)


def test_declarations_are_made_where_it_is_sent(
    me: CheckedClient, application: Application
) -> None:
    page = me.get(url(application))
    assert "2 declarations Ready" in page.text and "left to answer" not in page.text
    assert page.links()["Check your answers and submit"] == url(application, "/check")
    page = me.get(url(application, "/check"), budget=8)
    assert "Ready to submit" in page.text and BUTTON in page.buttons()
    assert page.links()["Go to the declarations and submit"] == "#declarations"
    one = {**page.form_values("/submit"), "answer_true": "y"}
    refused = me.post(url(application, "/submit"), one, status=200)
    assert len(refused.errors) == 1 and refused.errors[0].startswith("Authority")
    assert refused.value_of("answer_true"), "a tick stays"
    assert (state(application), stored(application).get("true")) == ("draft", None)
    both = {**refused.form_values("/submit"), "answer_true": "y", "answer_may": "y"}
    assert me.post(url(application, "/submit"), both).location == url(application, "/receipt")
    assert stored(application)["true"] is stored(application)["may"] is True


def test_where_it_is_sent_says_what_waits_for_a_tick(
    me: CheckedClient, application: Application
) -> None:
    """Opened by itself: each declaration that is not made, at its box."""
    page = me.get(url(application, "/submit"), budget=8)
    assert [error.partition(":")[0] for error in page.errors] == ["True", "Authority"]
    assert {"#answer_true", "#answer_may"} <= {*page.links().values()}
    both = {**page.form_values("/submit"), "answer_true": "y", "answer_may": "y"}
    save_elsewhere(application, problem=None)
    page = me.get(url(application, "/submit"))
    assert page.errors == [] and "Not ready to submit yet: 1 question" in page.text
    save_elsewhere(application, problem="An example answer about the problem.")
    me.post(url(application, "/submit"), both)
    assert me.get(url(application, "/submit"), status=302).location == url(application, "/check")


def test_what_changed_meanwhile_is_told_and_no_tick_is_lost(
    me: CheckedClient, application: Application
) -> None:
    page = me.get(url(application, "/check"))
    save_elsewhere(application, problem="Something else")
    both = {**page.form_values("/submit"), "answer_true": "y", "answer_may": "y"}
    page = me.post(url(application, "/submit"), both, status=200)
    assert "Something else" in page.text and page.value_of("answer_true")
    assert (state(application), stored(application).get("true")) == ("draft", None)


def test_the_last_section_leads_on_to_where_they_are_made(
    me: CheckedClient, application: Application
) -> None:
    page = me.get(url(application, "/project"))
    assert "Next: Declarations" not in page.links()
    assert page.links()["Declarations"] == url(application, "/check#declarations")
    sent = me.post(url(application, "/project"), {**page.form_values(), "then": "continue"})
    assert sent.location == url(application, "/check")


def test_declarations_wait_for_the_rest_and_are_counted_apart(
    me: CheckedClient, application: Application
) -> None:
    save_elsewhere(application, problem=None)
    page = me.get(url(application), budget=8)
    assert "2 declarations Cannot start yet Once everything else is done" not in page.links()
    assert not any("declaration" in text for text in page.links())
    assert "1 question left to answer" in page.text and "2 of 3 sections completed" in page.text
    check = me.get(url(application, "/check"))
    assert check.links()["The problem: not answered"] == url(application, "/problem#answer_problem")
    assert BUTTON not in check.buttons() and check.value_of("answer_true") is None
    assert "You can make the 2 declarations once that is done" in check.text


def test_a_task_list_says_how_long_is_left(me: CheckedClient, lead: User) -> None:
    application = applications.draft(lead=lead)
    page = me.get(url(application))
    assert page.text.count("About ") > 2 and "going by their number and kind" in page.text
    assert page.html.count('class="nhsuk-button"') == 1, "one thing to do next"


def test_long_answers_fold_and_one_with_a_problem_is_open(
    me: CheckedClient, application: Application
) -> None:
    save_elsewhere(application, problem=" ".join(f"w{n}" for n in range(90)))
    page = me.get(url(application, "/check"))
    assert "All 90 words of “The problem”" in page.text and "w89" in page.text
    assert " open data-fold" not in page.html
    save_elsewhere(application, problem=" ".join(f"w{n}" for n in range(101)))
    page = me.get(url(application, "/check"))
    assert " open data-fold" in page.html and "The problem: Your answer has 101 words" in page.text


def test_characters_that_nobody_sees_are_told_and_stop_nothing(
    me: CheckedClient, application: Application
) -> None:
    save_elsewhere(
        application, problem="We were de\u200bciding", project="Read \u202eknurd\u202c then"
    )
    page = me.get(url(application, "/check"))
    assert "Worth a look, not in your way" in page.text and "Ready to submit" in page.text
    assert "We noticed 1 character that nobody sees" in page.text and "after “de”" in page.text
    assert "that turns the direction" in page.text


def test_a_file_that_is_asked_for_is_part_of_being_ready(me: CheckedClient, lead: User) -> None:
    slot = {"key": "plan", "kind": "file", "label": "Upload your plan", "short": "Plan",
            "types": ["pdf"], "max_mb": 1, "required": True}  # fmt: skip
    uploads = {"key": "uploads", "title": "Documents", "intro": "", "questions": [slot]}
    with transaction():
        questions = import_question_set(
            {**SMALL, "key": "slotted", "sections": [*SMALL["sections"], uploads]}
        )
    round_ = rounds.open_round(question_set_id=questions.id)
    application = applications.complete(round_, lead, organisation=organisation(lead))
    page = me.get(url(application, "/check"))
    assert page.links()["Plan: not answered"] == url(application, "/uploads#answer_plan")
    assert "Upload a file" in page.text and BUTTON not in page.buttons()
    refused = me.post(url(application, "/submit"), {}, status=200)
    assert (refused.errors, state(application)) == (["1 question left to answer"], "draft")
    upload(me, application)
    page = me.get(url(application, "/check"))
    assert BUTTON in page.buttons()
    assert me.post(url(application, "/submit"), page.form_values("/submit")).location == url(
        application, "/receipt"
    )
