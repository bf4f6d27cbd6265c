"""A table in a section's page: filled in, row by row."""

from __future__ import annotations

import pytest
from flask import Flask

from award.accounts.models import User
from award.applications.models import Application
from award.applications.queries import applications as reads
from award.assessment.rules.reading import reading
from award.foundation import clock
from award.rounds.queries.question_sets import question_set
from tests.applications.tabling import (
    BEGIN,
    END,
    NAME,
    milestones,
    pressing,
    project,
    rows_in,
    typed,
)
from tests.applications.walking import stored, url
from tests.build import applications, assessment, rounds
from tests.client import CheckedClient


@pytest.fixture
def application(app: Flask, lead: User) -> Application:
    return applications.draft(lead=lead, answers={"milestones": [BEGIN, END]})


def test_a_first_page_has_blank_rows_and_keeps_what_is_typed(me: CheckedClient, lead: User) -> None:
    application = applications.draft(lead=lead)
    page = me.get(project(application), budget=8)
    [first, second] = rows_in(page)
    assert page.value_of(f"{NAME}-{first}-what") == ""
    cells = {
        "what": " Begin ", "month": "1", "cost": "£1,500", "by": "27/3/2027", "size": "s",
        "stop": "no", "signs": "A letter\r\nand a list",
    }  # fmt: skip
    sent = typed(page, **{f"{first}_{key}": text for key, text in cells.items()})
    sent[f"{NAME}-{second}-who"] = ""
    me.post(project(application), sent)
    assert milestones(application) == [
        {"id": first, "what": "Begin", "month": 1, "cost": 1500, "by": "2027-03-27", "size": "s",
         "stop": "no", "signs": "A letter\nand a list"}
    ]  # fmt: skip
    page = me.get(project(application))
    assert rows_in(page)[0] == first and len(rows_in(page)) == 2
    assert page.value_of(f"{NAME}-{first}-by") == "27 March 2027"
    assert page.value_of(f"{NAME}-{first}-cost") == "1,500"
    assert "£1,500" in page.text
    before = stored(application)
    me.post(project(application), page.form_values())
    assert stored(application) == before


def test_rows_are_added_moved_and_removed_without_script(
    me: CheckedClient, application: Application
) -> None:
    page = me.get(project(application))
    after = me.post(project(application), pressing(page, "add", k1_what="Begin it"))
    page = me.follow(after)
    [one, two, new] = rows_in(page)
    assert (one, two) == ("k1", "k2") and after.location.endswith(f"#{NAME}-{new}-what")
    assert milestones(application)[0]["what"] == "Begin it"
    after = me.post(project(application), pressing(page, "add"))
    page = me.follow(after)
    assert len(rows_in(page)) == 4
    page = me.follow(me.post(project(application), pressing(page, "up k2", k2_month="8")))
    assert [row["id"] for row in milestones(application)] == ["k2", "k1"]
    assert rows_in(page)[:2] == ["k2", "k1"] and len(rows_in(page)) == 4
    page = me.follow(me.post(project(application), pressing(page, "down k2")))
    assert [row["id"] for row in milestones(application)] == ["k1", "k2"]
    page = me.follow(me.post(project(application), pressing(page, "remove k1")))
    assert milestones(application) == [{**END, "month": 8}]
    for nonsense in ("add add", "up nobody", "remove", "sideways k2", "up"):
        me.post(project(application), pressing(page, nonsense))
    assert milestones(application) == [{**END, "month": 8}]


def test_a_full_table_takes_no_more(me: CheckedClient, lead: User) -> None:
    full = [{**BEGIN, "id": f"k{n}"} for n in range(6)]
    application = applications.draft(lead=lead, answers={"milestones": full})
    page = me.follow(me.post(project(application), pressing(me.get(project(application)), "add")))
    assert len(rows_in(page)) == 6
    sent = {**page.form_values(), f"rows_{NAME}": " ".join([*rows_in(page), "more"]),
            f"{NAME}-more-what": "Seventh"}  # fmt: skip
    me.post(project(application), sent)
    assert len(milestones(application)) == 7, "a draft keeps it"
    assert "Take out 1: the most is 6 milestones" in me.get(project(application)).text


def test_what_a_button_of_a_row_is_pressed_with_is_kept(
    me: CheckedClient, application: Application
) -> None:
    """Even what can't be read, in a table or beside it."""
    page = me.get(project(application))
    sent = pressing(page, "add", k1_month="soon") | {"answer_amount_requested": "much"}
    after = me.post(project(application), sent, status=200)
    assert after.value_of("answer_amount_requested") == "much"
    assert after.value_of(f"{NAME}-k1-month") == "soon" and len(rows_in(after)) == 3
    assert milestones(application)[0]["month"] == "soon"


def test_a_cell_that_cant_be_read_is_kept_and_shown(
    me: CheckedClient, application: Application
) -> None:
    page = me.get(project(application))
    after = me.post(project(application), typed(page, k2_month="soon", k1_cost="1.50"), status=200)
    assert after.errors == [
        "Milestone 1: Cost must be in whole pounds, without pence, like £150,000",
        "Milestone 2: Month must be a number, like 12",
    ]
    assert f"#{NAME}-k2-month" in after.links().values()
    assert milestones(application) == [{**BEGIN, "cost": "1.50"}, {**END, "month": "soon"}]
    page = me.get(project(application))
    assert "Month must be a number" in page.text and page.value_of(f"{NAME}-k2-month") == "soon"
    check = me.get(url(application, "/check"))
    assert all(words in check.text for words in after.errors), "as the section says it"
    assert f"#{NAME}-k1-cost" in check.html, "the link leads to the cell"
    me.post(project(application), typed(page, k2_month="9", k1_cost=""))
    assert milestones(application) == [BEGIN, END]


def test_a_row_half_filled_is_saved_and_says_what_is_missing(
    me: CheckedClient, application: Application
) -> None:
    page = me.get(project(application))
    after = me.post(project(application), typed(page, k2_month="", k1_what="a " * 13))
    assert "in “Project and money” needs changing" in me.follow(after).text
    page = me.get(project(application))
    assert "Milestone 1, What will be done: The text has 13 words: cut 1" in page.text
    assert page.links()["Milestone 2, Month: Enter a number"] == f"#{NAME}-k2-month"


def test_too_late_it_is_shown_to_copy(me: CheckedClient, application: Application) -> None:
    page = me.get(project(application))
    with clock.at(application.round.closes_at):
        late = me.post(project(application), typed(page, k1_what="UNSAVED WORDS"), status=200)
    assert "UNSAVED WORDS" in late.text and milestones(application) == [BEGIN, END]


def test_everybody_reads_it_and_a_blind_reader_no_names(me: CheckedClient, lead: User) -> None:
    round_ = rounds.closed_round(min_assessments=1, blindness="double")
    answers = {"milestones": [{**BEGIN, "who": "SECRET-NAME", "cost": 1200}, END]}
    application = applications.submitted(round_, lead, answers)
    page = me.get(url(application, "/submission"), budget=8)
    assert "SECRET-NAME" in page.text and "£1,200" in page.text
    assessor = assessment.assessor()
    assessment.declared(application, assessor)
    desk = me.sign_in(assessor).get(f"/assess/{application.reference}")
    assert "£1,200" in desk.text and "SECRET-NAME" not in desk.html
    assert "Hidden, since it would show who is applying: Who leads it" in desk.text
    submission = reads.latest_submission(application.id)
    assert submission is not None
    questions = question_set(submission.content["question_set"]["id"])
    assert "SECRET-NAME" not in str(
        reads.submission_view(submission, questions, hide_identifying=True)
    )
    assert "SECRET-NAME" not in str(reading(submission.content, questions, [], "double"))
