"""Who is at the table: the programme team, whoever chairs the round, and its panel."""

from __future__ import annotations

from award.foundation.policy import Permission, reads_everything, staff
from award.moderation.rules.permissions import chairs, moderates, takes_part

PERMISSIONS = (
    Permission(
        "meeting.view",
        reads_everything | chairs,
        "Follow a panel’s meeting, one application a page",
    ),
    Permission(
        "meeting.minute", moderates, "Write the minute of an application in a meeting", apart=True
    ),
    Permission(
        "meeting.read_along",
        takes_part,
        "Read along in a meeting at which one is, what one has scored",
    ),
    Permission("meeting.attend", staff, "Record who is at a meeting"),
    Permission("meeting.leave", staff, "Record who leaves the room for an application", apart=True),
)
