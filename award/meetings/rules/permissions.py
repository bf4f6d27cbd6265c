"""Who is at the table: the programme team, and whoever chairs the round."""

from __future__ import annotations

from award.foundation.policy import Permission, reads_everything, staff
from award.moderation.rules.permissions import chairs, moderates

PERMISSIONS = (
    Permission(
        "meeting.view",
        reads_everything | chairs,
        "Follow a panel’s meeting, one application a page",
    ),
    Permission(
        "meeting.minute", moderates, "Write the minute of an application in a meeting", apart=True
    ),
    Permission("meeting.attend", staff, "Record who is at a meeting"),
    Permission("meeting.leave", staff, "Record who leaves the room for an application", apart=True),
)
