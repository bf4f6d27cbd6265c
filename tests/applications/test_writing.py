"""Sections: every kind of answer, what comes up, what is wrong, what is left for later."""

from __future__ import annotations

import re
import tomllib

import pytest

from award.accounts.models import User
from award.applications.services.answering import save_answers
from award.foundation.db import transaction
from award.rounds.services.reference_data import import_question_set
from tests.applications.walking import actor, fill, stored, url
from tests.build import applications, rounds
from tests.client import CheckedClient
from tests.page import Page

pytestmark = pytest.mark.any_database


def test_every_kind_goes_there_and_back(me: CheckedClient, lead: User) -> None:
    application = applications.draft(lead=lead)
    page = me.get(url(application, "/summary"), budget=8)
    sent = fill(page, project_title=" Night  listening ", plain_summary="One\r\n\r\nTwo\r\n",
                duration_months="9")  # fmt: skip
    sent |= {
        "answer_start_on-day": "1",
        "answer_start_on-month": "5",
        "answer_start_on-year": "2027",
    }
    after = me.post(url(application, "/summary"), sent)
    assert after.location.endswith("/problem")
    assert stored(application) == {
        "project_title": "Night listening",
        "plain_summary": "One\n\nTwo",
        "start_on": "2027-05-01",
        "duration_months": 9,
    }
    page = me.get(url(application, "/summary"))
    assert page.value_of("answer_plain_summary") == "One\n\nTwo"
    assert page.value_of("answer_start_on-month") == "5"
    assert re.search(r"Saved at \d+", page.text)
    sent = fill(page, project_title="", plain_summary="", duration_months="")
    sent |= {"answer_start_on-day": "", "answer_start_on-month": "", "answer_start_on-year": ""}
    me.post(url(application, "/summary"), sent)
    assert set(stored(application).values()) == {None}

    page = me.get(url(application, "/project"))
    me.post(url(application, "/project"), fill(page, amount_requested="£90,000", agree="y"))
    assert stored(application)["amount_requested"] == 90_000
    assert stored(application)["agree"] is True
    page = me.get(url(application, "/project"))
    assert page.value_of("answer_amount_requested") == "90,000"
    sent = fill(page)
    del sent["answer_agree"]
    me.post(url(application, "/project"), sent)
    assert stored(application)["agree"] is None

    page = me.get(url(application, "/problem"))
    me.post(url(application, "/problem"),
            fill(page, care_settings=["homecare", "day_services"], people_helped="no"))  # fmt: skip
    assert stored(application)["care_settings"] == ["homecare", "day_services"]
    page = me.get(url(application, "/problem"))
    assert page.form_values()["answer_care_settings"] == ["homecare", "day_services"]
    assert page.value_of("answer_people_helped") == "no"
    me.post(url(application, "/problem"), fill(page, care_settings=[], people_helped=""))
    assert stored(application)["care_settings"] is None
    assert stored(application)["people_helped"] is None


def test_bad_values_stay_as_typed_and_the_rest_is_saved(me: CheckedClient, lead: User) -> None:
    application = applications.draft(lead=lead)
    sent = fill(me.get(url(application, "/summary")), project_title="Kept", duration_months="abc")
    sent |= {
        "answer_start_on-day": "31",
        "answer_start_on-month": "2",
        "answer_start_on-year": "2027",
    }
    page = me.post(url(application, "/summary"), sent, status=200)
    assert page.errors == [
        "“Start date” must be a real date: February 2027 has no day 31",
        "“Length” must be a number, like 12",
    ]
    assert page.value_of("answer_duration_months") == "abc"
    assert page.value_of("answer_start_on-day") == "31"
    assert stored(application) == {"project_title": "Kept"}
    again = me.post(url(application, "/summary"), fill(page, duration_months="7"), status=200)
    assert len(again.errors) == 1
    assert stored(application) == {"project_title": "Kept", "duration_months": 7}


def test_choices_that_exclude_each_other(me: CheckedClient, lead: User) -> None:
    application = applications.draft(lead=lead)
    page = me.get(url(application, "/problem"))
    both = ["homecare", "own_home_no_service"]
    page = me.post(url(application, "/problem"), fill(page, care_settings=both), status=200)
    assert len(page.errors) == 1
    four = ["homecare", "residential_home", "extra_care", "day_services"]
    page = me.post(url(application, "/problem"), fill(page, care_settings=four), status=200)
    assert page.errors == ["Care settings: Choose 3 or fewer"]
    assert stored(application) == {}


def test_a_question_that_an_answer_brings_up(me: CheckedClient, lead: User) -> None:
    application = applications.draft(lead=lead)
    page = me.get(url(application, "/problem"))
    assert hidden_questions(page) == ["how_people_helped"]
    (told,) = page.all("noscript")
    assert "Save to see whether yours does" in "".join(told.itertext())
    after = me.post(url(application, "/problem"), fill(page, people_helped="yes"))
    assert after.location.endswith("/problem?new=how_people_helped#answer_how_people_helped")
    page = me.follow(after)
    assert "bring up 1 more question" in page.text
    assert page.text.count("New question: one of your answers brings this up") == 1
    assert hidden_questions(page) == [] and not page.all("noscript")
    after = me.post(url(application, "/problem"), fill(page, how_people_helped="They chose"))
    assert after.location.endswith("/project")
    page = me.get(url(application, "/problem"))
    me.post(url(application, "/problem"), fill(page, people_helped="no"))
    assert stored(application)["how_people_helped"] == "They chose"  # kept, not asked
    assert hidden_questions(me.get(url(application, "/problem"))) == ["how_people_helped"]
    assert "How people helped" not in me.get(url(application, "/check")).text


def test_with_script_the_question_was_seen_already(me: CheckedClient, lead: User) -> None:
    application = applications.draft(lead=lead)
    page = me.get(url(application, "/problem"))
    sent = {**fill(page, people_helped="yes"), "scripted": "1"}
    assert me.post(url(application, "/problem"), sent).location.endswith("/project")


def hidden_questions(page: Page) -> list[str]:
    return [box.get("data-question", "") for box in page.all("div")
            if box.get("data-question") and box.get("hidden") is not None]  # fmt: skip


def test_a_text_that_is_too_long_is_saved_and_flagged(me: CheckedClient, lead: User) -> None:
    application = applications.draft(lead=lead)
    long = " ".join(["word"] * 120)
    page = me.get(url(application, "/problem"))
    after = me.post(url(application, "/problem"), fill(page, problem=long))
    said = me.follow(after).links()["1 answer in “Problem and people” needs changing"]
    page = me.get(said)
    assert stored(application)["problem"] == long
    assert "Saved, but not ready to submit: Your answer has 120 words" in page.text
    again = me.post(url(application, "/problem"), fill(page))
    assert again.location.endswith("/project")  # it stops nobody
    page = me.get(url(application))
    assert "Needs attention" in page.text
    assert "The problem: Your answer has 120 words: cut 20" in page.text
    assert page.links()["1 answer needs your attention"] == url(application, "/check")


def test_come_back_later(me: CheckedClient, lead: User) -> None:
    application = applications.draft(lead=lead)
    sent = {**fill(me.get(url(application, "/problem")), problem="x"), "then": "later"}
    page = me.follow(me.post(url(application, "/problem"), sent))
    assert "Your answers are saved" in page.text


def test_sections_and_references_that_are_not_there(me: CheckedClient, lead: User) -> None:
    application = applications.draft(lead=lead)
    me.get(url(application, "/nonsense"), status=404)
    me.post(url(application, "/nonsense"), {}, status=404)
    me.get("/applications/AIA-NOTHIN", status=404)


def test_a_text_far_beyond_any_limit_is_refused_and_stays_on_the_page(
    me: CheckedClient, lead: User
) -> None:
    application = applications.draft(lead=lead, answers={"problem": "Before"})
    long = "word " * 60_000
    sent = fill(me.get(url(application, "/problem")), problem=long)
    page = me.post(url(application, "/problem"), sent, status=200)
    assert len(page.errors) == 1
    assert "299,999 characters, and the most that can be kept is 20,000" in page.errors[0]
    assert page.value_of("answer_problem").strip() == long.strip()
    assert stored(application)["problem"] == "Before"
    script = {"Accept": "application/json"}
    answer = me.post(url(application, "/problem"), sent, status=200, headers=script)
    assert answer.json["outcome"] == "error"


@pytest.mark.parametrize("body", ["", "null", "[1]", '{"answer_problem": "x"}', "[" * 500])
def test_what_arrives_without_a_field_is_not_said_to_be_saved(
    me: CheckedClient, lead: User, body: str
) -> None:
    application = applications.draft(lead=lead, answers={"problem": "Before"})
    token = me.get(url(application, "/problem")).csrf_token
    answer = me.browser.post(
        url(application, "/problem"), data=body, content_type="application/json",
        headers={"X-CSRFToken": token, "Accept": "application/json"},
    )  # fmt: skip
    assert (answer.status_code, answer.get_json()["outcome"]) == (409, "error")
    assert stored(application)["problem"] == "Before"


def test_no_service_takes_such_a_text_either(me: CheckedClient, lead: User) -> None:
    application = applications.draft(lead=lead)
    with transaction():
        values = {"problem": "a" * 20_001, "project_title": "b" * 20_000}
        result = save_answers(application, values, actor=actor(application), base_versions={})
    assert (list(result.invalid), result.saved) == (["problem"], ["project_title"])


def test_declarations_wait_for_the_rest_whatever_the_address(me: CheckedClient, lead: User) -> None:
    small = tomllib.loads(rounds.SMALL_SET.read_text(encoding="utf-8"))
    agree = {
        "key": "declarations", "title": "Declarations", "intro": "",
        "questions": [{"key": "true", "kind": "declaration", "label": "It is true",
                       "short": "True"}],
    }  # fmt: skip
    data = {**small, "key": "declaring", "sections": [*small["sections"], agree]}
    with transaction():
        question_set_id = import_question_set(data).id
    round_ = rounds.open_round(question_set_id=question_set_id)
    early = applications.draft(round_, lead)
    page = me.follow(me.get(url(early, "/declarations"), status=302))
    assert "“Declarations” comes last" in page.text
    me.post(url(early, "/declarations"), {"base_true": "0.", "answer_true": "y"}, status=302)
    assert stored(early) == {}
    last = small["sections"][-1]["key"]
    sent = me.get(url(early, f"/{last}")).form_values()
    assert me.post(url(early, f"/{last}"), sent).location == url(early, "/check")
    ready = applications.complete(round_, lead, answers={"true": None})
    assert me.get(url(ready, "/declarations")).h1 == "Declarations"
