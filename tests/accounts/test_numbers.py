"""A registration number is one organisation's, however it is written."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from award.accounts.checks import numbers
from award.accounts.models import Organisation, OrganisationNumber
from award.accounts.services import organisations
from award.foundation import migrations
from award.foundation.db import db, transaction
from award.foundation.errors import Refused
from award.foundation.policy import Role
from tests.accounts.test_organisations import BRIGHTWATER
from tests.build.accounts import actor_of, organisation, user
from tests.client import CheckedClient
from tests.conftest import app_of_its_own
from tests.page import Page

pytestmark = pytest.mark.each_database

WRITTEN = {
    "company_number": [
        ("01234567", "1234567"), ("SC123456", " sc 123 456"), ("123456", "00123456"),
    ],
    "charity_number": [
        ("1234567-1", "1234567\u201301"), ("234567", "0234567"), ("SC012345", "sc 012345"),
        ("1234567", "1234567-0"),
    ],
    "ods_code": [("VM5K2", "vm5 k2")],
    "cqc_provider_id": [("1-101234567", "1\u2013101 234 567"), ("RAJ", "raj"),
                        ("1-101641521", "1-0101641521")],
}  # fmt: skip
CASES = [(kind, *pair) for kind, pairs in WRITTEN.items() for pair in pairs]
ALONE = {**BRIGHTWATER, "company_number": "", "ods_code": "", "cqc_provider_id": ""}


def error_of(page: Page, name: str) -> str:
    """What stands beside the field."""
    (found,) = (item for item in page.all("span") if item.get("id") == f"{name}-error")
    return " ".join("".join(found.itertext()).split())


def shown(client: CheckedClient, path: str) -> dict[str, Any]:
    """What the form of the organisation at `path` would send untouched."""
    return client.get(f"{path}/edit").form_values()


@pytest.mark.parametrize(("kind", "first", "second"), CASES)
def test_a_number_that_another_has(
    client: CheckedClient, kind: str, first: str, second: str
) -> None:
    theirs = organisation(name="Their Secret Name", **{kind: first})
    client.sign_in(user(roles=()))
    sent = {**ALONE, "name": "Ours", kind: second}
    page = client.post("/organisations/new", sent, status=200)
    said = error_of(page, kind)
    assert "is registered here already. Ask your colleague" in said
    assert page.value_of(kind) == second
    assert page.value_of("name") == "Ours"
    assert theirs.name not in page.text
    assert theirs.reference not in page.text
    assert db.session.scalars(sa.select(Organisation.name)).all() == ["Their Secret Name"]
    done = client.post("/organisations/new", {**sent, kind: ""})
    ours = db.session.scalars(sa.select(Organisation).where(Organisation.name == "Ours")).one()
    assert done.status == 302
    path = f"/organisations/{ours.reference}"
    page = client.post(f"{path}/edit", {**shown(client, path), kind: second}, status=200)
    assert error_of(page, kind) == said


def test_ones_own_is_offered_by_its_name(client: CheckedClient) -> None:
    person = user(roles=())
    organisation(person, name="Brightwater Care", company_number="01234567")
    client.sign_in(person)
    page = client.post("/organisations/new", {**ALONE, "company_number": "1234567"}, status=200)
    assert "You have added the organisation with this company number already" in page.text
    assert "“Brightwater Care”" in error_of(page, "company_number")


def test_a_number_of_one_kind_says_nothing_of_another(app: Flask) -> None:
    organisation(cqc_provider_id="RAJ")
    organisation(ods_code="RAJ")


def test_a_number_that_is_given_up_is_free(app: Flask) -> None:
    person = user(roles=())
    first = organisation(person, company_number="01234567")
    organisations.save_organisation(first, {"company_number": "07654321"}, actor=actor_of(person))
    db.session.commit()
    organisation(company_number="01234567")
    with pytest.raises(Refused):
        organisations.save_organisation(
            first, {"company_number": "01234567"}, actor=actor_of(person)
        )
    db.session.rollback()
    assert list(numbers()) == []


def test_of_two_at_once_one_has_it(database_name: str, tmp_path: Path) -> None:
    with app_of_its_own(database_name, tmp_path) as app, app.app_context():
        people = [actor_of(user(roles=())) for _ in range(4)]
        gate, found = threading.Barrier(4), list[Any]([None] * 4)

        def run(number: int) -> None:
            values = {"name": f"Number {number}", "org_type": "other", "company_number": "1234567"}
            with app.app_context():
                gate.wait()
                try:
                    with transaction():
                        organisations.save_organisation(None, values, actor=people[number])
                except Exception as error:
                    found[number] = error
                finally:
                    db.session.remove()

        threads = [threading.Thread(target=run, args=(number,)) for number in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert sorted(str(getattr(one, "field", one)) for one in found) == [
            "None", "company_number", "company_number", "company_number",
        ]  # fmt: skip
        assert len(db.session.scalars(sa.select(Organisation)).all()) == 1


def test_those_that_share_one_from_before(database_name: str, tmp_path: Path) -> None:
    """The earliest has it, the others go on as they were, and staff are told of both."""
    with app_of_its_own(database_name, tmp_path) as app, app.app_context():
        lead, late = user(roles=()), user(roles=())
        first = organisation(lead, name="First", company_number="01234567").id
        second = organisation(late, name="Second").id
        db.session.commit()
        db.session.remove()
        migrations.downgrade("0013")
        db.session.execute(
            sa.text("UPDATE organisation SET company_number = '1234567', ods_code = 'NOTSURE'"
                    " WHERE id = :key"), {"key": second}
        )  # fmt: skip
        db.session.commit()
        db.session.remove()
        migrations.upgrade()
        held = db.session.scalars(sa.select(OrganisationNumber.organisation_id)).all()
        assert held == [first]
        told = list(numbers())
        reference = db.session.get_one(Organisation, first).reference
        assert any(f"company number 1234567 is that of {reference}" in one for one in told)
        db.session.remove()
        db.engine.dispose()


def test_staff_see_both(client: CheckedClient) -> None:
    late = user(roles=())
    first = organisation(name="First Care", company_number="01234567")
    second = organisation(late, name="Second Care")
    table = Organisation.__table__
    db.session.connection().execute(  # as it was before anybody asked, without an event
        sa.update(table).where(table.c.id == second.id).values(company_number="01234567")
    )
    db.session.commit()
    references = first.reference, second.reference
    db.session.expire_all()
    client.sign_in(user(roles=(Role.STAFF,)))
    assert f"First Care ({references[0]})" in client.get(f"/organisations/{references[1]}").text
    client.sign_in(late)
    path = f"/organisations/{references[1]}"
    assert "First Care" not in client.get(path).text
    done = client.post(f"{path}/edit", {**shown(client, path), "town": "York"})
    assert done.location == "/organisations"
    table = Organisation.__table__
    kept = db.session.execute(sa.select(table.c.town).where(table.c.reference == references[1]))
    assert kept.scalar() == "York"
