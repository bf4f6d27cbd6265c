"""Messages between those who write an application and the programme team."""

from __future__ import annotations

from award.foundation.chapters import Chapter, blueprints_of
from award.foundation.menu import MenuEntry
from award.foundation.policy import reads_everything
from award.messages.notices import NOTICES
from award.messages.queries import THREADS
from award.messages.rules.permissions import PERMISSIONS
from award.messages.views import applicant, staff, waits

CHAPTER = Chapter(
    "messages",
    blueprints=blueprints_of(applicant, staff),
    permissions=PERMISSIONS,
    notices=NOTICES,
    verbs={
        "application.write_message": "Wrote to the programme team",
        "application.answer_message": "Wrote to the people of the application",
        "application.close_messages": "Closed a conversation",
    },
    menu=(MenuEntry("Messages", "messages_staff.waiting", reads_everything, place=64),),
    waits=waits.waits,
    lists={"messages": lambda actor, of: None if of else THREADS},
)
