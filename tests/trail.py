"""What events of the audit trail say, for tests that ask."""

from __future__ import annotations

from award.foundation.audit import AuditEvent, AuditPerson
from award.foundation.db import db


def who(event: AuditEvent) -> tuple[int | None, str]:
    """Account and name of whoever did it."""
    person = db.session.get_one(AuditPerson, event.person_id)
    return person.user_id, person.name


def verbs_about(kind: str, subject_id: int) -> list[str]:
    """What was done to a thing, the oldest first."""
    query = db.select(AuditEvent.verb).where(
        AuditEvent.subject_kind == kind, AuditEvent.subject_id == subject_id
    )
    return list(db.session.scalars(query.order_by(AuditEvent.id)))
