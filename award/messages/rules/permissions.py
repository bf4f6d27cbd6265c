"""Who may read and write messages about an application: never its assessors."""

from __future__ import annotations

from award.applications.rules.permissions import takes_part, writes
from award.applications.rules.states import ApplicationState
from award.foundation.policy import Permission, predicate, reads_everything, staff

withdrawn = predicate(
    lambda _actor, application: application.state == ApplicationState.WITHDRAWN, "withdrawn"
)

PERMISSIONS = (
    Permission(
        "application.read_messages", takes_part, "Read messages about the application one works on"
    ),
    Permission(
        "application.write_message", writes & ~withdrawn, "Write to the programme team about it"
    ),
    Permission("application.list_messages", reads_everything, "See every application’s messages"),
    Permission(
        "application.follow_messages",
        reads_everything,
        "Read what an application’s people and the programme team have written to each other",
    ),
    Permission(
        "application.answer_message",
        staff & ~withdrawn,
        "Write to the people of an application",
        apart=True,
    ),
    Permission("application.close_messages", staff, "Close a conversation", apart=True),
    Permission(
        "application.mark_messages",
        takes_part | staff,
        "Say that one has read what was written",
    ),
)
