"""Everybody reads in an order of their own that stays, whatever others do."""

from __future__ import annotations

import re

from award.assessment.models.assignments import Assignment
from award.foundation.db import db
from award.foundation.policy import Role
from tests.assessment.forms import filled
from tests.build import accounts, applications, rounds
from tests.build import assessment as build


def test_each_reads_in_an_order_of_their_own_that_stays(app, client):
    round_ = rounds.closed_round()
    bids = [applications.submitted(round_, title=f"Bid {number}") for number in range(6)]
    people = [build.assessor(f"Reader Number{number}") for number in range(3)]
    for one in bids[:5]:
        for person in people:
            build.assigned(one, person)
    orders = []
    for person in people:
        client.sign_in(person)
        shown = titles(client.get("/assess"))
        build.assigned(bids[5], person)
        more = titles(client.get("/assess"))
        assert [one for one in more if one != "Bid 5"] == shown
        orders.append(tuple(more))
    assert len(set(orders)) > 1, "one in half a million that three people have one order"
    keys = {one.reading_key for one in db.session.query(Assignment)}
    assert len(keys) == 18


def titles(page):
    return [one for one in map(str.strip, page.links()) if re.fullmatch(r"Bid \d", one)]


def test_where_save_and_next_leads_tells_nothing_of_others(app, client):
    round_ = rounds.closed_round()
    staff = accounts.user("Sam Staff", roles=(Role.STAFF,))
    me, other = build.assessor(), build.assessor("Other Example")
    bids = [applications.submitted(round_, title=f"Bid {number}") for number in range(4)]
    mine = {build.declared(one, me, staff=staff).reading_key: one for one in bids}
    here, there, *_ = (mine[key] for key in sorted(mine))
    path, wanted = (f"/assess/{one.reference}" for one in (here, there))

    def next_one():
        page = client.sign_in(me).get(path)
        return client.post(path, filled(page, score_people="5", then="next")).location

    assert next_one() == wanted
    build.scored(there, [5, 5, 5], other, staff=staff)
    assert next_one() == wanted
