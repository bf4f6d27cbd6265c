"""Due diligence says what the loaded extracts of registers have of each number, with their day."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from award.accounts.models import User
from award.accounts.services.registers import import_extract
from award.decisions.rules.in_registers import said_of
from award.foundation.db import transaction
from tests.accounts.test_finding import HEAD
from tests.build import accounts, applications, rounds
from tests.client import CheckedClient

OF = date(2026, 11, 1)
ROWS = (
    HEAD,
    "company_number,01234567,Harbour Care Ltd,1 Quay,Whitby,YO21 3QQ,London,sme,",
    "company_number,01234568,Another Name Ltd,,York,,,sme,dissolved",
    "ods_code,VM5K2,Harbour Home,,Hull,,,,closed",
)


@pytest.mark.each_database
def test_each_number_is_looked_up(staff: User, client: CheckedClient, tmp_path: Path) -> None:
    file = tmp_path / "extract.csv"
    file.write_text("\n".join(ROWS), encoding="utf-8")
    round_ = rounds.closed_round()
    numbers = (
        {"name": "Harbour Care Limited", "company_number": "01234567", "ods_code": "VM5K2"},
        {"name": "Former Name", "company_number": "01234568", "charity_number": "1234568"},
        {"name": "Unheard Of", "company_number": "09999999", "ods_code": ""},
    )
    costs = []
    page = f"/manage/rounds/{round_.reference}/due-diligence"
    client.sign_in(staff)
    for each in numbers:
        lead = accounts.user(f"Lead of {each['name']}")
        home = accounts.organisation(lead, **each)
        applications.submitted(round_, lead, organisation=home)
        costs.append(len(client.get(page).statements))
    assert len(set(costs)) == 1
    assert "Company number: not looked up, no extract is loaded" in client.get(page).text
    with transaction():
        import_extract(file, as_of=OF)
    text = client.get(page).text
    for said in (
        "Company number: as in the register of 1 November 2026",
        "ODS code: closed, as Harbour Home in the register of ODS codes of 1 November 2026",
        "Company number: dissolved, as Another Name Ltd in the register of companies of",
        "Charity number: not looked up, no extract is loaded",
        "Company number: not in the register of companies of 1 November 2026",
    ):
        assert said in text, said
    assert "as Harbour Care Ltd" not in text, "the same name otherwise written"


def test_no_number_is_no_sentence() -> None:
    assert said_of("A", {"company_number": "", "ods_code": ""}, {}, {"ods_code": OF}) == ""
