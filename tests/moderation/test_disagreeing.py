"""Why sheets are worth talking about: one rule, and every place that says it agrees."""

from __future__ import annotations

from statistics import fmean, stdev

import pytest
from flask import Flask

from award.assessment.rules.disagreeing import FAR_OFF, disagreements, far_off
from award.decisions.queries.decisions import round_to_decide
from award.decisions.queries.shortlist import shortlist
from award.decisions.rules.ranking import Candidate
from award.foundation.db import transaction
from award.foundation.errors import there
from award.foundation.kept import keep_rows
from award.foundation.policy import Role
from award.moderation.queries import sheets
from award.moderation.queries.panels import panel_of
from award.moderation.queries.to_moderate import beside_in_list, to_moderate
from award.moderation.services import scores
from tests.build import accounts, rounds
from tests.build import moderation as build
from tests.build.accounts import actor_of


def of(*totals: float, yes: int | None = None) -> Candidate:
    n = len(totals)
    spread = stdev(totals) if n > 1 else None
    votes = n if yes is None else yes
    return Candidate(1, "x", 0, n, fmean(totals), min(totals), max(totals), spread, n, votes)


def test_each_reason_at_its_limit() -> None:
    assert disagreements(of(50, 74.9)) == []
    assert disagreements(of(50, 75)) == ["Totals 25 points apart"]
    assert disagreements(of(50, 50), {"People": 3, "Value": 4}) == ["Value: scores 4 apart"]
    assert disagreements(of(50, 50, yes=1)) == ["Recommended by 1 of 2"]
    assert disagreements(of(50, 50), parted=True) == ["The panels differ"]
    assert disagreements(of(10)) == []
    assert disagreements(of(50)._replace(mean_pct=None))[0].startswith("No score counts")
    assert disagreements(Candidate(1, "x", 0)) == []


def test_far_off_is_measured_by_what_the_round_usually_has() -> None:
    """By its own sheets no total of three could be: 0 is 1.15 of their deviations off."""
    three = of(60, 60, 45)
    assert far_off(45, three, 24.9) and not far_off(45, three, 25), "10 points of twice 5"
    assert not far_off(60, three, 24.9) and far_off(60, three, 6)
    assert not far_off(0, of(0, 100), None) and not far_off(10, of(10), 0.0)
    assert not far_off(50, of(50, 50, 50), 0.0)
    assert disagreements(three, usual=24.9) == [FAR_OFF] and not disagreements(three, usual=25)


@pytest.mark.each_database
def test_list_page_and_shortlist_say_the_same(app: Flask) -> None:
    staff, round_ = accounts.user("Sam Staff", roles=(Role.STAFF,)), rounds.open_round()
    actor = actor_of(staff)
    calm = build.disagreed(((7, 7, 7), (6, 7, 8)), staff=staff, round_=round_)
    apart = build.disagreed(((8, 8, 8), (4, 8, 8)), staff=staff, round_=round_)
    odd = build.disagreed(((4, 4, 4), *[(6, 6, 6)] * 6), staff=staff, round_=round_)
    bare = build.without_a_score(staff=staff, round_=round_)
    none = build.without_a_sheet(staff=staff, round_=round_)
    item = build.item(apart, actor)
    low = min(sheets.sheets_of(item, actor), key=lambda one: one.total_pct)

    def said() -> dict[str, tuple[int, int, int]]:
        panel = there(panel_of(actor, round_.reference), "the panel")
        table = to_moderate(panel, actor)
        keep_rows()
        listed = {row.reference: row for row in table.rows(actor, table.read({}, actor)).rows}
        placed = shortlist(there(round_to_decide(actor, round_.reference), "the round"), actor)
        flags = {row.reference: row.flags for row in placed.rows}
        found = {}
        for one in (calm, apart, odd, bare, none):
            item = build.item(one, actor)
            shown = sheets.sheets_of(item, actor)
            lines = sheets.lines_of(round_.criteria, shown, {}, furthest_first=False)
            why = sheets.why_talk(item, shown, lines)
            found[one.reference] = (
                len(listed[one.reference].why),
                len(flags[one.reference]),
                len(why),
            )
        return found

    before = said()
    assert all(a == b == c for a, b, c in before.values()), before
    assert [before[one.reference][0] for one in (calm, apart, odd, bare, none)] == [0, 1, 1, 1, 1]
    with transaction():
        scores.leave_out(
            item, low.letter, round_.criteria[0].key, "It is about another.", actor=actor
        )
    after = said()
    assert after[apart.reference] == (0, 0, 0), after

    panel = there(panel_of(actor, round_.reference), "the panel")
    table = to_moderate(panel, actor)
    view = table.read({}, actor)
    order = [row.reference for row in table.rows(actor, view).rows]
    for at, reference in enumerate(order):
        before, after = order[at - 1] if at else "", (*order, "")[at + 1]
        found = beside_in_list(actor, panel, view, reference, item.usual)
        assert found == (before, after, at + 1, len(order))
    only = table.read({"why": ["outlier"]}, actor)
    assert beside_in_list(actor, panel, only, calm.reference, item.usual) == (
        "",
        odd.reference,
        0,
        1,
    )
