"""What is agreed with one application: more words in long answers, recordings beside them, and who
types for it."""

from __future__ import annotations

from dataclasses import dataclass

from award.applications.models import Application
from award.applications.queries import applications
from award.applications.rules import changing
from award.foundation import audit
from award.foundation.acts import act
from award.foundation.db import db
from award.foundation.errors import Refused
from award.foundation.policy import Actor


@dataclass(frozen=True)
class Ease:
    """So much more, in per cent; nothing, "" and no leave what there is."""

    more_words: int = 0
    helper: str = ""
    recordings: bool = False


@act("application.extend")
def ease(application: Application, agreed: Ease, *, actor: Actor) -> None:
    """Raise the word limits of one application's long answers, let recordings stand beside them, or
    name who types for it."""
    fresh = applications.application_for_update(application.id)
    if fresh.state not in changing.EXTENDABLE:
        raise Refused("Only a draft, or an application that nobody assesses yet, can be changed so")
    changes: dict[str, object] = {}
    if agreed.more_words:
        changes["more_words"] = [fresh.more_words, agreed.more_words]
        fresh.more_words = agreed.more_words
    if agreed.helper:
        changes["helper"] = [fresh.helper, agreed.helper]
        fresh.helper = agreed.helper
    if agreed.recordings:
        changes["recordings"] = [fresh.recordings, True]
        fresh.recordings = True
    audit.record(actor, "application.ease", fresh, changes)
    db.session.flush()
