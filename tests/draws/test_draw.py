"""A round says before it opens that it draws lots; drawn once, they decide what is equal."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from award.accounts.models import User
from award.applications.models import Application
from award.decisions.checks import rankings
from award.decisions.models import DrawnPlace
from award.draws.checks import lots, seeds
from award.draws.models import Draw
from award.draws.rules import record
from award.draws.rules.lots import Among, drawn
from award.foundation import clock
from award.foundation.audit import AuditEvent
from award.foundation.db import db, transaction
from award.foundation.errors import there
from award.foundation.kept import keep_rows
from award.foundation.policy import Role
from award.moderation.queries.panels import panel_of
from award.moderation.services import chairing
from award.rounds.models import Round
from tests.build import applications, assessment, decisions, draws, rounds
from tests.build.accounts import actor_of, user
from tests.client import CheckedClient
from tests.decisions.people import conflicted
from tests.decisions.sheets import body, entry, texts
from tests.decisions.sheets import path as shortlist
from tests.page import Page

ALIKE = [[9, 9, 9], [8, 8, 8]]


@pytest.fixture
def staff(app: object) -> User:
    return user("Sam Staff", roles=(Role.STAFF,))


def path(round_: Round) -> str:
    return f"/manage/rounds/{round_.reference}/draw"


def values(page: Page) -> dict[str, str]:
    return {name: all_[0] for name, all_ in page.form_values().items() if name != "csrf_token"}


def alike(round_: Round, many: int = 4) -> list[str]:
    return [entry(round_, f"Alike {n}", ALIKE).reference for n in range(many)]


def draw_of(round_: Round) -> Draw:
    return db.session.scalars(select(Draw).where(Draw.round_id == round_.id)).one()


def test_a_round_declares_it_before_it_opens_and_everybody_can_read_so(
    staff: User, client: CheckedClient
) -> None:
    round_ = rounds.announced_round()
    public = f"/rounds/{round_.reference}/draw"
    client.get(public, status=404)
    page = client.sign_in(staff).get(path(round_), budget=8)
    assert "can’t change once the round has opened" in page.text
    client.post(path(round_), {**values(page), "among": "ties"}, status=302)
    draw = draw_of(round_)
    seed, commitment = draw.seed, draw.commitment
    page = client.get(path(round_))
    assert commitment in page.text and "by Sam Staff" in page.text and seed not in page.html
    client.post(path(round_), {**values(page), "among": "group"}, status=302)
    assert draw_of(round_).seed == seed and draw_of(round_).among == Among.GROUP
    assert list(seeds()) == []
    told = [one.changes for one in db.session.scalars(select(AuditEvent)) if "draw." in one.verb]
    assert len(told) == 2 and commitment in str(told) and seed not in str(told)
    auditor = user("Au Ditor", roles=(Role.AUDITOR,))
    trail = client.sign_in(auditor).get(f"/manage/audit?subject={round_.reference}")
    assert trail.text.count("Said what a round draws lots for") >= 2

    client.sign_in(None)
    page = client.get(f"/rounds/{round_.reference}")
    assert "lots are drawn. How lots are drawn, and how to check it" in page.text
    page = client.get(public, budget=4)
    assert commitment in page.text and seed not in page.html and "secret until" in page.text
    client.get(f"{public}/file", status=404)

    page = client.sign_in(staff).get(path(round_))
    client.post(path(round_), {**values(page), "among": "none"}, status=302)
    assert db.session.scalars(select(Draw)).all() == []
    last = db.session.scalars(select(AuditEvent).where(AuditEvent.verb == "draw.withdraw")).one()
    assert (last.changes["round"], last.changes["among"]) == (round_.reference, ["group", None])
    client.get(public, status=404)


def test_once_it_has_opened_nothing_of_it_changes(staff: User, client: CheckedClient) -> None:
    plain, round_ = rounds.open_round(), rounds.open_round()
    draws.declared(round_, staff)
    page = client.sign_in(staff).get(path(plain))
    assert "did not say before it opened" in page.text
    for one in (plain, round_):
        page = client.post(path(one), {"among": "group"}, status=409)
        assert "The round has opened" in page.text
    assert draw_of(round_).among == Among.TIES
    page = client.get(f"{path(round_)}/lots")
    assert "There is nothing for you to draw here" in page.text
    page = client.post(f"{path(round_)}/lots", values(page), status=200)
    assert "once the round has closed" in page.text
    page = client.post(f"{path(plain)}/lots", values(page), status=200)
    assert "did not say before it opened" in page.text


@pytest.mark.each_database
def test_lots_decide_what_shares_a_rank_and_nothing_else(
    staff: User, client: CheckedClient
) -> None:
    round_ = rounds.closed_round(budget_gbp=350_000)
    best, last = entry(round_, "Best", [[9, 9, 9]] * 2), entry(round_, "Last", [[7, 7, 7]] * 2)
    tied = alike(round_)
    unread = applications.submitted(round_, title="Unread")
    draws.declared(round_, staff)
    keep_rows()
    before = client.sign_in(staff).get(shortlist(round_))
    assert [row[0] for row in body(before)[1:] if len(row) > 1][:6] == [
        "1", "2=", "2=", "2=", "2=", "6",
    ]  # fmt: skip
    page = client.get(f"{path(round_)}/lots", budget=14)
    assert "Rank 2, shared by 4" in page.text and "7 applications on the shortlist" in page.text
    client.post(f"{path(round_)}/lots", values(page), status=302)

    draw = draw_of(round_)
    every = [best.reference, last.reference, unread.reference, *tied]
    order = [one.reference for one in drawn(draw.seed, every) if one.reference in tied]
    for _kept in (False, True):
        page = client.get(shortlist(round_))
        shown = [row for row in body(page)[1:] if len(row) > 1]
        assert [row[0] for row in shown[:6]] == [
            "1", "2by draw", "3by draw", "4by draw", "5by draw", "6",
        ]  # fmt: skip
        assert [row[1].split()[0] for row in shown[1:5]] == order
        assert texts(body(page))[3] == "Budget ends here" or "ends" in " ".join(texts(body(page)))
        keep_rows()
    assert list(rankings()) == list(seeds()) == list(lots()) == []
    client.post(f"{path(round_)}/lots", values(page), status=200)
    answer = client.post(f"{shortlist(round_)}.csv?columns=rank,reference,tie", {}, status=200)
    assert answer.data.decode().count("By draw") == 4


def test_the_file_holds_and_everybody_has_it_once_decisions_are_released(
    staff: User, client: CheckedClient
) -> None:
    round_ = rounds.closed_round()
    tied = alike(round_, 3)
    hidden = entry(round_, "Hidden", [[5, 5, 5]] * 2)
    other = conflicted(hidden)
    draw = draws.declared(round_, staff)
    commitment = draw.commitment
    client.sign_in(other).get(f"{path(round_)}/lots")
    page = client.post(f"{path(round_)}/lots", {"shown": "{}"}, status=200)
    assert "somebody else has to draw lots" in page.text
    client.sign_in(staff).get(f"{path(round_)}/file", status=404)
    draws.made(round_, staff)

    text = client.get(f"{path(round_)}/file").data.decode()
    found = record.read(text)
    assert list(record.faults(found, commitment)) == [] and len(found.lots) == 4
    assert {one.reference for one in found.lots} == {*tied, hidden.reference}
    page = client.sign_in(other).get(path(round_))
    assert "list is not here for you" in page.text and "4 applications" not in page.text
    client.get(f"{path(round_)}/file", status=404)
    client.sign_in(None)
    public = f"/rounds/{round_.reference}/draw"
    assert found.seed not in client.get(public).html
    client.get(f"{public}/file", status=404)

    decisions.staged(hidden, "reject", staff=staff)
    decisions.released(round_, staff=staff)
    assert found.seed in client.get(public, budget=4).text
    assert client.get(f"{public}/file").data.decode() == text
    page = client.sign_in(staff).get(path(round_))
    assert "Everybody can." in page.text and "can be once the round has closed" not in page.text


def test_what_the_page_showed_is_what_lots_are_drawn_for(
    staff: User, client: CheckedClient
) -> None:
    round_ = rounds.closed_round()
    alike(round_, 2)
    draws.declared(round_, staff)
    page = client.sign_in(staff).get(f"{path(round_)}/lots")
    late = alike(round_, 1)
    again = client.post(f"{path(round_)}/lots", values(page), status=200)
    assert "has changed since you opened the page" in again.text and late[0] in again.text
    assert db.session.scalars(select(DrawnPlace)).all() == []
    # Awarded to one of them, the order is promised.
    decisions.staged(applications_of(round_)[0], "fund", staff=staff)
    decisions.released(round_, staff=staff)
    page = client.get(f"{path(round_)}/lots")
    assert "its order can’t change any more" in page.text
    client.post(f"{path(round_)}/lots", values(again), status=200)
    assert db.session.scalars(select(DrawnPlace)).all() == []
    nothing = rounds.closed_round()
    entry(nothing, "Alone", ALIKE)
    draws.declared(nothing, staff)
    page = client.get(f"{path(nothing)}/lots")
    assert "No rank is shared" in page.text
    client.post(f"{path(nothing)}/lots", {"shown": "{}"}, status=200)
    assert db.session.scalars(select(DrawnPlace)).all() == []


def applications_of(round_: Round) -> list[Application]:
    found = select(Application).where(Application.round_id == round_.id)
    found = found.options(joinedload(Application.round)).order_by(Application.id)
    return list(db.session.scalars(found.execution_options(populate_existing=True)))


@pytest.mark.each_database
def test_among_those_that_cant_be_told_apart_their_places_are_shared_out(
    staff: User, client: CheckedClient
) -> None:
    round_ = rounds.closed_round(budget_gbp=600_000, threshold_pct=50)
    people = [assessment.assessor(f"Assessor {n}") for n in range(3)]
    for n in range(13):
        scores = [[min(10, max(1, 10 - n // 2 + drift))] * 3 for drift in (0, n % 2, -(n % 3))]
        bid = entry(round_, f"Bid {n}", [])
        for person, row in zip(people, scores, strict=True):
            assessment.scored(bid, row, person, staff=staff)
    draws.declared(round_, staff, Among.GROUP)
    page = client.sign_in(staff).get(f"{path(round_)}/lots")
    assert "They share out among themselves" in page.text
    keep_rows()
    before = [row[1].split()[0] for row in body(client.get(shortlist(round_)))[1:] if len(row) > 3]
    client.post(f"{path(round_)}/lots", values(page), status=302)
    rows = db.session.execute(select(DrawnPlace).where(DrawnPlace.in_group)).scalars()
    number = {one.application_id: one.number for one in rows}
    assert len(number) > 1
    named = {one.reference: one.id for one in applications_of(round_)}
    for _kept in (False, True):
        page = client.get(shortlist(round_))
        after = [row[1].split()[0] for row in body(page)[1:] if len(row) > 3]
        inside = [named[one] in number for one in before]
        assert [named[one] in number for one in after] == inside
        lots_in_order = [number[named[one]] for one in after if named[one] in number]
        assert lots_in_order == sorted(lots_in_order)
        outside = [[one for one in order if named[one] not in number] for order in (before, after)]
        assert outside[0] == outside[1]
        keep_rows()
    assert list(rankings()) == list(lots()) == []


def test_a_chair_reads_it_and_draws_nothing(staff: User, client: CheckedClient) -> None:
    round_ = rounds.closed_round()
    alike(round_, 2)
    draws.declared(round_, staff)
    draws.made(round_, staff)
    chair, actor = assessment.assessor("Cher Example"), actor_of(staff)
    with transaction():
        panel = there(panel_of(actor, round_.reference), "the panel")
        chairing.appoint(panel, chair.email, deputy=False, actor=actor)
    page = client.sign_in(chair).get(path(round_))
    assert draw_of(round_).seed in page.text
    client.get(f"{path(round_)}/lots", status=404)
    client.get(f"{path(round_)}/file")


def test_a_seed_is_committed_to_before_there_are_scores(staff: User) -> None:
    round_ = rounds.closed_round()
    draw = draws.declared(round_, staff)
    assert draw.committed_at < round_.opens_at <= clock.now()
    assert draw.committed_at > round_.opens_at - timedelta(hours=2)
