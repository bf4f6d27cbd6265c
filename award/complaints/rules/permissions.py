"""Who complains, and who deals with it: never somebody whom the complaint is about."""

from __future__ import annotations

from award.foundation.policy import (
    Permission,
    admin,
    anyone,
    predicate,
    reads_everything,
    staff,
    system,
)

about_them = predicate(
    lambda actor, complaint: complaint is not None and actor.user_id in complaint.named_ids,
    "named in it",
)

PERMISSIONS = (
    Permission("complaint.make", anyone, "Complain, with or without an account"),
    Permission("complaint.list", reads_everything | admin, "See the register of complaints"),
    Permission(
        "complaint.read",
        (reads_everything | admin) & ~about_them,
        "Read a complaint that isn’t about oneself",
    ),
    Permission(
        "complaint.handle",
        (staff | admin) & ~about_them,
        "Acknowledge and answer a complaint that isn’t about oneself",
    ),
    Permission("complaint.remind", system, "Remind of complaints that nobody acknowledged"),
    Permission("complaint.forget", system, "Let go of complaints that were over long ago"),
)
