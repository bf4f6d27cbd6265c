"""A complaint that might mean everybody is read by somebody, and says so; nothing waits unseen."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import selectinload

from award.accounts.services import people
from award.complaints.jobs import remind_of_complaints
from award.complaints.models import Complaint, ComplaintNamed
from award.complaints.notices import NOTICES
from award.complaints.queries import complaint as read
from award.complaints.rules.naming import Reader, least_tied
from award.complaints.services import keep_from
from award.foundation import checks
from award.foundation.db import db, transaction
from award.foundation.policy import SYSTEM, Role
from tests.build.accounts import account_of, actor_of, user
from tests.build.complaints import complaint
from tests.client import CheckedClient
from tests.complaints.test_complaints import letters, the_one

SAM = Reader(1, "Sam Carter", "sam@x.example")
JO = Reader(2, "Jo Marsh", "jo@x.example")
LEE = Reader(3, "Lee Hill", "lee@x.example")


@pytest.mark.parametrize(
    ("typed", "admins", "left"),
    [
        ("Carter, Marsh and Hill", {3}, [3]),
        ("Carter, Marsh and Hill", set(), [1, 2, 3]),
        ("Sam Carter, Jo Marsh and Lee Hill", {2, 3}, [2, 3]),
        ("Lee Hill, Carter and Marsh", {3}, [1, 2]),
        ("lee@x.example Carter Marsh", {2, 3}, [2]),
    ],
)
def test_the_least_tied_deal_with_it(typed: str, admins: set[int], left: list[int]) -> None:
    assert [one.id for one in least_tied(typed, [SAM, JO, LEE], admins)] == left


def test_one_about_everybody_is_read_and_says_so(client: CheckedClient, app: Flask) -> None:
    staff = user("Stef Marlowe", roles=(Role.STAFF,))
    admin = user("Ada Minns", "ada@minns.example", roles=(Role.ADMIN,))
    user("Audi Torr", roles=(Role.AUDITOR,))
    made = complaint(person="Marlowe Minns Torr", what="All of you").reference
    (told,) = letters("came_in")
    assert told.recipient == "ada@minns.example"
    client.sign_in(staff)
    client.get(f"/manage/complaints/{made}", status=404)
    client.sign_in(admin)
    assert "Might mean everybody" in client.get("/manage/complaints").text
    assert "those whom they tie to it least" in client.get(f"/manage/complaints/{made}").text
    assert {says: list(one()) for says, one in checks.CHECKS.all().items() if list(one())} == {}


def test_whoever_could_deal_with_it_is_gone_meanwhile(app: Flask) -> None:
    staff = user("Stef Marlowe", "stef@programme.example", roles=(Role.STAFF,))
    number = staff.id
    other = user("Jo Other", roles=(Role.STAFF,))
    complaint(person="Marlowe")
    assert [one.recipient for one in letters("came_in")] == [other.email]
    with transaction():
        people.suspend(account_of(other.id), actor=SYSTEM)
    remind_of_complaints()
    remind_of_complaints()
    db.session.expire_all()
    assert the_one_is_read_by(number)
    assert [one.recipient for one in letters("came_in")][1:] == ["stef@programme.example"]


def the_one_is_read_by(number: int) -> bool:
    kept_from = db.session.scalars(sa.select(ComplaintNamed.user_id))
    return the_one().names_all and number not in set(kept_from)


def test_whom_a_person_kept_it_from_is_not_given_it(app: Flask) -> None:
    """Who reads complaints is told instead."""
    staff = user("Stef Marlowe", "stef@programme.example", roles=(Role.STAFF,))
    other, audits = user("Jo Other", roles=(Role.STAFF,)), user("Audi Torr", roles=(Role.AUDITOR,))
    made = complaint(person="")
    with transaction():
        found = read(actor_of(other), made.reference)
        assert found is not None
        keep_from(found, email=staff.email, actor=actor_of(other))
    with transaction():
        people.suspend(account_of(other.id), actor=SYSTEM)
    remind_of_complaints()
    db.session.expire_all()
    assert not the_one().names_all
    whole = db.session.scalars(sa.select(Complaint).options(selectinload(Complaint.named))).one()
    due = next(one for one in NOTICES if one.key == "complaint.nearly_due")
    assert [one.email for one in due.recipients(whole)] == [audits.email]
