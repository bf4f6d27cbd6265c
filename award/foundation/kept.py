"""Rows that repeat what other rows come to, kept for each round and read only while present.

Whoever changes what they rest on raises the round's stamp, no more; the worker makes them again and
writes down the stamp that it read before; readers compute for themselves until it has. Making them
in the writer would let each of sixty people who submit at once wait for all before them.

A chapter brings `keepers`, which make its rows of one round, and `watches`, which say whose round
a changed row belongs to; and, of those where the worker would be too late, what is made at once.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, event, func, insert, or_, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from award.foundation import jobs
from award.foundation.db import Base, db, transaction
from award.foundation.many import inserting, on_postgresql
from award.foundation.registers import Register

_CHANGED, _NUDGE = "kept_changed", "kept_nudge"
_Changed = dict[tuple[str, int], set[int]]
"""What changed, by a table's name and which of its watches it matters to."""
_ROUNDS = ("", 0)
_LOCK = 7_303_015  # any constant; with a round's id, PostgreSQL's lock on making its rows
MOST_TURNS = 100

Keeper = Callable[[int], None]
"""Makes the rows of the round with this id, as they should be now."""


class Kept(Base):
    """Whether a round's kept rows are the present ones: they are while `done` is `stamp`."""

    __tablename__ = "kept"

    round_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    stamp: Mapped[int] = mapped_column(default=0)
    done: Mapped[int] = mapped_column(default=0)


@dataclass(frozen=True)
class Watch:
    """Rows of `model` that kept rows rest on. `key` gives an id to find the round by, or None when
    this change doesn't matter; `rounds` the rounds of many such ids, None where they are rounds.
    `at_once` makes, for many such ids and before the commit, what can't wait for the worker."""

    model: type[Base]
    key: Callable[[Any], int | None]
    rounds: Callable[[Collection[int]], Select[int]] | None = None
    at_once: Callable[[Collection[int]], None] | None = None


KEEPERS: Register[Keeper] = Register("keeper")
WATCHES: Register[tuple[Watch, ...]] = Register("watch")
"""By the table's name: each chapter asks of it what matters to its own rows."""


def touch(*round_ids: int) -> None:
    """What these rounds' kept rows rest on changes in this transaction. Rows that pass through the
    session are noticed by themselves; say it for statements that change many."""
    _changed(db.session()).setdefault(_ROUNDS, set()).update(round_ids)


def touch_all() -> None:
    """The same of every round, at once."""
    statement = update(Kept).values(stamp=Kept.stamp + 1)
    db.session.execute(statement.execution_options(synchronize_session=False))


def unsettled() -> bool:
    """Has this transaction changed what kept rows rest on? No stamp says so yet."""
    return any(_changed(db.session()).values())


def _changed(session: Session) -> _Changed:
    found: _Changed = session.info.setdefault(_CHANGED, {})
    return found


def _notice(session: Session, _context: Any) -> None:
    notice((*session.new, *session.dirty, *session.deleted), session)


def notice(things: Iterable[Any], session: Session | None = None) -> None:
    """On which of these rows, which have changed, does something rest? After each flush, and after
    a statement that changed many."""
    watches, changed = WATCHES.all(), _changed(session or db.session())
    for thing in things:
        for place, watch in enumerate(watches.get(thing.__tablename__, ())):
            key = watch.key(thing)
            if key is not None:
                changed.setdefault((thing.__tablename__, place), set()).add(key)


def _at_once(session: Session) -> None:
    """First of all before the commit: nobody who waits for the audit trail's lock waits for it."""
    if session.in_nested_transaction():
        return
    session.flush()
    watches, due = WATCHES.all(), dict[Callable[[Collection[int]], None], set[int]]()
    for (name, place), keys in _changed(session).items():
        make = watches[name][place].at_once if name else None
        if make is not None:
            due.setdefault(make, set()).update(keys)
    for make, keys in due.items():
        if keys:
            make(sorted(keys))


def _raise(session: Session) -> None:
    """Just before the commit, after the audit trail's lock: the last row that anybody waits for."""
    if session.in_nested_transaction():
        return
    changed: _Changed = session.info.pop(_CHANGED, {})
    rounds = set(changed.pop(_ROUNDS, ()))
    for (name, place), keys in changed.items():
        find = WATCHES.all()[name][place].rounds
        rounds.update(session.scalars(find(keys)) if find and keys else keys)
    for round_id in sorted(rounds):
        row = inserting(Kept).values(round_id=round_id, stamp=1, done=0)
        session.execute(
            row.on_conflict_do_update(index_elements=["round_id"], set_={"stamp": Kept.stamp + 1})
        )
    session.info[_NUDGE] = bool(rounds) or session.info.get(_NUDGE, False)


def _nudge(session: Session) -> None:
    if not session.in_nested_transaction() and session.info.pop(_NUDGE, False):
        jobs.enqueue(keep_rows)


def _forget(session: Session, _previous: Any) -> None:
    if not session.in_nested_transaction():
        session.info.pop(_CHANGED, None)
        session.info.pop(_NUDGE, None)


def listen() -> None:
    """Notice what kept rows rest on. After the audit trail's own listening: see `_raise`, and
    `_at_once`, which goes before it."""
    heard = (
        ("after_flush", _notice),
        ("before_commit", _at_once),
        ("before_commit", _raise),
        ("after_commit", _nudge),
        ("after_soft_rollback", _forget),
    )
    for name, function in heard:
        if not event.contains(db.session.session_factory, name, function):
            first = function is _at_once
            event.listen(db.session.session_factory, name, function, insert=first)


def keep_rows() -> None:
    """Make the rows of every round that is behind, until none is."""
    behind = select(Kept.round_id).where(Kept.stamp != Kept.done)
    for _turn in range(MOST_TURNS):
        with transaction():
            round_id = db.session.scalar(behind.order_by(Kept.round_id).limit(1))
            if round_id is None or not keep_round(round_id):
                return  # nothing to do, or another worker is at it and looks again when it is done


def keep_round(round_id: int) -> bool:
    """Make one round's rows; False while another worker is at it. The stamp that was read first is
    what they are worth: whoever commits meanwhile has raised it again."""
    if not _alone(round_id):
        return False
    stamp = db.session.scalar(select(Kept.stamp).where(Kept.round_id == round_id))
    if stamp is None:
        stamp = 0
        db.session.execute(insert(Kept).values(round_id=round_id, stamp=0, done=-1))
    for keeper in KEEPERS.all().values():
        keeper(round_id)
    db.session.execute(
        update(Kept)
        .where(Kept.round_id == round_id)
        .values(done=stamp)
        .execution_options(synchronize_session=False)
    )
    return True


def _alone(round_id: int) -> bool:
    if not on_postgresql():
        return True
    return bool(db.session.scalar(select(func.pg_try_advisory_xact_lock(_LOCK, round_id))))


def replace(model: type[Base], key: Sequence[str], columns: Sequence[str], rows: Any) -> None:
    """Write what the statement `rows` gives, over what has the same `key`. Only rows that differ
    are written: most stay as they are."""
    row = inserting(model).from_select(columns, rows)
    new = {name: row.excluded[name] for name in columns if name not in key}
    there = model.__table__.c
    db.session.execute(
        row.on_conflict_do_update(
            index_elements=list(key),
            set_=new,
            where=or_(*(there[name].is_distinct_from(value) for name, value in new.items())),
        )
    )


def present(round_ids: Iterable[int] | None = None) -> Select[int]:
    """Rounds whose kept rows can be read, of these or of all."""
    query = select(Kept.round_id).where(Kept.stamp == Kept.done)
    return query if round_ids is None else query.where(Kept.round_id.in_(list(round_ids)))


def differing(kept: Mapping[Any, Any], right: Mapping[Any, Any]) -> list[Any]:
    """Keys under which kept rows are not what they should be, missing or too much."""
    return sorted(key for key in {*kept, *right} if kept.get(key) != right.get(key))
