"""What events say of rows, for the checks that compare the two. No page reads this."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from typing import Any

from sqlalchemy import Subquery, func, or_, select

from award.foundation.audit.models import AuditEvent
from award.foundation.db import db

_AT_A_TIME = 1000


def last_told(verbs: Collection[str]) -> dict[int, dict[str, Any]]:
    """The evidence of the last event of these verbs, by the id of the thing."""
    return {key: told[-1] for key, told in all_told(verbs).items()}


def all_told(verbs: Collection[str]) -> dict[int, list[dict[str, Any]]]:
    """The evidence of every event of these verbs, oldest first, by the id of the thing."""
    query = (
        select(AuditEvent.subject_id, AuditEvent.changes)
        .where(AuditEvent.verb.in_(verbs), AuditEvent.subject_id.is_not(None))
        .order_by(AuditEvent.id)
        .execution_options(yield_per=_AT_A_TIME)
    )
    found: dict[int, list[dict[str, Any]]] = {}
    for key, changes in db.session.execute(query):
        found.setdefault(key, []).append(changes)
    return found


def times_told(kind: str, *gone: str) -> Counter[tuple[int, str]]:
    """How often the trail says that each action was done: (id of the thing, action). `gone`: the
    actions that delete one. Where a database gives its number to another, what was done since."""
    after = dropped(kind, *gone)
    query = (
        select(AuditEvent.subject_id, AuditEvent.verb, func.count())
        .outerjoin(after, after.c.subject_id == AuditEvent.subject_id)
        .where(
            AuditEvent.subject_kind == kind,
            AuditEvent.subject_id.is_not(None),
            or_(after.c.last.is_(None), after.c.last < AuditEvent.id),
        )
        .group_by(AuditEvent.subject_id, AuditEvent.verb)
    )
    return Counter(
        {
            (key, verb.partition(".")[2]): number
            for key, verb, number in db.session.execute(query)
            if key is not None
        }
    )


def dropped(kind: str, *actions: str) -> Subquery:
    """The last event that says of a thing that it was deleted, and when: subject_id, last, at."""
    query = (
        select(
            AuditEvent.subject_id,
            func.max(AuditEvent.id).label("last"),
            func.max(AuditEvent.at).label("at"),
        )
        .where(
            AuditEvent.subject_kind == kind,
            AuditEvent.verb.in_([f"{kind}.{action}" for action in actions]),
        )
        .group_by(AuditEvent.subject_id)
    )
    return query.subquery()
