"""What must be true of what is followed."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import select

from award.foundation import audit
from award.foundation.db import db
from award.watching.models import Watch
from award.watching.queries.watches import fingerprint


def watches_told() -> Iterator[str]:
    """Each was begun, was confirmed once if it is, and is of what its fingerprint says."""
    told = audit.times_told("watch", "drop", "end")
    query = select(
        Watch.id, Watch.reference, Watch.confirmed_at, Watch.kind, Watch.asked, Watch.asked_key
    ).order_by(Watch.id)
    for key, reference, confirmed, kind, asked, kept in db.session.execute(query):
        if not told[key, "begin"]:
            yield f"{reference}: the trail does not say that somebody began to follow it"
        if told[key, "confirm"] != (confirmed is not None):
            yield f"{reference}: it and the trail differ in whether it was confirmed"
        if fingerprint(kind, asked) != kept:
            yield f"{reference}: it is told news of something else"


CHECKS = (("Every search that somebody follows is in the audit trail", watches_told),)
