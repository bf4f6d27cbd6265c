"""What events of the audit trail say, for tests that ask."""

from __future__ import annotations

from award.foundation.audit import AuditEvent, AuditPerson
from award.foundation.db import db


def who(event: AuditEvent) -> tuple[int | None, str]:
    """Account and name of whoever did it."""
    person = db.session.get_one(AuditPerson, event.person_id)
    return person.user_id, person.name
