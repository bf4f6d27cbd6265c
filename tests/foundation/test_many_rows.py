"""Statements that change many rows: the guard against changes that nobody noted, and moves."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

import award
from award.applications.models import Application
from award.foundation import audit, workflow
from award.foundation.audit import AuditEvent, UnauditedChange
from award.foundation.db import db, transaction
from award.foundation.errors import StaleVersion
from award.foundation.many import among
from award.foundation.moving import make_many
from award.foundation.policy import Role
from award.foundation.workflow import StateChange
from tests.build import many, rounds
from tests.build.accounts import actor_of, user

ANSWERS_FOR_ITSELF = {"foundation/audit/rows.py", "foundation/audit/__init__.py",
                      "own_data/services/drafts.py"}  # fmt: skip
LOADS_ROWS = {"foundation/audit/ahead.py", "foundation/audit/writing.py",
              "foundation/search/index.py", "seeding/bulk.py", "seeding/volume_parts.py",
              "seeding/volume_rows.py", "seeding/volume_sheets.py"}  # fmt: skip


def test_a_statement_that_nobody_noted_is_refused(app: object) -> None:
    bid = many.submitted(rounds.open_round(), 1)[0]
    writes: list[Any] = [
        sa.update(Application).values(title="Planted"),
        sa.update(Application.__table__).values(title="Planted"),
        sa.delete(Application).where(Application.id == 0),
    ]
    for write in writes:
        with pytest.raises(UnauditedChange, match="application"), transaction():
            db.session.execute(write)
    with pytest.raises(UnauditedChange, match="application"), transaction():
        db.session.execute(sa.update(Application).values(title="Planted"))
        audit.record(actor_of(user()), "application.answer", bid)  # tells of one row, not of which
    with transaction():
        db.session.execute(sa.select(Application))


def test_every_row_of_many_needs_its_event(app: object) -> None:
    bids = many.submitted(rounds.open_round(), 3)
    actor = actor_of(user())
    with pytest.raises(UnauditedChange, match=f"application {bids[2].id}"), transaction():
        audit.change_rows(bids, {"title": "Planted"})
        for bid in bids[:2]:
            audit.record(actor, "application.answer", bid)


def test_nobody_else_answers_for_rows(app: object) -> None:
    root = Path(award.__file__).parent
    found = {
        str(path.relative_to(root))
        for path in root.rglob("*.py")
        if "AS_TOLD" in path.read_text() or "its_audited_rows_are_known" in path.read_text()
    }
    assert found == ANSWERS_FOR_ITSELF
    found = {
        str(path.relative_to(root))
        for path in root.rglob("*.py")
        if "award.foundation.copying import" in path.read_text()
    }
    assert found == LOADS_ROWS, "the guard knows nothing of rows that are loaded"


def test_keys_are_one_parameter(app: object) -> None:
    bids = many.submitted(rounds.open_round(), 3)
    keys = [bid.id for bid in bids[1:]]
    query = sa.select(Application.id).order_by(Application.id)
    assert list(db.session.scalars(query.where(among(Application.id, keys)))) == keys
    assert list(db.session.scalars(query.where(among(Application.id, range(70_000))))) == [
        bid.id for bid in bids
    ]
    for column in (Application.id, Application.reference):
        assert list(db.session.scalars(query.where(among(column, [])))) == []


def told(kind: str, ids: list[int]) -> list[Any]:
    changes = db.session.execute(
        sa.select(StateChange.source, StateChange.action, StateChange.target,
                  StateChange.actor_id, StateChange.actor_name, StateChange.reason)
        .where(StateChange.kind == kind, StateChange.subject_id.in_(ids))
        .order_by(StateChange.subject_id, StateChange.id)
    )  # fmt: skip
    events = db.session.execute(
        sa.select(AuditEvent.verb, AuditEvent.person_id, AuditEvent.changes)
        .where(AuditEvent.subject_kind == kind, AuditEvent.subject_id.in_(ids))
        .order_by(AuditEvent.subject_id, AuditEvent.id)
    )
    rows = db.session.execute(
        sa.select(Application.state, Application.version, Application.withdrawn_at)
        .where(Application.id.in_(ids))
        .order_by(Application.id)
    )
    return [[*map(tuple, some)] for some in (changes, events, rows)]


def test_many_moves_are_each_as_one(app: object) -> None:
    """The same rows, events, versions and objects, in the database and in memory."""
    bids = many.submitted(rounds.open_round(), 12)
    actor = actor_of(user(roles=(Role.STAFF,)))
    actions = ["begin_assessment", "award", "reject"]
    single, together = bids[1:7], bids[:1] + bids[7:12]
    for at, bid in enumerate(single):
        with transaction():
            workflow.fire(
                bid, actions[at % 3], actor=actor, reason="Because",
                changes={"note": "Words", "way": "in"}, codes={"way"},
            )  # fmt: skip
    with transaction():
        moves = [
            workflow.judge(bid, actions[at % 3], actor=actor, reason="Because")
            for at, bid in enumerate(together)
        ]
        make_many(moves, changes=lambda bid: {"note": "Words", "way": "in"}, codes={"way"})
    first = [told("application", [bid.id]) for bid in single]
    then = [told("application", [bid.id]) for bid in together]
    then[0] = [some[-1:] for some in then[0]]  # this one was started and submitted before
    first[0] = [some[-1:] for some in first[0]]
    assert [one[:2] for one in then] == [one[:2] for one in first]
    assert {bid.state for bid in together} == {bid.state for bid in single}
    for bid in together:
        held = (bid.state, bid.version)
        db.session.expire(bid)
        assert (bid.state, bid.version) == held


def test_a_row_that_has_moved_on_is_not_moved(app: object) -> None:
    bids = many.submitted(rounds.open_round(), 3)
    actor = actor_of(user(roles=(Role.STAFF,)))
    with pytest.raises(StaleVersion), transaction():
        moves = [workflow.judge(bid, "award", actor=actor) for bid in bids]
        db.session.execute(
            sa.update(Application.__table__)  # type: ignore[arg-type]
            .where(Application.__table__.c.id == bids[1].id)
            .values(state="rejected")
        )
        make_many(moves)
