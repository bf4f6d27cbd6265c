"""Whether it still runs is one answer everywhere: the later of its stage and what its team said."""

from __future__ import annotations

from datetime import datetime, timedelta
from types import SimpleNamespace

import pytest
import sqlalchemy as sa
from flask import Flask

from award.case_studies.jobs import ask_whether_running
from award.case_studies.later import RunningQuestion
from award.case_studies.models import CaseStudy
from award.case_studies.queries import running as known
from award.case_studies.queries.collection import collection
from award.case_studies.queries.running import question_to_act_on
from award.case_studies.rules.running import EVERY, LABELS, Running, StillRunning
from award.case_studies.services import running
from award.foundation import checks, clock
from award.foundation.db import db, transaction
from award.foundation.policy import ANONYMOUS
from tests.accounts.letters import told
from tests.build import case_studies as build
from tests.build import rounds
from tests.client import CheckedClient

CHECK = "Whether a project still runs is what its team said, and is in the trail"
NOW = datetime.fromisoformat("2027-03-01T12:00:00+00:00")
EARLIER, LATER = NOW - timedelta(days=9), NOW + timedelta(days=9)


def studies(*stages: str) -> list[CaseStudy]:
    round_ = rounds.closed_round(min_assessments=1)
    return [
        build.published(build.funded(round_), stage=stage, title=f"About {place}",
                        problems=["falls"], settings=["extra_care"])
        for place, stage in enumerate(stages)
    ]  # fmt: skip


def say(study: CaseStudy, said: Running) -> None:
    build.asked_running(study)
    key = db.session.scalar(
        sa.select(sa.func.max(RunningQuestion.id)).where(RunningQuestion.case_study_id == study.id)
    )
    question = question_to_act_on(key or 0)
    assert question is not None
    with transaction():
        running.answer(question, said, "The money ran out.", actor=ANONYMOUS)


def test_the_later_of_stage_and_answer_says_it() -> None:
    def value(stage: str, since: datetime, said: Running | None, silent: bool = False) -> str:
        return StillRunning(stage, since, said, said and NOW, silent=silent).value

    stopped = Running.STOPPED
    assert value("retired", EARLIER, None) == stopped
    assert value("retired", EARLIER, None, silent=True) == stopped
    assert value("retired", LATER, Running.RUNNING) == stopped
    assert value("retired", EARLIER, Running.RUNNING) == Running.RUNNING
    assert value("production", EARLIER, stopped) == stopped
    assert value("production", LATER, stopped) == Running.RUNNING, "it goes on"
    assert value("pre_deployment", LATER, stopped) == stopped, "nobody uses it yet"
    assert value("", LATER, stopped) == stopped
    assert value("production", LATER, Running.CHANGED) == Running.CHANGED
    assert value("production", EARLIER, Running.RUNNING, silent=True) == "silent"
    assert value("production", LATER, None) == "not_asked", "a stage alone is no answer"


@pytest.mark.each_database
def test_one_answer_on_page_card_filter_grid_compare_and_data(
    app: Flask, client: CheckedClient
) -> None:
    retired, stopped, paused, unasked = studies("retired", "beta_pilot", "production", "production")
    say(stopped, Running.STOPPED)
    say(paused, Running.PAUSED)
    counts = {value: build.found_by({"running": [value]}).total for value in LABELS}
    assert counts == {**dict.fromkeys(LABELS, 0), "stopped": 2, "paused": 1, "not_asked": 1}
    assert collection().failed.bit_count() == 2

    page = client.get(f"/case-studies/{stopped.slug}")
    assert "It has been stopped. Before that: pilot." in page.text
    assert "It is being tried out in a few places" not in page.text
    assert "The money ran out." in page.text
    page = client.get(f"/case-studies/{retired.slug}")
    assert "Its stage says so, published on" in page.text
    assert "Not asked yet" in client.get(f"/case-studies/{unasked.slug}").text
    page = client.get(f"/case-studies/{paused.slug}")
    assert "It is paused. Before that: It is part of everyday work." in page.text

    listed = client.get("/case-studies").html.split("<h3")
    cards = {title: one for title in ("About 0", "About 1", "About 2") for one in listed
             if title in one}  # fmt: skip
    assert "No longer in use" in cards["About 0"] and "Stopped" not in cards["About 0"]
    assert "Stopped" in cards["About 1"] and "Pilot" not in cards["About 1"]
    assert "In everyday use" in cards["About 2"] and "Paused" in cards["About 2"]

    assert "2 stopped" in client.get("/what-has-been-tried").text
    page = client.get("/what-has-been-tried/falls/extra_care")
    assert "In everyday use (2), No longer in use (2)" in page.text
    assert "Stopped (2)" in page.text and "Pilot (" not in page.text
    assert build.found_by({"stage": ["beta_pilot"]}).total == 0
    assert build.found_by({"stage": ["retired"]}).total == 2
    asked = f"study={retired.slug}&study={stopped.slug}"
    page = client.get(f"/compare-case-studies?{asked}")
    assert "It has been stopped. Before that: pilot." in page.text
    assert "Stopped, as published on" in page.text
    for study, value in ((retired, "stopped"), (stopped, "stopped"), (unasked, "not_asked")):
        data = client.get(f"/case-studies/{study.slug}.json").response.get_json()
        assert data["running"] == {"key": value, "label": LABELS[value]}
    assert list(checks.CHECKS.all()[CHECK]()) == []


def test_a_text_that_says_an_updates_stage_again_says_nothing_new() -> None:
    """Nor does one that only followed the update; another stage than the update's does."""

    def since(*said: tuple[int, str]) -> tuple[str, object]:
        rows = [
            SimpleNamespace(kind=kind, stage=stage, published_at=place)
            for place, (kind, stage) in enumerate(said)
        ]
        return known.stage_last(rows)

    text, followed, update = known._TEXT, known._FOLLOWED, known._UPDATE
    moved = ((text, "beta_pilot"), (update, "production"), (followed, "production"))
    assert since(*moved) == ("production", 1)
    assert since(*moved, (text, "production")) == ("production", 1)
    assert since(*moved, (text, "beta_pilot")) == ("beta_pilot", 3)


def test_who_has_stopped_is_not_asked_again_whoever_said_so(
    app: Flask, client: CheckedClient
) -> None:
    studies("retired")
    with clock.at(clock.now() + EVERY + timedelta(days=1)):
        ask_whether_running()
    assert told("case_study.running_asked") == []
