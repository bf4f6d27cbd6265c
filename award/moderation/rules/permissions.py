"""Who moderates a round: the programme team, and whoever chairs it."""

from __future__ import annotations

from award.foundation.policy import Permission, assessor, predicate, reads_everything, staff

chairs = assessor & predicate(
    lambda actor, thing: actor.user_id in getattr(thing, "chair_ids", ()), "chairs the round"
)
has_a_chair = assessor & predicate(
    lambda actor, _thing: "chairs" in actor.marks, "chairs a round that is open to its chairs"
)
moderates = staff | chairs

takes_part = assessor & predicate(
    lambda actor, thing: (
        actor.user_id is not None and getattr(thing, "assessor_id", None) == actor.user_id
    ),
    "one of its assessors",
)

PERMISSIONS = (
    Permission("moderation.list", reads_everything | chairs, "See what a panel has to talk about"),
    Permission(
        "moderation.read",
        reads_everything | chairs,
        "Read every sheet of an application beside the others",
    ),
    Permission(
        "moderation.decide",
        moderates,
        "Leave a score out of the mean, or record what the panel agreed",
        apart=True,
    ),
    Permission("moderation.chairs", reads_everything, "See who chairs a round"),
    Permission("moderation.appoint", staff, "Say who chairs a round, and open it to them"),
    Permission(
        "moderation.step_back", moderates, "Say that one has a conflict with an application"
    ),
    Permission(
        "discussion.read",
        takes_part | reads_everything | chairs,
        "Read what a panel says about an application",
    ),
    Permission(
        "discussion.take_part",
        takes_part | moderates,
        "Say something in the discussion of an application",
        apart=True,
    ),
)
