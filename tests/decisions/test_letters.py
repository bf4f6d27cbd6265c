"""Letters of a release, one of each kind, and any single one."""

from __future__ import annotations

import pytest

from award.accounts.models import OrganisationMember, User
from award.applications.models import Application
from award.foundation.db import db
from award.foundation.policy import Role
from award.rounds.models import Round
from tests.build import applications, decisions, rounds
from tests.build.accounts import user
from tests.client import CheckedClient
from tests.decisions.staged import letters, three
from tests.page import Page

WORDS = "planted: your second partner had left"


@pytest.fixture
def staff(app: object) -> User:
    return user("Sam Staff", roles=(Role.STAFF,))


@pytest.fixture
def round_(staff: User) -> Round:
    return rounds.closed_round(budget_gbp=500_000)


def refused(round_: Round, staff: User, number: int, **values: str) -> list[Application]:
    found = [applications.submitted(round_, title=f"Refused {n}") for n in range(number)]
    for one in found:
        decisions.staged(one, "reject", staff=staff, **values)
    return found


def bodies(page: Page) -> list[str]:
    return [
        "".join(item.itertext()) for item in page.all("div") if item.get("class") == "letter__body"
    ]


def test_letters_that_read_alike_are_shown_once(
    staff: User, round_: Round, client: CheckedClient
) -> None:
    three(round_, staff, user("Ada Lead", roles=()))
    alike = refused(round_, staff, 4)
    (other,) = refused(round_, staff, 1, words_for_applicant=WORDS)
    path = f"/manage/rounds/{round_.reference}/release"
    page = client.sign_in(staff).get(path, budget=8)
    shown = bodies(page)
    assert len(shown) == 4  # fund, reserve, refused by ground alone, refused with words
    assert sum(WORDS in one for one in shown) == 1
    assert "8 letters of 4 kinds" in page.text
    assert "4 other letters like this one" in page.text
    for one in (*alike, other):
        read = client.get(f"/manage/applications/{one.reference}/decision/letter", budget=8)
        (body,) = bodies(read)
        assert one.title in body
        assert (WORDS in body) == (one is other)
    seen = {"shown": page.value_of("shown")}
    client.post(path, {**seen, "confirmation": round_.reference})
    sent = {message.body.strip() for message in letters()}
    assert len(sent) == 8
    assert set(shown) <= sent


def test_nothing_is_read_that_is_not_staged_nor_by_whom_it_concerns(
    staff: User, round_: Round, client: CheckedClient
) -> None:
    (one,) = refused(round_, staff, 1)
    undecided = applications.submitted(round_, title="Undecided")
    address = "/manage/applications/{}/decision/letter"
    none = client.sign_in(staff).get(address.format(undecided.reference), status=302)
    assert none.location.endswith("/decision")
    db.session.add(OrganisationMember(user_id=staff.id, organisation_id=one.organisation_id))
    db.session.commit()
    client.get(address.format(one.reference), status=404)


def test_as_many_statements_for_many_letters_as_for_one(
    staff: User, round_: Round, client: CheckedClient
) -> None:
    path = f"/manage/rounds/{round_.reference}/release"
    refused(round_, staff, 1)
    few = len(client.sign_in(staff).get(path, budget=8).statements)
    refused(round_, staff, 34)
    page = client.get(path, budget=8)
    assert len(page.statements) == few
    assert len(bodies(page)) == 1
    assert ", 35 staged decisions" in page.text
    decisions.staged(applications.submitted(round_, title="Won"), staff=staff)
    page = client.get(path, budget=8)
    assert "Fund, 1 staged decision" in page.text and ", 35 staged decisions" in page.text
