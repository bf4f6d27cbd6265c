"""Organisations: added, changed, and nobody else's business."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from flask import Flask

from award.accounts.models import Organisation
from award.accounts.queries import organisations
from award.accounts.rules.organisations import country
from award.accounts.services.organisations import save_organisation
from award.foundation import audit
from award.foundation.db import db
from award.foundation.policy import Role
from tests.build.accounts import actor_of, organisation, user
from tests.client import CheckedClient
from tests.trail import who

BRIGHTWATER = {
    "name": "Brightwater Care",
    "org_type": "social_care_provider",
    "address_line_1": "1 Mill Lane",
    "address_line_2": "",
    "town": "Leeds",
    "postcode": "ls14ap",
    "hq_in_uk": "yes",
    "uk_registered_office": "yes",
    "region": "Yorkshire and The Humber",
    "company_number": "123456",
    "charity_number": "",
    "ods_code": "vm5k2",
    "cqc_provider_id": "1-101234567",
    "website": "brightwater.example.org",
}


def test_adding_an_organisation_keeps_leading_zeros(client: CheckedClient) -> None:
    person = user(roles=())
    client.sign_in(person)
    assert client.get("/organisations/new").h1 == "Add an organisation"
    done = client.post("/organisations/new?next=/applications/AIA-222222", BRIGHTWATER)
    assert done.location.startswith("/applications/AIA-222222?added=")
    made = db.session.scalars(sa.select(Organisation)).one()
    assert done.location.endswith(made.reference)
    assert (made.company_number, made.ods_code, made.postcode, made.charity_number) == (
        "00123456", "VM5K2", "LS1 4AP", None,
    )  # fmt: skip
    assert made.website == "https://brightwater.example.org"
    assert [row.name for row in organisations.organisations_of(actor_of(person))] == [
        "Brightwater Care"
    ]
    event = db.session.scalars(
        sa.select(audit.AuditEvent).where(audit.AuditEvent.verb == "organisation.create")
    ).one()
    assert (event.subject_id, who(event)[0]) == (made.id, person.id)
    assert (
        client.get("/organisations", budget=2).links()["Brightwater Care"].endswith(made.reference)
    )


def test_what_a_request_loses_on_its_way_is_said_at_the_line_it_stood_in(
    client: CheckedClient,
) -> None:
    client.sign_in(user(roles=()))
    page = client.post("/organisations/new", {**BRIGHTWATER, "name": "Bright\x07water"}, status=200)
    (error,) = page.errors
    assert "had control characters in it" in error
    assert page.value_of("name") == "Brightwater"
    client.post("/organisations/new", {**page.form_values(), "name": "Brightwater"})


def test_what_is_wrong_is_said_beside_the_field(client: CheckedClient) -> None:
    client.sign_in(user(roles=()))
    sent = {**BRIGHTWATER, "name": "", "company_number": "12345", "cqc_provider_id": "101",
            "postcode": "LS1", "hq_in_uk": "",
            "uk_registered_office": "", "region": ""}  # fmt: skip
    page = client.post("/organisations/new", sent, status=200)
    assert page.errors == [
        "Enter the name of the organisation",
        "Enter a full UK postcode, like LS1 4AP",
        "Select yes if the head office is in the UK",
        "Select yes if it has a registered office in the UK",
        "Choose a region",
        "Enter a company number of 8 characters, like 01234567 or SC123456. It is on Companies "
        "House and on your certificate of incorporation",
        "Enter a CQC provider ID that starts with 1- and has 6 to 12 numbers after it, "
        "like 1-101234567",
    ]
    assert page.value_of("company_number") == "12345"
    assert db.session.scalars(sa.select(Organisation)).all() == []


def test_an_address_abroad_needs_no_uk_postcode(client: CheckedClient) -> None:
    client.sign_in(user(roles=()))
    client.post(
        "/organisations/new",
        {**BRIGHTWATER, "hq_in_uk": "no", "hq_country": "Ireland", "postcode": "D02 XY45"},
    )
    made = db.session.scalars(sa.select(Organisation)).one()
    assert (made.postcode, made.hq_country) == ("D02 XY45", "Ireland")
    page = client.get(f"/organisations/{made.reference}/edit")
    assert (page.value_of("hq_in_uk"), page.value_of("hq_country")) == ("no", "Ireland")


def test_a_head_office_in_the_uk_has_no_country_to_spell(client: CheckedClient) -> None:
    client.sign_in(user(roles=()))
    client.post("/organisations/new", {**BRIGHTWATER, "hq_country": "France"})
    made = db.session.scalars(sa.select(Organisation)).one()
    assert made.hq_country == "United Kingdom"
    page = client.get(f"/organisations/{made.reference}/edit")
    assert (page.value_of("hq_in_uk"), page.value_of("hq_country")) == ("yes", "")
    sent = {**BRIGHTWATER, "hq_in_uk": "no", "hq_country": " "}
    page = client.post("/organisations/new", sent, status=200)
    assert page.errors == ["Enter the country of the head office"]


@pytest.mark.parametrize(
    "written",
    ["England", "Wales", "scotland", "Northern Ireland", "Great Britain", "GB", "U.K.", "UK",
     "The United Kingdom", "England, UK"],
)  # fmt: skip
def test_every_name_of_the_uk_is_the_uk(client: CheckedClient, written: str) -> None:
    person = user(roles=())
    client.sign_in(person)
    client.post("/organisations/new", {**BRIGHTWATER, "hq_in_uk": "no", "hq_country": written})
    assert db.session.scalars(sa.select(Organisation.hq_country)).one() == "United Kingdom"
    mine = organisation(person, hq_country=written)
    assert mine.hq_country == "United Kingdom"


@pytest.mark.parametrize("written", ["Ireland", "New England", "Ukraine", "Gabon", "France"])
def test_other_countries_stay_as_they_are_written(written: str) -> None:
    assert country(f"  {written} ") == written


def test_the_form_leads_back_to_where_it_was_opened(client: CheckedClient) -> None:
    person = user(roles=())
    mine = organisation(person)
    client.sign_in(person)
    assert client.get("/organisations/new").links()["Back"] == "/organisations"
    path = f"/organisations/{mine.reference}/edit"
    assert client.get(f"{path}?next=/applications/AIA-222222").links()["Back"] == (
        "/applications/AIA-222222"
    )
    assert client.get(f"{path}?next=//evil.example").links()["Back"] == "/organisations"


def test_a_name_with_characters_that_nobody_sees_is_refused(client: CheckedClient) -> None:
    client.sign_in(user(roles=()))
    name = "Bright\u202ewater\u200b\x07  Care"
    page = client.post("/organisations/new", {**BRIGHTWATER, "name": name}, status=200)
    assert "2 characters that nobody sees" in page.errors[0]
    assert db.session.scalars(sa.select(Organisation.name)).all() == []
    client.post("/organisations/new", {**BRIGHTWATER, "name": "\ufeffBrightwater  Care\u200b"})
    assert db.session.scalars(sa.select(Organisation.name)).one() == "Brightwater Care"


def test_next_can_not_leave_the_site(client: CheckedClient) -> None:
    client.sign_in(user(roles=()))
    done = client.post("/organisations/new?next=//evil.example/x", BRIGHTWATER)
    assert done.location == "/organisations"


def test_a_member_changes_it(client: CheckedClient) -> None:
    person = user(roles=())
    mine = organisation(person, company_number="01234567")
    client.sign_in(person)
    path = f"/organisations/{mine.reference}"
    assert "01234567" in client.get(path, budget=4).text
    page = client.get(f"{path}/edit", budget=6)
    assert page.value_of("company_number") == "01234567"
    values = {name: found[0] for name, found in page.form_values().items()}
    client.post(f"{path}/edit", {**values, "town": "Bradford"})
    assert (mine.town, mine.company_number, mine.version) == ("Bradford", "01234567", 2)
    client.post(f"{path}/edit", {**values, "town": "Bradford"})
    assert mine.version == 2


def test_a_stale_page_does_not_overwrite(client: CheckedClient) -> None:
    person = user(roles=())
    mine = organisation(person)
    client.sign_in(person)
    path = f"/organisations/{mine.reference}/edit"
    values = {name: found[0] for name, found in client.get(path).form_values().items()}
    client.post(path, {**values, "town": "Bradford", "name": "Theirs alone"})
    typed = {**values, "town": "Halifax", "address_line_1": "Mine alone"}
    page = client.post(path, typed, status=200)
    said = "“Town or city” was also changed meanwhile: choose which version to keep"
    assert page.errors == [said]
    assert "Saved meanwhile Bradford What you typed here Halifax" in page.text
    assert page.value_of("town") == "Halifax"
    assert mine.town == "Bradford"
    assert client.post(path, page.form_values(), status=200).errors == [said]
    client.post(path, {**page.form_values(), "keep_town": "mine"})
    kept = (mine.town, mine.name, mine.address_line_1)
    assert kept == ("Halifax", "Theirs alone", "Mine alone")


@pytest.mark.parametrize(("keep", "country"), [("mine", "France"), ("theirs", "United Kingdom")])
def test_a_country_belongs_to_the_answer_that_asks_for_it(
    client: CheckedClient, keep: str, country: str
) -> None:
    """One member says that the head office is here after all, the other which country it is in."""
    person = user(roles=())
    mine = organisation(person, hq_country="Spain", postcode="LS1 4AP")
    client.sign_in(person)
    path = f"/organisations/{mine.reference}/edit"
    values = client.get(path).form_values()
    client.post(path, {**values, "hq_in_uk": "yes", "hq_country": ""})
    page = client.post(path, {**values, "hq_country": "France"}, status=200)
    assert "Two versions of “Is the head office in the UK?”" in page.text
    assert "No: France" in page.text
    client.post(path, {**page.form_values(), "keep_hq_in_uk": keep})
    assert mine.hq_country == country


def test_someone_elses_organisation_is_not_there(client: CheckedClient) -> None:
    theirs = organisation(user(roles=()), name="Secret Holdings")
    client.sign_in(user(roles=()))
    for path in (f"/organisations/{theirs.reference}", f"/organisations/{theirs.reference}/edit"):
        assert "Secret" not in client.get(path, status=404).text
    client.post(f"/organisations/{theirs.reference}/edit", BRIGHTWATER, status=404)
    assert "Secret" not in client.get("/organisations").text
    assert theirs.name == "Secret Holdings"


def test_staff_and_auditors_read_and_do_not_change(client: CheckedClient) -> None:
    theirs = organisation(user(roles=()))
    for role in (Role.STAFF, Role.AUDITOR):
        client.sign_in(user(roles=(role,)))
        page = client.get(f"/organisations/{theirs.reference}")
        assert page.h1 == "Brightwater Care"
        assert "Change these details" not in page.links()
        client.get(f"/organisations/{theirs.reference}/edit", status=403)
    client.get("/organisations/new", status=404)  # an auditor changes nothing
    client.sign_in(user(roles=(Role.ASSESSOR,)))
    client.get(f"/organisations/{theirs.reference}", status=404)


def test_the_service_checks_form_too(app: Flask) -> None:
    from award.foundation.errors import Refused

    person = user(roles=())
    mine = organisation(person)
    with pytest.raises(Refused) as refusal:
        save_organisation(mine, {"charity_number": "12"}, actor=actor_of(person))
    assert refusal.value.field == "charity_number"
    with pytest.raises(Refused):
        save_organisation(mine, {"town": "York"}, actor=actor_of(user(roles=())))


def test_the_list_costs_the_same_at_one_and_at_many(client: CheckedClient) -> None:
    person = user(roles=())
    organisation(person)
    client.sign_in(person)
    one = len(client.get("/organisations").statements)
    for number in range(3):
        organisation(person, name=f"Care {number}")
    assert len(client.get("/organisations").statements) == one
