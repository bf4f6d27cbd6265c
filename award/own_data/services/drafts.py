"""Deleting a draft, with everything that is part of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Table, delete, func, select

from award.applications.models import Application, StoredFile
from award.applications.queries.applications import application_for_update
from award.foundation import audit
from award.foundation.acts import act
from award.foundation.db import Base, db
from award.foundation.earlier import forget_about
from award.foundation.errors import Refused
from award.foundation.outbox import forget_attachments
from award.foundation.policy import Actor, can
from award.monitoring.services import forget_about as forget_monitoring
from award.own_data.queries.own import others_on, was_sent_or_handed_over

EVIDENCE = (
    "It was submitted or handed over before, and the record of that has to be kept. Withdraw it "
    "instead"
)


@act("application.delete")
def delete_draft(application: Application, *, actor: Actor) -> None:
    """Delete a draft that nobody but its writers has seen, with answers, files and all else that
    hangs on it; the bytes of its files belong to nobody then, and are swept. Refused for one about
    which there is evidence, and while others work on it: what they wrote is not the lead's alone to
    delete."""
    fresh = application_for_update(application.id)
    if not can(actor, "application.delete", fresh):
        raise Refused("It is no draft any more, so it can’t be deleted", rule="application.delete")
    if was_sent_or_handed_over(fresh):
        raise Refused(EVIDENCE, rule="application.delete")
    if (others := others_on(fresh)) is not None:
        raise Refused(others.first, rule="application.delete")
    files = select(func.count(StoredFile.id)).where(StoredFile.application_id == fresh.id)
    audit.record(actor, "application.delete", fresh, {"files": db.session.scalar(files)})
    forget_about("application", fresh.id)
    forget_attachments("application", fresh.id)
    forget_monitoring(fresh)
    for table, condition in _hanging_on(Application.__table__, [fresh.id]):  # type: ignore[arg-type]
        db.session.execute(delete(table).where(condition), execution_options=audit.AS_TOLD)
    db.session.expire_all()
    db.session.delete(db.session.get_one(Application, fresh.id))
    db.session.flush()


def _hanging_on(parent: Table, ids: list[Any]) -> Iterator[tuple[Table, Any]]:
    """Every row that refers to these, those that refer to them first: whatever tables a chapter
    adds go with the draft too."""
    key = next(iter(parent.primary_key.columns))
    for table in Base.metadata.sorted_tables:
        for reference in table.foreign_keys:
            if reference.column is not key or table is parent:
                continue
            condition = reference.parent.in_(ids)
            own = list(table.primary_key.columns)
            if len(own) == 1 and own[0] is not reference.parent:
                below = list(db.session.scalars(select(own[0]).where(condition)))
                if below:
                    yield from _hanging_on(table, below)
            yield table, condition
