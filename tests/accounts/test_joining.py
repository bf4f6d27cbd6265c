"""Asking to be let into the organisation that has the number one gave."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from award.accounts.models import JoinRequest, Organisation, OrganisationMember, User
from award.accounts.rules.joining import GOOD_FOR, MOST_A_DAY
from award.accounts.services import joining, people
from award.foundation import clock
from award.foundation.db import db, transaction
from award.foundation.errors import Refused
from award.foundation.outbox import OutboxMessage
from award.foundation.policy import Role
from tests.build.accounts import actor_of, organisation, user
from tests.client import CheckedClient
from tests.page import Page

NUMBER = "01234567"
NAME = "Quiet Harbour Care"


@pytest.fixture
def member(app: Flask) -> User:
    return user("Mel Member", "mel@harbour.example", roles=())


@pytest.fixture
def home(member: User) -> Organisation:
    return organisation(member, name=NAME, company_number=NUMBER, town="Whitby")


@pytest.fixture
def asker(app: Flask) -> User:
    return user("Ash Asker", "ash@elsewhere.example", roles=())


def letters(key: str = "organisation.join_asked") -> list[OutboxMessage]:
    return list(db.session.scalars(select(OutboxMessage).where(OutboxMessage.notice == key)))


def request_of() -> JoinRequest:
    return db.session.scalars(select(JoinRequest).order_by(JoinRequest.id.desc())).first()  # type: ignore[return-value]


def members_of(home: Organisation) -> set[int]:
    this = OrganisationMember.organisation_id == home.id
    return set(db.session.scalars(select(OrganisationMember.user_id).where(this)))


def ask(asker: User, number: str = NUMBER) -> None:
    with transaction():
        joining.ask_to_join("company_number", number, actor=actor_of(asker))


def filled(page: Page) -> dict[str, Any]:
    return {**page.form_values(), "name": "My Care", "org_type": "charity", "town": "Leeds",
            "address_line_1": "1 Mill Lane", "postcode": "LS1 4AP", "hq_in_uk": "yes",
            "uk_registered_office": "yes", "region": "London",
            "company_number": NUMBER}  # fmt: skip


def test_from_the_refused_number_to_the_applications(
    client: CheckedClient, home: Organisation, member: User, asker: User
) -> None:
    client.sign_in(asker)
    values = filled(client.get("/organisations/new"))
    page = client.post("/organisations/new", values, status=200)
    assert "Ask to join it" in page.buttons()
    sent = {**page.form_values(), "kind": "company_number"}
    done = client.follow(client.post("/organisations/new/ask", sent))
    assert "We have emailed the people of that organisation" in done.text
    for shown in (page, done):
        assert NAME not in shown.text and "Whitby" not in shown.text and "Mel" not in shown.text
    (letter,) = letters()
    assert letter.recipient == member.email
    assert "Ash Asker (ash@elsewhere.example)" in letter.body
    link = f"/organisations/joining/{request_of().reference}"
    assert link in letter.body
    client.get(link, status=404)

    client.sign_in(member)
    page = client.get(link)
    assert page.h1 == "Ash Asker asks to join"
    client.post(link, {**page.form_values(), "answer": "yes"})
    assert members_of(home) == {member.id, asker.id}
    (told,) = letters("organisation.joined")
    assert (told.recipient, NAME in told.body) == (asker.email, True)
    assert "they were let in" in client.get(link).text
    again = client.post(link, {**page.form_values(), "answer": "no"}, status=200)
    assert again.errors == ["This was answered already"]

    client.sign_in(asker)
    assert NAME in client.get("/organisations").text


def test_whoever_is_turned_down_is_told_nothing(
    client: CheckedClient, home: Organisation, member: User, asker: User
) -> None:
    ask(asker)
    client.sign_in(member)
    link = f"/organisations/joining/{request_of().reference}"
    client.post(link, {**client.get(link).form_values(), "answer": "no"})
    assert members_of(home) == {member.id}
    assert letters("organisation.joined") == []
    ask(asker)
    assert len(letters()) == 1, "nobody is written to again"


def test_nobody_else_finds_the_request(
    client: CheckedClient, home: Organisation, asker: User
) -> None:
    ask(asker)
    link = f"/organisations/joining/{request_of().reference}"
    for person in (
        asker,
        user("Out Sider", roles=()),
        user("Ann Assessor", roles=(Role.ASSESSOR,)),
    ):
        client.sign_in(person)
        client.get(link, status=404)
        client.post(link, {"answer": "yes"}, status=404)
    client.sign_in(None)
    client.get(link, status=302)


def test_where_nobody_can_sign_in_staff_are_asked(
    client: CheckedClient, home: Organisation, member: User, asker: User
) -> None:
    staff = user("Stef Staff", roles=(Role.STAFF,))
    with transaction():
        people.suspend(member, actor=actor_of(user(roles=(Role.ADMIN,))))
    ask(asker)
    assert [one.recipient for one in letters()] == [staff.email]
    client.sign_in(staff)
    link = f"/organisations/joining/{request_of().reference}"
    client.post(link, {**client.get(link).form_values(), "answer": "yes"})
    assert asker.id in members_of(home)


def test_a_request_is_good_for_a_week(
    client: CheckedClient, home: Organisation, member: User, asker: User
) -> None:
    with clock.at(clock.now() - GOOD_FOR - timedelta(minutes=1)):
        ask(asker)
    client.sign_in(member)
    client.get(f"/organisations/joining/{request_of().reference}", status=404)
    ask(asker)
    assert len(letters()) == 2


def test_letters_of_a_stranger_are_few(app: Flask, asker: User) -> None:
    numbers = [f"0{n}234567" for n in range(1, MOST_A_DAY + 2)]
    for number in numbers:
        organisation(user(roles=()), company_number=number)
    for number in numbers[:-1]:
        ask(asker, number)
        ask(asker, number)
    assert len(letters()) == MOST_A_DAY
    with pytest.raises(Refused, match="today"):
        ask(asker, numbers[-1])


@pytest.mark.parametrize("number", ["", "99999999", "\x00", "x" * 500])
def test_a_number_that_nobody_has_leads_to_nobody(
    client: CheckedClient, home: Organisation, asker: User, number: str
) -> None:
    client.sign_in(asker)
    values = {**filled(client.get("/organisations/new")), "kind": "company_number"}
    page = client.post("/organisations/new/ask", {**values, "company_number": number}, status=200)
    assert page.value_of("name") == "My Care"
    assert letters() == []
    client.post("/organisations/new/ask", {**values, "kind": "name"}, status=200)


def test_who_belongs_to_it_is_not_asked_to_join(home: Organisation, member: User) -> None:
    with pytest.raises(Refused, match="belong"):
        ask(member)


def test_nobody_lets_themselves_in(client: CheckedClient, home: Organisation, member: User) -> None:
    """Staff answer where no member can sign in: other staff."""
    people.suspend(member, actor=actor_of(user("Al Admin", roles=(Role.ADMIN,))))
    db.session.commit()
    both = user("Bo Both", roles=(Role.STAFF, Role.APPLICANT))
    other = user("Sam Staff", roles=(Role.STAFF,))
    ask(both)
    assert {letter.recipient for letter in letters()} == {other.email}
    path = f"/organisations/joining/{request_of().reference}"
    client.sign_in(both).get(path, status=404)
    client.post(path, {"answer": "yes"}, status=404)
    assert members_of(home) == {member.id}
    client.sign_in(other).get(path)


def test_a_taken_number_is_said_whatever_else_is_wrong(
    client: CheckedClient, home: Organisation, asker: User
) -> None:
    client.sign_in(asker)
    values = {**client.get("/organisations/new").form_values(), "company_number": NUMBER}
    page = client.post("/organisations/new", values, status=200)
    assert len(page.errors) > 1
    assert any("registered here already" in error for error in page.errors)
    assert "Ask to join it" in page.buttons() and NAME not in page.text
