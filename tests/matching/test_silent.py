"""Who lets stand what they have is given no more by themselves, and work whose day is over is asked
for knowingly."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from award.accounts.models import User
from award.assessment.models.assignments import Assignment
from award.assessment.rules.silence import OVERDUE, TAKEN, Doings, silent
from award.assessment.services.assigning import remove
from award.foundation import clock, work
from award.foundation.db import db, transaction
from award.foundation.policy import Role
from award.matching.models import Draft, DraftLine
from tests.build import applications, rounds
from tests.build import assessment as build
from tests.build.accounts import actor_of, user
from tests.client import CheckedClient

DAY = timedelta(days=1)
LATE = "The day these are due is over"


def asked_in() -> set[str]:
    """Who would be asked for something by the last draft."""
    draft = db.session.scalars(sa.select(Draft).order_by(Draft.id.desc())).first()
    names = sa.select(User.name).join(DraftLine, DraftLine.person_id == User.id)
    return set(db.session.scalars(names.where(DraftLine.draft_id == draft.id))) if draft else set()


def drafted(client: CheckedClient, path: str, **more: str) -> Any:
    page = client.get(path)
    client.post(path, {**page.form_values("/assignment"), "otherwise": "40", **more})
    work.run_jobs()
    return page


@pytest.mark.each_database
def test_a_draft_leaves_the_silent_out_and_names_them(client: CheckedClient) -> None:
    """Nothing saved for a week; work handed on; an overdue sheet: none of them is given more,
    unless staff say so, and then releasing asks again."""
    staff, round_ = user("Sam Staff", roles=(Role.STAFF,)), rounds.closed_round(min_assessments=2)
    quiet, gone, busy = (build.assessor(name) for name in ("Quiet One", "Gone Two", "Busy Three"))
    build.assessor("Fresh Four")
    bids = [applications.submitted(round_, title=f"Title {at}") for at in range(3)]
    with clock.at(clock.now() - 9 * DAY):
        build.declared(bids[0], quiet, staff=staff)
        lost = build.declared(bids[1], gone, staff=staff)
    with transaction():
        remove(lost, actor=actor_of(staff), reason="Silent")
    build.declared(bids[2], busy, staff=staff)
    client.sign_in(staff)
    start, bid, number = (
        f"/manage/rounds/{round_.reference}/assignment",
        bids[1].reference,
        quiet.id,
    )
    page = drafted(client, start)
    for words in ("2 people", "Quiet One has saved nothing for 9 days", f"Gone Two {TAKEN}"):
        assert words in page.text
    assert asked_in() == {"Busy Three", "Fresh Four"}
    there = f"{start}/1"
    shown = client.get(there).text
    assert "2 people are silent or overdue" in shown and "gives them nothing more" in shown
    assert "Busy Three has" not in shown
    changed = client.get(f"{there}/change?application={bid}")
    form = {**changed.form_values("change"), "add": str(number)}
    refused = client.post(f"{there}/change?application={bid}", form, status=200)
    assert any("Quiet One has saved nothing for 9 days" in one for one in refused.errors)
    client.post(f"{there}/throw-away", client.get(f"{there}/throw-away").form_values())

    drafted(client, start, with_silent="y")
    assert {"Quiet One", "Gone Two"} & asked_in()
    assert "gives them more all the same" in client.get(there).text
    page = client.get(f"{there}/release")
    assert "silent or overdue in this round" in page.text and LATE not in page.text
    untold = client.post(f"{there}/release", page.form_values(), status=200)
    assert untold.errors == ["Tick that you go on all the same, or ask fewer"]
    client.post(f"{there}/release", {**untold.form_values(), "go_on": "y"}, status=302)


@pytest.mark.each_database
def test_whoever_asks_for_what_is_due_already_says_so(client: CheckedClient) -> None:
    """A draft, a basket, one person on an application’s page, a sheet that goes back."""
    staff, round_ = user("Sam Staff", roles=(Role.STAFF,)), rounds.closed_round(min_assessments=1)
    one, bids = build.assessor("One Assessor"), [
        applications.submitted(round_, title=f"Title {at}") for at in range(2)
    ]  # fmt: skip
    done = build.scored(bids[1], [8, 7, 6], one, staff=staff)
    start, bid, other = (
        f"/manage/rounds/{round_.reference}/assignment",
        *(b.reference for b in bids),
    )
    number, letter = one.id, done.alias[-1]
    with clock.at(round_.assessment_due_at + DAY):
        client.sign_in(staff)
        assert LATE in drafted(client, start).text
        there = f"{start}/1"
        assert LATE in client.get(there).text
        page = client.get(f"{there}/release")
        assert LATE in page.text
        assert client.post(f"{there}/release", page.form_values(), status=200).errors
        here = f"/manage/applications/{bid}"
        form = {**client.get(here).form_values("assign"), "assessor": str(number)}
        refused = client.post(f"{here}/assign", form, status=200)
        assert any("The day it is due is over" in words for words in refused.errors)
        client.post(f"{here}/assign", {**refused.form_values("assign"), "go_on": "y"}, status=302)
        back = f"/manage/applications/{other}/assessors/{letter}/return"
        assert "The day it is due is over" in client.get(back).text
        kept = sa.select(sa.func.count()).select_from(Assignment)
        assert db.session.scalar(kept) == 2


@pytest.mark.parametrize(
    ("one", "why"),
    [
        (lambda now: Doings(), ""),
        (lambda now: Doings(since=now - 6 * DAY, due_at=now + DAY), ""),
        (lambda now: Doings(since=now - 7 * DAY), "has saved nothing for 7 days"),
        (lambda now: Doings(since=now - 20 * DAY, saved_at=now - DAY, due_at=now - DAY), OVERDUE),
        (lambda now: Doings(since=now - 20 * DAY, saved_at=now - DAY, due_at=now + DAY), ""),
        (lambda now: Doings(asked_at=now - 9 * DAY, taken_at=now - DAY), TAKEN),
        (lambda now: Doings(asked_at=now - 2 * DAY, taken_at=now - DAY), ""),
        (lambda now: Doings(asked_at=now - 2 * DAY, taken_at=now - DAY, reminded=True), TAKEN),
        (lambda now: Doings(asked_at=now - 9 * DAY, taken_at=now - DAY, saved_at=now), ""),
        (lambda now: Doings(asked_at=now - 9 * DAY, taken_at=now, saved_at=now - DAY), ""),
    ],
)
def test_who_is_silent(one: Callable[[Any], Doings], why: str) -> None:
    now = clock.now()
    assert silent(one(now), now) == why
