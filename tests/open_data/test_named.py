"""Who assessed a round: counts that tell of nobody, and the names of those who agreed."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from award.accounts.services.people import remove_role
from award.foundation.db import db, transaction
from award.foundation.policy import Role
from award.open_data.models import NamedAssessor
from award.open_data.rules.named import Assessed, who_assessed
from tests.build import applications, assessment, decisions, rounds
from tests.build.accounts import actor_of, user
from tests.client import CheckedClient


@pytest.mark.each_database
def test_only_who_agreed_is_named_and_can_take_it_back(client: CheckedClient) -> None:
    round_ = rounds.closed_round(min_assessments=1)
    applied = applications.submitted(round_)
    noor, ash = assessment.assessor("Noor Example"), assessment.assessor("Ash Example")
    idle = assessment.assessor("Ida Idle")
    for person in (noor, ash):
        assessment.scored(applied, [8, 8, 8], person)
    path = f"/rounds/{round_.reference}/who-assessed"
    client.get(path, status=404)
    page = client.sign_in(noor).get("/assess/being-named", budget=12)
    assert round_.title in page.text
    client.post("/assess/being-named", _sent(page, round_.reference), status=302)
    assert "nothing to choose" in client.sign_in(idle).get("/assess/being-named").text
    decisions.awarded(applied)

    client.sign_in(None)
    assert "Who assessed this round" in client.get(f"/rounds/{round_.reference}").text
    page = client.get(path, budget=9)
    assert "Fewer than 5 people scored" in page.text and "Noor Example" in page.text
    assert "Ash Example" not in page.text and "fewer than 5" in page.text
    assert applied.reference not in page.html and applied.title not in page.html
    page = client.sign_in(noor).get("/assess/being-named")
    client.post("/assess/being-named", _sent(page), status=302)
    client.sign_in(None)
    assert "Noor Example" not in client.get(path).text


@pytest.mark.each_database
def test_who_assesses_no_more_can_still_take_their_name_back(client: CheckedClient) -> None:
    round_ = rounds.closed_round(min_assessments=1)
    applied, noor = applications.submitted(round_), assessment.assessor("Noor Example")
    assessment.scored(applied, [8, 8, 8], noor)
    page = client.sign_in(noor).get("/assess/being-named")
    client.post("/assess/being-named", _sent(page, round_.reference), status=302)
    decisions.awarded(applied)
    admin = user("Ad Min", roles=(Role.ADMIN,))
    with transaction():
        remove_role(noor, Role.ASSESSOR, actor=actor_of(admin))
    page = client.sign_in(noor).get("/account")
    assert "Where you are named as an assessor" in page.text
    page = client.get("/assess/being-named", budget=12)
    assert round_.title in page.text and "Your account" in page.text
    client.post("/assess/being-named", _sent(page), status=302)
    assert "Where you are named" not in client.get("/account").text
    assert "nothing to choose" in client.get("/assess/being-named").text
    client.post("/assess/being-named", _sent(page, round_.reference))
    assert db.session.scalars(select(NamedAssessor)).all() == []


def _sent(page: object, *references: str) -> dict[str, object]:
    values = page.form_values()  # type: ignore[attr-defined]
    return {"base": values["base"][0], "rounds": list(references)}


def test_small_numbers_are_hidden() -> None:
    counted = Assessed(12, {"A": 8, "B": 4}, {"Homecare": 6, "Extra care": 10}, 3, 0)
    told = who_assessed((), counted)
    few = who_assessed((), Assessed(4, {"A": 4}, {}, 0, 0))
    assert few.people is None and few.panels == {"A": None}
    assert told.people == 12 and told.panels == {"A": None, "B": None}
    assert told.settings == {"Homecare": 6, "Extra care": None}
    assert told.declared is None and told.found == 0
