"""Writing the minute of an application, and staging what the meeting decided."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from award.applications.models import Application
from award.applications.queries.applications import application_for_update
from award.applications.rules.states import ASSESSABLE
from award.decisions.models import MeetingMinute
from award.decisions.queries import decisions, staged
from award.decisions.services import staging
from award.foundation import audit, clock
from award.foundation.acts import act, part_of
from award.foundation.db import db
from award.foundation.edits import Marks, merged
from award.foundation.errors import Refused, StaleVersion, Ticks, there
from award.foundation.policy import Actor
from award.foundation.text import tidy
from award.meetings.queries.minutes import minute_of, words_of
from award.meetings.services.attending import those_tied_leave
from award.moderation.queries.panels import Item
from award.moderation.services.hiding import refuse_names

OVER = "This application has been decided, so its minute is closed."


@act("meeting.minute")
def write_minute(
    item: Item, words: str, base: Marks, *, about_nobody: Ticks = (), actor: Actor
) -> None:
    """`base`: the mark of what the page started from. StaleVersion where somebody else has written
    otherwise since; a page on which nothing was typed changes nothing."""
    _write(item, application_for_update(item.application_id), words, base, about_nobody, actor)


@act("decision.stage")
def stage_in_meeting(
    item: Item, decided: Mapping[str, Any], words: str, base: Marks, *, actor: Actor
) -> None:
    """Keep the minute, and stage the decision with it in its note. `decided` is what
    `stage_decision` takes, but for the note."""
    staged.lock_round(item.round)
    application = application_for_update(item.application_id)
    _write(item, application, words, base, decided.get("about_nobody", ()), actor)
    decision = decisions.decision_of(application)
    note = decision.note if decision else ""
    staging.stage_decision(application, **decided, note=note, actor=actor)


@part_of("meeting.minute", "decision.stage")
def _write(
    item: Item,
    application: Application,
    words: str,
    base: Marks,
    about_nobody: Ticks,
    actor: Actor,
) -> None:
    if application.state not in ASSESSABLE:
        raise Refused(OVER, field="note")
    said, minute = tidy(words).replace("\x00", "").strip(), minute_of(item)
    found = merged(base, {"note": words_of(minute)}, {"note": said})
    those_tied_leave(item, actor)
    if found.clashes:
        raise StaleVersion
    if not found.mine:
        return
    refuse_names(item, said, "note", about_nobody=about_nobody, actor=actor)
    if minute is None:
        minute = MeetingMinute(application_id=application.id)
        db.session.add(minute)
    minute.words, minute.written_at = said, clock.now()
    minute.written_by_id = there(actor.user_id, "the account")
    audit.record_sitting(actor, "application.minute", application)
    db.session.flush()
