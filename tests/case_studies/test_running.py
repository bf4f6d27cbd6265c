"""“Is it still running?”: asked by email, answered by one link, dated on the page, found by it."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
import sqlalchemy as sa
from flask import Flask

from award.accounts.services.people import suspend
from award.case_studies.jobs import ask_whether_running
from award.case_studies.later import RunningQuestion
from award.case_studies.models import CaseStudy
from award.case_studies.queries.running import question_to_act_on
from award.case_studies.rules.running import EVERY, REMINDED_AFTER, SILENT_AFTER, Running
from award.case_studies.services import editing, publication, running
from award.foundation import checks, clock
from award.foundation.db import db, transaction
from award.foundation.errors import Refused
from award.foundation.policy import ANONYMOUS, Role
from tests.accounts.letters import link_in, told
from tests.build import case_studies as build
from tests.build.accounts import actor_of, user
from tests.client import CheckedClient
from tests.page import Page

HOSTILE = "<b>No</b> ](javascript:alert(1)) <script>"
DAY = timedelta(days=1)


@pytest.fixture
def study(app: Flask) -> CaseStudy:
    return build.published()


def counted(value: str) -> int:
    return build.found_by({"running": [value]}).total


def page_of(client: CheckedClient, study: CaseStudy) -> Page:
    return client.get(f"/case-studies/{study.slug}")


def send(client: CheckedClient, link: str, answer: str, why: str = "") -> Page:
    form = client.get(link).form_values()
    return client.post(link, {**form, "answer": answer, "why": why})


def worker(at: datetime) -> None:
    with clock.at(at):
        ask_whether_running()


@pytest.mark.each_database
def test_from_the_email_to_the_page_and_the_filter(client: CheckedClient, study: CaseStudy) -> None:
    assert "Not asked yet" in page_of(client, study).text and counted("not_asked") == 1
    _question, link = build.asked_running(study)
    (letter,) = told("case_study.running_asked")
    assert letter.recipient == build.lead_of(study).email
    assert letter.body.count("/still-running/") == 1
    waiting = page_of(client, study)
    assert "No answer yet" in waiting.text and "We asked the project team on" in waiting.text

    scanner = CheckedClient(client.app)
    for _ in range(2):
        assert scanner.get(link).h1 == "Is it still running?"
    scanner.post(link, {}, status=200)
    assert "No answer yet" in page_of(client, study).text

    done = scanner.follow(send(scanner, link, "changed", HOSTILE))
    assert done.h1 == "Thank you" and "Still running, but changed" in done.text
    page = page_of(client, study)
    assert "Still running, but changed" in page.text and HOSTILE in page.text
    assert "&lt;script&gt;" in page.html and "<b>No</b>" not in page.html
    assert counted("changed") == 1 and counted("running") == 0
    told_of = len(told("case_study.running_told"))
    assert told_of and "<b>" not in told("case_study.running_told")[0].body

    again = scanner.post(link, {"answer": "stopped", "why": "Twice"}, status=200)
    assert again.h1 == "Thank you" and "Twice" not in again.text
    assert counted("changed") == 1 and len(told("case_study.running_told")) == told_of
    faults = list(checks.CHECKS.all()[
        "Whether a project still runs is what its team said, and is in the trail"]())  # fmt: skip
    assert faults == []


def test_what_is_wrong_is_said_at_its_field_and_nothing_typed_is_lost(
    client: CheckedClient, study: CaseStudy
) -> None:
    _question, link = build.asked_running(study)
    form = client.get(link).form_values()
    assert client.post(link, form, status=200).errors == ["Say whether it is still running"]
    page = client.post(link, {**form, "answer": "stopped"}, status=200)
    assert page.errors == ["Say what has changed, or why"]
    long = "word " * 101
    page = client.post(link, {**form, "answer": "paused", "why": long}, status=200)
    assert page.errors and page.value_of("why").startswith("word word")
    assert client.post(link, {**form, "answer": "gone"}, status=200).errors
    for leads in ("Ring 0161 496 0000", "ada@\u200bexample.org", "See www.example.org/now"):
        page = client.post(link, {**form, "answer": "paused", "why": leads}, status=200)
        assert "anybody could read it" in page.errors[0]
    client.get("/still-running/another", status=404)


@pytest.mark.each_database
def test_the_worker_asks_reminds_once_and_notes_silence(
    client: CheckedClient, study: CaseStudy
) -> None:
    start = clock.now()
    worker(start + EVERY - DAY)
    assert told("case_study.running_asked") == []
    at = start + EVERY + DAY
    worker(at)
    worker(at + DAY)
    assert len(told("case_study.running_asked")) == 1
    worker(at + REMINDED_AFTER)
    worker(at + REMINDED_AFTER + DAY)
    (reminder,) = told("case_study.running_reminded")
    assert counted("silent") == 0
    worker(at + SILENT_AFTER)
    assert counted("silent") == 1 and "Asked, no answer" in page_of(client, study).text
    late = at + SILENT_AFTER + DAY
    first = link_in(told("case_study.running_asked")[0], "/still-running/")
    second = link_in(reminder, "/still-running/")
    assert first != second
    with clock.at(late):
        client.get(first)
        send(client, second, "running")
        assert client.get(first).h1 == "Thank you"
    assert counted("silent") == 0 and counted("running") == 1
    worker(at + EVERY + DAY)
    page = page_of(client, study)
    assert "Still running" in page.text and "We asked again on" in page.text
    assert counted("running") == 1
    with clock.at(at + EVERY + DAY):
        _answer(Running.STOPPED, "The money ran out.")
    worker(at + 3 * EVERY)
    assert len(told("case_study.running_asked")) == 2, "who has stopped is not asked again"


def _answer(said: Running, words: str) -> None:
    question = db.session.scalars(
        sa.select(RunningQuestion).order_by(RunningQuestion.id.desc())
    ).first()
    assert question is not None
    with transaction():
        running.answer(_loaded(question), said, words, actor=ANONYMOUS)


def _loaded(question: RunningQuestion) -> RunningQuestion:
    found = question_to_act_on(question.id)
    assert found is not None
    return found


def test_a_link_ends_with_its_time_and_with_the_page(
    client: CheckedClient, study: CaseStudy
) -> None:
    _question, link = build.asked_running(study)
    with clock.at(clock.now() + EVERY + DAY):
        assert client.get(link, status=410).h1 == "This link no longer works"
        client.post(link, {"answer": "running"}, status=410)
    staff = actor_of(user("Pat Publisher", roles=(Role.PUBLISHER,)))
    with transaction():
        publication.take_down(build.again(study), reason="A mistake.", actor=staff)
    assert "not public any more" in client.get(link, status=410).text
    client.post(link, {"answer": "running"}, status=410)
    assert build.found_by({}).total == 0


def test_an_answer_outlives_a_new_version_and_not_its_taking_down(
    client: CheckedClient, study: CaseStudy
) -> None:
    build.asked_running(study)
    _answer(Running.PAUSED, "Winter pressures.")
    staff = user("Pat Publisher", roles=(Role.PUBLISHER,))
    with transaction():
        editing.revise(build.again(study), actor=actor_of(staff))
    assert counted("paused") == 1
    build.made_public(build.agreed(build.resent(build.edited(study, problem="New words."))))
    assert counted("paused") == 1 and "Winter pressures." in page_of(client, study).text
    with transaction():
        publication.take_down(build.again(study), reason="A mistake.", actor=actor_of(staff))
    assert counted("paused") == 0
    client.get(f"/case-studies/{study.slug}", status=410)


def test_staff_see_who_is_silent_ask_and_take_words_out(
    client: CheckedClient, study: CaseStudy
) -> None:
    me = client.sign_in(user("Pat Publisher", roles=(Role.PUBLISHER,)))
    page = me.get("/manage/still-running")
    assert "Not asked yet" in page.text
    one = f"/manage/case-studies/{study.slug}/still-running"
    page = me.get(one)
    me.follow(me.post(f"{one}/ask", page.form_values()))
    assert "Waiting for an answer" in me.get("/manage/still-running?standing=asked").text
    me.post(f"{one}/ask", {}, status=409)
    assert len(told("case_study.running_asked")) == 1
    _answer(Running.CHANGED, "Ask Kim Example, Mrs Quilter.")
    assert "Kim Example" in page_of(me, study).text
    page = me.get(one)
    me.follow(me.post(f"{one}/1/take-words-out", page.form_values()))
    page = page_of(me, study)
    assert "Kim Example" not in page.text and "Still running, but changed" in page.text
    me.post(f"{one}/1/take-words-out", {}, status=409)
    me.post(f"{one}/7/take-words-out", {}, status=404)
    reader = client.sign_in(user("Audrey Auditor", roles=(Role.AUDITOR,)))
    reader.get(one)
    reader.post(f"{one}/ask", {}, status=403)


def test_nobody_to_ask_is_said(client: CheckedClient, study: CaseStudy) -> None:
    admin = user("Ada Admin", roles=(Role.ADMIN,))
    with transaction():
        suspend(build.lead_of(study), actor=actor_of(admin))
    with pytest.raises(Refused), transaction():
        running.ask(build.again(study), actor=actor_of(user("Pat P", roles=(Role.PUBLISHER,))))
    worker(clock.now() + EVERY + DAY)
    assert told("case_study.running_asked") == []
    me = client.sign_in(user("Pat Publisher", roles=(Role.PUBLISHER,)))
    assert "Nobody to ask" in me.get("/manage/still-running").text
