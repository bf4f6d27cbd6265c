"""Who says in public what was funded."""

from __future__ import annotations

from award.foundation.policy import Permission, assessor, reads_everything, staff, system

PERMISSIONS = (
    Permission("public_award.list", reads_everything, "See which awards are public"),
    Permission(
        "public_award.publish",
        staff,
        "Check what is said of an award in public, publish it and take it down",
        apart=True,
    ),
    Permission("named_assessor.choose", assessor, "Be named as somebody who assessed a round"),
    Permission("round.keep_method", system, "Keep how a round decides, once it has opened"),
)
