"""What the eligibility check asks of who would lead, and whether it is they who do."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask

from tests.applications.test_eligibility import TOLD
from tests.build import accounts, applications, rounds
from tests.client import CheckedClient


def test_where_an_organisation_is_at_home_its_office_there_is_not_asked_for(
    app: Flask, client: CheckedClient
) -> None:
    round_ = rounds.open_round()
    url = f"/rounds/{round_.reference}/eligibility?phase=3"
    sent = {**TOLD, "org_type": "large_company", "has_uk_co_lead": "no",
            "market_authorisation": "ukca_ce"}  # fmt: skip
    page = client.follow(client.post(url, sent))
    assert page.h1 == "Yes, you can apply"
    abroad = client.post(url, {**sent, "hq_uk": "no"}, status=200)
    assert abroad.errors == ["Select whether it has a registered office in the UK"]
    page = client.follow(client.post(url, {**sent, "hq_uk": "no", "uk_registered_office": "no"}))
    assert "can’t apply like this" in page.h1


@pytest.mark.parametrize(
    ("record", "told"),
    [
        ({}, ""),
        ({"org_type": "charity"},
         "“Provider of adult social care” would lead, and its record says “Charity or"),
        ({"hq_country": "Ireland"}, "the headquarters is in the UK, and its"),
    ],
)  # fmt: skip
def test_another_lead_than_the_check_was_told_of_is_noted(
    app: Flask, client: CheckedClient, record: dict[str, Any], told: str
) -> None:
    person = accounts.user("Ada Lead", roles=())
    lead = accounts.organisation(person, **record)
    draft = applications.draft(rounds.open_round(), person, phase=3, organisation=lead)
    page = client.sign_in(person).get(f"/applications/{draft.reference}")
    assert ("we go by the record" in page.text) is bool(told)
    assert told in page.text
