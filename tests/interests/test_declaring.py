"""Declaring interests, what staff see of it, and being reminded."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from award.accounts.models import User
from award.accounts.services.people import add_role
from award.foundation import clock
from award.foundation.db import db, transaction
from award.foundation.outbox import OutboxMessage
from award.foundation.policy import SYSTEM, Role
from award.interests.queries.declarations import declarations_of, own_standing
from award.interests.reminders import remind_of_interests
from award.interests.rules.declared import InterestKind, Standing
from award.interests.services.declaring import Given, declare_interests
from tests.build import accounts, assessment
from tests.client import CheckedClient

ROW = {
    "rows_interests": "s1 k2",
    "interests-s1-kind": "employment",
    "interests-s1-organisation": "Bramble Care Ltd",
    "interests-s1-position": "Night manager",
    "interests-s1-number": "1234567",
    "interests-k2-kind": "family",
    "interests-k2-organisation": "Tern Sensors",
}

BLANK = {**ROW, "interests-k2-organisation": "", "interests-k2-position": "Nurse"}


@pytest.fixture
def person(app: object) -> User:
    return assessment.assessor()


def test_an_assessor_declares_and_staff_read_it(client: CheckedClient, person: User) -> None:
    client.sign_in(person)
    assert "Declare your interests" in client.get("/assess").text
    refused = client.post("/assess/interests", {"rows_interests": "s1"}, status=200)
    assert "Give your interests, or say that you have none" in refused.text
    added = client.post("/assess/interests", {**ROW, "table": "interests add"}, status=200)
    assert added.html.count("Bramble Care Ltd") == 1 and declarations_of(person) == []
    wrong = client.post(
        "/assess/interests",
        {**ROW, "interests-k2-organisation": "", "interests-k2-position": "x"},
        status=200,
    )
    assert "Interest 2, Organisation: Enter the name of the organisation" in wrong.text
    assert 'href="#interests-k2-organisation"' in wrong.html
    cells = {
        "interests-k2-kind": ("nonsense", "Interest 2, What it is: Choose what it is"),
        "interests-k2-organisation": ("x" * 201, "Interest 2, Organisation: Use 200 characters"),
        "interests-k2-number": ("soon", "Interest 2, Registration number: Enter a company"),
    }
    for cell, (typed, words) in cells.items():
        wrong = client.post("/assess/interests", {**ROW, cell: typed}, status=200)
        assert words in wrong.text and f'id="{cell}" name="{cell}"' in wrong.html, cell
        assert typed in wrong.html, cell
    # A row before it that is blank counts, and one with a kind alone is no blank one.
    gap = {"rows_interests": "s1 k2", "interests-k2-kind": "family"}
    wrong = client.post("/assess/interests", gap, status=200)
    assert "Interest 2, Organisation: Enter the name of the organisation" in wrong.text
    assert declarations_of(person) == []
    both = client.post("/assess/interests", {**ROW, "nothing": "nothing"}, status=200)
    assert "You also gave interests" in both.text
    client.post("/assess/interests", ROW)
    (made,) = declarations_of(person)
    assert [(one.kind, one.organisation, one.number) for one in made.interests] == [
        (InterestKind.EMPLOYMENT, "Bramble Care Ltd", "1234567"),
        (InterestKind.FAMILY, "Tern Sensors", ""),
    ]
    assert "Bramble Care Ltd" in client.get("/assess/interests").html
    client.post("/assess/interests", {"rows_interests": "s1", "nothing": "nothing"})
    assert [one.nothing_to_declare for one in declarations_of(person)] == [True, False]

    other = assessment.assessor("Bo Silent")
    client.sign_in(accounts.user("Sam Staff", roles=(Role.STAFF,)))
    listed = client.get("/manage/interests").text
    assert listed.index("Bo Silent") < listed.index(person.name)
    assert "Bo Silent" not in client.get("/manage/interests?standing=current").text
    assert "Nothing has been declared" in client.get(f"/manage/interests/{other.reference}").text
    assert "Night manager" in client.get(f"/manage/interests/{person.reference}").text


def test_a_declaration_lapses_after_a_year_and_is_reminded_of_once_each(
    person: User,
) -> None:
    actor = accounts.actor_of(person)
    assert own_standing(actor) == Standing.NONE
    given = [Given(InterestKind.EMPLOYMENT, "Bramble Care")]
    made = declare_interests(person, given, nothing=False, actor=actor)
    db.session.commit()
    start = clock.now()
    for days, standing, emails in (
        (300, Standing.CURRENT, 0), (350, Standing.ENDING, 1), (351, Standing.ENDING, 1),
        (366, Standing.LAPSED, 2), (367, Standing.LAPSED, 2),
    ):  # fmt: skip
        with clock.at(start + timedelta(days=days)):
            remind_of_interests()
            assert own_standing(actor) == standing, days
            assert letters() == emails, days
    assert made.person_id == person.id


@pytest.mark.each_database
def test_who_never_declared_is_asked_once_and_found_among_assessors(
    person: User, client: CheckedClient
) -> None:
    late, known = assessment.assessor("Late Comer"), assessment.assessor("Well Known")
    declare_interests(known, [], nothing=True, actor=accounts.actor_of(known))
    db.session.commit()
    start = clock.now()
    old, staff = accounts.user("Old Account"), accounts.user("Sam Staff", roles=(Role.STAFF,))
    with clock.at(start + timedelta(hours=23)):
        remind_of_interests()
        assert letters() == 0, "they have a day to do it by themselves"
    with clock.at(start + timedelta(hours=24)), transaction():
        add_role(old, Role.ASSESSOR, actor=SYSTEM)
    with clock.at(start + timedelta(hours=25)):
        for _ in range(2):
            remind_of_interests()
            assert letters() == 2, "who is an assessor for an hour has a day too"
    with clock.at(start + timedelta(hours=49)):
        remind_of_interests()
        assert letters() == 3
    sent = set(db.session.scalars(select(OutboxMessage.recipient)))
    assert sent >= {person.email, late.email, old.email} and known.email not in sent
    client.sign_in(staff)
    page = client.get("/manage/assessors?interests=none")
    assert "Late Comer" in page.text and "Well Known" not in page.text
    page = client.get("/manage/assessors?interests=current")
    assert "Late Comer" not in page.text and "Well Known" in page.text


def letters() -> int:
    query = select(func.count()).where(OutboxMessage.notice.like("interests.%"))
    return db.session.scalar(query) or 0
