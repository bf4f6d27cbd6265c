"""Staff with 900 applications and 60 assessors: all assigned out of a basket, those with sheets to
come reminded, and what silent ones have handed on, in as many statements as with a few."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from award.accounts.models import User
from award.assessment.models.assignments import Assignment
from award.foundation import work
from award.foundation.db import db
from award.foundation.kept import keep_rows
from award.foundation.outbox import OutboxMessage
from award.foundation.policy import Role
from tests.build import assessment as build
from tests.build import many, rounds
from tests.build.accounts import user
from tests.client import CheckedClient
from tests.statements import counting

pytestmark = pytest.mark.long


@pytest.fixture
def staff(app: object) -> User:
    return user("Sam Staff", roles=(Role.STAFF,))


def loads(round_id: int) -> list[int]:
    """How many each has of the round that were not taken away."""
    query = (
        sa.select(sa.func.count())
        .where(Assignment.application.has(round_id=round_id), Assignment.state == "to_declare")
        .group_by(Assignment.assessor_id)
    )
    return sorted(db.session.scalars(query))


def letters(notice: str) -> int:
    query = sa.select(sa.func.count()).where(OutboxMessage.notice == notice)
    return db.session.scalar(query) or 0


def walked(client: CheckedClient, number: int, crowd: int, silent: int) -> list[int]:
    """The statements of each page and act that doesn't become a job."""
    round_ = rounds.closed_round(min_assessments=2)
    many.submitted(round_, number)
    round_id, base = round_.id, f"/manage/rounds/{round_.reference}"
    people = [build.assessor(f"Reader {at:02}").id for at in range(crowd)]
    client.post(f"{base}/applications", {"basket": "all"})
    keep_rows()
    who = "&".join(f"assessor={one}" for one in people)
    costs = [len(client.get(f"{base}/basket").statements)]
    page = client.get(f"{base}/basket/assign?{who}&way=fill")
    assert page.h1 == f"Assign {2 * number:,} assessments to {crowd} people"
    costs.append(len(page.statements))
    client.post(f"{base}/basket/assign", page.form_values())
    work.run_jobs()
    db.session.rollback()
    assert loads(round_id) == [2 * number // crowd] * crowd
    keep_rows()

    costs.append(len(client.get(f"{base}/chasing").statements))
    before = letters("assessor.chased")
    page = client.follow(client.post(f"{base}/chasing", {"all": "1", "reason": "asked"}))
    costs.append(len(page.statements))
    with counting() as statements:
        client.post(f"{base}/chasing/send", page.form_values())
    costs.append(len(statements))
    assert letters("assessor.chased") - before == crowd

    heirs = "&".join(f"assessor={one}" for one in people[silent:])
    for one in people[:silent]:
        page = client.get(f"{base}/chasing/{one}/confirm?{heirs}", budget=15)
        values = {**page.form_values(), "reason": "Nobody hears from them"}
        with counting() as statements:
            client.post(f"{base}/chasing/{one}/confirm", values)
        keep_rows()
    costs += [len(page.statements), len(statements)]
    left = loads(round_id)
    assert (len(left), sum(left)) == (crowd - silent, 2 * number)
    assert max(left) - min(left) <= 3, "as even as a draft, which mixes"
    return costs


def test_nine_hundred_cost_what_three_cost(staff: User, client: CheckedClient) -> None:
    client.sign_in(staff)
    few, lots = walked(client, 3, 3, 1), walked(client, 900, 60, 3)
    assert lots == few
    assert max(few[at] for at in (0, 1, 2, 3, 5)) <= 16, few  # pages
    assert max(few[at] for at in (4, 6)) <= 50, few  # what they do
