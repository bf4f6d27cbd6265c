"""A stranger complains, the programme's people answer, and nobody it is about reads it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from award.accounts.models import User
from award.complaints import services
from award.complaints.jobs import remind_of_complaints
from award.complaints.models import Complaint, ComplaintStep
from award.complaints.queries import complaint as complaint_for
from award.complaints.queries import waiting
from award.complaints.rules.naming import Reader, may_be_meant
from award.complaints.rules.time_limits import KEPT_FOR
from award.foundation import clock
from award.foundation.db import db, transaction
from award.foundation.errors import Refused
from award.foundation.outbox import OutboxMessage
from award.foundation.policy import SYSTEM, Role
from tests.build.accounts import actor_of, user
from tests.build.complaints import complaint
from tests.client import CheckedClient

FILLED = {
    "concerns": "data",
    "what": "A letter about me went to somebody else",
    "name": "Ola Stranger",
    "email": "Ola@Example.org",
}


@pytest.fixture
def staff(app: Flask) -> User:
    return user("Stef Marlowe", "stef@programme.example")


def letters(key: str) -> list[OutboxMessage]:
    query = select(OutboxMessage).where(OutboxMessage.notice == f"complaint.{key}")
    return list(db.session.scalars(query.order_by(OutboxMessage.id)))


def the_one() -> Complaint:
    return db.session.scalars(select(Complaint)).one()


def test_from_a_stranger_to_the_letter_with_the_outcome(client: CheckedClient, staff: User) -> None:
    page = client.get("/complain")
    done = client.follow(client.post("/complain", {**page.form_values(), **FILLED}))
    code = the_one().reference
    assert done.h1 == "Your complaint has arrived" and code in done.text
    (receipt,) = letters("received")
    assert receipt.recipient == "ola@example.org" and code in receipt.subject
    assert "Ola" not in receipt.body and "letter about me" not in receipt.body
    (told,) = letters("came_in")
    assert told.recipient == staff.email and "letter about me" not in told.body

    client.sign_in(staff)
    assert code in client.get("/manage/complaints").text
    here = f"/manage/complaints/{code}"
    assert "A letter about me went to somebody else" in client.get(here).text
    empty = client.post(f"{here}/acknowledge", {"letter": " "}, status=200)
    assert empty.errors == ["Say what happens next"]
    client.post(f"{here}/acknowledge", {"letter": "We look into it by 1 May."})
    client.post(f"{here}/note", {"note": "Asked the post room"})
    client.post(f"{here}/answer", {"outcome": "upheld", "letter": "It was our mistake."})
    (first,), (last,) = letters("acknowledged"), letters("answered")
    assert "We look into it by 1 May." in first.body
    assert "It is upheld." in last.body and "It was our mistake." in last.body
    assert "Asked the post room" not in first.body + last.body
    text = client.get(here).text
    assert "Asked the post room" in text and "Stef Marlowe" in text
    again = client.post(f"{here}/answer", {"outcome": "upheld", "letter": "Twice"}, status=200)
    assert "can't be done now" in again.errors[0]


def test_what_is_missing_is_said_at_its_field(client: CheckedClient) -> None:
    page = client.post("/complain", {}, status=200)
    assert page.errors[:3] == [
        "Select what your complaint is about",
        "Tell us what happened",
        "Enter your name",
    ]
    nowhere = client.post("/complain", {**FILLED, "email": ""}, status=200)
    assert nowhere.errors == ["Enter an email address, or say how else we can reach you"]
    wrong = client.post("/complain", {**FILLED, "email": "ola at example"}, status=200)
    assert wrong.errors == ["Enter an email address, like name@example.org"]
    assert db.session.scalars(select(Complaint)).all() == []
    client.post("/complain", {**FILLED, "email": "", "otherwise": "1 Mill Lane, Leeds"})
    assert letters("received") == []


def test_the_reference_is_shown_to_nobody_else(client: CheckedClient) -> None:
    assert client.get("/complain/sent", status=302).location == "/complain"


@pytest.mark.parametrize(
    "called", ["Mrs Marlowe", "stef marlowe", "Stef", "stef@programme.example"]
)
def test_whom_it_is_about_knows_nothing_of_it(
    client: CheckedClient, staff: User, called: str
) -> None:
    other = user("Bo Second", "bo@programme.example")
    auditor = user("Pat Marlowe", "pat@audit.example", roles=(Role.AUDITOR,))
    made = complaint(person=called)
    named = made.named_ids
    assert staff.id in named and other.id not in named
    assert {one.recipient for one in letters("came_in")} == {other.email}
    actor = actor_of(staff)
    assert complaint_for(actor, made.reference) is None
    assert not waiting(actor) and waiting(actor_of(other)).to_acknowledge == 1
    with pytest.raises(Refused):
        services.acknowledge(made, words="Mine", actor=actor)
    client.sign_in(staff)
    client.get(f"/manage/complaints/{made.reference}", status=404)
    for path in ("/manage/complaints", f"/manage/complaints?q={made.reference}"):
        assert made.reference not in client.get(path).text.replace(f"“{made.reference}”", "")
    file = client.post("/manage/complaints.csv", {}, status=200)
    assert made.reference not in file.text
    if auditor.id in named:
        client.sign_in(auditor)
        assert made.reference not in client.get("/manage/audit").text


def test_a_handler_keeps_it_from_somebody(client: CheckedClient, staff: User) -> None:
    other = user("Bo Second", "bo@programme.example")
    stranger = user("No Reader", "no@reader.example", roles=())
    made = complaint()
    here = f"/manage/complaints/{made.reference}/keep-from"
    client.sign_in(staff)
    for email in (stranger.email, "nobody@example.org"):
        page = client.post(here, {"email": email}, status=200)
        assert page.errors == ["Nobody who could read complaints has this address"]
    own = client.post(here, {"email": staff.email}, status=200)
    assert own.errors == ["If it is about you, ask somebody else to deal with it"]
    client.post(here, {"email": other.email})
    client.sign_in(other)
    client.get(f"/manage/complaints/{made.reference}", status=404)


def test_late_ones_come_first_and_are_counted(client: CheckedClient, staff: User) -> None:
    with clock.at(clock.now() - timedelta(days=31)):
        late = complaint(name="Lat Er").reference
    over = complaint().reference
    new = complaint().reference
    actor = actor_of(staff)
    with transaction():
        found = complaint_for(actor, over)
        assert found is not None
        services.set_aside(found, reason="Not a complaint", actor=actor)
    assert len(letters("answered")) == 0
    found_waiting = waiting(actor)
    assert (found_waiting.late, found_waiting.to_acknowledge, found_waiting.to_answer) == (1, 2, 0)
    client.sign_in(staff)
    text = client.get("/manage/complaints").text
    assert text.index(late) < text.index(new) < text.index(over)
    only = client.get("/manage/complaints?state=late").text
    assert late in only and new not in only
    assert "1 late" in client.get("/manage").text


def test_what_was_over_long_ago_is_let_go(staff: User) -> None:
    actor = actor_of(staff)
    made = complaint()
    with transaction():
        services.answer(made, outcome="partly", words="Said so", actor=actor)
    with transaction():
        assert services.forget(actor=SYSTEM) == 0
    with clock.at(clock.now() + KEPT_FOR + timedelta(days=1)), transaction():
        assert services.forget(actor=SYSTEM) == 1
        assert services.forget(actor=SYSTEM) == 0
    row = the_one()
    assert (row.name, row.email, row.words, row.outcome) == ("", "", "", "partly")
    assert set(db.session.scalars(select(ComplaintStep.words))) == {""}


def test_an_inbox_is_not_filled_and_no_complaint_is_lost(client: CheckedClient) -> None:
    for _ in range(5):
        client.post("/complain", FILLED)
    assert len(db.session.scalars(select(Complaint)).all()) == 5
    assert len(letters("received")) == 3


def test_one_internet_address_sends_ten_an_hour(client: CheckedClient) -> None:
    for _ in range(10):
        client.post("/complain", {}, status=200)
    page = client.post("/complain", FILLED, status=429)
    assert page.h1 == "Too many tries"


def test_an_address_with_an_account_is_treated_like_any_other(
    client: CheckedClient, staff: User
) -> None:
    page = client.follow(client.post("/complain", {**FILLED, "email": staff.email}))
    other = client.follow(client.post("/complain", {**FILLED, "email": "no@body.example"}))

    def said(text: str) -> str:
        return text.replace(page_code(text), "")

    def page_code(text: str) -> str:
        return next(word for word in text.split() if word.startswith("CMP-"))

    assert said(page.text) == said(other.text)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("", []),
        ("Sam", [1]),
        ("Sam Other", []),
        ("Dr. Carter, I think", [1, 2]),
        ("SÁM CARTER", [1, 2]),
    ],
)
def test_who_may_be_meant(typed: str, meant: list[int]) -> None:
    readers = [
        Reader(1, "Sam Carter", "sam@x.example"),
        Reader(2, "Jo Carter", "jo@x.example"),
        Reader(3, "Lee Marsh", "lee@x.example"),
    ]
    assert [one.id for one in may_be_meant(typed, readers)] == meant


def test_staff_are_reminded_once_a_week_before_it_would_be_late(
    client: CheckedClient, staff: User
) -> None:
    """Not of what is acknowledged, not those it is about, and once however often the job runs."""
    about = user("Marlo Named", "marlo@programme.example")
    waits = complaint(person="Marlo Named")
    with transaction():
        services.acknowledge(complaint(), words="We look into it", actor=actor_of(staff))
    started = clock.now()
    for days, told in ((22, 0), (24, 1), (25, 1), (40, 1)):
        with clock.at(started + timedelta(days=days)):
            remind_of_complaints()
            remind_of_complaints()
            found = letters("nearly_due")
            assert [one.recipient for one in found] == [staff.email] * told, days
    assert waits.reference in letters("nearly_due")[0].subject
    assert about.email not in {one.recipient for one in letters("nearly_due")}
    with clock.at(started + timedelta(days=40)):
        client.sign_in(staff)
        assert "Late" in client.get("/manage/complaints").text
        page = client.get(f"/manage/complaints/{waits.reference}").text
        assert "Late" in page and "which has passed" in page
        assert "1 late" in client.get("/manage").text
