"""What a public register says of a number stands beside it, for whoever is shown the number."""

from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path

import pytest
from flask import Flask

from award.accounts.models import User
from award.accounts.services.registers import import_extract
from award.applications.models import Application
from award.foundation.db import transaction
from award.foundation.policy import Role
from award.rounds.models import Round
from award.rounds.rules.questions import BadQuestionSet, parse
from tests.build import accounts, applications, assessment, documents, files, rounds
from tests.client import CheckedClient

HOME = "Registered Home"
SITE = "Site by the Sea"
SAID_HOME = f"Known in the register of ODS codes of 1 November 2026: {HOME}, Hull."
SAID_SITE = f"Worth a look: the register of CQC locations of 1 November 2026 says that {SITE} is"
ROWS = [
    {"id": "r1", "what": "Begin", "month": 1, "who": "1-109876543", "cost": 10},
    {"id": "r2", "what": "End", "month": 2, "who": "Nobody yet", "cost": 20},
]
ANSWERS = {"ods_code": "VM5K2", "milestones": ROWS}


@pytest.fixture
def lead(app: Flask, tmp_path: Path) -> User:
    file = tmp_path / "extract.csv"
    file.write_text(
        "register,number,name,town,status\n"
        f"ods_code,VM5K2,{HOME},Hull,\ncqc_location_id,1-109876543,{SITE},,deregistered\n",
        encoding="utf-8",
    )
    with transaction():
        import_extract(file, as_of=date(2026, 11, 1))
    return accounts.user("Ada Lead", roles=())


def round_of(tmp_path: Path, blindness: str) -> Round:
    """Its table has a column of location numbers, which identify."""
    text = rounds.SMALL_SET.read_text(encoding="utf-8")
    column = 'key = "who", kind = "short_text",'
    assert column in text
    source = tmp_path / "set.toml"
    source.write_text(
        text.replace('key = "small"', 'key = "small_registers"', 1).replace(
            column, f'{column} register = "cqc_location_id",'
        ),
        encoding="utf-8",
    )
    set_id = rounds.question_set(source).id
    return rounds.open_round(question_set_id=set_id, blindness=blindness, min_assessments=1)


def sent(round_: Round, lead: User) -> Application:
    return applications.submitted(round_, lead, answers=ANSWERS)


def test_its_own_people_see_it_beside_the_question_and_before_they_submit(
    client: CheckedClient, lead: User, tmp_path: Path
) -> None:
    application = applications.draft(round_of(tmp_path, "none"), lead, answers=ANSWERS)
    client.sign_in(lead)
    section = client.get(f"/applications/{application.reference}/project", budget=8)
    assert f"1-109876543: {SAID_SITE}" in section.text
    assert section.errors == []
    check = client.get(f"/applications/{application.reference}/check", budget=8)
    assert SAID_HOME in check.text and SAID_SITE in check.text
    assert "Nobody yet:" not in check.text


@pytest.mark.parametrize(("blindness", "shown"), [("none", True), ("double", False)])
def test_assessors_see_it_where_they_see_the_number(
    client: CheckedClient, lead: User, tmp_path: Path, blindness: str, shown: bool
) -> None:
    application = sent(round_of(tmp_path, blindness), lead)
    person = assessment.assessor()
    assessment.declared(application, person)
    desk = client.sign_in(person).get(f"/assess/{application.reference}", budget=8)
    assert "Begin" in desk.text
    for planted in (HOME, SITE, "1-109876543", "VM5K2"):
        assert (planted in desk.html) is shown
    assert (SAID_HOME in desk.text and SAID_SITE in desk.text) is shown


def test_staff_see_it_in_a_blind_round_too(
    client: CheckedClient, lead: User, tmp_path: Path
) -> None:
    """With its files, in one statement: the page has none to spare for one that has no files."""
    set_id = files.set_with_slots(tmp_path).id
    round_ = rounds.closed_round(question_set_id=set_id, blindness="double")
    plan = {"plan": ("Plan.pdf", documents.pdf("Weeks"))}
    application = applications.submitted(round_, lead, answers={"ods_code": "VM5K2"}, files=plan)
    client.sign_in(accounts.user("Stef Staff", roles=(Role.STAFF,)))
    page = client.get(f"/manage/applications/{application.reference}", budget=8)
    assert SAID_HOME in page.text and "Plan.pdf" in page.text


def test_a_question_names_a_register_that_there_is() -> None:
    data = tomllib.loads(rounds.SMALL_SET.read_text(encoding="utf-8"))
    data["sections"][0]["questions"][0]["register"] = "phone_book"
    with pytest.raises(BadQuestionSet, match="register is one of company_number"):
        parse(data)
