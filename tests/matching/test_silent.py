"""Who lets stand what they have is given no more by themselves, and work whose day is over is asked
for knowingly."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from award.accounts.models import User
from award.applications.models import Application
from award.assessment.models.assignments import Assignment
from award.assessment.queries.chasing import to_chase
from award.assessment.queries.silence import silent_in
from award.assessment.rules.silence import OVERDUE, TAKEN, Doing, silent
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

    drafted(client, start, with_silent="y", otherwise="2")  # the others have no room for it all
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


def planted(now: Any) -> list[tuple[str, list[Doing], Any, str]]:
    """What somebody had and has in a round, when they last saved, and why they count as silent."""
    ago = {days: now - days * DAY for days in range(60)}
    mistake = Doing(ago[2], taken_at=ago[1])
    stood = Doing(ago[20], taken_at=ago[10])
    return [
        ("nothing", [], None, ""),
        ("new", [Doing(ago[6], due_at=now + DAY)], None, ""),
        ("a week", [Doing(ago[7])], None, "has saved nothing for 7 days"),
        ("overdue", [Doing(ago[20], due_at=ago[1])], ago[1], OVERDUE),
        ("at work", [Doing(ago[20], due_at=now + DAY)], ago[1], ""),
        ("one new, one that stands", [Doing(ago[1]), Doing(ago[9])], ago[8],
         "has saved nothing for 8 days"),
        ("taken", [Doing(ago[9], taken_at=ago[1])], None, TAKEN),
        ("taken early", [mistake], None, ""),
        ("taken early, reminded that day", [Doing(ago[2], None, ago[1], ago[1])], None, ""),
        ("reminded, then taken", [Doing(ago[3], None, ago[1], ago[2])], None, TAKEN),
        ("saved since", [Doing(ago[9], taken_at=ago[1])], now, ""),
        ("taken at work", [Doing(ago[9], taken_at=now)], ago[1], ""),
        ("a mistake, and one done long ago", [mistake], ago[30], ""),
        ("two mistakes, far from each other", [mistake, Doing(ago[40], taken_at=ago[39])], None,
         ""),
        ("one that stood, and a mistake since", [stood, mistake], None, TAKEN),
        ("one that stood, then work again", [stood, mistake], ago[5], ""),
        ("work long before it stood", [stood], ago[30], TAKEN),
    ]  # fmt: skip


def test_each_assessment_is_judged_by_itself() -> None:
    """One that was given by mistake, or one of long ago, neither makes somebody silent nor hides
    it."""
    now = clock.now()
    found = {name: silent(doings, saved, now) for name, doings, saved, _ in planted(now)}
    assert found == {name: why for name, _, _, why in planted(now)}


@pytest.mark.each_database
def test_moments_of_different_assessments_are_not_put_together(app: object) -> None:
    """As rows give them: who was asked again today, who had two given by mistake with a month in
    between, beside who let one stand."""
    staff, round_ = user("Sam Staff", roles=(Role.STAFF,)), rounds.closed_round(min_assessments=2)
    again, twice, quiet = (build.assessor(name) for name in ("Again", "Twice", "Quiet"))
    bids = [applications.submitted(round_, title=f"Title {at}") for at in range(2)]
    actor, now = actor_of(staff), clock.now()

    def given(person: User, bid: Application, asked: int, taken: int) -> None:
        with clock.at(now - asked * DAY):
            one = build.assigned(bid, person, staff=staff)
        with clock.at(now - taken * DAY), transaction():
            remove(one, actor=actor, reason="No")

    given(twice, bids[0], 40, 40)
    given(twice, bids[1], 2, 2)
    given(quiet, bids[0], 40, 20)
    given(quiet, bids[1], 2, 2)
    given(again, bids[0], 40, 40)
    assert silent_in(actor, round_.id) == {quiet.id: TAKEN}
    build.assigned(bids[0], again, staff=staff)
    assert silent_in(actor, round_.id) == {quiet.id: TAKEN}
    (row,) = to_chase(actor, round_)
    assert (row.name, row.silent_for(now)) == ("Again", 0)
    with clock.at(now + 8 * DAY):
        assert silent_in(actor, round_.id)[again.id] == "has saved nothing for 8 days"
