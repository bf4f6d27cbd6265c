"""Who is at a meeting, and who leaves the room for an application."""

from __future__ import annotations

from collections.abc import Collection

from award.applications.queries.applications import application_for_update
from award.foundation import audit, clock
from award.foundation.acts import act, part_of
from award.foundation.db import db
from award.foundation.edits import Marks, merged
from award.foundation.errors import Refused, StaleVersion, there
from award.foundation.locks import hold
from award.foundation.policy import Actor
from award.meetings.models import LeftTheRoom, MeetingSeat
from award.meetings.queries.room import has_to_leave, here, left_for, seats_of
from award.meetings.rules.ticking import as_ticks
from award.moderation.queries.panels import Item, Panel
from award.rounds.models import Round


@act("meeting.attend")
def attend(panel: Panel, people: Collection[int], base: Marks, *, actor: Actor) -> None:
    """These are here now; whoever was and isn't among them has gone."""
    hold(Round, [panel.round.id])
    sitting = here(panel)
    if _nothing_new("here", sitting, people, base):
        return
    if unknown := {*people} - {one.person_id for one in seats_of(panel)} - {*sitting}:
        raise Refused(f"{len(unknown)} of them can’t be at this meeting any more", field="here")
    by, now = there(actor.user_id, "the account"), clock.now()
    for number in sorted({*people} - {*sitting}):
        row = MeetingSeat(round_id=panel.round.id, person_id=number, came_at=now, noted_by_id=by)
        db.session.add(row)
    for number in {*sitting} - {*people}:
        sitting[number].went_at = now
    changes = {"came": sorted({*people} - {*sitting}), "went": sorted({*sitting} - {*people})}
    audit.record(actor, "round.attend_meeting", panel.round, changes)
    db.session.flush()


@act("meeting.leave")
def leave(item: Item, people: Collection[int], base: Marks, *, actor: Actor) -> None:
    """These left the room for the application of their own accord; whoever has a tie to it has
    left, whether somebody says so or not."""
    application = application_for_update(item.application_id)
    those_tied_leave(item, actor)
    gone = left_for(item)
    chosen = {number: one for number, one in gone.items() if not one.tied}
    if _nothing_new("left", chosen, people, base):
        return
    sitting = here(item.panel)
    if {*people} - {*sitting} - {*chosen}:
        raise Refused("Somebody of them is not at the meeting any more", field="left")
    by = there(actor.user_id, "the account")
    new = sorted({*people} - {*gone})
    for number in new:
        row = LeftTheRoom(
            application_id=application.id, person_id=number, tied=False, noted_by_id=by
        )
        db.session.add(row)
    back = sorted({*chosen} - {*people})
    for number in back:
        db.session.delete(chosen[number])
    audit.record(actor, "application.leave_meeting", application, {"left": new, "back": back})
    db.session.flush()


@part_of("meeting.minute", "meeting.leave", "decision.stage")
def those_tied_leave(item: Item, actor: Actor) -> None:
    """Whoever is here and may not meet the application has left for it; said once."""
    gone = left_for(item)
    away = sorted(has_to_leave(item, here(item.panel)) - {n for n, one in gone.items() if one.tied})
    if not away:
        return
    by = there(actor.user_id, "the account")
    for number in away:
        if number in gone:
            gone[number].tied = True
            continue
        row = LeftTheRoom(
            application_id=item.application_id, person_id=number, tied=True, noted_by_id=by
        )
        db.session.add(row)
    audit.record(actor, "application.leave_meeting", item.application, {"tied": away})
    db.session.flush()


def _nothing_new(key: str, now: Collection[int], wanted: Collection[int], base: Marks) -> bool:
    """StaleVersion where somebody else has ticked otherwise since the page was drawn."""
    found = merged(base, {key: as_ticks(now)}, {key: as_ticks(wanted)})
    if found.clashes:
        raise StaleVersion
    return not found.mine
