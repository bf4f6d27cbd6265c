"""The ranking that is kept in rows says what the rules say, or nobody reads it."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import cycle, product
from random import Random
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from award.accounts.models import User
from award.applications.models import Application
from award.applications.services import submitting
from award.assessment.models.assignments import Assignment
from award.assessment.services import assigning, declaring
from award.decisions.checks import rankings
from award.decisions.models import DrawnPlace, RoundLine, RoundStanding
from award.decisions.queries import kept, shortlist
from award.decisions.queries.decisions import application_to_decide, round_to_decide
from award.decisions.rules import ranking, shortlist_view
from award.decisions.rules.grounds import Ground
from award.decisions.rules.shortlist_view import ShortlistView
from award.decisions.services import staging
from award.foundation import audit
from award.foundation import kept as kept_rows
from award.foundation.db import db, transaction
from award.foundation.errors import there
from award.foundation.kept import Kept, keep_rows
from award.foundation.many import insert_rows
from award.foundation.policy import SYSTEM, Actor, Role
from award.rounds.models import Round
from award.rounds.queries.rounds import values_of
from award.rounds.services.rounds import update_round
from tests.build import applications, assessment, decisions, rounds
from tests.build.accounts import actor_of
from tests.conftest import rolled_back
from tests.decisions.sheets import entry

pytestmark = [pytest.mark.long, pytest.mark.each_database]

ADMIRED, SPLIT, LOW = [[9, 9, 9], [9, 9, 9]], [[9, 9, 9], [6, 6, 6]], [[2, 3, 2], [1, 2, 3]]


@pytest.fixture(autouse=True)
def context() -> None:
    """The tests of the module share one transaction, of which each undoes its own part."""


@pytest.fixture(scope="module")
def judged(app: Flask) -> Iterator[tuple[int, sa.Connection]]:
    with rolled_back(app) as connection:
        yield _judged().id, connection


@pytest.fixture
def round_(judged: tuple[int, sa.Connection]) -> Iterator[Round]:
    db.session.remove()
    with judged[1].begin_nested() as savepoint:
        yield rounds.whole(judged[0])
        db.session.remove()
        savepoint.rollback()


def _judged() -> Round:
    """Every kind of place: shared ranks, ties broken, split votes, below, incomplete, decided."""
    made = rounds.closed_round(budget_gbp=310_000)
    first = entry(made, "ße first", ADMIRED, ask=95_000)
    entry(made, "Équipe", ADMIRED, ask=80_000)
    entry(made, "same scores, other order", ADMIRED[::-1])
    entry(made, "apart", SPLIT, ask=99_000)
    entry(made, "together", [[8, 7, 8], [7, 8, 7]])
    lone = entry(made, "alone", [[8, 8, 8]])
    low = entry(made, "zz low", LOW)
    entry(made, "%_ odd", [])
    nameless = entry(made, "nameless", [])
    nameless.title = ""
    audit.record(SYSTEM, "application.rename", nameless)
    db.session.commit()
    gone = entry(made, "withdrawn", ADMIRED)
    split = applications.submitted(made, title="no majority", answers={"amount_requested": 90_000})
    assessment.assessed(split, ADMIRED, recommend=False)
    decisions.staged(first, "fund", amount_gbp=70_000)
    decisions.staged(low, "fund", amount_gbp=50_000)
    decisions.staged(split, "reject")
    decisions.staged(lone, "reserve", reserve_position=1)
    submitting.withdraw(gone, actor=Actor(gone.lead_id, "Ada Lead"))
    db.session.commit()
    return made


def load(round_: Round, staff: User) -> Round:
    found = round_to_decide(actor_of(staff), round_.reference)
    assert found is not None
    return found


def ranked(round_: Round) -> None:
    keep_rows()
    stamp, done = db.session.execute(
        sa.select(Kept.stamp, Kept.done).where(Kept.round_id == round_.id)
    ).one()
    assert stamp == done > 0


def views() -> list[ShortlistView]:
    standings = ["", *shortlist_view.STANDINGS]
    decided = ["", *shortlist_view.DECISIONS]
    sorts = [f"{minus}{key}" for key in shortlist_view.SORTED_BY for minus in ("", "-")]
    texts = ["", "SS", "ÉQ", "%_", "a", "nothing has this", "organisation"]
    found = [ShortlistView(standing=s, decision=d) for s, d in product(standings, decided)]
    found += [ShortlistView(sort=sort, standing=s) for sort, s in product(sorts, ["", "ranked"])]
    typed = product(texts, ["rank", "-title"])
    found += [ShortlistView(text=text, sort=sort) for text, sort in typed]
    found += [ShortlistView(state="assessed"), ShortlistView(phase=1), ShortlistView(phase=2)]
    found += [ShortlistView(ground=Ground.MAJORITY), ShortlistView(ground=Ground.SCOPE)]
    return [*found, ShortlistView(columns=("flags", "settings", "total_cost_gbp"))]


def each_with_some_page() -> Iterator[tuple[ShortlistView, int | None]]:
    """Every view, with two of its pages in turn: views of one kind follow each other, so that every
    kind is met with every page, the whole of it (None) and one beyond the last among them."""
    pages = cycle((None, 2, 4, 1, 3, 5, 1))
    for view in views():
        yield from ((view, next(pages)), (view, next(pages)))


def test_every_page_of_every_view_is_what_ranking_now_would_show(
    round_: Round, staff: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    ranked(round_)
    found, actor = load(round_, staff), actor_of(staff)
    for module in ("kept", "shortlist"):
        monkeypatch.setattr(sys.modules[f"award.decisions.queries.{module}"], "PER_PAGE", 3)
    for view, page in each_with_some_page():
        asked: dict[str, Any] = {"page": page, "view": view, "columns": view.columns or None}
        mine, theirs = (
            read(found, actor, **asked) for read in (kept.kept_shortlist, shortlist.ranked_now)
        )
        assert mine is not None
        assert [vars(row) for row in mine.rows] == [vars(row) for row in theirs.rows], (view, page)
        money = {name: getattr(theirs.line, name) for name in vars(mine.line)}
        assert vars(mine.line) == money
        shown = {row.application_id for row in theirs.rows}
        line_before = theirs.line_before if theirs.line_before in shown else None
        assert mine.line_before == line_before, (view, page)
        same = ("total", "everything", "ranked", "below", "no_majority", "incomplete",
                "line_last", "stubs", "gaps", "tie_breakers")  # fmt: skip
        for name in same:
            assert getattr(mine, name) == getattr(theirs, name), (name, view, page)
    assert list(rankings()) == []


@pytest.mark.parametrize("seed", range(4))
def test_lots_and_drawn_groups_rank_alike_in_the_database_and_by_the_rules(
    round_: Round, seed: int
) -> None:
    """Whatever lots and members there are, some applications without."""
    chance = Random(seed)
    ids = db.session.scalars(sa.select(Application.id).where(Application.round_id == round_.id))
    every = sorted(ids)
    numbers = chance.sample(range(1, 99), len(every))
    insert_rows(
        DrawnPlace,
        [
            {"application_id": key, "number": number, "in_group": chance.random() < 0.6}
            for key, number in zip(every, numbers, strict=True)
            if chance.random() < 0.95
        ],
    )
    kept_rows.touch(round_.id)
    db.session.commit()
    ranked(round_)
    assert list(rankings()) == []
    ties = set(db.session.scalars(sa.select(RoundStanding.tie)))
    assert ties & {ranking.SHARED_TIE, ranking.DRAWN_TIE, ranking.GROUP_TIE}


def kept_page(round_: Round, staff: User) -> Any:
    return kept.kept_shortlist(
        load(round_, staff), actor_of(staff), page=1, view=ShortlistView(), columns=None
    )


def changes(round_: Round, staff: User) -> dict[str, Callable[[], object]]:
    """Everything that a ranking rests on, changed as people change it."""
    actor = actor_of(staff)

    def titled(title: str) -> Application:
        query = sa.select(Application).where(Application.title == title)
        return db.session.scalars(query).one()

    def fresh(title: str) -> Application:
        return there(application_to_decide(actor, titled(title).reference), title)

    def sheet() -> Assignment:
        mine = sa.select(Assignment).where(Assignment.application_id == titled("together").id)
        return db.session.scalars(mine.order_by(Assignment.id).limit(1)).one()

    def budget() -> None:
        values = replace(values_of(load(round_, staff)), budget_gbp=round_.budget_gbp + 1)
        update_round(load(round_, staff), values, actor=actor, reason="So")

    return {
        "a score sheet goes back": lambda: assigning.return_sheet(
            sheet(), actor=actor, reason="Please look at it again"
        ),
        "a decision is staged": lambda: staging.stage_decision(
            fresh("apart"), "reject", ground=Ground.SCOPE, actor=actor, exception_reason="Agreed"
        ),
        "a decision is changed": lambda: staging.stage_decision(
            fresh("ße first"), "fund", amount_gbp=1, actor=actor
        ),
        "a decision is cleared": lambda: staging.clear_decision(fresh("zz low"), actor=actor),
        "an application is withdrawn": lambda: submitting.withdraw(
            fresh("together"), actor=Actor(titled("together").lead_id, "Ada Lead")
        ),
        "money is added": budget,
        "an assessor is asked": lambda: assigning.assign(
            fresh("%_ odd"), assessment.assessor(), actor=actor
        ),
    }


def test_whatever_changes_the_ranking_puts_the_rows_behind_until_they_are_made_again(
    round_: Round, staff: User
) -> None:
    for said in changes(round_, staff):
        ranked(round_)
        assert kept_page(round_, staff) is not None
        with transaction():
            changes(round_, staff)[said]()
            db.session.flush()
            assert kept_page(round_, staff) is None, f"{said}: its own transaction sees the old"
        assert kept_page(round_, staff) is None, said
        assert list(rankings()) == []
    ranked(round_)
    assert kept_page(round_, staff) is not None
    assert list(rankings()) == []


def test_whoever_has_a_conflict_gets_a_ranking_without_that_application(
    round_: Round, staff: User
) -> None:
    person = assessment.assessor("Con Flict")
    application = entry(round_, "theirs", [])
    assignment = assessment.assigned(application, person)
    declaring.declare_conflict(assignment, "financial", actor=actor_of(person))
    db.session.commit()
    ranked(round_)
    theirs = Actor(person.id, person.name, person.email, frozenset({Role.STAFF}))
    assert kept_page(round_, staff) is not None
    found = load(round_, staff)
    assert kept.kept_shortlist(found, theirs, page=1, view=ShortlistView(), columns=None) is None
    shown = {row.reference for row in shortlist.shortlist(found, theirs, page=1).rows}
    seen = {row.reference for row in shortlist.shortlist(found, actor_of(staff), page=1).rows}
    assert seen - shown == {application.reference}


WRONG: list[tuple[type[Any], dict[str, Any]]] = [
    (RoundStanding, {"position": RoundStanding.position + 1}),
    (RoundStanding, {"section": 2}),
    (RoundStanding, {"takes_gbp": 1}),
    (RoundStanding, {"rank": 1}),
    (RoundStanding, {"tie": 0}),
    (RoundStanding, {"lacking": 0}),
    (RoundStanding, {"cumulative_gbp": 1}),
    (RoundStanding, {"within_budget": True}),
    (RoundLine, {"above_gbp": 1}),
    (RoundLine, {"ranked": 1}),
    (RoundLine, {"ends_at": 1}),
]


def test_flask_check_finds_a_kept_row_that_was_changed_taken_out_or_put_in(round_: Round) -> None:
    ranked(round_)
    tried = {name for model, values in WRONG if model is RoundStanding for name in values}
    assert tried == {*sa.inspect(RoundStanding).columns.keys()} - {"application_id", "round_id"}
    for model, values in WRONG:
        with db.session.begin_nested() as undone:
            db.session.execute(sa.update(model).values(values))
            assert list(rankings()) != [], values
            undone.rollback()
    assert list(rankings()) == []
    with db.session.begin_nested() as undone:
        db.session.execute(sa.delete(RoundLine))
        assert "without the line" in "".join(rankings())
        undone.rollback()
    db.session.execute(sa.delete(RoundStanding).where(RoundStanding.position == 1))
    assert len(list(rankings())) == 1
    extra = {"position": 1, "section": 0, "tie": 0, "lacking": 0}
    db.session.add(RoundStanding(application_id=99_999, round_id=round_.id, **extra))
    assert len(list(rankings())) == 2
