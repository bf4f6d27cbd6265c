"""A panel's meeting."""

from __future__ import annotations

from award.foundation.chapters import Chapter, blueprints_of
from award.meetings.queries.along import SITS
from award.meetings.rules.permissions import PERMISSIONS
from award.meetings.views import along, item, meeting, pointing, room

CHAPTER = Chapter(
    "meetings",
    blueprints=blueprints_of(along, item, meeting, room),
    permissions=PERMISSIONS,
    verbs={
        "round.attend_meeting": "Recorded who is at the meeting",
        "application.leave_meeting": "Recorded who left the room for it",
        "application.minute": "Wrote its minute in the meeting",
    },
    marks={"sits": SITS},
    pointers=(("assessor’s dashboard", pointing.to_read_along),),
)
