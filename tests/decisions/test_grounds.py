"""Every refusal has a ground that holds, and letter and page say that ground and no other."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select, text

from award.accounts.models import User
from award.applications.models import Application
from award.decisions.models import Decision
from award.decisions.queries.grounds import given_in
from award.decisions.rules.grounds import CHOSEN, REASONS, WHEN_PRAISED, Ground
from award.decisions.rules.refusing import fault_of
from award.decisions.rules.told import UNRANKED
from award.decisions.services import releasing
from award.foundation.checks import CHECKS
from award.foundation.db import db, transaction
from award.foundation.errors import Refused
from award.foundation.policy import SYSTEM
from award.rounds.models import Round
from tests.build import applications, assessment, decisions, rounds, two_stages
from tests.build.accounts import actor_of, user
from tests.client import CheckedClient
from tests.decisions.people import conflicted
from tests.decisions.staged import letters

pytestmark = pytest.mark.any_database

GOOD, WEAK = [[8, 8, 8], [8, 8, 8]], [[3, 3, 3], [3, 3, 3]]
BEST = [[9, 9, 9], [9, 9, 9]]
STATES = ("left", "run out", "overdrawn", "first of two stages")
FACTS = (Ground.THRESHOLD, Ground.MAJORITY, Ground.SHEETS, Ground.MONEY, Ground.PLACES)
GIVEN = dict(zip(STATES, (None, Ground.MONEY, Ground.MONEY, Ground.PLACES), strict=True))
"""What stands against one that meets the threshold, in each state of the budget."""


def world(state: str) -> tuple[Round, dict[Ground, Application]]:
    """A round whose budget is in that state, and one application to refuse on each ground."""
    if state == "first of two stages":
        round_ = two_stages.pair()[0]
    else:
        budget = 1_000_000 if state == "left" else 150_000
        round_ = rounds.closed_round(budget_gbp=budget, scores_told="beside")
        best = submitted(round_, "Best", BEST)
        amount = 200_000 if state == "overdrawn" else 100_000
        decisions.staged(best, "fund", amount_gbp=amount, note="Agreed")
    met = dict.fromkeys((*CHOSEN, GIVEN[state] or Ground.MONEY), GOOD)
    scores: dict[Ground, Any] = {Ground.THRESHOLD: WEAK, Ground.SHEETS: [[9, 9, 9]], **met}
    found = {ground: submitted(round_, f"{ground}", rows) for ground, rows in scores.items()}
    found[Ground.MAJORITY] = submitted(round_, "majority", GOOD, recommend=False)
    return round_, found


def submitted(
    round_: Round, title: str, scores: list[list[int]], *, recommend: bool = True
) -> Application:
    answers = {"amount_requested": 100_000}
    lead = user(f"Lead of {title}", roles=())
    application = applications.submitted(round_, lead, title=title, answers=answers)
    return assessment.assessed(application, scores, recommend=recommend)


@pytest.mark.parametrize("state", STATES)
def test_letter_and_page_of_every_ground_in_every_state_of_the_budget(
    staff: User, client: CheckedClient, state: str
) -> None:
    round_, bids = world(state)
    given = given_in(rounds.whole(round_.id), SYSTEM)
    refused = {}
    for ground, bid in bids.items():
        fact = GIVEN[state] if ground in (*CHOSEN, Ground.MONEY, Ground.PLACES) else ground
        assert given[bid.id] is fact
        for wrong in {*FACTS, None, Ground.UNRECORDED} - {fact}:
            assert fault_of(wrong, fact)
        if fact is None and ground not in CHOSEN:
            continue  # the money reaches it
        words = f"Words about {ground}."
        values = {"ground": ground, "words_for_applicant": words}
        decisions.staged(bid, "reject", staff=staff, **values)
        refused[ground] = bid
    decisions.released(
        round_, staff=staff, override_reason="Agreed" if state == "overdrawn" else ""
    )
    bodies = {letter.about_id: letter.body for letter in letters()}
    for ground, bid in refused.items():
        client.sign_in(db.session.get_one(User, bid.lead_id))
        page = client.get(f"/applications/{bid.reference}/outcome", budget=8).text
        if state != "first of two stages":
            silent = UNRANKED if ground == Ground.SHEETS else "Its score is"
            assert silent in page and "Round’s middle" not in page
        for criterion in round_.criteria:
            page = page.replace(criterion.title, "")  # one of them is about money
        about = db.session.scalars(select(Decision.id).where(Decision.application_id == bid.id))
        for said in (page, bodies[about.one()]):
            assert REASONS[ground] in said and f"Words about {ground}." in said
            assert (WHEN_PRAISED.get(ground, "\0") in said) == (ground in WHEN_PRAISED)
            assert not [other for other, why in REASONS.items() if other != ground and why in said]
            money = ("money", "budget", "threshold") if ground != Ground.MONEY else ("\0",)
            money = money[:2] if ground in (Ground.THRESHOLD, Ground.PLACES) else money
            assert not [word for word in money if word in said], (ground, said)
    for promise, check in CHECKS.all().items():
        assert (promise, [*check()]) == (promise, [])


def test_a_ground_that_no_longer_holds_keeps_back_the_release(
    staff: User, client: CheckedClient
) -> None:
    round_ = rounds.closed_round(budget_gbp=150_000)
    best, second = submitted(round_, "Best", BEST), submitted(round_, "Second", GOOD)
    decisions.staged(best, "fund", staff=staff)
    decisions.staged(second, "reject", staff=staff, ground=Ground.MONEY)
    decisions.staged(best, "reject", staff=staff, ground=Ground.INELIGIBLE)
    path = f"/manage/rounds/{round_.reference}/release"
    page = client.sign_in(staff).get(path)
    assert "1 refusal needs another ground" in page.text and "Release 2 decisions" not in page.text
    assert "the money reaches it" in page.text
    actor = actor_of(staff)
    with pytest.raises(Refused, match=second.reference), transaction():
        releasing.release(
            round_, actor=actor, confirmation=round_.reference, accepted=decisions.AS_THEY_ARE
        )
    decide = f"/manage/applications/{second.reference}/decision"
    form = client.get(decide, budget=9)
    assert "so it can be refused only for" in form.text
    values = {name: items[0] for name, items in form.form_values().items()}
    refused = client.post(decide, {**values, "ground": "money"}, status=200)
    assert "the money reaches it" in refused.errors[0]
    words = "It is about homes alone."
    client.post(decide, {**values, "ground": "scope", "words_for_applicant": words})
    round_ = rounds.whole(round_.id)
    assert decisions.released(round_).reject == 2
    table = client.get(f"/manage/rounds/{round_.reference}/shortlist?ground=scope&columns=ground")
    assert second.reference in table.text and best.reference not in table.text


def test_no_ground_is_proposed_to_who_does_not_know_of_all_the_money(
    client: CheckedClient,
) -> None:
    """They may say that it is the money; whoever releases knows of the other and judges."""
    round_ = rounds.closed_round(budget_gbp=150_000)
    hidden, second = submitted(round_, "Best", BEST), submitted(round_, "Second", GOOD)
    decide = f"/manage/applications/{second.reference}/decision"
    form = client.sign_in(conflicted(hidden)).get(decide)
    assert "so it can be refused only for" not in form.text
    values = {name: items[0] for name, items in form.form_values().items()}
    assert not values.get("ground")
    client.follow(client.post(decide, {**values, "outcome": "reject", "ground": "money"}))
    assert decisions.released(round_).reject == 1


def test_one_from_before_has_a_ground_that_is_not_recorded(
    staff: User, client: CheckedClient
) -> None:
    bid = submitted(rounds.closed_round(), "Long ago", GOOD)
    decisions.staged(bid, "reject", staff=staff)
    decisions.released(bid.round, staff=staff)
    db.session.execute(text("UPDATE decision SET ground = 'unrecorded'"))
    db.session.commit()
    client.sign_in(db.session.get_one(User, bid.lead_id))
    page = client.get(f"/applications/{bid.reference}/outcome")
    assert REASONS[Ground.UNRECORDED] in page.text
