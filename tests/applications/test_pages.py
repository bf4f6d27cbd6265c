"""The applicant's pages, walked through as a person would."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from award.accounts.models import User
from award.applications import queries, services
from award.applications.models import Application, Submission
from award.applications.views.arrival import note_arrival
from award.foundation import clock
from award.foundation.db import db, transaction
from award.foundation.outbox import OutboxMessage
from award.foundation.policy import Actor
from award.foundation.workflow import fire
from tests.build import accounts, applications, rounds
from tests.client import CheckedClient, Page


@pytest.fixture
def lead(app: Flask) -> User:
    return accounts.user("Ada Lead", roles=())


@pytest.fixture
def me(client: CheckedClient, lead: User) -> CheckedClient:
    return client.sign_in(lead)


def url(application: Application, path: str = "") -> str:
    return f"/applications/{application.reference}{path}"


def actor(application: Application) -> Actor:
    return Actor(application.lead_id, "Ada Lead")


def stored(application: Application) -> dict[str, Any]:
    return {key: row.value for key, row in queries.stored_answers(application.id).items()}


def state(application: Application) -> str:
    return db.session.execute(
        sa.select(Application.state).where(Application.id == application.id)
    ).scalar_one()


def save_elsewhere(application: Application, **values: Any) -> None:
    """As from another window that is up to date."""
    versions = {k: row.version for k, row in queries.stored_answers(application.id).items()}
    with transaction():
        services.save_answers(application, values, actor=actor(application), base_versions=versions)


def fill(page: Page, **answers: Any) -> dict[str, Any]:
    """The page's form with some answers typed in."""
    return {**page.form_values(), **{f"answer_{key}": value for key, value in answers.items()}}


def test_the_task_list_is_honest(me: CheckedClient, lead: User) -> None:
    application = applications.draft(lead=lead)
    page = me.get(url(application), budget=8)
    assert page.h1 == "Your application"
    assert "0% complete" not in page.text  # the eligibility check is done
    assert "Cannot start yet" not in page.text  # the small set has no section of declarations
    assert page.text.count("Not started") == 4
    assert page.links()["Continue: lead organisation"].endswith("/organisation")
    assert "10 days left" in page.text
    page = me.post(
        url(application, "/problem"),
        fill(me.get(url(application, "/problem")), problem="Falls", people_helped="no"),
    )
    page = me.get(url(application))
    assert "1 question to answer" in page.text
    assert "In progress" in page.text


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
        "Start date must be a real date: February 2027 has no day 31",
        "Length must be a number, like 12",
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
    assert page.errors == ["Choose 3 or fewer"]
    assert stored(application) == {}


def test_a_question_that_an_answer_brings_up(me: CheckedClient, lead: User) -> None:
    application = applications.draft(lead=lead)
    page = me.get(url(application, "/problem"))
    assert hidden_questions(page) == ["how_people_helped"]
    after = me.post(url(application, "/problem"), fill(page, people_helped="yes"))
    assert after.location.endswith("/problem?new=how_people_helped#answer_how_people_helped")
    page = me.follow(after)
    assert "bring up 1 more question" in page.text
    assert page.text.count("New question: one of your answers brings this up") == 1
    assert hidden_questions(page) == []
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
    page = me.follow(after)
    assert stored(application)["problem"] == long
    assert "Saved, but not ready to submit: Your answer has 120 words" in page.text
    again = me.post(url(application, "/problem"), fill(page))
    assert again.location.endswith("/project")  # said once, not for ever
    page = me.get(url(application))
    assert "Needs attention" in page.text
    assert "The problem: Your answer has 120 words: cut 20" in page.text
    assert page.links()["1 answer needs your attention"] == url(application, "/check")


def test_come_back_later(me: CheckedClient, lead: User) -> None:
    application = applications.draft(lead=lead)
    sent = {**fill(me.get(url(application, "/problem")), problem="x"), "then": "later"}
    page = me.follow(me.post(url(application, "/problem"), sent))
    assert "Your answers are saved" in page.text


def test_two_windows_never_overwrite_each_other(app: Flask, me: CheckedClient, lead: User) -> None:
    other = CheckedClient(app).sign_in(lead)
    application = applications.draft(lead=lead)
    first, second = me.get(url(application, "/problem")), other.get(url(application, "/problem"))
    me.post(url(application, "/problem"), fill(first, problem="Falls happen at night"))
    after = other.post(
        url(application, "/problem"),
        fill(second, problem="Falls happen by day", people_helped="no"),
    )
    assert stored(application) == {"problem": "Falls happen at night", "people_helped": "no"}
    page = other.follow(after)
    assert page.h1 == "Choose between two versions of this answer"
    assert "Falls happen at night" in page.text.replace("[only in this version: ", "").replace(
        "end] ", "")  # fmt: skip
    marks = {tag: ["".join(item.itertext()) for item in page.all(tag)] for tag in ("del", "ins")}
    assert marks == {
        "del": ["like this", "[only in this version: at nightend] "],
        "ins": ["like this", "[only in this version: by dayend] "],
    }
    assert {"Keep the saved text", "Keep what you typed", "Keep this text"} <= set(page.buttons())
    assert "Two versions of an answer" in me.get(url(application)).text
    assert "Two versions of an answer" in me.get(url(application, "/problem")).text
    assert "Two versions: choose one" in me.get(url(application, "/check")).text
    assert "Saved in another window" in page.text
    assert "What you typed here" in page.text
    assert page.value_of("text") == "Falls happen at night\n\nFalls happen by day"
    sent = {**page.form_values(), "choice": "both", "answer_problem": "", "text": "At any hour"}
    after = other.post(after.location, sent)
    assert "Two versions of an answer" not in other.follow(after).text
    assert stored(application)["problem"] == "At any hour"
    settled = other.get(page_path(application, page), status=302)
    assert settled.location == url(application)


def page_path(application: Application, page: Page) -> str:
    return str(page.response.request.path)


def test_a_choice_made_on_old_texts_is_asked_again(me: CheckedClient, lead: User) -> None:
    application = applications.draft(lead=lead)
    page = me.get(url(application, "/problem"))
    save_elsewhere(application, problem="Theirs")
    after = me.post(url(application, "/problem"), fill(page, problem="Mine"))
    page = me.follow(after)
    save_elsewhere(application, problem="Theirs, newer")
    page = me.post(after.location, {**page.form_values(), "choice": "mine"}, status=200)
    assert "Someone else changed this" in page.errors[0]
    assert stored(application)["problem"] == "Theirs, newer"
    me.post(after.location, {**page.form_values(), "choice": "mine"})
    assert stored(application)["problem"] == "Mine"


def test_an_untouched_field_of_a_stale_page_is_left_alone(me: CheckedClient, lead: User) -> None:
    application = applications.draft(lead=lead, answers={"problem": "Old"})
    page = me.get(url(application, "/problem"))
    save_elsewhere(application, problem="New")
    after = me.post(url(application, "/problem"), fill(page, people_helped="no"))
    assert after.location.endswith("/project")
    assert stored(application) == {"problem": "New", "people_helped": "no"}


def test_autosave_tells_versions_conflicts_and_errors(me: CheckedClient, lead: User) -> None:
    application = applications.draft(lead=lead)
    page = me.get(url(application, "/problem"))
    path = url(application, "/problem/autosave")
    part = {"base_problem": page.value_of("base_problem"), "answer_problem": "One"}
    answer = me.post(path, part, status=200).json
    assert answer["bases"]["problem"].startswith("1.")
    assert answer["saved"].startswith("Saved at ")
    part = {"base_problem": answer["bases"]["problem"], "answer_problem": "One two"}
    assert me.post(path, part, status=200).json["bases"]["problem"].startswith("2.")
    stale = {"base_problem": answer["bases"]["problem"], "answer_problem": "One three"}
    assert list(me.post(path, stale, status=200).json["conflicts"]) == ["problem"]
    assert stored(application) == {"problem": "One two"}
    part = {"base_duration_months": "0.", "answer_duration_months": "abc"}
    answer = me.post(url(application, "/summary/autosave"), part, status=200).json
    assert list(answer["errors"]) == ["duration_months"]
    with clock.at(application.round.closes_at):
        late = me.post(path, {"base_problem": "2.", "answer_problem": "Late"}, status=409).json
    assert "round has closed" in late["refused"]


def test_check_answers_shows_each_gap_and_links_to_its_field(me: CheckedClient, lead: User) -> None:
    application = applications.complete(lead=lead, answers={"problem": None, "start_on": None})
    page = me.get(url(application, "/check"), budget=8)
    assert "2 questions left to answer" in page.text
    links = page.links()
    assert links["Change The problem"] == url(application, "/problem#answer_problem")
    assert links["Start date"] == url(application, "/summary#answer_start_on-day")
    assert page.text.count("Write an answer") == 1
    for address in (links["Change The problem"], links["Start date"]):
        path, _, anchor = address.partition("#")
        ids = [item.get("id") for item in me.get(path).root.iter()]
        assert anchor in ids


def test_an_incomplete_draft_is_refused_on_the_check_page(me: CheckedClient, lead: User) -> None:
    application = applications.complete(lead=lead, answers={"problem": None})
    page = me.post(url(application, "/submit"), {}, status=200)
    assert page.errors == ["1 question left to answer"]
    back = me.get(url(application, "/submit"), status=302)
    assert back.location == url(application, "/check")
    assert state(application) == "draft"


def test_submit_once_and_get_a_receipt(me: CheckedClient, lead: User) -> None:
    application = applications.complete(lead=lead, title="Listening for falls")
    page = me.get(url(application, "/check"))
    assert "Submit application" in page.buttons()
    assert "1 answer" not in page.text
    first = me.post(url(application, "/submit"), {})
    second = me.post(url(application, "/submit"), {})
    assert first.location == second.location == url(application, "/receipt")
    submission = db.session.scalars(sa.select(Submission)).one()
    message = db.session.scalars(sa.select(OutboxMessage)).one()
    page = me.follow(first, budget=8)
    for words in (application.reference, submission.sha256, "London time", "Listening for falls"):
        assert words in page.text
        assert words in message.subject + message.body
    received = re.search(r"Received (\w+ \d+ \w+ \d+ at \d+:\d\d:\d\d[ap]m)", page.text)
    assert received
    assert received[1] in message.body
    page = me.get(url(application), budget=8)
    assert "You submitted the application" in page.text
    assert "Listening for falls" in me.get(url(application, "/submission"), budget=8).text
    assert me.get(url(application, "/problem"), status=302).location == url(application)
    assert me.get(url(application, "/check"), status=302).location == url(application)


def test_a_late_submission_is_refused_with_the_draft_kept(
    app: Flask, me: CheckedClient, lead: User
) -> None:
    application = applications.complete(lead=lead)
    before = stored(application)
    with clock.at(application.round.closes_at):
        page = me.post(url(application, "/submit"), {}, status=200)
    assert page.errors[0].startswith("The round has closed")
    assert app.config["SETTINGS"].contact_email in page.text
    assert (state(application), stored(application)) == ("draft", before)


def test_a_request_that_came_in_time_counts_however_long_it_takes(
    app: Flask, me: CheckedClient, lead: User
) -> None:
    application = applications.complete(lead=lead)
    closes_at = application.round.closes_at
    hooks = app.before_request_funcs[None]
    slow: list[Any] = []

    def dawdle() -> None:
        """Between the request's arrival and its handling the round closes."""
        slow.append(clock._fixed.set(closes_at + timedelta(seconds=1)))

    hooks.insert(hooks.index(note_arrival) + 1, dawdle)
    try:
        with clock.at(closes_at - timedelta(seconds=1)):
            page = me.post(url(application, "/submit"), {})
    finally:
        hooks.remove(dawdle)
    assert page.location == url(application, "/receipt")
    assert slow
    submission = queries.latest_submission(application.id)
    assert submission is not None
    assert submission.received_at == closes_at - timedelta(seconds=1)


def test_a_draft_of_a_closed_round_can_be_read(app: Flask, me: CheckedClient, lead: User) -> None:
    application = applications.complete(lead=lead, title="Kept")
    page = me.get(url(application, "/problem"))
    with clock.at(application.round.closes_at + timedelta(days=1)):
        home = me.get(url(application))
        assert "The round has closed" in home.text
        assert app.config["SETTINGS"].contact_email in home.text
        draft = me.get(url(application, "/check"))
        assert "Kept" in draft.text
        assert "Submit application" not in draft.buttons()
        assert me.get(url(application, "/problem"), status=302).location == url(application)
        late = me.post(url(application, "/problem"), fill(page, problem="Late"), status=200)
        assert "round has closed" in late.errors[0]
        assert app.config["SETTINGS"].contact_email in late.text
        assert late.value_of("answer_problem") == "Late"  # nothing typed is lost from the page
        assert "The round closed before this was submitted" in me.get("/applications").text
    assert stored(application)["problem"] != "Late"


def test_withdraw_asks_first(me: CheckedClient, lead: User) -> None:
    application = applications.submitted(lead=lead)
    page = me.get(url(application, "/withdraw"))
    assert page.h1 == "Withdraw this application?"
    page = me.follow(me.post(url(application, "/withdraw"), {"reason": "No site"}))
    assert "Your reason: No site" in page.text
    assert state(application) == "withdrawn"
    again = me.follow(me.get(url(application, "/withdraw"), status=302))
    assert "was withdrawn already" in again.text
    me.post(url(application, "/withdraw"), {}, status=302)


def test_nothing_of_a_decision_shows_before_it_is_released(me: CheckedClient, lead: User) -> None:
    application = applications.submitted(lead=lead)
    staff = accounts.actor_of(accounts.user())
    with transaction():
        fire(application, "begin_assessment", actor=staff)
    one = me.get(url(application)).text
    with transaction():
        fire(application, "finish_assessment", actor=staff)
    assert me.get(url(application)).text == one
    assert "Kim Example" not in one
    with transaction():
        fire(application, "reject", actor=staff)
    page = me.get(url(application))
    assert "Not successful" in page.text
    assert "Your application was not successful" in page.text


def test_choose_an_organisation(me: CheckedClient, lead: User) -> None:
    application = applications.draft(lead=lead)
    page = me.get(url(application, "/organisation"))
    assert "next=" in page.links()["Add your organisation"]
    mine = accounts.organisation(lead)
    other = accounts.organisation(name="Somebody else")
    page = me.get(url(application, "/organisation"), budget=8)
    assert "Somebody else" not in page.text
    page = me.post(url(application, "/organisation"), {}, status=200)
    assert page.errors == ["Select the organisation that leads, or add one"]
    me.post(url(application, "/organisation"), {"organisation": other.reference}, status=200)
    after = me.post(url(application, "/organisation"), {"organisation": mine.reference})
    assert "Brightwater Care" in me.follow(after).text


def test_sections_and_references_that_are_not_there(me: CheckedClient, lead: User) -> None:
    application = applications.draft(lead=lead)
    me.get(url(application, "/nonsense"), status=404)
    me.post(url(application, "/nonsense"), {}, status=404)
    me.get("/applications/AIA-NOTHIN", status=404)


def test_several_applications_in_one_round(me: CheckedClient, lead: User) -> None:
    round_ = rounds.open_round()
    applications.draft(round_, lead)
    applications.draft(round_, lead)
    assert len(queries.my_applications(accounts.actor_of(lead)).rows) == 2
