"""What an assessor has to do, and has done."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
import sqlalchemy as sa

from award.assessment.models.assignments import Assignment
from award.foundation import clock
from award.foundation.db import db
from tests.assessment.forms import filled
from tests.build import accounts, applications, many, rounds
from tests.build import assessment as build

pytestmark = pytest.mark.any_database


def test_the_dashboard_costs_the_same_at_one_and_at_three(app, person, client):
    round_ = rounds.open_round()
    client.sign_in(person)
    build.declared(applications.submitted(round_), person)
    one = len(client.get("/assess", budget=12).statements)
    build.assigned(applications.submitted(round_), person)
    build.scored(applications.submitted(round_), [5, 6, 7], person)
    page = client.get("/assess", budget=12)
    assert len(page.statements) == one
    assert "You have 2 of 3 left" in page.text
    assert "To declare: 1" in page.text
    assert "1 of 3 done" in page.text
    assert page.text.count("Brightwater Care. Homecare") == 3, "where each would be used"


def test_the_dashboard_says_how_far_a_sheet_has_come(app, person, client):
    application = applications.submitted(rounds.open_round())
    build.declared(application, person)
    here = f"/assess/{application.reference}"
    client.sign_in(person)
    assert "scored 1 of 3" not in client.get("/assess").text
    client.post(here, filled(client.get(here), score_people="7"))
    assert "1 of 3 scored" in client.get("/assess").text


def test_what_is_past_due_is_told_in_the_past(app, person, client):
    due = clock.now() + timedelta(days=210)
    round_ = rounds.open_round(assessment_due_at=due)
    build.declared(applications.submitted(round_), person)
    build.scored(applications.submitted(round_), [5, 6, 7], person)
    client.sign_in(person)
    assert "You have 1 of 2 left, due" in client.get("/assess").text
    with clock.at(due + timedelta(hours=1)):
        page = client.get("/assess")
    assert "You have 1 of 2 left. It was due" in page.text
    assert "left, due" not in page.text


def test_what_was_decided_without_them_is_neither_left_nor_done(app, person, client):
    round_ = rounds.open_round()
    build.scored(applications.submitted(round_), [5, 6, 7], person)
    closed = applications.submitted(round_)
    build.declared(closed, person)
    build.decided(closed)
    page = client.sign_in(person).get("/assess")
    assert "You have done the one. Thank you." in page.text
    assert "1 of 1 done" in page.text
    assert "Closed: 1 Decided without it: nothing to do" in page.text


def test_rounds_stand_apart(app, person, client):
    for title in ("First round", "Second round"):
        build.declared(applications.submitted(rounds.open_round(title=title)), person)
    page = client.sign_in(person).get("/assess")
    assert page.text.count("You have 1 of 1 left") == 2


def test_rounds_with_work_left_come_first_the_soonest_due_first(app, person, client):
    for title, days in (("Finished", 200), ("Due later", 220), ("Due soon", 210)):
        due = clock.now() + timedelta(days=days)
        application = applications.submitted(rounds.open_round(title=title, assessment_due_at=due))
        if title == "Finished":
            build.scored(application, [5, 5, 5], person)
        else:
            build.declared(application, person)
    page = client.sign_in(person).get("/assess")
    assert [heading.text for heading in page.all("h2")][2:5] == [
        "Due soon",
        "Due later",
        "Finished",
    ]
    assert folded(page) == ["Finished"]


def folded(page):
    """Rounds that unfold."""
    return [one.text for fold in page.all("details") for one in fold.iter("h2")]


def test_finished_rounds_stand_the_newest_first(app, person, client):
    for title, days in (("First round", 200), ("Second round", 210)):
        due = clock.now() + timedelta(days=days)
        round_ = rounds.open_round(title=title, assessment_due_at=due)
        build.scored(applications.submitted(round_), [5, 5, 5], person)
    page = client.sign_in(person).get("/assess")
    assert [heading.text for heading in page.all("h2")][1:3] == ["Second round", "First round"]
    assert folded(page) == ["First round"]


def test_only_assessors_have_a_dashboard(app, client):
    client.sign_in(accounts.user(roles=())).get("/assess", status=404)
    client.sign_in(accounts.user()).get("/assess", status=404)


def work(round_, person, states):
    """So many submitted applications, each assigned to the person and in the state named."""
    bids = many.submitted(round_, len(states))
    rows = [
        {"application_id": bid.id, "assessor_id": person.id, "alias": "Assessor A",
         "state": state, "assigned_by_id": person.id, "version": 1,
         "submitted_at": clock.now() if state == "submitted" else None}
        for bid, state in zip(bids, states, strict=True)
    ]  # fmt: skip
    db.session.connection().execute(sa.insert(Assignment.__table__), rows)
    key = Assignment.reading_key
    for bid in bids:
        found = sa.select(key).where(Assignment.application_id == bid.id)
        ORDER[bid.reference] = db.session.scalar(found)
    return [bid.reference for bid in bids]


ORDER = {}
"""Of each application of these tests, where it stands among its assessor's."""


def in_order(references):
    return sorted(references, key=lambda one: (ORDER[one], one))


def test_pages_of_the_dashboard_hold_everything_once_in_order(app, person, client):
    """The least of what there is to do first, whatever page it comes to stand on, and counts of the
    whole round on each."""
    now = clock.now()
    due = [rounds.open_round(assessment_due_at=now + timedelta(days=days)) for days in (200, 230)]
    late = work(due[1], person, ["to_score"] * 35 + ["closed"] * 3 + ["to_declare"] * 20)
    soon = work(due[0], person, ["submitted"] * 30 + ["to_score"] * 12)
    done = work(rounds.open_round(), person, ["submitted"] * 4)
    client.sign_in(person).get("/assess")  # the questions are parsed once in a process
    costs, shown = [], []
    for number in (1, 2, 3):
        page = client.get(f"/assess?page={number}", budget=12)
        costs.append(len(page.statements))
        shown.append(references(page.text))
    assert len(set(costs)) == 1
    wanted = [
        *in_order(soon[30:]), *in_order(soon[:30]), *in_order(late[38:]), *in_order(late[:35]),
        *in_order(late[35:38]), *in_order(done),
    ]  # fmt: skip
    assert [len(one) for one in shown] == [50, 50, 4]
    assert [one for page in shown for one in page] == wanted
    first = client.get("/assess")
    assert "You have 12 of 42 left" in first.text
    assert "You have 55 of 55 left" in first.text
    assert "To score: 35" in client.get("/assess?page=2").text


def references(text):
    return re.findall(r"AI[A-Z]-[A-Z0-9-]+", text)
