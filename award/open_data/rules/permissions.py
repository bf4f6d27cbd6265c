"""Who says in public what was funded."""

from __future__ import annotations

from award.foundation.policy import Permission, reads_everything, signed_in, staff, system

PERMISSIONS = (
    Permission("public_award.list", reads_everything, "See which awards are public"),
    Permission(
        "public_award.publish",
        staff,
        "Check what is said of an award in public, publish it and take it down",
        apart=True,
    ),
    Permission(
        "named_assessor.choose",
        signed_in,
        "Choose whether one is named for a round that one assessed, and take it back ever after",
    ),
    Permission("round.keep_method", system, "Keep how a round decides, once it has opened"),
)
