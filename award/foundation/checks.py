"""What must always be true of the stored rows, beyond what the database itself refuses.

Each chapter's `checks.py` has its own; `flask check` asks them all. They only read.

        def submissions() -> Iterator[str]: ...      # one line for each fault
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from sqlalchemy import func, or_, select

from award.foundation import audit, names, search, workflow
from award.foundation.db import Base, db
from award.foundation.registers import Register
from award.foundation.workflow import StateChange

Check = Callable[[], Iterator[str]]
AT_A_TIME = 500
"""Rows fetched at once, so that a large database needs no large memory."""

CHECKS: Register[Check] = Register("check")
"""By the sentence that they prove."""


def audit_trail() -> Iterator[str]:
    """Every event's hash follows from the one before."""
    yield from audit.verify_chain()


def name_keys() -> Iterator[str]:
    """The folded key beside each name and title is that of the name."""
    yield from names.faults()


def search_index() -> Iterator[str]:
    """Every text's terms are made again and compared."""
    yield from search.faults()


def states() -> Iterator[str]:
    """Each move starts where the one before ended, and the last one ended where the thing is. Those
    of one that was deleted are not of another that has its number since."""
    for kind, machine in workflow.machines().items():
        columns = Base.metadata.tables[kind].c if kind in Base.metadata.tables else None
        if columns is None:
            continue
        stands = {
            row.id: row.state for row in db.session.execute(select(columns.id, columns.state))
        }
        reached = dict.fromkeys(stands, machine.start)
        gone = audit.dropped(kind, "drop")
        query = (
            select(StateChange.subject_id, StateChange.source, StateChange.target)
            .outerjoin(gone, gone.c.subject_id == StateChange.subject_id)
            .where(StateChange.kind == kind, or_(gone.c.at.is_(None), StateChange.at > gone.c.at))
            .order_by(StateChange.subject_id, StateChange.id)
            .execution_options(yield_per=AT_A_TIME)
        )
        for subject, source, target in db.session.execute(query):
            if subject in stands and reached[subject] != source:
                yield f"{kind} {subject}: moved from {source} when it was {reached[subject]}"
            reached[subject] = target
        for subject, state in stands.items():
            if reached[subject] != state:
                yield f"{kind} {subject}: is {state}, its last move was to {reached[subject]}"


def moves() -> Iterator[str]:
    """As many events as recorded moves, for each thing and action."""
    for kind, machine in workflow.machines().items():
        actions = {row.action for row in machine.transitions}
        query = (
            select(StateChange.subject_id, StateChange.action, func.count())
            .where(StateChange.kind == kind)
            .group_by(StateChange.subject_id, StateChange.action)
        )
        made = {(key, action): number for key, action, number in db.session.execute(query)}
        told = {key: n for key, n in audit.times_told(kind).items() if key[1] in actions}
        for key, action in sorted(made.keys() | told.keys()):
            moved, says = made.get((key, action), 0), told.get((key, action), 0)
            if moved != says:
                yield f"{kind} {key}: {action} {moved} times, the trail says {says} times"
