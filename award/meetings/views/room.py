"""Who leaves the room for an application."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from award.foundation.db import transaction
from award.foundation.web import attempt, current_actor, not_found, requires
from award.meetings.forms import LeftForm
from award.meetings.queries.room import has_to_leave, here, left_for, room_of, seats_of
from award.meetings.rules.ticking import as_ticks
from award.meetings.services.attending import leave
from award.meetings.views.pages import asked_order, blueprint
from award.moderation.queries.panels import Item, item_of

_ROOM = "/manage/applications/<reference>/meeting/room"


@blueprint.get(_ROOM)
@requires("meeting.leave", load=item_of)
def room(item: Item) -> ResponseReturnValue:
    return _page(item, _form(item))


@blueprint.post(_ROOM)
@requires("meeting.leave", load=item_of)
def leave_room(item: Item) -> ResponseReturnValue:
    form, reference = _form(item), item.reference
    if form.validate_on_submit():
        with attempt(form), transaction():
            leave(item, form.left.people, form.base_marks(), actor=current_actor())
            flash("Who left the room is recorded.", "success")
            return redirect(url_for(".show", reference=reference, **asked_order()))
    again = item_of(current_actor(), reference) or not_found()
    form.catch_up(_stored(again))
    return _page(again, form)


def _stored(item: Item) -> dict[str, list[str]]:
    return {"left": as_ticks([n for n, one in left_for(item).items() if not one.tied])}


def _form(item: Item) -> LeftForm:
    stored = _stored(item)
    sitting = here(item.panel)
    away, chosen = has_to_leave(item, sitting), {int(one) for one in stored["left"]}
    seats = [
        one
        for one in seats_of(item.panel, chosen | {*sitting})
        if one.person_id in chosen or (one.person_id in sitting and one.person_id not in away)
    ]
    form = LeftForm(data=stored)
    form.left.offer(seats)
    form.over(stored)
    return form


def _page(item: Item, form: LeftForm) -> str:
    return render_template(
        "meetings/room.html",
        item=item,
        form=form,
        room=room_of(item, current_actor()),
        asked=asked_order(),
    )
