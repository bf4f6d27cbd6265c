"""Who can't be asked to assess is offered nowhere, and a row that names them says why."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from award.accounts.services.people import suspend
from award.assessment.models.chairs import RoundChair, RoundModeration
from award.assessment.models.moderation import Recusal
from award.foundation.db import db
from award.foundation.kept import keep_rows
from award.foundation.policy import SYSTEM, Role
from award.matching.queries.asked import basis_of, mix_of
from tests.assessment.forms import text_of
from tests.build import applications, assessment, matching, rounds
from tests.build.accounts import user
from tests.client import CheckedClient

CHAIR, DEPUTY, BACK, GONE, FREE = "Cher Chair", "Del Deputy", "Bo Back", "Gil Gone", "Fay Free"


@pytest.fixture
def world(app: object) -> Any:
    """A round whose sheets are open to its chairs, with one in; and who is kept from scoring."""
    staff = user("Sam Staff", roles=(Role.STAFF,))
    round_ = rounds.closed_round(min_assessments=3)
    bid, other = (applications.submitted(round_, title=title) for title in ("One", "Other"))
    silent = assessment.assessor("Sil Ent")
    assessment.assigned(bid, silent, staff=staff)
    assessment.scored(bid, (8, 7, 6), assessment.assessor("Don E"), staff=staff)
    people = {one: assessment.assessor(one) for one in (CHAIR, DEPUTY, BACK, GONE, FREE)}
    assessment.assigned(other, people[GONE], staff=staff)
    for name in (CHAIR, DEPUTY):
        row = {"person_id": people[name].id, "deputy": name == DEPUTY}
        db.session.add(RoundChair(round_id=round_.id, appointed_by_id=staff.id, **row))
    db.session.add(RoundModeration(round_id=round_.id, opened_by_id=staff.id))
    db.session.add(Recusal(application_id=bid.id, person_id=people[BACK].id, kind="family"))
    suspend(people[GONE], actor=SYSTEM)
    db.session.commit()
    return SimpleNamespace(
        staff=staff, round=round_, bid=bid, other=other, silent=silent, people=people
    )


@pytest.mark.each_database
def test_no_way_of_asking_offers_them(world: Any, client: CheckedClient) -> None:
    client.sign_in(world.staff)
    here = f"/manage/rounds/{world.round.reference}"
    client.post(f"{here}/applications", {"basket": "all"})
    draft = matching.draft(world.round, world.staff, [(world.bid, world.people[FREE])])
    by_round = {FREE, BACK}  # who stepped back from one application can be asked for another
    ways = {
        f"/manage/applications/{world.bid.reference}": {FREE},
        f"{here}/applications": by_round,
        f"{here}/basket": by_round,
        f"{here}/chasing/{world.silent.id}": by_round,
        f"{here}/assignment/{draft.number}/change?application={world.bid.reference}": {FREE},
    }
    for kept in (False, True):
        for way, offered in ways.items():
            page = client.get(way)
            labels = " ".join(text_of(one) for tag in ("label", "option") for one in page.all(tag))
            assert {name for name in world.people if name in labels} == offered, (way, kept)
        keep_rows()
    asked = basis_of(world.round, draft, mix_of(world.round)).asked
    ids = {one.id for one in asked.readers}
    assert {name for name, one in world.people.items() if one.id in ids} == by_round
    assert (world.bid.id, world.people[BACK].id) in asked.apart


def test_a_row_that_names_them_says_why(world: Any, client: CheckedClient) -> None:
    client.sign_in(world.staff)
    path = f"/manage/rounds/{world.round.reference}/assignments/import"
    names = (CHAIR, DEPUTY, BACK, GONE)
    rows = "".join(f"{world.bid.reference},{world.people[name].email}\n" for name in names)
    page = client.post(path, {"rows": rows}, status=200)
    read = "chairs or chaired this round, and could read the other sheets already"
    assert page.errors == [
        f"Row 1: {CHAIR} {read}",
        f"Row 2: {DEPUTY} {read}",
        f"Row 3: {BACK} has a conflict of interest",
        "Row 4: Gil Gone can’t be asked to assess any more",
    ]
