"""What must be true of searches that are followed."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import select

from award.foundation import audit
from award.foundation.db import db
from award.foundation.digests import sha256_of
from award.watching.models import Watch


def watches_told() -> Iterator[str]:
    """Each was begun, was confirmed once if it is, and asks what its fingerprint says."""
    told = audit.times_told("watch", "drop", "end")
    query = select(
        Watch.id, Watch.reference, Watch.confirmed_at, Watch.asked, Watch.asked_key
    ).order_by(Watch.id)
    for key, reference, confirmed, asked, fingerprint in db.session.execute(query):
        if not told[key, "begin"]:
            yield f"{reference}: the trail does not say that somebody began to follow it"
        if told[key, "confirm"] != (confirmed is not None):
            yield f"{reference}: it and the trail differ in whether it was confirmed"
        if sha256_of(asked) != fingerprint:
            yield f"{reference}: it is told news of another search"


CHECKS = (("Every search that somebody follows is in the audit trail", watches_told),)
