"""A filled Word form, read back into the draft."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Flask

from award.applications.jobs import forget_word_readings
from award.applications.models import Application
from award.applications.rules.states import CollaboratorRole
from award.applications.services import answering
from award.applications.services.word_readings import MOST
from award.applications.word_readings import WordReading
from award.foundation import clock
from award.foundation.db import db, transaction
from award.own_data.services.drafts import delete_draft
from award.rounds.queries.question_sets import question_set
from award.rounds.rules.questions import QuestionSet
from tests.applications.in_word import answers, at, blank, lead_of, send, take, there_again
from tests.build import accounts, applications, rounds, team
from tests.client import CheckedClient
from tests.documents.filling import Typed, filled_in

HOSTILE = "#set page() *x* <w:p> & {{ 7 * 7 }} 漢 \u202eabc"
FILLED: dict[str, Typed] = {
    "project_title": "Listening at night",
    "plain_summary": f"First paragraph.\n\nSecond, with {HOSTILE}",
    "start_on": "1 April 2027",
    "duration_months": "12 months",
    "care_settings": ["Homecare", "Day services"],
    "people_helped": ["Yes"],
    "how_people_helped": "They said no to cameras.",
    "amount_requested": "£90,000",
    "milestones": [
        ["Safety case", "6", "Signed", "Kim", "1 May 2027", "Small", "Yes", "£1,000"],
        ["First home", "nine", "", "", "", "", "", ""],
        ["Report", "12", "", "", "", "", "", ""],
        ["Handover", "13", "", "", "", "", "", ""],
    ],
}


@pytest.fixture
def draft(app: Flask) -> Application:
    return applications.draft(answers={"problem": "Falls at night.", "plain_summary": "Before."})


def questions(application: Application) -> QuestionSet:
    return question_set(application.round.question_set_id)


def test_each_answer_is_shown_and_those_that_are_ticked_are_taken(
    app: Flask, client: CheckedClient, draft: Application
) -> None:
    client.sign_in(draft.lead)
    before = answers(draft)
    review = send(client, draft, filled_in(blank(client, draft), FILLED))
    assert answers(draft) == before  # nothing yet
    assert f"{len(FILLED)} answers differ from your draft" in review.text
    assert "Before." in review.text and HOSTILE in review.text
    ticked = review.form_values()["take"]
    assert "plain_summary" not in ticked  # it would replace something
    assert {"project_title", "care_settings", "milestones"} <= set(ticked)
    page = take(client, review, *ticked, "plain_summary")
    assert client.follow(page).text.count(f"{len(FILLED)} answers taken over") == 1
    after = answers(draft)
    assert after["project_title"] == "Listening at night"
    assert after["plain_summary"] == f"First paragraph.\n\nSecond, with {HOSTILE}"
    assert after["start_on"] == "2027-04-01"
    assert after["duration_months"] == 12
    assert after["care_settings"] == ["homecare", "day_services"]
    assert after["people_helped"] == "yes"
    assert after["amount_requested"] == 90_000
    assert after["problem"] == "Falls at night."  # nothing was written below it
    first, second, *_ = after["milestones"]
    assert len(after["milestones"]) == 4
    assert {key: first[key] for key in ("month", "by", "size", "stop", "cost")} == {
        "month": 6, "by": "2027-05-01", "size": "s", "stop": "yes", "cost": 1000,
    }  # fmt: skip
    assert second["month"] == "nine"  # kept as it was typed, as on the page


def test_only_what_is_ticked_is_taken(
    app: Flask, client: CheckedClient, draft: Application
) -> None:
    client.sign_in(draft.lead)
    review = send(client, draft, filled_in(blank(client, draft), FILLED))
    take(client, review, "project_title")
    assert answers(draft) == {
        "problem": "Falls at night.", "plain_summary": "Before.",
        "project_title": "Listening at night",
    }  # fmt: skip


def test_an_untouched_form_changes_nothing(
    app: Flask, client: CheckedClient, draft: Application
) -> None:
    client.sign_in(draft.lead)
    for phase in ("", "?phase=1"):
        page = send(client, draft, blank(client, draft, phase))
        assert "nothing has been filled in yet" in page.text


def test_the_word_copy_of_a_whole_application_reads_as_the_same(
    app: Flask, client: CheckedClient
) -> None:
    """Every kind there and back: nothing differs."""
    draft = applications.complete()
    client.sign_in(draft.lead)
    copy = client.get(f"/applications/{draft.reference}/application.docx").data
    page = send(client, draft, copy)
    asked = questions(draft).asked(answers(draft), draft.phase)
    readable = [q for q in asked if not (q.of_kind.promise or q.of_kind.apart)]
    given = [q for q in readable if q.key in answers(draft)]
    assert f"0 answers differ from your draft, and {len(given)} answers are the same" in page.text
    assert "can’t take over" not in page.text


def test_a_second_person_is_not_written_over(
    app: Flask, client: CheckedClient, draft: Application
) -> None:
    client.sign_in(draft.lead)
    review = send(client, draft, filled_in(blank(client, draft), FILLED))
    with transaction():
        answering.save_answers(
            draft, {"project_title": "Meanwhile"}, actor=accounts.actor_of(lead_of(draft)),
            base_versions={},
        )  # fmt: skip
    page = take(client, review, "project_title")
    assert "/conflicts/" in page.location
    assert answers(draft)["project_title"] == "Meanwhile"
    choice = client.follow(page)
    assert "Meanwhile" in choice.text and "Listening at night" in choice.text


def test_rows_of_two_people_are_both_kept(app: Flask, client: CheckedClient) -> None:
    draft = applications.draft(
        answers={"milestones": [{"id": "k1", "what": "Safety case", "month": 6}]}
    )
    client.sign_in(draft.lead)
    rows = [["Safety case", "8", "", "", "", "", "", ""]]
    review = send(client, draft, filled_in(blank(client, draft), {"milestones": rows}))
    theirs = [{"id": "k1", "what": "Safety case", "month": 6}, {"id": "k2", "what": "Report"}]
    with transaction():
        answering.save_answers(
            draft, {"milestones": theirs}, actor=accounts.actor_of(lead_of(draft)),
            base_versions={"milestones": 1},
        )  # fmt: skip
    take(client, review, "milestones")
    assert answers(draft)["milestones"] == [
        {"id": "k1", "what": "Safety case", "month": 8}, {"id": "k2", "what": "Report"},
    ]  # fmt: skip


def test_what_cannot_be_read_is_named_with_why(
    app: Flask, client: CheckedClient, draft: Application
) -> None:
    wrong: dict[str, Typed] = {
        "start_on": "next spring",
        "duration_months": "about a year",
        "people_helped": ["Yes", "No"],
        "project_title": "Fine",
    }
    client.sign_in(draft.lead)
    page = send(client, draft, filled_in(blank(client, draft), wrong))
    assert "3 answers that we can’t take over" in page.text
    assert "“next spring”" in page.text and "“about a year”" in page.text
    assert "more than one answer is marked" in page.text
    assert "1 answer differs from your draft" in page.text


def test_too_long_is_kept_as_a_draft_and_said(
    app: Flask, client: CheckedClient, draft: Application
) -> None:
    client.sign_in(draft.lead)
    long = "word " * 140
    page = send(client, draft, filled_in(blank(client, draft), {"problem": long}))
    assert "not ready to submit: Your answer has 140 words: cut 40" in page.text
    take(client, page, "problem")
    assert answers(draft)["problem"].split() == long.split()


def test_answers_to_what_is_not_asked_are_named(
    app: Flask, client: CheckedClient, draft: Application
) -> None:
    client.sign_in(draft.lead)
    given: dict[str, Typed] = {"people_helped": ["No"], "how_people_helped": "They did"}
    page = send(client, draft, filled_in(blank(client, draft), given))
    assert "Not asked of this application, so not taken over" in page.text
    assert "take-how_people_helped" not in page.html


def test_what_was_read_comes_back_from_this_page_alone(
    app: Flask, client: CheckedClient, draft: Application
) -> None:
    """Signed for one application: made-up values and those of another page are refused. What was
    ticked stays so."""
    other = applications.draft(lead=lead_of(draft))
    client.sign_in(draft.lead)
    mine = send(client, draft, filled_in(blank(client, draft), FILLED))
    theirs = send(client, other, filled_in(blank(client, other), FILLED)).form_values()["read"]
    for read in (theirs, "e30.made-up", ""):
        values = {**mine.form_values(), "read": read, "take": ["plain_summary"]}
        page = client.post(there_again(mine), values, status=200)
        assert "This page was out of date" in page.text
        assert page.form_values()["take"] == ["plain_summary"]
    for keys in ([], ["nonsense"]):
        page = client.post(there_again(mine), {**mine.form_values(), "take": keys}, status=200)
        assert "Nothing was ticked" in page.text and "differ" in page.text
    assert "/conflicts/" not in take(client, page, "plain_summary").location


def test_the_page_can_be_opened_again_for_a_day(
    app: Flask, client: CheckedClient, draft: Application
) -> None:
    """A browser goes back to it, after its answers were taken too; nobody else can."""
    client.sign_in(draft.lead)
    review = send(client, draft, filled_in(blank(client, draft), FILLED))
    take(client, review, "project_title")
    again = client.get(there_again(review))
    assert f"{len(FILLED) - 1} answers differ from your draft" in again.text
    assert "and 1 answer is the same" in again.text
    assert there_again(review) in client.get(at(draft)).links().values()
    colleague = accounts.user("Bo Editor", roles=())
    team.joined(draft, colleague, CollaboratorRole.EDITOR)
    client.sign_in(colleague)
    assert client.get(there_again(review), status=302).location.endswith("/from-word")
    assert there_again(review) not in client.get(at(draft)).links().values()
    with clock.at(clock.now() + timedelta(hours=25)):
        forget_word_readings()
        client.sign_in(draft.lead)
        gone = client.get(there_again(review), status=302)
        assert "kept for a day" in client.follow(gone).text
        taken = take(client, review, "plain_summary", csrf_token=client.csrf_token())
        assert client.follow(taken).text.count("1 answer taken over") == 1, (
            "what was ticked is not lost"
        )


def test_what_is_read_is_kept_for_the_last_few_and_goes_with_the_draft(
    app: Flask, client: CheckedClient, draft: Application
) -> None:
    client.sign_in(draft.lead)
    file = filled_in(blank(client, draft), {"project_title": "Listening"})
    reviews = [send(client, draft, file) for _ in range(MOST + 1)]
    client.get(there_again(reviews[0]), status=302)
    client.get(there_again(reviews[1]))
    with transaction():
        delete_draft(draft, actor=accounts.actor_of(lead_of(draft)))
    assert db.session.scalars(sa.select(WordReading)).all() == []


def test_nothing_is_read_after_closing_or_submitting(app: Flask, client: CheckedClient) -> None:
    draft = applications.draft(rounds.open_round())
    client.sign_in(draft.lead)
    file = filled_in(blank(client, draft), {"project_title": "Late"})
    review = send(client, draft, file)
    with clock.at(draft.round.closes_at):
        client.get(at(draft), status=302)
        client.get(there_again(review), status=302)
        assert take(client, review, "project_title").location.endswith(draft.reference)
    assert answers(draft) == {}
    sent = applications.submitted()
    client.sign_in(sent.lead)
    client.get(at(sent), status=403)


def test_the_application_leads_there(app: Flask, client: CheckedClient, draft: Application) -> None:
    links = client.sign_in(draft.lead).get(f"/applications/{draft.reference}").links().values()
    assert at(draft) in links
