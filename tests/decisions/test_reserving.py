"""Whoever puts on the reserve list what the money would do for is asked, one by one, several at
once and by rule: its letter says that money has to become free."""

from __future__ import annotations

import pytest

from award.accounts.models import User
from award.applications.models import Application
from award.decisions.models import Decision
from award.decisions.queries.decisions import decision_of
from award.decisions.rules.funding import draw
from award.decisions.rules.ranking import Candidate, rank
from award.decisions.rules.reserving import NOTHING, Spare, spare, to_ask
from award.foundation.db import db
from award.rounds.models import Round
from tests.build import applications, assessment, decisions, rounds
from tests.client import CheckedClient
from tests.decisions.people import conflicted
from tests.page import Page

pytestmark = pytest.mark.any_database

LETTER = "letter says that money has to become free"


def bid(round_: Round, title: str, score: int, ask: int) -> Application:
    found = applications.submitted(round_, title=title, answers={"amount_requested": ask})
    return assessment.assessed(found, [[score] * 3] * 2)


def sent(page: Page, **more: object) -> dict[str, object]:
    found: dict[str, object] = dict(page.form_values())
    found.pop("csrf_token")
    return {**found, **more}


def ticks(page: Page) -> list[str]:
    return [str(box.get("value")) for box in page.all("input") if box.get("name") == "about_nobody"]


def test_one_decision(staff: User, client: CheckedClient) -> None:
    """Until it is said for this money; who is reserved already isn't asked about again, nor is who
    falls below the threshold, or asks for more than is left."""
    round_ = rounds.closed_round(budget_gbp=220_000)
    best, dear, small, weak = (
        bid(round_, title, score, ask)
        for title, score, ask in (
            ("Best", 10, 150_000),
            ("Dear", 9, 120_000),
            ("Small", 8, 60_000),
            ("Weak", 3, 50_000),
        )
    )
    client.sign_in(staff)

    def reserve(one: Application, status: int = 302, **more: object) -> Page:
        address = f"/manage/applications/{one.reference}/decision"
        page = client.get(address)
        values = sent(page, outcome="reserve", reserve_position="", **more)
        return client.post(address, values, status=status)

    # What ranks before it and is undecided takes its money, and the rest would do.
    page = reserve(small, 200)
    left = "£70,000 is left after all others that the money reaches"
    assert f"{left}, enough for {small.reference}. Its letter" in page.errors[0]
    assert LETTER in page.errors[0] and decision_of(small) is None
    (tick,) = ticks(page)
    assert "£70,000 is left" in tick and tick.endswith(small.reference)
    other = tick.replace("£70,000", "£70,001")
    again = reserve(small, 200, about_nobody=[other])
    assert LETTER in again.errors[0] and ticks(again) == [tick]
    reserve(small, about_nobody=[tick])
    reserve(small, note="It waits for the next panel.")
    reserve(dear)
    reserve(weak, exception_reason="The panel wants it.")
    page = reserve(best, 200)
    assert "£220,000 is left" in page.errors[0]
    # Of what is staged as an award its own money counts.
    decisions.staged(best, staff=staff)
    assert "£220,000 is left" in reserve(best, 200).errors[0]
    db.session.expire_all()
    assert {one.outcome for one in db.session.query(Decision)} == {"fund", "reserve"}


def test_who_does_not_know_of_all_the_money_is_not_asked(client: CheckedClient) -> None:
    round_ = rounds.closed_round(budget_gbp=220_000)
    hidden, seen = bid(round_, "Planted title", 10, 150_000), bid(round_, "Seen", 9, 50_000)
    address = f"/manage/applications/{seen.reference}/decision"
    page = client.sign_in(conflicted(hidden)).get(address)
    client.post(address, sent(page, outcome="reserve", reserve_position=""))
    assert decision_of(seen) is not None


def test_several_at_once(staff: User, client: CheckedClient) -> None:
    round_ = rounds.closed_round(budget_gbp=150_000)
    every = [bid(round_, f"Bid {n}", 9 - n, 60_000) for n in range(3)]
    address = f"/manage/rounds/{round_.reference}/shortlist/several"
    asked = "&".join(f"application={one.reference}" for one in every)
    page = client.sign_in(staff).get(f"{address}?{asked}")
    values = sent(page, outcome="reserve")
    page = client.post(address, values, status=200)
    assert "£150,000 is left after all others" in page.errors[0]
    assert all(one.reference in page.errors[0] for one in every)
    assert not db.session.query(Decision).count()
    page = client.post(address, {**values, "about_nobody": ticks(page)})
    client.follow(page)
    assert db.session.query(Decision).count() == 3


def test_by_rule(staff: User, client: CheckedClient) -> None:
    """It stands on the page that shows what would be staged, with whom it is about."""
    round_ = rounds.closed_round(budget_gbp=220_000)
    bid(round_, "Best", 10, 150_000)
    dear, small = bid(round_, "Dear", 9, 120_000), bid(round_, "Small", 8, 60_000)
    address = f"/manage/rounds/{round_.reference}/shortlist/stage"
    page = client.sign_in(staff).get(address)
    assert ticks(page) == []
    page = client.post(address, sent(page, reserve="1", then="look"), status=200)
    assert ticks(page) == [], dear.title  # £120,000 is more than is left
    page = client.post(address, sent(page, reserve="2", then="look"), status=200)
    (tick,) = ticks(page)
    assert "£70,000 is left" in tick and tick.endswith(small.reference) and not page.errors
    page = client.post(address, sent(page), status=200)
    assert LETTER in page.errors[0]
    assert not db.session.query(Decision).count()
    back = client.post(address, sent(page, reserve="1", then="look"), status=200)
    assert ticks(back) == []
    client.follow(client.post(address, sent(page, about_nobody=[tick])))
    assert db.session.query(Decision).count() == 3


def test_some_are_named_and_the_others_counted() -> None:
    many = Spare(1_000, tuple("abcde"))
    assert many.said.endswith("enough for a, b, c or 2 more")
    assert Spare(1_000, ("a", "b")).said.endswith("enough for a or b")
    assert "letters say that money" in to_ask(many, "reserve", [("outcome", many.said)])
    assert to_ask(many, "reserve", [("reserve", many.said)]) == ""
    assert "Their letters say" in to_ask(many, "reserve", ())
    assert to_ask(NOTHING, "reserve", ()) == ""


def test_who_asks_for_nothing_waits_for_none() -> None:
    free = Candidate(key=1, name="Free", ask_gbp=0)
    line = draw(rank([free], tie_breakers=(), min_assessments=0, threshold_pct=0), 100)
    assert spare(line, {1: "a"}) == NOTHING
