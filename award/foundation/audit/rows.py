"""Statements that change many audited rows at once.

The guard looks at what passes through the session, and these rows don't: so any other statement
that writes to an audited table counts as a change that nobody noted. These note which rows
they change, and each of them must have its event when the transaction commits.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any, Final, TypeVar

from sqlalchemy import Table, bindparam, insert, select, update
from sqlalchemy.orm import ORMExecuteState, Session
from sqlalchemy.orm.attributes import set_committed_value

from award.foundation.db import Base, db
from award.foundation.errors import StaleVersion
from award.foundation.many import among

T = TypeVar("T", bound=Base)
ROWS, UNTOLD = "audit_rows", "audit_untold"
_TOLD: Final = "its_audited_rows_are_known"
AS_TOLD: Final[Mapping[str, Any]] = {_TOLD: True}
"""Options of a statement whose caller answers for the events of every row."""


def change_rows(
    things: Sequence[Base], values: Mapping[str, Any], *, only: Sequence[Any] = ()
) -> None:
    """UPDATE these rows, all of one class, in one statement. StaleVersion unless all of them still
    meet `only`."""
    model = type(things[0])
    table: Any = model.__table__
    statement = (
        update(table)
        .where(among(table.c.id, [thing.id for thing in things]), *only)  # type: ignore[attr-defined]
        .values(**values)
    )
    done: Any = db.session.execute(statement, execution_options=AS_TOLD)
    if done.rowcount != len(things):
        raise StaleVersion
    _know(things)


def change_each(things: Mapping[T, Mapping[str, Any]]) -> None:
    """UPDATE each row, all of one class, to values of its own, in one statement run for each; all
    of them name the same columns."""
    if not things:
        return
    table: Any = type(next(iter(things))).__table__
    rows = [
        {"row_id": thing.id, **{f"to_{name}": value for name, value in values.items()}}  # type: ignore[attr-defined]
        for thing, values in things.items()
    ]
    statement = (
        update(table)
        .where(table.c.id == bindparam("row_id"))
        .values({name: bindparam(f"to_{name}") for name in next(iter(things.values()))})
    )
    db.session.execute(statement, rows, execution_options=AS_TOLD)
    for thing, values in things.items():
        for name, value in values.items():
            set_committed_value(thing, name, value)
    _know(list(things))


def add_rows(model: type[T], rows: Sequence[Mapping[str, Any]], *, by: Sequence[str]) -> list[T]:
    """INSERT the rows in one statement, and give them as they are now; `by` are columns that have
    whole numbers and together tell them apart."""
    table: Any = model.__table__
    db.session.execute(insert(table), list(rows), execution_options=AS_TOLD)
    known = [among(table.c[name], {row[name] for row in rows}) for name in by]
    wanted = {tuple(row[name] for name in by) for row in rows}
    found = [
        thing
        for thing in db.session.scalars(select(model).where(*known).order_by(table.c.id))
        if tuple(getattr(thing, name) for name in by) in wanted
    ]
    _know(found)
    return found


def _know(things: Sequence[Base]) -> None:
    known = db.session().info.setdefault(ROWS, set())
    known.update((thing.audited_as, thing.audit_key) for thing in things if thing.audited_as)


@cache
def _audited() -> Mapping[Table, str]:
    found: dict[Table, str] = {}
    for mapper in Base.registry.mappers:
        if isinstance(mapper.local_table, Table) and mapper.class_.audited_as:
            found[mapper.local_table] = mapper.class_.audited_as
    return found


def note_statement(asked: ORMExecuteState) -> None:
    """Does the statement write to an audited table, without saying to which rows?"""
    if not (asked.is_insert or asked.is_update or asked.is_delete):
        return
    target = getattr(asked.statement, "table", None)
    told = asked.execution_options.get(_TOLD)
    if isinstance(target, Table) and target in _audited() and not told:
        asked.session.info.setdefault(UNTOLD, set()).add(f"rows of {target.name} by a statement")


def untold(session: Session, covered: set[tuple[str, int | None]]) -> set[str]:
    """What statements changed and no event tells of, in words."""
    rows: set[tuple[str, int | None]] = session.info.get(ROWS, set())
    words: set[str] = session.info.get(UNTOLD, set())
    return words | {f"{kind} {key}" for kind, key in rows - covered}
