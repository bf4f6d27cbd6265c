"""What somebody may put into the storage, asked before anything of it is kept."""

from __future__ import annotations

from typing import Final

from award.applications.models import Application
from award.applications.queries import room
from award.applications.services.locking import draft_for_update
from award.foundation.acts import act
from award.foundation.errors import Refused, there
from award.foundation.policy import Actor

MOST_OPEN: Final = 30
"""Uploads of one person that were begun and not finished, of all their applications."""
TIMES: Final = 10
"""So many of the largest files may lie there unfinished, of a person and of an application, and so
many that were removed and can be put back."""
TOO_MANY = (
    "Too many uploads were begun and not finished. Try again tomorrow, or upload it with the "
    "button on a page without scripts"
)
TOO_MUCH = (
    "So much was uploaded here and removed again that there is no room for more today. Put back a "
    "file that was removed, or try again tomorrow"
)


@act("application.view")
def ask_for_room(
    application: Application, question_key: str, more: int, *, actor: Actor, most: int
) -> None:
    """Refused when what is to be stored for this question could not go into it now, or when there
    is too much already that stands nowhere. `most` is the size of the largest file."""
    fresh = draft_for_update(application, actor, [question_key])
    person = there(actor.user_id, "somebody who is signed in")
    begun, theirs = room.unfinished_of(person)
    coming, removed = room.beside_answers(fresh.id)
    if begun > MOST_OPEN or max(theirs, coming) + more > TIMES * most:
        raise Refused(TOO_MANY, field=question_key)
    if removed + more > TIMES * most:
        raise Refused(TOO_MUCH, field=question_key)
