"""What becomes of a case study is told to those whose search finds it, or found it until then."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
import sqlalchemy as sa
from flask import Flask

from award.case_studies.later import RunningQuestion
from award.case_studies.models import CaseStudy
from award.case_studies.queries.running import question_to_act_on
from award.case_studies.rules.running import Running
from award.case_studies.services import editing, publication, running
from award.foundation import clock
from award.foundation.db import db, transaction
from award.foundation.delivery import deliver_due
from award.foundation.policy import ANONYMOUS, Role
from award.watching.jobs import tell_what_is_new
from tests.accounts.letters import told
from tests.build import case_studies, watches
from tests.build.accounts import actor_of, user
from tests.case_studies.oracles import read_feed
from tests.client import CheckedClient

DAY = timedelta(days=1)
MORNING = datetime(2026, 11, 30, 9, tzinfo=clock.LONDON)
PILOTS, ALL, STOPPED = {"stage": ["beta_pilot"]}, {"q": ["falls"]}, {"running": ["stopped"]}
LEFT = "This search doesn’t find it any more"
pytestmark = pytest.mark.each_database


def a_pilot() -> CaseStudy:
    with clock.at(MORNING - 9 * DAY):
        study = case_studies.published(title="Falls at night", stage="beta_pilot")
    with clock.at(MORNING - DAY):
        for number, asked in enumerate((PILOTS, ALL, STOPPED)):
            watches.followed(asked, f"one{number}@example.org")
        watches.followed({"stage": ["production"]}, "never@example.org")
    return study


def said(study: CaseStudy, what: Running, at: datetime, *, mends: bool = False) -> None:
    with clock.at(at):
        if not mends:
            case_studies.asked_running(study)
        key = db.session.scalar(sa.select(sa.func.max(RunningQuestion.id)))
        question = question_to_act_on(key or 0)
        assert question is not None
        with transaction():
            if mends:
                running.mend(question, what, "By mistake.", actor=ANONYMOUS, token="")
            else:
                running.answer(question, what, "The money ran out.", actor=ANONYMOUS)


def told_on(day: int) -> dict[str, str]:
    """By whom, what the worker of that morning writes."""
    before = len(told("watch.news"))
    with clock.at(MORNING + day * DAY):
        deliver_due()
        tell_what_is_new()
    return {one.recipient.partition("@")[0]: one.body for one in told("watch.news")[before:]}


def in_feed(client: CheckedClient, asked: str) -> list[str]:
    response = client.get(f"/case-studies.atom?{asked}").response
    return [one.title for one in read_feed(response.data)]


def test_who_followed_it_hears_that_it_stopped_and_that_this_was_a_mistake(
    app: Flask, client: CheckedClient
) -> None:
    study = a_pilot()
    said(study, Running.STOPPED, MORNING)
    stopped = "- Falls at night\n  Its team says: stopped\n"
    found = told_on(1)
    assert set(found) == {"one0", "one1", "one2"}
    assert all(stopped in body for body in found.values())
    assert [LEFT in found[who] for who in ("one0", "one1", "one2")] == [True, False, False]
    assert told_on(2) == {}, "once"
    entry = "Its team says: stopped (Falls at night)"
    assert in_feed(client, "stage=beta_pilot") == [entry]
    assert in_feed(client, "q=falls") == in_feed(client, "running=stopped")
    assert in_feed(client, "q=falls") == [entry, "Falls at night"]
    assert in_feed(client, "stage=production") == []

    said(study, Running.RUNNING, MORNING + 2 * DAY, mends=True)
    found = told_on(3)
    assert set(found) == {"one0", "one1", "one2"}
    assert all("  Its team says: still running\n" in body for body in found.values())
    assert LEFT in found["one2"] and LEFT not in found["one0"] + found["one1"]
    again = "Its team says: still running (Falls at night)"
    assert in_feed(client, "stage=beta_pilot") == [again, "Falls at night"]
    assert in_feed(client, "running=stopped") == [again], "what was a mistake is gone"
    assert told_on(4) == {}


def test_a_mistake_that_was_mended_before_anybody_was_told_is_no_news(
    app: Flask, client: CheckedClient
) -> None:
    study = a_pilot()
    said(study, Running.STOPPED, MORNING)
    said(study, Running.RUNNING, MORNING + timedelta(hours=1), mends=True)
    assert told_on(1) == {}


def test_a_revision_that_moves_the_stage_is_told_where_it_leaves_and_arrives(
    app: Flask, client: CheckedClient
) -> None:
    study = a_pilot()
    with clock.at(MORNING):
        staff = actor_of(user("Stef Staff", roles=(Role.STAFF,)))
        with transaction():
            editing.revise(case_studies.again(study), actor=staff)
        case_studies.edited(study, stage="production", outcome="mixed")
        sent = case_studies.resent(study)
        case_studies.made_public(case_studies.agreed(sent))
    found = told_on(1)
    assert set(found) == {"one0", "one1", "never"}
    for body in found.values():
        assert "  What became of it is now: Mixed\n  Its stage is now: In everyday use\n" in body
        assert "text was revised" not in body
    assert LEFT in found["one0"] and LEFT not in found["one1"] + found["never"]
    moved = "Its stage is now: In everyday use (Falls at night)"
    assert in_feed(client, "stage=beta_pilot") == [moved]
    assert in_feed(client, "stage=production") == ["Falls at night"]


def test_nothing_is_told_of_what_was_taken_down(app: Flask, client: CheckedClient) -> None:
    study = a_pilot()
    said(study, Running.STOPPED, MORNING)
    publisher = actor_of(user("Pat Publisher", roles=(Role.PUBLISHER,)))
    with clock.at(MORNING + timedelta(hours=1)), transaction():
        publication.take_down(case_studies.again(study), reason="A mistake", actor=publisher)
    assert told_on(1) == {}
    assert in_feed(client, "stage=beta_pilot") == in_feed(client, "") == []
