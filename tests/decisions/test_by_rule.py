"""Deciding a round by rule: shown first, staged in one act, and nothing that was staged changes."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from award.accounts.models import User
from award.applications.models import Application
from award.decisions.models import Decision
from award.decisions.rules.grounds import Ground
from award.decisions.rules.passed_over import NOBODY
from award.foundation.audit import AuditEvent
from award.foundation.checks import CHECKS
from award.foundation.db import db
from award.rounds.models import Round
from tests.build import applications, assessment, decisions, rounds
from tests.client import CheckedClient
from tests.decisions.people import conflicted
from tests.page import Page

pytestmark = pytest.mark.any_database


def bid(round_: Round, title: str, score: int, ask: int = 100_000) -> Application:
    found = applications.submitted(round_, title=title, answers={"amount_requested": ask})
    return assessment.assessed(found, [[score] * 3] * 2)


def address(round_: Round) -> str:
    return f"/manage/rounds/{round_.reference}/shortlist/stage"


def values(page: Page, **more: str) -> dict[str, str]:
    found = {name: items[0] for name, items in page.form_values().items() if name != "csrf_token"}
    return {**found, **more}


def staged() -> dict[int, tuple[str, Ground | None, int | None]]:
    return {
        one.application_id: (one.outcome, one.ground, one.reserve_position)
        for one in db.session.scalars(select(Decision))
    }


def test_to_the_line_the_next_and_the_rest(staff: User, client: CheckedClient) -> None:
    round_ = rounds.closed_round(budget_gbp=250_000)
    best, second, third, fourth = (bid(round_, f"Bid {n}", n) for n in (10, 9, 8, 7))
    weak, unread = bid(round_, "Weak", 3), applications.submitted(round_, title="Unread")
    by_hand = bid(round_, "By hand", 10, ask=50_000)
    decisions.staged(by_hand, "reserve", reserve_position=1, staff=staff)
    page = client.sign_in(staff).get(address(round_), budget=10)
    assert "Fund 2, £200,000" in page.text and "Left undecided 4" in page.text
    assert f"{by_hand.reference} By hand Reserve Fund £50,000" in page.text
    assert "Rank 1: decided or staged already" in page.text

    page = client.post(
        address(round_), values(page, reserve="1", refuse="yes", then="look"), status=200
    )
    assert staged().keys() == {by_hand.id} and not page.errors
    for row in ("Reserve 1", "The money doesn’t reach it 1", "Below the threshold 1",
                "Left undecided 1", "Left after it £50,000"):  # fmt: skip
        assert row in page.text
    stale = values(page)
    decisions.staged(third, "reject", ground=Ground.SCOPE, staff=staff)
    page = client.post(address(round_), stale, status=200)
    assert "What would be staged has changed since you opened the page" in page.errors[0]
    assert third.reference in page.errors[0] and weak.id not in staged()
    client.follow(client.post(address(round_), values(page)))
    assert staged() == {
        by_hand.id: ("reserve", None, 1),
        third.id: ("reject", Ground.SCOPE, None),
        best.id: ("fund", None, None),
        second.id: ("fund", None, None),
        fourth.id: ("reserve", None, 2),
        weak.id: ("reject", Ground.THRESHOLD, None),
    }
    assert unread.id not in staged()
    again = client.post(address(round_), values(page), status=200)
    assert again.errors == ["Nothing is left to stage, so nothing was changed"]
    assert decisions.released(rounds.whole(round_.id)).reject == 2
    for promise, check in CHECKS.all().items():
        assert (promise, [*check()]) == (promise, [])


def test_one_or_five_cost_the_same_and_are_told_each(staff: User, client: CheckedClient) -> None:
    costs = []
    for number in (1, 5):
        round_ = rounds.closed_round(min_assessments=1, budget_gbp=100_000 * number + 50_000)
        for n in range(2 * number):
            one = applications.submitted(
                round_, title=f"Bid {n}", answers={"amount_requested": 100_000}
            )
            assessment.scored(one, [9, 9, 9] if n < number else [8, 8, 8])
        page = client.sign_in(staff).get(address(round_))
        done = client.post(address(round_), values(page, refuse="yes", then="look"), status=200)
        costs.append(len(client.post(address(round_), values(done)).statements))
        ids = select(Decision.id).join(Decision.application)
        told = db.session.scalars(
            select(AuditEvent).where(
                AuditEvent.verb == "decision.stage",
                AuditEvent.subject_id.in_(ids.where(Application.round_id == round_.id)),
            )
        ).all()
        assert [event.changes["ground"] for event in told].count("money") == number
        assert len(told) == 2 * number
    assert costs[0] == costs[1]


def test_whom_a_rule_passes_over_is_said(staff: User, client: CheckedClient) -> None:
    round_ = rounds.closed_round(budget_gbp=150_000)
    bid(round_, "First", 10)
    page = client.sign_in(staff).get(address(round_))
    asked = values(page, reserve="1", then="look")
    assert NOBODY in client.post(address(round_), asked, status=200).text
    for title in ("Twin", "Other twin"):
        bid(round_, title, 9)
    page = client.post(address(round_), asked, status=200)
    assert "Reserve 0" in page.text and "Rank 2: shared by 2, for 1 place" in page.text
    page = client.post(address(round_), {**asked, "reserve": "2"}, status=200)
    assert "Reserve 2" in page.text and "Passed over" not in page.text


def test_who_may_not_see_all_of_the_round_decides_nothing_by_rule(client: CheckedClient) -> None:
    round_ = rounds.closed_round()
    hidden = bid(round_, "Hidden from one", 9)
    page = client.sign_in(conflicted(hidden)).get(address(round_))
    assert "somebody else has to decide by rule" in page.text and "Hidden" not in page.text
    client.post(address(round_), {"reserve": "0", "refuse": "yes"}, status=200)
    assert staged() == {}
