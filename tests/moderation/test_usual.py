"""A total is far off by how far totals of one application usually lie apart in the round, as far
as whoever reads it may meet the round."""

from __future__ import annotations

import pytest
from flask import Flask

from award.accounts.models import User
from award.applications.models import Application
from award.assessment.models.moderation import Recusal
from award.assessment.rules.disagreeing import FAR_OFF, far_off_points
from award.decisions.queries.decisions import round_to_decide
from award.decisions.queries.shortlist import shortlist
from award.decisions.rules.shortlist_view import ShortlistView
from award.foundation.db import db
from award.foundation.errors import there
from award.foundation.kept import keep_rows
from award.foundation.policy import Role
from award.meetings.queries.walk import ranked_line
from award.moderation.queries import sheets
from award.moderation.queries.panels import panel_of
from award.moderation.queries.to_moderate import to_moderate
from award.rounds.models import Round
from tests.build import accounts, rounds
from tests.build import moderation as build
from tests.build.accounts import actor_of
from tests.client import CheckedClient

CALM = ((7, 7, 7), (7, 7, 7), (7, 7, 7))
ODD = ((7, 7, 7), (7, 7, 7), (9, 9, 9))
"""Neither 25 points apart nor 4 on a criterion, and all recommend it."""
NOISY = ((5, 5, 5), (7, 7, 7), (7, 7, 7), (5, 5, 5))


@pytest.mark.each_database
def test_one_of_three_can_be_far_off_as_far_as_one_may_know(
    app: Flask, client: CheckedClient
) -> None:
    staff, other = (
        accounts.user("Sam Staff", roles=(Role.STAFF,)),
        accounts.user("Sue Tied", roles=(Role.STAFF,)),
    )
    round_ = rounds.open_round()
    calm = [build.disagreed(CALM, staff=staff, round_=round_) for _ in range(3)]
    odd = build.disagreed(ODD, staff=staff, round_=round_)
    item = build.item(odd, actor_of(staff))
    assert item.usual == pytest.approx(800 / 3 / 8), "three calm ones and its own two more"
    assert said(odd, round_, staff) == 6
    assert not any(said(one, round_, staff) for one in calm)
    shown = sheets.sheets_of(item, actor_of(staff))
    high = max(shown, key=lambda one: one.total_pct)
    assert sheets.why_talk(item, shown, ()) == [
        f"{high.who} is more than 2 of the round’s standard deviations (11.5 points) from the mean"
    ]

    noisy = build.disagreed(NOISY, staff=staff, round_=round_)
    assert said(odd, round_, staff) == 0, "in a round where totals lie further apart"
    db.session.add(Recusal(application_id=noisy.id, person_id=other.id, kind="family"))
    db.session.commit()
    assert said(odd, round_, other) == 6, "as if what they have a tie to were not there"
    usual = build.item(odd, actor_of(other)).usual
    assert far_off_points(usual) == pytest.approx(11.547, abs=0.001)

    client.sign_in(other)
    at = f"/manage/rounds/{round_.reference}"
    listed = client.get(f"{at}/moderation?why=outlier")
    assert odd.reference in listed.text and calm[0].reference not in listed.text
    assert "Far off is more than 2 standard deviations" in listed.text
    file = client.post(f"{at}/shortlist.csv", {"columns": ["flags"]}, status=200)
    assert file.data.decode("utf-8-sig").count(FAR_OFF) == 1
    page = client.get(f"/manage/applications/{calm[0].reference}/moderation")
    assert "none is more than 11.5 points from their mean" in page.text


def said(application: Application, round_: Round, who: User) -> int:
    """In how many of the six places that tell it stands as worth talking about for that alone."""
    actor = actor_of(who)
    keep_rows()
    item = build.item(application, actor)
    panel = there(panel_of(actor, round_.reference), "the panel")
    table = to_moderate(panel, actor)
    row = {one.reference: one for one in table.rows(actor, table.read({}, actor)).rows}
    only = table.rows(actor, table.read({"why": ["outlier"]}, actor)).rows
    decided = there(round_to_decide(actor, round_.reference), "the round")
    flags = {one.reference: one.flags for one in shortlist(decided, actor).rows}
    talk = shortlist(decided, actor, view=ShortlistView(talk="yes"), page=1).rows
    steps = {one.reference: one for one in ranked_line(panel, actor)[1]}
    found = item.reference
    lines = sheets.lines_of(round_.criteria, sheets.sheets_of(item, actor), {}, furthest_first=True)
    return sum(
        (
            row[found].why == (FAR_OFF,),
            found in {one.reference for one in only},
            flags[found] == (FAR_OFF,),
            found in {one.reference for one in talk},
            steps[found].talk,
            len(sheets.why_talk(item, sheets.sheets_of(item, actor), lines)) == 1,
        )
    )
