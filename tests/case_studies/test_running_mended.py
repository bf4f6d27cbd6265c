"""Whoever answered by mistake that a project has stopped changes it by the same link."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa

from award.case_studies.later import RunningEarlier
from award.case_studies.rules.running import MENDED_WITHIN, MOST_MENDED
from award.foundation import checks, clock
from award.foundation.db import db
from award.foundation.policy import Role
from tests.accounts.letters import letters, link_in, told
from tests.build import case_studies as build
from tests.build.accounts import user
from tests.client import CheckedClient
from tests.page import Page


def send(client: CheckedClient, link: str, answer: str, why: str = "") -> Page:
    form = client.get(link).form_values()
    return client.follow(client.post(link, {**form, "answer": answer, "why": why}))


def counted(value: str) -> int:
    return build.found_by({"running": [value]}).total


def before() -> list[RunningEarlier]:
    return list(db.session.scalars(sa.select(RunningEarlier).order_by(RunningEarlier.id)))


@pytest.mark.each_database
def test_an_answer_by_mistake_is_changed_and_what_was_said_before_is_kept(
    client: CheckedClient,
) -> None:
    publisher = user("Pat Publisher", "pat@programme.example", roles=(Role.PUBLISHER,))
    study = build.published()
    _question, link = build.asked_running(study)
    assert client.follow(client.get(f"{link}/change", status=302)).h1 == "Is it still running?"
    done = send(client, link, "stopped", "The wrong box.")
    (letter,) = told("case_study.running_answered")
    assert letter.recipient == build.lead_of(study).email
    assert letter.subject.startswith("You told us: stopped") and "The wrong box." in letter.body
    assert link_in(letter, "/still-running/") == link
    assert counted("stopped") == 1

    page = client.get(done.links()["change your answer"], budget=8)
    assert page.form_values()["answer"] == ["stopped"]
    assert client.post(f"{link}/change", {"answer": "paused", "why": ""}, status=200).errors
    assert before() == [], "what is wrong keeps nothing"
    with clock.at(clock.now() + timedelta(days=3)):
        done = send(client, f"{link}/change", "running")
        assert done.h1 == "Thank you" and "Still running" in done.text
        assert counted("running") == 1 and counted("stopped") == 0
        public = client.get(f"/case-studies/{study.slug}")
        assert "The wrong box." not in public.text
        assert clock.long_date(clock.today()) in public.text
        send(client, f"{link}/change", "running")
    (kept,) = before()
    assert (kept.answer, kept.words) == ("stopped", "The wrong box."), "the same again is no change"
    assert len(told("case_study.running_answered")) == 2
    assert [one.notice for one in letters(publisher.email)].count("case_study.running_told") == 2
    client.sign_in(publisher)
    page = client.get(f"/manage/case-studies/{study.slug}/still-running")
    assert "Said before, on" in page.text and "The wrong box." in page.text
    name = "Whether a project still runs is what its team said, and is in the trail"
    assert list(checks.CHECKS.all()[name]()) == []


def test_not_after_two_weeks_nor_without_end(client: CheckedClient) -> None:
    study = build.published()
    _question, link = build.asked_running(study)
    send(client, link, "running")
    for number in range(MOST_MENDED):
        send(client, f"{link}/change", "paused", f"Reason {number}")
    page = client.follow(client.get(f"{link}/change", status=302))
    assert "write to us" in page.text and len(before()) == MOST_MENDED
    late = client.post(f"{link}/change", {"answer": "stopped", "why": "More"}, status=200)
    assert late.errors and len(before()) == MOST_MENDED

    other = build.published()
    _question, link = build.asked_running(other)
    send(client, link, "running")
    form = client.get(f"{link}/change").form_values()
    with clock.at(clock.now() + MENDED_WITHIN + timedelta(hours=1)):
        typed = {**form, "answer": "stopped", "why": "Too late"}
        late = client.post(f"{link}/change", typed, status=200)
        assert late.errors and "Too late" in late.html
        client.get(f"{link}/change", status=302)
    assert len(before()) == MOST_MENDED


def test_words_that_staff_take_out_go_from_what_was_said_before_too(client: CheckedClient) -> None:
    publisher = user("Pat Publisher", roles=(Role.PUBLISHER,))
    study = build.published()
    question, link = build.asked_running(study)
    send(client, link, "stopped", "Jane left.")
    send(client, f"{link}/change", "paused", "Jane is ill.")
    client.sign_in(publisher)
    here = f"/manage/case-studies/{study.slug}/still-running"
    page = client.get(here)
    client.post(f"{here}/{question.number}/take-words-out", page.form_values("take-words-out"))
    page = client.get(here)
    assert "Jane" not in page.text and "Said before" in page.text
