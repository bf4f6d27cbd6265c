"""Everybody about their own data alone."""

from __future__ import annotations

from award.applications.rules.permissions import draft, writer
from award.foundation.policy import Permission, predicate, signed_in, system

owner = predicate(
    lambda actor, copy: copy is not None and copy.user_id == actor.user_id, "who asked"
)

PERMISSIONS = (
    Permission("own_data.use", signed_in, "See, download and delete one’s own data"),
    Permission("own_data.fetch", owner, "Fetch the copy that one asked for"),
    Permission("own_data.make", system, "Make the copies that were asked for"),
    Permission("application.delete", writer & draft, "Delete the draft"),
)
