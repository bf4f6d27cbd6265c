"""Somebody of the panel reads along in the meeting at which they are, and nothing more. What
could leak is planted: names, the organisation, words for staff, a rank, a decision."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from award.accounts.models import User
from award.applications.models import Application
from award.assessment.models.assignments import Assignment
from award.assessment.services.assigning import return_sheet
from award.foundation import audit
from award.foundation.db import db, transaction
from award.foundation.policy import SYSTEM, Role
from award.interests.models import InterestConflict
from award.rounds.models import Round
from tests.build import accounts, applications, rounds
from tests.build import assessment as assessing
from tests.build import decisions as deciding
from tests.build.accounts import actor_of
from tests.client import CheckedClient
from tests.meetings.test_meeting import at
from tests.page import Page
from tests.statements import counting

SCRIPT = {"Accept": "application/json"}
SECRETS = (
    "Iolanthe",
    "Thistledown",
    "Augusta",
    "Only for the team.",
    "Reserve",
    "Rank",
    "Not mine",
)


@dataclass
class World:
    round: Round
    mine: Application
    second: Application
    me: User
    other: User
    staff: CheckedClient
    person: User
    client: CheckedClient
    sheet: Assignment
    of_round: list[int]

    def sit(self, *people: User) -> None:
        here = f"/manage/rounds/{self.round.reference}/meeting"
        sitting = [str(one.id) for one in people]
        self.staff.post(here, {**self.staff.get(here).form_values(), "here": sitting})

    def read(self, one: Application) -> Page:
        return self.client.get(along(one), budget=20)

    def write(self, words: str) -> None:
        page = self.staff.get(at(self.mine), budget=20)
        self.staff.post(at(self.mine), {**page.form_values(), "note": words})

    @property
    def index(self) -> str:
        return f"/assess/rounds/{self.round.reference}/meeting"

    @property
    def page(self) -> str:
        return along(self.mine)


def along(application: Application) -> str:
    return f"/assess/{application.reference}/meeting"


@pytest.fixture
def w(app: Flask, client: CheckedClient) -> World:
    """Committed: two applications that both of a panel have scored, one that the other has, and
    one where the reader's own sheet is still to come; the reader is at the meeting."""
    staff = accounts.user("Sam Staff", roles=(Role.STAFF,))
    round_ = rounds.open_round(blindness="double", reveal="after_own")
    me, other = assessing.assessor("Mel Member"), assessing.assessor("Iolanthe Other")
    lead = accounts.user("Augusta Quartermain")
    home = accounts.organisation(lead, name="Thistledown Homes")
    made = []
    for title in ("First of mine", "Second of mine", "Not mine at all", "Not mine yet"):
        one = applications.submitted(round_, title=title, lead=lead, organisation=home)
        assessing.scored(one, (3, 4, 5), other, staff=staff, for_programme="Only for the team.")
        made.append(one)
    sheet = assessing.scored(made[0], (9, 9, 9), me, staff=staff)
    assessing.scored(made[1], (8, 8, 8), me, staff=staff)
    assessing.declared(made[3], me, staff=staff)
    desk = CheckedClient(app).sign_in(staff)
    world = World(
        round_,
        made[0],
        made[1],
        me,
        other,
        desk,
        staff,
        client.sign_in(me),
        sheet,
        [one.id for one in made],
    )
    world.sit(me)
    return world


@pytest.mark.each_database
def test_who_is_there_reads_along_what_they_scored(w: World) -> None:
    w.write("It was weighed twice.")
    page = w.staff.get(at(w.mine), budget=20).form_values()
    staged = {"outcome": "reserve", "reserve_position": "2", "exception_reason": "It is open yet."}
    w.staff.post(at(w.mine, "/stage"), {**page, **staged})
    home = w.client.get("/assess", budget=20)
    assert f"Read along in the meeting of {w.round.title}" in home.text
    page = w.client.get(w.index)
    assert w.mine.reference in page.text and w.second.reference in page.text
    assert not [one for one in SECRETS if one in page.text]
    page = w.read(w.mine)
    other = db.session.get_one(Assignment, w.sheet.id).alias
    assert "It was weighed twice." in page.text and f"You are {other} here" in page.text
    assert "The application shows this well" in page.text, "the other's sheet, by its letter"
    assert not [one for one in SECRETS if one in page.text]
    assert w.client.get(w.page.lower(), status=301).location.endswith(w.page)
    first, last = sorted((w.mine, w.second), key=lambda one: one.reference)
    assert f"Next: {last.reference}" in w.read(first).text
    text = w.read(last).text
    assert f"Previous: {first.reference}" in text and "Next:" not in text
    w.write("It was weighed three times.")
    told: Any = w.client.browser.get(w.page, headers=SCRIPT).get_json()
    assert told["words"] == "It was weighed three times." and "Sam" not in told["said"]
    assert {*told} == {"words", "said", "known"}


@pytest.mark.each_database
def test_a_page_that_asks_again_hears_nothing_until_there_is_something(w: World) -> None:
    """Whoever reads along asks every four seconds: one statement of the meeting, and no words."""
    w.write("It was weighed twice.")
    told: Any = w.client.browser.get(w.page, headers=SCRIPT).get_json()
    again = f"{w.page}?known={told['known']}"
    with counting() as statements:
        answer = w.client.browser.get(again, headers=SCRIPT)
    assert (answer.status_code, answer.data) == (204, b"")
    about = [one for one in statements.texts if "FROM assignment" in one]
    assert len(about) == 1 and len(statements.texts) <= 3, statements.texts
    w.write("It was weighed three times.")
    told = w.client.browser.get(again, headers=SCRIPT).get_json()
    assert told["words"] == "It was weighed three times."
    desk: Any = asks(w.staff, at(w.mine)).get_json()
    more = asks(w.staff, at(w.mine, f"?known={desk['known']}"))
    assert more.status_code == 204, "nor does the page of who writes it"
    leaves_for_it(w)
    assert w.client.browser.get(again, headers=SCRIPT).status_code == 404


def asks(client: CheckedClient, path: str) -> TestResponse:
    """As the script of a page does, in a context of its own."""
    with client.app.app_context():
        return client.browser.get(path, headers=SCRIPT)


def raises_a_conflict(w: World) -> None:
    here = f"/assess/{w.mine.reference}/conflict"
    sent = {**w.client.get(here).form_values(), "answer": "conflict", "kind": "collaboration"}
    w.client.post(here, sent)


def is_found_tied(w: World) -> None:
    """By the service, without a word from anybody."""
    number = db.session.get_one(Application, w.mine.id).id
    tie = {"application_id": number, "person_id": w.me.id, "round_id": w.round.id, "hard": True}
    db.session.add(InterestConflict(**tie, reasons=[["part", ""]]))
    db.session.commit()


def leaves_for_it(w: World) -> None:
    room = w.staff.get(at(w.mine, "/room"))
    w.staff.post(at(w.mine, "/room"), {**room.form_values(), "left": [str(w.me.id)]})


def gets_it_back(w: World) -> None:
    with transaction():
        row = db.session.get_one(Assignment, w.sheet.id)
        return_sheet(row, actor=actor_of(w.person), reason="Say more, please.")


def it_is_decided(w: World) -> None:
    deciding.released(w.round, staff=w.person)


@pytest.mark.each_database
@pytest.mark.parametrize(
    "then",
    [raises_a_conflict, is_found_tied, leaves_for_it, gets_it_back, it_is_decided],
    ids=lambda one: one.__name__,
)
def test_what_is_theirs_no_more_is_gone_at_once(w: World, then: Callable[[World], None]) -> None:
    w.write("It was weighed twice.")
    if then is it_is_decided:
        deciding.staged(w.mine, "reject", staff=w.person)
    assert "It was weighed twice." in w.read(w.mine).text
    then(w)
    assert w.client.browser.get(w.page, headers=SCRIPT).status_code == 404
    page = w.client.get(w.page, status=404)
    assert "This one is not for you" in page.text and "asked to leave the room" in page.text
    assert w.mine.title not in page.text and "weighed" not in page.text
    index = w.client.get(w.index).text
    assert w.mine.reference not in index and w.second.reference in index
    beside = w.read(w.second).text
    assert w.mine.reference not in beside and "Next:" not in beside and "Previous" not in beside


@pytest.mark.each_database
def test_who_is_not_there_reads_nothing_and_neither_does_who_has_not_scored(w: World) -> None:
    refused = w.client.get(along(w.mine).replace(w.mine.reference, "AIA-999999"), status=404)
    rest = [one for one in w.of_round if one not in (w.mine.id, w.second.id)]
    assert len(rest) == 2
    for number in rest:
        other = db.session.get_one(Application, number)
        page = w.client.get(along(other), status=404)
        assert page.text.replace(other.reference, "") == refused.text.replace("AIA-999999", "")
    w.sit(w.person, w.other)
    w.client.get(w.page, status=404)
    w.client.get(w.index, status=404)
    assert "Read along" not in w.client.get("/assess", budget=20).text
    theirs = CheckedClient(w.client.app).sign_in(w.other)
    assert theirs.get(w.page, budget=20).status == 200
    for one in (w.staff, CheckedClient(w.client.app).sign_in(assessing.assessor("Not There"))):
        one.get(w.page, status=404)
        one.get(w.index, status=404)


@pytest.mark.each_database
def test_a_round_that_shows_sheets_late_or_never_has_nothing_to_read_along(w: World) -> None:
    wes = assessing.assessor("Wes Waits")
    waiting = assessing.declared(w.mine, wes, staff=w.person)
    for reveal, reads in (("after_own", True), ("after_all", False), ("never", False)):
        shows(w, reveal)
        w.client.get(w.page, status=200 if reads else 404, budget=20)
        listed = w.client.get(w.index, status=404 if reveal == "never" else 200).text
        assert (w.mine.reference in listed) is reads
    shows(w, "after_all")
    assessing.submit(waiting, wes, assessing.sheet_values(w.mine, (6, 6, 6)))
    assert w.mine.reference in w.client.get(w.index).text


def shows(w: World, reveal: str) -> None:
    with transaction():
        round_ = db.session.get_one(Round, w.round.id)
        round_.reveal = reveal
        audit.record(SYSTEM, "round.edit", round_)
