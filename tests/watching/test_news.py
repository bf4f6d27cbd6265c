"""What those who follow a search are told: everything new once, nothing that was taken down."""

from __future__ import annotations

import random
from datetime import datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from award.case_studies.later import StudyUpdate
from award.case_studies.models import CaseStudy
from award.case_studies.queries.updates import update_about
from award.case_studies.rules.running import Running
from award.case_studies.rules.updates import About
from award.case_studies.services import publication, running, updates
from award.case_studies.services.updates import News
from award.foundation import clock
from award.foundation.db import db, transaction
from award.foundation.delivery import deliver_due
from award.foundation.outbox import OutboxMessage
from award.foundation.policy import ANONYMOUS, Role
from award.watching.jobs import tell_what_is_new
from award.watching.models import Watch
from award.watching.queries.watches import ONE, link
from award.watching.rules.news import Event, What, changed, lines_of
from award.watching.services import following
from tests.accounts.letters import letters, told
from tests.build import case_studies, watches
from tests.build.accounts import account_of, actor_of, user
from tests.build.collection import any_content, blank, public_rows
from tests.statements import counting

OLA = "ola@example.org"
DAY = timedelta(days=1)
MORNING = datetime(2026, 11, 30, 9, tzinfo=clock.LONDON)
pytestmark = pytest.mark.each_database


def next_day(days: int = 1, *, sent: bool = True) -> list[str]:
    """What the worker of a later morning writes to Ola, who got what was `sent` before."""
    before = len(letters(OLA))
    with clock.at(MORNING + days * DAY):
        if sent:
            deliver_due()
        tell_what_is_new()
    return [one.body for one in letters(OLA)[before:]]


@pytest.fixture
def publisher(app: Flask) -> Any:
    return actor_of(user("Pat Publisher", roles=(Role.PUBLISHER,)))


def published(day: int = 0, **text: Any) -> CaseStudy:
    with clock.at(MORNING + day * DAY):
        return case_studies.published(**text)


def update_of(study: CaseStudy, publisher: Any, heading: str, stage: str = "") -> StudyUpdate:
    values = News(About.DID_NOT_WORK, heading, "Half of the alerts were false.", stage)
    lead = actor_of(account_of(case_studies.lead_of(study).id))
    with transaction():
        made = updates.write(case_studies.again(study), values, actor=lead)
    with transaction():
        updates.publish(made, actor=publisher)
    return made


def test_each_new_thing_once(app: Flask, publisher: Any) -> None:
    with clock.at(MORNING - DAY):
        case_studies.published(title="Old news about falls")
        watches.followed({"q": ["falls"]})
        watches.followed({"q": ["falls"], "stage": ["retired"]})
        rest = watches.followed()
    assert next_day(0) == []
    study = published(title="Falls at night")
    other = published(title="Rotas")
    (body,) = next_day()
    assert letters(OLA)[-1].subject == "News of 2 case studies in what you follow"
    assert body.count("- Falls at night\n  New\n") == 2 and body.count("- Rotas\n") == 1
    assert "Old news" not in body and "retired" not in body
    assert f"http://localhost/case-studies/{study.slug}" in body
    assert f"http://localhost{link(ONE, rest.reference)}/end" in body
    assert "http://localhost/case-studies?q=falls\n" in body
    assert next_day(2) == []

    with clock.at(MORNING + 2 * DAY):
        update_of(study, publisher, "Night staff stopped trusting it", stage="retired")
        _question, path = case_studies.asked_running(other)
        token = path.rsplit("/", 1)[-1]
        question = running_question(token)
        with transaction():
            running.answer(question, Running.STOPPED, "Money ended", actor=ANONYMOUS)
    (body,) = next_day(3)
    assert "(what did not work): Night staff stopped trusting it\n" in body
    assert "Its stage is now: " in body and "Its text was revised" not in body
    assert "- Rotas\n  Its team says: stopped\n" in body
    assert body.count("- Falls at night") == 3, "the third search finds it by now"
    assert next_day(4) == []


def new(title: str, at: datetime) -> None:
    """Published an hour before."""
    with clock.at(at):
        public_rows([blank(title=title)], found=True)


def running_question(token: str) -> Any:
    from award.case_studies.queries.running import question_by

    return question_by(ANONYMOUS, token)


def test_one_email_a_day_and_none_at_night(app: Flask) -> None:
    with clock.at(MORNING - DAY):
        watches.followed()
    published(title="First of the day")
    with clock.at(MORNING + timedelta(minutes=5)):
        tell_what_is_new()
    assert letters(OLA)[1:] == [], "what is only just done waits"
    with clock.at(MORNING + timedelta(hours=1)):
        tell_what_is_new()
        case_studies.published(title="Second of the day")
    with clock.at(MORNING + timedelta(hours=5)):
        tell_what_is_new()
    with clock.at(MORNING + timedelta(hours=19)):
        tell_what_is_new()
    (letter,) = told("watch.news")
    assert "First of" in letter.body and "Second of" not in letter.body
    (body,) = next_day()
    assert "Second of" in body and "First of" not in body


def test_what_is_taken_down_is_in_no_email(app: Flask, publisher: Any) -> None:
    with clock.at(MORNING - DAY):
        watches.followed()
        watches.followed(email="zed@example.org")
    kept, gone = published(title="This stays"), published(title="This goes")
    never = published(title="Gone before anybody wrote")
    with transaction():
        publication.take_down(case_studies.again(never), reason="A mistake", actor=publisher)
    with clock.at(MORNING + DAY):
        tell_what_is_new()
        assert "This goes" in letters(OLA)[-1].body and "Gone before" not in letters(OLA)[-1].body
        db.session.execute(
            sa.update(OutboxMessage)
            .where(OutboxMessage.recipient == "zed@example.org")
            .values(state="sent", sent_at=clock.now())
        )
        db.session.commit()
        with transaction():
            publication.take_down(case_studies.again(gone), reason="A mistake", actor=publisher)
        assert [one.recipient for one in told("watch.news")] == ["zed@example.org"]
        tell_what_is_new()
        tell_what_is_new()
    body = letters(OLA)[-1].body
    assert kept.title in body and "This goes" not in body
    assert len(told("watch.news")) == 2


def test_an_update_that_is_taken_down_is_in_no_email(app: Flask, publisher: Any) -> None:
    study = published(-2, title="This stays")
    with clock.at(MORNING - DAY):
        watches.followed()
    with clock.at(MORNING):
        update_of(study, publisher, "Said too soon")
    assert "Said too soon" in next_day()[0]
    with clock.at(MORNING + DAY), transaction():
        made = update_about(case_studies.again(study), 1)
        assert made is not None
        updates.end(made, "take_down", reason="A mistake", actor=publisher)
    assert next_day() == [] and told("watch.news") == []


def test_no_news_is_lost_where_mail_stands_still_and_something_is_taken_down(
    app: Flask, publisher: Any
) -> None:
    with clock.at(MORNING - DAY):
        watches.followed()
    published(title="First news")
    assert "First news" in next_day()[0]
    gone = published(1, title="Second news")
    assert next_day(2, sent=False) == [], "while one waits none follows it"
    with clock.at(MORNING + 2 * DAY), transaction():
        publication.take_down(case_studies.again(gone), reason="A mistake", actor=publisher)
    (body,) = next_day(3)
    assert "First news" in body and "Second news" not in body


def test_who_stops_gets_no_email_that_waits(app: Flask) -> None:
    with clock.at(MORNING - DAY):
        first, _second = watches.followed({"q": ["falls"]}), watches.followed()
    published(title="Falls at night")
    assert "“falls”" in next_day()[0]
    with transaction():
        following.end(db.session.get_one(Watch, first.id), actor=ANONYMOUS)
    (body,) = next_day()
    assert "“falls”" not in body and "All case studies" in body
    assert len(told("watch.news")) == 1


def test_a_filter_that_is_gone_finds_nothing(app: Flask) -> None:
    with clock.at(MORNING - DAY):
        made = watches.followed({"setting": ["extra_care"]})
    with transaction():
        table: Any = Watch.__table__
        db.session.connection().execute(
            sa.update(table).where(table.c.id == made.id).values(asked={"setting": ["no_more"]})
        )
    published()
    assert next_day() == []


def test_the_same_search_of_many_is_asked_once(app: Flask) -> None:
    with clock.at(MORNING - DAY):
        chance = random.Random(13)
        public_rows((any_content(chance, number) for number in range(60)), found=True)
        for number in range(3):
            watches.followed({"q": ["falls"]}, f"one{number}@example.org")
    new("Falls at night", MORNING)

    def cost(day: int) -> int:
        with clock.at(MORNING + day * DAY), counting() as statements:
            tell_what_is_new()
        return len(statements)

    few = cost(1)
    assert len(told("watch.news")) == 3
    with clock.at(MORNING + DAY + timedelta(hours=2)):
        deliver_due()
        for number in range(12):
            watches.followed({"q": ["falls"]}, f"more{number}@example.org")
    new("Falls at noon", MORNING + DAY + timedelta(hours=5))
    many = cost(2)
    assert len(told("watch.news")) == 3 + 15
    assert many <= few


def test_what_a_revision_brought() -> None:
    old = {"title": "A", "stage": "pilot"}
    assert changed(None, old) == []
    assert changed(old, {"title": "A", "stage": "pilot"}) == [What.AGAIN]
    assert changed(old, {"title": "A", "stage": "production"}) == [What.STAGE]
    assert changed(old, {"title": "B", "stage": ""}) == [What.TEXT, What.STAGE]
    assert changed(old, {**old, "outcome": "mixed"}) == [What.OUTCOME]
    events = [
        Event(1, MORNING + number * DAY, what, words, was, words)
        for number, (what, words, was) in enumerate(
            ((What.RUNNING, "paused", "running"), (What.TEXT, "", ""), (What.STAGE, "one", "none"),
             (What.STAGE, "two", "one"), (What.TEXT, "", ""), (What.RUNNING, "stopped", "paused"))
        )
    ]  # fmt: skip
    assert lines_of(events) == ["Its text was revised", "two", "stopped"]
    assert lines_of([*events, Event(1, MORNING, What.NEW)]) == ["New", "stopped"]
    back = Event(1, MORNING + 9 * DAY, What.RUNNING, "running", "stopped", "running")
    assert lines_of([*events, back]) == ["Its text was revised", "two"], "as it was at first"
