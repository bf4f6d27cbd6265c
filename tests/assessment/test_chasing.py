"""Assessors with sheets to come: reminded once for each reason."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

import pytest
import sqlalchemy as sa

from award.accounts.models import User
from award.accounts.services.sign_ins import begin_sign_in, end_sign_in
from award.assessment.jobs import chase_by_itself
from award.assessment.queries import chasing as found
from award.assessment.rules.chasing import Chase, Times, due_now
from award.assessment.services import chasing
from award.assessment.services.assigning import return_sheet
from award.assessment.services.declaring import declare_no_conflict
from award.assessment.services.longer import give_longer
from award.foundation import clock
from award.foundation.db import db, transaction
from award.foundation.outbox import OutboxMessage
from award.foundation.policy import Role
from award.rounds.models import Round
from tests.build import applications, many, rounds
from tests.build import assessment as build
from tests.build.accounts import actor_of, user
from tests.client import CheckedClient
from tests.statements import counting


@pytest.fixture
def staff(app: object) -> User:
    return user("Sam Staff", roles=(Role.STAFF,))


def letters(notice: str = "assessor.chased") -> list[OutboxMessage]:
    query = sa.select(OutboxMessage).where(OutboxMessage.notice == notice)
    return list(db.session.scalars(query.order_by(OutboxMessage.id)))


def page_of(round_: Round) -> str:
    return f"/manage/rounds/{round_.reference}/chasing"


@pytest.mark.each_database
def test_those_ticked_are_reminded_once_for_one_reason(staff: User, client: CheckedClient) -> None:
    round_ = rounds.closed_round()
    bids = [applications.submitted(round_, title=f"Bid {at}") for at in range(3)]
    silent, busy, done = (build.assessor(name) for name in ("Sil Ent", "Bus Y", "Don E"))
    build.assigned(bids[0], silent, staff=staff)
    build.declared(bids[1], silent, staff=staff)
    build.declared(bids[2], busy, staff=staff)
    build.scored(bids[2], [8, 7, 6], done, staff=staff)
    client.sign_in(staff)
    page = client.get(page_of(round_), budget=8)
    assert "Sil Ent" in page.text and "Bus Y" in page.text and "Don E" not in page.text
    assert "Bus Y" not in client.get(f"{page_of(round_)}?todo=to_declare").text
    page = client.post(page_of(round_), {"reason": "asked"}, status=200)
    assert page.errors == ["Tick at least one assessor"]
    values = {"application": [str(silent.id), str(busy.id)], "reason": "asked"}
    page = client.follow(client.post(page_of(round_), values))
    assert page.h1 == "Remind 2 assessors"
    assert "How is it going? 1 application to assess" in page.text
    after = client.follow(client.post(f"{page_of(round_)}/send", page.form_values()))
    assert "2 assessors reminded, each in one email." in after.text
    assert "How is it going?: " in after.text and "by Sam Staff" in after.text
    by_name = {one.recipient_name: one for one in letters()}
    assert set(by_name) == {"Sil Ent", "Bus Y"}
    body = by_name["Sil Ent"].body
    assert "Bid 0" in body and "Bid 1" in body and "Bid 2" not in body
    assert "Bus Y" not in body and "Don E" not in body and "Sam Staff" not in body
    client.post(f"{page_of(round_)}/send", page.form_values())
    assert len(letters()) == 2
    page = client.follow(client.post(page_of(round_), values))
    assert page.h1 == "Nobody is left to remind"
    assert "Sil Ent" in client.get(f"{page_of(round_)}?reminded=asked").text
    page = client.follow(client.post(page_of(round_), {"all": "1", "reason": "last"}))
    client.post(f"{page_of(round_)}/send", page.form_values())
    assert len(letters()) == 4
    page = client.follow(client.post(page_of(round_), {"all": "1", "reason": "overdue"}))
    assert page.h1 == "Nobody is left to remind" and "Not true of them now" in page.text
    actor, late = actor_of(staff), round_.assessment_due_at + timedelta(minutes=1)
    for reason, at in ((Chase.OVERDUE, clock.now()), (Chase.SOON, late), (Chase.DUE, late)):
        with clock.at(at), transaction():
            rows = found.to_chase(actor, round_)
            assert chasing.chase(round_, rows, reason, actor=actor) == 0, reason
    auditor = user("Al Auditor", roles=(Role.AUDITOR,))
    assert "Continue with" not in client.sign_in(auditor).get(page_of(round_)).html
    client.post(page_of(round_), values, status=403)
    client.sign_in(silent).get(page_of(round_), status=404)


@pytest.mark.each_database
def test_who_is_silent_is_told_sorted_and_found(staff: User, client: CheckedClient) -> None:
    now = clock.now()
    opened, closed = clock.shifted(days=-60), clock.shifted(days=-30)
    round_ = rounds.closed_round(opens_at=opened, closes_at=closed)
    bids = [applications.submitted(round_, title=f"Bid {at}") for at in range(2)]
    busy, gone, back, new = (build.assessor(name) for name in ("Bus Y", "Gon E", "Bac K", "Ne W"))
    with clock.at(now - timedelta(days=20)):
        begin_sign_in(gone.id, "Browser")
        build.declared(bids[0], gone, staff=staff)
        given = build.scored(bids[1], [8, 7, 6], back, staff=staff)
        build.assigned(bids[0], back, staff=staff)
        asked = build.assigned(bids[0], busy, staff=staff)
    with clock.at(now - timedelta(days=2)):
        with transaction():
            end_sign_in(begin_sign_in(busy.id, "Browser"))
            declare_no_conflict(asked, actor=actor_of(busy))
        with transaction():
            return_sheet(given, actor=actor_of(staff), reason="Please say more about the budget.")
    build.assigned(bids[0], new, staff=staff)
    client.sign_in(staff)
    page = client.get(f"{page_of(round_)}?sort=saved_at", budget=8)
    found = re.findall(r"(\w+ [A-Z]) Professional (.*?) Hand on", page.text)
    assert [name for name, _ in found] == ["Ne W", "Bac K", "Gon E", "Bus Y"]
    rows = dict(found)
    assert rows["Gon E"].count("20 days ago") == 2, "saved and signed in"
    assert rows["Bus Y"].count("2 days ago") == 2, "also after they signed out"
    assert "20 days ago" in rows["Bac K"] and "Never" in rows["Bac K"], "giving back is no save"
    assert rows["Ne W"].count("Never") == 2
    silent = client.get(f"{page_of(round_)}?silent=14").text
    assert "Gon E" in silent and "Bac K" in silent
    assert "Bus Y" not in silent and "Ne W" not in silent, "asked today is not silent yet"


@pytest.mark.each_database
def test_a_round_reminds_by_itself_each_once(staff: User, client: CheckedClient) -> None:
    round_ = rounds.closed_round()
    due, actor = round_.assessment_due_at, actor_of(staff)
    early, late, longer = (build.assessor(name) for name in ("Ear Ly", "La Te", "Lon Ger"))
    bid = applications.submitted(round_, title="A quieter night")
    build.assigned(bid, early, staff=staff)
    build.declared(bid, longer, staff=staff)
    with transaction():
        give_longer(round_, longer.id, until=due + timedelta(days=20), actor=actor)
    chase_by_itself()
    client.sign_in(staff)
    page = client.get(f"{page_of(round_)}/times")
    wrong = client.post(f"{page_of(round_)}/times", {"days_before": "99"}, status=200)
    assert len(wrong.errors) == 1
    client.post(
        f"{page_of(round_)}/times",
        {**page.form_values(), "days_before": "7", "on_day": "y", "days_after": "2"},
    )
    page = client.get(page_of(round_))
    assert "by themselves 7 days before and on the day and 2 days after." in page.text
    assert letters() == []

    def told(at: datetime) -> list[tuple[str, str]]:
        before = len(letters())
        with clock.at(at):
            chase_by_itself()
            chase_by_itself()
        return sorted((one.recipient_name, one.subject[:12]) for one in letters()[before:])

    assert told(due - timedelta(days=9)) == []
    assert told(due - timedelta(days=6)) == [("Ear Ly", "1 applicatio")]
    with clock.at(due - timedelta(days=5)):
        build.assigned(bid, late, staff=staff)
    assert told(due - timedelta(days=4)) == []  # asked after the reminder was due
    last = due - timedelta(seconds=1)  # the same day in London, at whatever hour this runs
    assert told(last) == [("Ear Ly", "Due today: 1"), ("La Te", "Due today: 1")]
    assert told(due + timedelta(days=3)) == [("Ear Ly", "Overdue: 1 a"), ("La Te", "Overdue: 1 a")]
    assert told(due + timedelta(days=15)) == [("Lon Ger", "1 applicatio")]
    assert told(due + timedelta(days=40)) == []


def test_which_reminder_is_on() -> None:
    due, times = clock.now().replace(hour=23), Times(7, True, 3)
    assert due_now(due, times, due - timedelta(days=8)) is None
    assert due_now(due, times, due - timedelta(days=6)) is Chase.SOON
    assert due_now(due, times, due - timedelta(hours=2)) is Chase.DUE
    assert due_now(due, times, due + timedelta(days=1)) is None
    assert due_now(due, times, due + timedelta(days=4)) is Chase.OVERDUE
    assert due_now(due, times, due + timedelta(days=30)) is None
    assert due_now(due, Times(), due) is None
    early = due.replace(hour=2, minute=0)  # its reminder would begin on the day before
    assert due_now(early, times, early - timedelta(hours=2, minutes=30)) is Chase.SOON
    assert due_now(early, times, early - timedelta(hours=1)) is Chase.DUE


@pytest.mark.any_database
def test_each_minute_asks_for_the_rounds_that_remind_now(staff: User) -> None:
    for number in range(3):
        round_ = rounds.closed_round(title=f"Round {number}")
        build.assigned(applications.submitted(round_), build.assessor(f"A {number}"), staff=staff)
        with transaction():
            chasing.choose_times(round_, Times(3, True, None), actor=actor_of(staff))
    due = round_.assessment_due_at
    for at, most in ((due - timedelta(days=20), 1), (due + timedelta(days=300), 1)):
        with clock.at(at), counting() as statements:
            chase_by_itself()
        assert len(statements) == most, at
    with clock.at(due - timedelta(days=2)), counting() as statements:
        chase_by_itself()
    assert len(letters()) == 3 and len(statements) > 3


def test_reminding_many_costs_as_many_statements_as_a_few(staff: User) -> None:
    costs = []
    for number in (2, 30):
        round_ = rounds.closed_round()
        (bid,) = many.submitted(round_, 1)
        for at in range(min(number, 26)):
            build.assigned(bid, build.assessor(f"Assessor {at}"), staff=staff)
        actor = actor_of(staff)
        db.session.expunge_all()
        again = db.session.get_one(Round, round_.id)
        with counting() as statements, transaction():
            people = found.to_chase(actor, again)
            assert chasing.chase(again, people, Chase.ASKED, actor=actor) == len(people)
        costs.append([text.split()[:3] for text in statements.texts])
    assert costs[0] == costs[1]
