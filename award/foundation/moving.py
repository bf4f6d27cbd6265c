"""Many moves at once: judged one by one, as any move is, and then made together."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any

from sqlalchemy.orm.attributes import set_committed_value

from award.foundation import audit, clock, kept, workflow
from award.foundation.db import db
from award.foundation.many import insert_rows
from award.foundation.workflow import Move, StateChange


def make_many(
    moves: Sequence[Move],
    *,
    values: Mapping[str, Any] | None = None,
    changes: Callable[[Any], Mapping[str, Any]] = lambda thing: {},
    codes: Collection[str] = (),
) -> None:
    """As `workflow.make` for each of these moves of one kind of thing, which the transaction
    holds, in one statement for each state that they lead to and one for the record.

    `values` are other columns that every thing gets with its state; `changes` gives what the audit
    event of a thing tells. Notices and followers have no set-based way: each is called for each.
    """
    if not moves:
        return
    db.session.flush()
    by_target: dict[Any, list[Move]] = {}
    for move in moves:
        by_target.setdefault(move.row.target, []).append(move)
    for target, some in sorted(by_target.items()):
        _move_rows(some, {**(values or {}), "state": target})
    at = clock.now()
    insert_rows(StateChange, [{**move.history, "at": at} for move in moves])
    audit.record_many([move.event(changes(move.thing), codes) for move in moves])
    things = [move.thing for move in moves]
    kept.notice(things)
    for move in moves:
        workflow.tell(move)


def _move_rows(moves: Sequence[Move], values: Mapping[str, Any]) -> None:
    """Rows and objects alike. StaleVersion when a row isn't where its object says."""
    things = [move.thing for move in moves]
    columns = things[0].__table__.c
    given = {**values, "updated_at": clock.now()}
    sources = {move.row.source for move in moves}
    audit.change_rows(
        things,
        {**given, "version": columns.version + 1},
        only=(columns.state.in_(sorted(sources)),),
    )
    for thing in things:
        for name, value in {**given, "version": thing.version + 1}.items():
            set_committed_value(thing, name, value)
