"""Somebody asks to be told when a round opens: once for each round, until they stop."""

from __future__ import annotations

from contextlib import AbstractContextManager
from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Flask

from award.foundation import checks, clock
from award.foundation.db import db, transaction
from award.foundation.policy import ANONYMOUS, SYSTEM
from award.own_data.queries.collecting import as_plain, collected
from award.rounds.models import Round
from award.watching.jobs import tell_of_rounds, tell_what_is_new
from award.watching.models import Watch, Watcher
from award.watching.queries.openings import openings
from award.watching.queries.watches import ONE, link
from award.watching.rules.kinds import Kind
from award.watching.services import following
from award.watching.services import openings as telling
from tests.accounts.letters import letters, link_in, told
from tests.build import rounds, watches
from tests.build.accounts import actor_of, user
from tests.client import CheckedClient
from tests.statements import counting

OLA = "ola@example.org"
HOUR = timedelta(hours=1)


def opening(hours: int, **more: object) -> Round:
    """A round that is announced and opens in so many hours."""
    opens_at = clock.now() + hours * HOUR
    return rounds.announced_round(
        opens_at=opens_at,
        announced_at=opens_at - timedelta(days=30),
        closes_at=opens_at + timedelta(days=30),
        assessment_due_at=opens_at + timedelta(days=90),
        **more,
    )


def noon(days: int = 0) -> AbstractContextManager[None]:
    """As if it were noon in London so many days from now: nobody is told at night."""
    day = clock.london(clock.now()) + timedelta(days=days)
    return clock.at(day.replace(hour=12, minute=0))


def worker(days: int) -> list[str]:
    """The subjects of what the worker of a later noon writes."""
    before = len(told("watch.round_open"))
    with noon(days):
        tell_of_rounds()
        tell_of_rounds()
    return [one.subject for one in told("watch.round_open")[before:]]


@pytest.mark.each_database
def test_from_the_closed_round_to_the_email_and_the_end(client: CheckedClient) -> None:
    closed = rounds.closed_round()
    page = client.get(f"/rounds/{closed.reference}")
    page = client.get(page.links()["Email me when the next round opens"], budget=6)
    assert page.h1 == "Email me when a round opens" and "Open now" not in page.text
    sent = client.follow(client.post("/remind-me", {**page.form_values(), "email": OLA}))
    assert "You want an email when a round opens" in sent.text and "follow" not in sent.text
    assert sent.h1 == "Confirm your email address"
    (letter,) = letters(OLA)
    assert letter.subject == "Confirm that you want an email when a round opens"

    address = link_in(letter, "/following/")
    scanner = CheckedClient(client.app)
    page = scanner.get(address, budget=4)
    assert page.h1 == "Confirm that you want an email when a round opens"
    page = scanner.follow(scanner.post(address, page.form_values()))
    assert page.h1 == "We email you when a round opens" and OLA in page.text
    assert "this search" not in page.text

    made = opening(24, title="Award of next spring")
    assert worker(0) == [], "it is announced, not open"
    assert worker(2) == ["Open for applications: Award of next spring"]
    body = letters(OLA)[-1].body
    assert f"http://localhost/rounds/{made.reference}\n" in body
    assert "Closes " in body and "London time" in body
    assert worker(3) == [], "once for one round"
    stop = link_in(letters(OLA)[-1], "/following/")
    assert stop == address + "/end"
    done = scanner.follow(scanner.post(stop, scanner.get(stop).form_values()))
    assert "We tell you of rounds no more" in done.text and done.h1 == "Rounds"
    assert db.session.scalar(sa.select(Watcher)) is None and letters(OLA) == []
    assert scanner.get(address, status=410).h1 == "This is not followed any more"
    opening(24)
    assert worker(2) == []
    told_by_trail = checks.CHECKS.all()["Every search that somebody follows is in the audit trail"]
    assert list(told_by_trail()) == []


@pytest.mark.each_database
def test_each_round_once_whatever_is_asked_again(app: Flask) -> None:
    watches.followed(kind=Kind.ROUNDS)
    watches.followed(email="zed@example.org", kind=Kind.ROUNDS)
    watches.followed({"q": ["rounds"]}, "search@example.org")
    waits = watches.begun(email="late@example.org", kind=Kind.ROUNDS)
    first = opening(20, title="First")
    opening(22, title="By invitation", follows_id=_first_stage())
    assert worker(2) == ["Open for applications: First"] * 2
    assert {one.recipient for one in told("watch.round_open")} == {OLA, "zed@example.org"}
    with noon(2), transaction():
        following.confirm(db.session.get_one(Watch, waits.id), actor=ANONYMOUS)
    assert worker(2) == ["Open for applications: First"], "asked before it opened"
    with clock.at(first.opens_at + HOUR):
        watches.followed(email="after@example.org", kind=Kind.ROUNDS)
        watches.begun(kind=Kind.ROUNDS)
    opening(60, title="Second")
    opening(61, title="Third")
    assert worker(4) == ["Open for applications: 2 rounds"] * 4
    with noon(4):
        tell_what_is_new()
    assert not told("watch.news") and worker(5) == []


def _first_stage() -> int:
    return rounds.open_round(closes_at=clock.now() + HOUR).id


@pytest.mark.each_database
def test_who_stops_gets_no_email_that_waits_and_two_workers_write_one(app: Flask) -> None:
    gone = watches.followed(kind=Kind.ROUNDS)
    watches.followed({"q": ["falls"]})
    watches.followed(email="zed@example.org", kind=Kind.ROUNDS)
    opening(20)
    with noon(2):
        both = openings(clock.now())
        assert both is not None and len(both.due) == 2
        for _ in range(2):
            with transaction():
                telling.tell(both, both.due, base_url="http://localhost", actor=SYSTEM)
    assert len(told("watch.round_open")) == 2
    with transaction():
        following.end(db.session.get_one(Watch, gone.id), actor=ANONYMOUS)
    assert [one.recipient for one in told("watch.round_open")] == ["zed@example.org"]


def test_not_at_night_nor_of_what_has_closed(app: Flask) -> None:
    watches.followed(kind=Kind.ROUNDS)
    made = opening(20)
    night = (clock.london(made.opens_at) + timedelta(days=1)).replace(hour=3)
    with clock.at(night):
        tell_of_rounds()
    assert worker(60) == []


def test_the_form_tells_of_what_is_open_and_nothing_of_who_asked(client: CheckedClient) -> None:
    open_now = rounds.open_round(title="Open today")
    said = []
    for number in range(2):
        page = client.get("/remind-me", budget=6)
        assert page.links()["Open today"] == f"/rounds/{open_now.reference}"
        sent = client.follow(client.post("/remind-me", {**page.form_values(), "email": OLA}))
        said.append(sent.text)
        if not number:
            (made,) = db.session.scalars(sa.select(Watch))
            with transaction():
                following.confirm(made, actor=ANONYMOUS)
    assert said[0] == said[1] and len(letters(OLA)) == 2
    form = client.get("/remind-me").form_values()
    page = client.post("/remind-me", {**form, "email": OLA, "website": "x"}, status=200)
    assert page.errors == ["Empty this box: it is there to stop programs"]


def test_it_is_ones_own_in_account_copy_and_closing(client: CheckedClient) -> None:
    ada = user("Ada", "ada@example.org", roles=())
    me = client.sign_in(ada)
    page = me.get("/remind-me")
    done = me.follow(me.post("/remind-me", page.form_values()))
    assert "We email you when a round opens" in done.text and letters(ada.email) == []
    assert done.links()["When a round opens"] == "/rounds"
    watches.followed(kind=Kind.ROUNDS)
    assert "When a round opens" in str(as_plain(collected(actor_of(ada), ada).parts))
    with transaction():
        following.forget_address(ada.email, actor=SYSTEM)
    (left,) = db.session.scalars(sa.select(Watch))
    assert client.get(link(ONE, left.reference)).h1 == "We email you when a round opens"


def test_many_who_asked_cost_as_many_statements_as_one(app: Flask) -> None:
    def cost(number: int, day: int) -> int:
        for each in range(number):
            watches.followed(email=f"one{day}{each}@example.org", kind=Kind.ROUNDS)
        opening(20 + 24 * day)
        with noon(day + 2), counting() as statements:
            tell_of_rounds()
        return len(statements)

    few, many = cost(1, 0), cost(8, 3)
    assert many <= few and len(told("watch.round_open")) == 1 + 9
