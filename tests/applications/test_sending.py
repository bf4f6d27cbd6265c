"""Check answers, submit, be late, withdraw: as a person walks it."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import sqlalchemy as sa
from flask import Flask

from award.accounts.models import User
from award.applications.models import Application, Submission
from award.applications.queries.applications import latest_submission
from award.foundation import arrival, clock
from award.foundation.db import db, transaction
from award.foundation.outbox import OutboxMessage
from award.foundation.workflow import fire
from tests.applications.walking import fill, state, stored, url
from tests.build import accounts, applications
from tests.client import CheckedClient


def sent(me: CheckedClient, application: Application) -> dict[str, list[str]]:
    """What the check page's button sends."""
    return me.get(url(application, "/check")).form_values()


def test_check_answers_shows_each_gap_and_links_to_its_field(me: CheckedClient, lead: User) -> None:
    application = applications.complete(lead=lead, answers={"problem": None, "start_on": None})
    page = me.get(url(application, "/check"), budget=8)
    assert "2 questions left to answer" in page.text
    links = page.links()
    assert links["Change The problem"] == url(application, "/problem#answer_problem")
    assert links["Start date: not answered"] == url(application, "/summary#answer_start_on-day")
    assert page.text.count("Write an answer") == 1
    for address in (links["Change The problem"], links["Start date: not answered"]):
        path, _, anchor = address.partition("#")
        ids = [item.get("id") for item in me.get(path).root.iter()]
        assert anchor in ids


def test_an_incomplete_draft_is_refused_on_the_check_page(me: CheckedClient, lead: User) -> None:
    application = applications.complete(lead=lead, answers={"problem": None})
    page = me.post(url(application, "/submit"), sent(me, application), status=200)
    assert page.errors == ["1 question left to answer"]
    back = me.get(url(application, "/submit"))
    assert "Not ready to submit yet: 1 question left to answer" in back.text
    assert state(application) == "draft"


def test_submit_once_and_get_a_receipt(me: CheckedClient, lead: User) -> None:
    application = applications.complete(lead=lead, title="Listening for falls")
    page = me.get(url(application, "/check"))
    assert "Submit what is shown on this page" in page.buttons()
    assert "1 answer" not in page.text
    first = me.post(url(application, "/submit"), page.form_values())
    second = me.post(url(application, "/submit"), page.form_values())
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
    page = me.get(url(application), budget=10)
    assert "You submitted the application" in page.text
    assert "Listening for falls" in me.get(url(application, "/submission"), budget=8).text
    assert me.get(url(application, "/problem"), status=302).location == url(application)
    assert me.get(url(application, "/check"), status=302).location == url(application)


def test_a_late_submission_is_refused_with_the_draft_kept(
    app: Flask, me: CheckedClient, lead: User
) -> None:
    application = applications.complete(lead=lead)
    before = stored(application)
    values = sent(me, application)
    with clock.at(application.round.closes_at):
        page = me.post(url(application, "/submit"), values, status=200)
    assert page.errors[0].startswith("The round has closed")
    assert app.config["SETTINGS"].contact_email in page.text
    assert (state(application), stored(application)) == ("draft", before)


def test_a_request_that_came_in_time_counts_however_long_it_takes(
    app: Flask, me: CheckedClient, lead: User
) -> None:
    application = applications.complete(lead=lead)
    values, closes_at = sent(me, application), application.round.closes_at
    hooks = app.before_request_funcs[None]
    slow: list[Any] = []

    def dawdle() -> None:
        """Between the request's arrival and its handling the round closes."""
        slow.append(clock._fixed.set(closes_at + timedelta(seconds=1)))

    hooks.insert(hooks.index(arrival.note) + 1, dawdle)
    try:
        with clock.at(closes_at - timedelta(seconds=1)):
            page = me.post(url(application, "/submit"), values)
    finally:
        hooks.remove(dawdle)
    assert page.location == url(application, "/receipt")
    assert slow
    submission = latest_submission(application.id)
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
        assert late.h1 == "Not saved: the round has closed"
        assert app.config["SETTINGS"].contact_email in late.text
        typed = [box.text for box in late.all("textarea") if box.get("readonly") is not None]
        assert [text.strip() for text in typed if text] == ["Late"]  # and nothing else
        assert not [name for name in late.buttons() if "Save" in name]
        assert "Saved at" not in late.text
        same = me.post(url(application, "/problem"), page.form_values(), status=200)
        assert "You had not changed anything" in same.text
        mine = me.get("/applications").text
        assert "The round closed before this was submitted" in mine
        assert "Not submitted" in mine
        assert "Draft" not in mine
    assert stored(application)["problem"] != "Late"


def test_withdraw_asks_first(me: CheckedClient, lead: User) -> None:
    application = applications.submitted(lead=lead)
    page = me.get(url(application, "/withdraw"))
    assert page.h1 == "Withdraw this application?"
    page = me.follow(
        me.post(url(application, "/withdraw"), {**page.form_values(), "reason": "No site"})
    )
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


def test_a_draft_that_was_withdrawn_can_still_be_read(me: CheckedClient, lead: User) -> None:
    application = applications.draft(lead=lead, answers={"problem": "Nights are long."})
    withdraw = me.get(url(application, "/withdraw"))
    gone = me.post(url(application, "/withdraw"), withdraw.form_values(), status=302)
    page = me.get(gone.location)
    assert "will not be assessed any further" not in page.text
    read = me.get(page.links()["Read your draft"])
    assert read.h1 == "Your draft"
    assert "Nights are long." in read.text
    assert "The round has closed" not in read.text
    assert not {"Submit application", "Change"} & {*read.buttons(), *read.links()}
    letter = db.session.scalars(sa.select(OutboxMessage)).one()
    assert "will not be assessed any further" not in letter.body
    assert "No title yet" not in letter.body
    assert f"/applications/{application.reference}/check\n" in letter.body


def test_the_receipt_by_email_says_what_the_page_says(me: CheckedClient, lead: User) -> None:
    application = applications.submitted(lead=lead, title="Night calls")
    page = me.get(url(application, "/receipt"))
    letter = db.session.scalars(sa.select(OutboxMessage)).one()
    lines = letter.body.splitlines()
    assert f"Round: {application.round.title}, Phase {application.phase}" in lines
    assert f"Organisation: {application.organisation.name}" in lines
    assert "Lead applicant: Ada Lead" in lines
    assert [line.split(":")[0] for line in lines if line.startswith("Received: ")] == ["Received"]
    submission = latest_submission(application.id)
    assert submission is not None
    assert submission.sha256 in lines
    assert submission.sha256 in page.text
