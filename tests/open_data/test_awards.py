"""What was funded is public once staff have read what is said of it, as a list and as open data."""

from __future__ import annotations

import csv
import io
import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from award.accounts.models import User
from award.applications.models import Application
from award.assessment.rules.contacts import contacts_in
from award.foundation import clock
from award.foundation.db import db, transaction
from award.foundation.policy import Role
from award.open_data.checks import told
from award.open_data.models import PublicAward
from award.open_data.rules.identifiers import organisation_id
from award.open_data.rules.telling import people_in
from award.rounds.models import Round
from award.rounds.services.rounds import update_round
from tests.build import applications, assessment, case_studies, decisions, rounds
from tests.build.accounts import actor_of, organisation, user
from tests.client import CheckedClient

SCHEMAS = Path("/work/shared/data")
SAID = {"title": "Listening at night", "description": "=Six homes try microphones, so staff come."}


@pytest.fixture
def staff(app: object) -> User:
    return user("Sam Staff", roles=(Role.STAFF,))


def path(application: Application) -> str:
    return f"/manage/awards/{application.reference}"


def award_of(application: Application) -> PublicAward:
    found = select(PublicAward).where(PublicAward.application_id == application.id)
    return db.session.scalars(found.execution_options(populate_existing=True)).one()


def funded_by(home: str, lead: User, round_: Round | None = None, **values: Any) -> Application:
    """A funded application of an organisation of this name."""
    round_ = round_ or rounds.closed_round(min_assessments=1)
    theirs = organisation(lead, name=home, **values)
    made = applications.submitted(round_, lead, title="Listening for falls", organisation=theirs)
    return decisions.awarded(made)


def publish(
    client: CheckedClient, application: Application, status: int = 302, **values: Any
) -> Any:
    page = client.get(path(application), budget=12)
    sent = {name: all_[0] for name, all_ in page.form_values().items() if name != "csrf_token"}
    return client.post(path(application), {**sent, **values}, status=status)


@pytest.mark.each_database
def test_a_funded_project_is_public_once_staff_have_read_what_is_said(
    staff: User, client: CheckedClient
) -> None:
    lead = user("Leonora Quist", "leonora@example.org")
    round_ = rounds.closed_round(min_assessments=1)
    funded = funded_by("Brightwater Care", lead, round_)
    other = applications.submitted(round_, title="Not funded at all")
    decisions.staged(other, "reject")
    assert client.get("/awards").text.count("Nothing stands here yet")
    client.get("/open-data/awards.json", status=404)
    client.get("/open-data/awards.csv", status=404)

    awaits = client.sign_in(staff).get("/manage", budget=12)
    assert "Awards to publish : 1 to read before it is public" in awaits.text
    assert awaits.links()["Awards to publish"] == "/manage/awards?state=check"
    page = client.get(f"/manage/rounds/{round_.reference}", budget=9)
    everything = page.links()["Awards: what is said of each in public"]
    assert "Listening for falls" in client.get(everything).text
    page = client.get("/manage/awards", budget=12)
    assert "Listening for falls" in page.text and "Not funded at all" not in page.text
    client.get(path(other), status=404)
    # What leads to a person is refused at its field, and what was typed stays.
    page = publish(client, funded, 200, description="Ring 020 7946 0991 or 943 476 5919.")
    assert "Take out “943 476 5919” and “020 7946 0991”" in page.text
    page = publish(client, funded, 200, **(SAID | {"description": "Leonora Quist leads it."}))
    assert "It names “Leonora Quist”" in page.text and "Leonora Quist leads it." in page.html
    assert db.session.scalars(select(PublicAward)).all() == []
    publish(client, funded, **SAID)
    award = award_of(funded)
    assert list(told()) == []
    assert "Public" in client.get("/manage/awards?state=public", budget=12).text
    assert "Awards to publish" not in client.get("/manage").text

    client.sign_in(None)
    page = client.get("/awards")
    assert (
        "Listening at night" in page.text and "Brightwater Care" in page.text and "£" in page.text
    )
    assert "Listening at night" in client.get("/awards?q=brightwater").text
    assert "No award matches" in client.get("/awards?q=nobody").text
    assert "What was funded" in client.get(f"/rounds/{round_.reference}").text
    for text in (page.html, client.browser.get("/open-data/awards.json").get_data(as_text=True)):
        assert not [one for one in (funded.reference, "Quist", "@example.org") if one in text]

    client.sign_in(staff)
    shown = client.get(f"{path(funded)}/take-down").form_values()
    client.post(f"{path(funded)}/take-down", shown, status=302)
    page = client.post(f"{path(funded)}/take-down", shown, status=200)
    assert "This award is not public" in page.text
    client.sign_in(None)
    assert "Nothing stands here yet" in client.get("/awards").text
    client.get("/open-data/awards.csv", status=404)
    assert award_of(funded).reference == award.reference and list(told()) == []


def test_open_data_is_valid_keeps_zeros_and_can_be_asked_whether_it_changed(
    staff: User, client: CheckedClient
) -> None:
    lead = user("Leonora Quist", "leonora@example.org")
    funded = funded_by("Brightwater Care", lead, company_number="01234567")
    publish(client.sign_in(staff), funded, **SAID)
    award = award_of(funded)
    client.sign_in(None)
    answer = client.browser.get("/open-data/awards.json")
    data = json.loads(answer.get_data(as_text=True))
    (grant,) = data["grants"]
    (to,) = grant["recipientOrganization"]
    assert to["id"] == "GB-COH-01234567" and to["companyNumber"] == "01234567"
    assert grant["id"] == f"360G-unregistered-{award.reference}"
    assert grant["amountAwarded"] == award.amount_gbp and "license" not in data
    rows = list(
        csv.reader(io.StringIO(client.browser.get("/open-data/awards.csv").text.lstrip("\ufeff")))
    )
    found = dict(zip(*rows, strict=True))
    assert found["Recipient Org:Company Number"] == "01234567"
    assert found["Description"] == f"'{SAID['description']}" and grant["description"][0] == "="

    tag, since = answer.headers["ETag"], answer.headers["Last-Modified"]
    for headers in ({"If-None-Match": tag}, {"If-Modified-Since": since}):
        again = client.browser.get("/open-data/awards.json", headers=headers)
        assert (
            again.status_code == 304 and not again.get_data() and "Set-Cookie" not in again.headers
        )
    # A round's title stands in it too: who asks by the moment alone hears of another.
    round_ = rounds.whole(funded.round_id)
    with clock.at(clock.shifted(minutes=5)), transaction():
        wanted = rounds.changed(round_, title="Another title")
        update_round(round_, wanted, actor=actor_of(staff), reason="Typo")
    by_moment = {"If-Modified-Since": since}
    answer = client.browser.get("/open-data/awards.json", headers=by_moment)
    assert answer.status_code == 200 and "Another title" in answer.get_data(as_text=True)
    publish(client.sign_in(staff), funded, title="Listening by day")
    client.sign_in(None)
    assert (
        client.browser.get("/open-data/awards.json", headers={"If-None-Match": tag}).status_code
        == 200
    )

    if not SCHEMAS.exists():
        pytest.skip("the schemas are not here")
    from jsonschema import Draft202012Validator, FormatChecker
    from referencing import Registry
    from referencing.jsonschema import DRAFT202012

    one, whole = (
        json.loads((SCHEMAS / f"360-giving-{name}schema.json").read_text())
        for name in ("", "package-")
    )
    known = DRAFT202012.create_resource(one)
    registry: Any = Registry().with_resources(
        [(one["$id"], known), (whole["properties"]["grants"]["items"]["$ref"], known)]
    )
    formats = FormatChecker(formats=())

    @formats.checks("date-time", raises=ValueError)
    def is_moment(text: str) -> bool:
        return "T" in text and datetime.fromisoformat(text).tzinfo is not None

    schema = {key: value for key, value in whole.items() if key != "$schema"}
    checker = Draft202012Validator(schema, registry=registry, format_checker=formats)
    assert list(checker.iter_errors(data)) == []
    assert list(checker.iter_errors({**data, "grants": [{**grant, "awardDate": "3 May"}]}))


@pytest.mark.each_database
def test_a_case_study_says_what_its_project_was_awarded_while_that_is_public(
    staff: User, client: CheckedClient
) -> None:
    study = case_studies.published(title="Told")
    other = case_studies.published(title="Other")
    pages = (f"/case-studies/{study.slug}",
             f"/compare-case-studies?study={study.slug}&study={other.slug}",
             f"/compare-case-studies.csv?study={study.slug}&study={other.slug}")  # fmt: skip
    application = case_studies.again(study).application
    assert application is not None

    def told() -> list[bool]:
        return ["£" in client.browser.get(each).get_data(as_text=True) for each in pages]

    assert told() == [False, False, False], "nobody has published the award"
    client.sign_in(staff)
    publish(client, application, **SAID)
    award = award_of(application)
    client.sign_in(None)
    assert told() == [True, True, True]
    (link,) = (href for text, href in client.get(pages[0]).links().items() if text.startswith("£"))
    assert link == f"/awards?round={application.round.reference}#{award.reference}"
    assert "£" not in client.get(f"/case-studies/{other.slug}").text
    client.sign_in(staff)
    shown = client.get(f"{path(application)}/take-down").form_values()
    client.post(f"{path(application)}/take-down", shown, status=302)
    client.sign_in(None)
    assert told() == [False, False, False]


def test_what_was_asked_to_stay_unpublished_does_and_a_tie_keeps_people_away(
    staff: User, client: CheckedClient
) -> None:
    funded = case_studies.funded()
    assessment.assessor("Noor Example")
    client.sign_in(user("Au Ditor", roles=(Role.AUDITOR,))).get(path(funded), status=403)
    client.get("/manage/awards")
    own = case_studies.funded(None, staff, title="My own")
    page = client.sign_in(staff).get("/manage/awards")
    assert "My own" not in page.text and "Listening" in page.text
    client.get(path(own), status=404)
    client.sign_in(user("Pub Lisher", roles=(Role.PUBLISHER,))).get("/manage/awards", status=404)


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        ({"org_type": "sme", "company": "1234567"}, "GB-COH-01234567"),
        ({"org_type": "charity", "company": "01234567", "charity": "0234567-1"}, "GB-CHC-0234567"),
        ({"org_type": "charity", "charity": "SC012345"}, "GB-SC-SC012345"),
        ({"org_type": "nhs_body", "company": "01234567", "ods": "RAJ"}, "GB-NHS-RAJ"),
        ({"org_type": "other"}, ""),
    ],
)
def test_organisations_are_known_by_public_registers(given: Any, wanted: str) -> None:
    assert organisation_id(**given) == wanted


def test_what_leads_to_people_is_found() -> None:
    text = "Write to a.person@example.org (9434765919). It took 1234567890 steps, as Ada Byron saw."
    assert contacts_in(text) == ["9434765919", "a.person@example.org"]
    assert people_in(text, ["Ada Byron", "Nobody Else"]) == ["Ada Byron"]
