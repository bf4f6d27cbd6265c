"""Money, places and dates as somebody is shown them who may not meet one of the applications."""

from __future__ import annotations

from datetime import timedelta

import pytest

from award.accounts.models import User
from award.decisions.models import Decision
from award.decisions.queries import staged
from award.decisions.queries.decisions import application_to_decide, past_releases, round_to_decide
from award.decisions.rules.states import Outcome
from award.decisions.services import releasing, staging
from award.foundation import clock
from award.foundation.db import db, transaction
from award.foundation.errors import Refused
from award.foundation.policy import Actor, Role
from award.rounds.models import Round
from award.rounds.services.rounds import update_round
from tests.build import applications, decisions, rounds
from tests.build.accounts import actor_of, user
from tests.client import CheckedClient
from tests.decisions.people import conflicted


class World:
    """A round with two applications; `tied` may not meet `hidden`."""

    def __init__(self) -> None:
        self.round: Round = rounds.closed_round(budget_gbp=400_000)
        self.hidden, self.other = (applications.submitted(self.round) for _ in range(2))
        self.staff = user("Sam Staff", roles=(Role.STAFF,))
        self.tied: User = conflicted(self.hidden)
        self.about = self.other.reference
        self.reference = self.round.reference
        self.by_staff, self.by_tied = actor_of(self.staff), actor_of(self.tied)

    def stage(self, outcome: Outcome, who: Actor, **values: object) -> Decision:
        found = application_to_decide(who, self.about)
        assert found is not None
        with transaction():
            return staging.stage_decision(
                found, outcome, actor=who, exception_reason="Agreed", **values
            )  # type: ignore[arg-type]


def again(world: World) -> Round:
    """The round, after a refusal."""
    found = round_to_decide(world.by_staff, world.reference)
    assert found is not None
    return found


@pytest.fixture
def world(app: object) -> World:
    return World()


def test_the_budget_is_shown_without_it_and_says_so(world: World, client: CheckedClient) -> None:
    decisions.staged(world.hidden, "fund", amount_gbp=100_000, staff=world.staff)
    path = f"/manage/applications/{world.other.reference}/decision"
    told = client.sign_in(world.tied).get(path, budget=8).text
    assert "£400,000, without what may be staged for applications that you can’t see" in told
    told = client.sign_in(world.staff).get(path).text
    assert "Left of the budget £300,000" in told
    assert "can’t see" not in told


def test_nothing_is_said_of_money_that_they_could_not_know_of(
    world: World, client: CheckedClient
) -> None:
    more = {"note": "More than was asked for"}
    decisions.staged(world.hidden, "fund", amount_gbp=350_000, staff=world.staff, **more)
    path = f"/manage/applications/{world.other.reference}/decision"
    sent = {"outcome": "fund", "amount_gbp": "60000", "exception_reason": "Agreed", "version": "0"}
    client.sign_in(world.tied).post(path, sent)
    assert "more than its budget" not in client.get(path).text
    with pytest.raises(Refused, match="£10,000 more than the round's budget"), transaction():
        releasing.release(again(world), actor=world.by_staff, confirmation=world.reference)


def test_a_place_that_they_can_not_see_is_told_to_whoever_releases(world: World) -> None:
    decisions.staged(world.hidden, "reserve", reserve_position=1, staff=world.staff)
    with pytest.raises(Refused, match=world.hidden.reference):
        world.stage(Outcome.RESERVE, world.by_staff, reserve_position=1)
    world.stage(Outcome.RESERVE, world.by_tied, reserve_position=1)
    with pytest.raises(Refused, match="the same place on the reserve list"), transaction():
        releasing.release(again(world), actor=world.by_staff, confirmation=world.reference)


@pytest.mark.parametrize("promised", [False, True])
def test_they_lower_no_budget_and_open_no_round_again(world: World, promised: bool) -> None:
    """Whatever was decided: a refusal that depends on it would tell."""
    if promised:
        decisions.staged(world.hidden, "fund", amount_gbp=100_000, staff=world.staff)
    for changes in (
        {"budget_gbp": 399_999},
        {"closes_at": clock.now() + timedelta(days=5),
         "assessment_due_at": clock.now() + timedelta(days=50)},
    ):  # fmt: skip
        found = round_to_decide(world.by_tied, world.reference)
        assert found is not None
        with pytest.raises(Refused, match="or you have a conflict of interest"), transaction():
            update_round(
                found, rounds.changed(found, **changes),
                actor=world.by_tied, reason="The board",
            )  # fmt: skip
        db.session.rollback()
    found = round_to_decide(world.by_tied, world.reference)
    assert found is not None
    with transaction():
        update_round(
            found, rounds.changed(found, budget_gbp=500_000),
            actor=world.by_tied, reason="The board",
        )  # fmt: skip


def test_past_releases_are_not_counted_for_them(world: World) -> None:
    decisions.staged(world.hidden, "reject", staff=world.staff)
    decisions.released(world.round, staff=world.staff)
    assert past_releases(world.by_tied, world.round) == []
    (one,) = past_releases(world.by_staff, world.round)
    assert one.counts["reject"] == 1
    assert staged.tally(world.round.id, world.by_tied).released == 0
