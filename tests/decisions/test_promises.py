"""A decided round keeps its dates and its money; places on the reserve list are one's own."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from award.accounts.models import User
from award.applications.services import submitting
from award.decisions.models import Decision
from award.decisions.queries.decisions import application_to_decide, round_to_decide
from award.decisions.rules.grounds import Ground
from award.decisions.services import releasing, staging
from award.foundation import clock
from award.foundation.db import db, transaction
from award.foundation.errors import Refused
from award.foundation.policy import Role
from award.rounds.models import Round
from award.rounds.services.rounds import update_round
from tests.build import applications, decisions, rounds
from tests.build.accounts import actor_of, user
from tests.client import CheckedClient
from tests.conftest import app_of_its_own


def update(round_: Round, staff: User, **changes: Any) -> None:
    found = round_to_decide(actor_of(staff), round_.reference)
    assert found is not None
    values = rounds.changed(found, **changes)
    update_round(found, values, actor=actor_of(staff), reason="The board")
    db.session.commit()


def later() -> dict[str, Any]:
    return {
        "closes_at": clock.now() + timedelta(days=5),
        "assessment_due_at": clock.now() + timedelta(days=50),
    }


def test_a_round_with_decisions_does_not_open_again(staff: User) -> None:
    round_ = rounds.closed_round()
    update(round_, staff, title="Nobody objects to a title")
    one, other = applications.submitted(round_), applications.submitted(round_)
    decisions.staged(one, "reject", staff=staff)
    with pytest.raises(Refused, match="1 decision is staged in this round") as refusal:
        update(round_, staff, **later())
    assert refusal.value.field == "closes_at"
    decisions.staged(other, "reject", staff=staff)
    with pytest.raises(Refused, match="2 decisions are staged in this round, so"):
        update(round_, staff, **later())
    update(round_, staff, title="Still nobody does")
    decisions.released(round_, staff=staff)
    with pytest.raises(Refused, match="have been released"):
        update(round_, staff, **later())


def test_an_open_round_with_a_decision_can_close_later(staff: User) -> None:
    round_ = rounds.open_round()
    application = applications.submitted(round_)
    staging.stage_decision(
        application,
        "reject",
        exception_reason="Out of scope",
        ground=Ground.SHEETS,
        actor=actor_of(staff),
    )
    update(round_, staff, closes_at=round_.closes_at + timedelta(days=2),
           assessment_due_at=round_.closes_at + timedelta(days=60))  # fmt: skip


def test_a_staged_decision_about_a_withdrawn_application_holds_nothing_up(staff: User) -> None:
    round_ = rounds.closed_round()
    lead = user("Ada Lead", roles=())
    gone = applications.submitted(round_, lead)
    decisions.staged(gone, "fund", amount_gbp=90_000, staff=staff)
    with transaction():
        submitting.withdraw(gone, actor=actor_of(lead), reason="Other money")
    update(round_, staff, budget_gbp=10_000_000, **later())
    update(round_, staff, budget_gbp=150_000)


def test_the_budget_holds_what_is_awarded_and_staged(staff: User) -> None:
    round_ = rounds.closed_round(budget_gbp=400_000)
    ask = {"amount_requested": 100_000}
    one, other = (applications.submitted(round_, answers=ask) for _ in range(2))
    decisions.staged(one, staff=staff)
    decisions.released(round_, staff=staff)
    decisions.staged(other, staff=staff)
    with pytest.raises(Refused, match="£200,000 of this round is awarded or staged") as refusal:
        update(round_, staff, budget_gbp=199_999)
    assert refusal.value.field == "budget_gbp"
    update(round_, staff, budget_gbp=200_000)
    update(round_, staff, budget_gbp=500_000)


def test_the_round_form_shows_the_objection_at_its_field(
    staff: User, client: CheckedClient
) -> None:
    round_ = rounds.closed_round(budget_gbp=400_000)
    application = applications.submitted(round_)
    decisions.staged(application, amount_gbp=200_000, note="Two more sites", staff=staff)
    path = f"/manage/rounds/{round_.reference}/edit"
    page = client.sign_in(staff).get(path)
    values = {name: items[0] for name, items in page.form_values().items()}
    page = client.post(path, {**values, "budget_gbp": "180,000", "reason": "Cut"}, status=200)
    assert page.errors == [
        "£200,000 of this round is awarded or staged, so the budget can’t be less"
    ]
    assert page.value_of("budget_gbp") == "180,000"


def test_a_place_on_the_reserve_list_is_one_applications(
    staff: User, client: CheckedClient
) -> None:
    round_ = rounds.closed_round()
    first, second, third = (applications.submitted(round_) for _ in range(3))
    decisions.staged(first, "reserve", reserve_position=1, staff=staff)
    with pytest.raises(Refused) as refusal:
        staging.stage_decision(second, "reserve", reserve_position=1, actor=actor_of(staff))
    assert refusal.value.field == "reserve_position"
    assert refusal.value.reason == (
        f"{first.reference} has place 1 on the reserve list. The next free place is 2"
    )
    path = f"/manage/applications/{second.reference}/decision"
    assert client.sign_in(staff).get(path).value_of("reserve_position") == "2"
    decisions.staged(first, "reserve", reserve_position=1, note="Kept its own", staff=staff)
    decisions.released(round_, staff=staff)
    with pytest.raises(Refused, match=f"{first.reference} has place 1"):
        staging.stage_decision(second, "reserve", reserve_position=1, actor=actor_of(staff))
    decisions.staged(second, "reserve", reserve_position=3, staff=staff)
    assert client.get(path).value_of("reserve_position") == "3"
    path = f"/manage/applications/{third.reference}/decision"
    assert client.get(path).value_of("reserve_position") == "2"
    elsewhere = applications.submitted(rounds.closed_round())
    decisions.staged(elsewhere, "reserve", reserve_position=1, staff=staff)


def test_a_place_shared_by_older_rows_is_not_released(staff: User) -> None:
    round_ = rounds.closed_round()
    found = [applications.submitted(round_) for _ in range(2)]
    for place, application in enumerate(found, 1):
        decisions.staged(application, "reserve", reserve_position=place, staff=staff)
    db.session.execute(sa.update(Decision).values(reserve_position=1))
    with pytest.raises(Refused, match="have the same place on the reserve list, 1"):
        releasing.release(round_, actor=actor_of(staff), confirmation=round_.reference)


@pytest.fixture
def own_app(database_name: str, tmp_path: Path) -> Iterator[Flask]:
    """An application with a database of its own, where commits are commits."""
    with app_of_its_own(database_name, tmp_path) as made, made.app_context():
        yield made


def test_two_people_who_give_one_place_at_once(own_app: Flask) -> None:
    round_ = rounds.closed_round()
    references = [applications.submitted(round_).reference for _ in range(2)]
    actor = actor_of(user("Sam Staff", roles=(Role.STAFF,)))
    db.session.remove()
    gate = threading.Barrier(2)
    found: list[Any] = [None, None]

    def run(number: int) -> None:
        with own_app.app_context():
            application = application_to_decide(actor, references[number])
            assert application is not None
            db.session.commit()  # a reader on SQLite would keep the other from writing
            gate.wait()
            try:
                with transaction():
                    staging.stage_decision(
                        application,
                        "reserve",
                        reserve_position=1,
                        exception_reason="Read by the panel",
                        actor=actor,
                    )
            except Refused as refusal:
                found[number] = refusal
            finally:
                db.session.remove()

    threads = [threading.Thread(target=run, args=(number,)) for number in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert [type(one) for one in found].count(Refused) == 1, found
    assert db.session.scalars(sa.select(Decision.reserve_position)).all() == [1]
