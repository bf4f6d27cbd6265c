"""A round's meeting: where it begins, and who is here."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from award.decisions.rules.shortlist_columns import MARKING
from award.foundation.db import transaction
from award.foundation.policy import can
from award.foundation.web import attempt, current_actor, not_found, requires
from award.meetings.forms import HereForm
from award.meetings.queries.room import here, seats_of
from award.meetings.queries.walk import ranked_line
from award.meetings.rules.ticking import as_ticks
from award.meetings.rules.walking import in_order, next_open
from award.meetings.services.attending import attend
from award.meetings.views.pages import blueprint
from award.moderation.queries.panels import Panel, panel_of

_ROUND = "/manage/rounds/<reference>/meeting"


@blueprint.get(_ROUND)
@requires("meeting.view", load=panel_of)
def index(panel: Panel) -> ResponseReturnValue:
    return _page(panel, _form(panel) if can(current_actor(), "meeting.attend", panel) else None)


@blueprint.post(_ROUND)
@requires("meeting.attend", load=panel_of)
def arrive(panel: Panel) -> ResponseReturnValue:
    """Who is here now."""
    form, reference = _form(panel), panel.reference
    if form.validate_on_submit():
        with attempt(form), transaction():
            attend(panel, form.here.people, form.base_marks(), actor=current_actor())
            flash("Who is here is recorded.", "success")
            return redirect(url_for(".index", reference=reference))
    again = panel_of(current_actor(), reference) or not_found()
    form.catch_up({"here": as_ticks(here(again))})
    return _page(again, form)


def _form(panel: Panel) -> HereForm:
    sitting = here(panel)
    stored = {"here": as_ticks(sitting)}
    form = HereForm(data=stored)
    form.here.offer(seats_of(panel, sitting))
    form.over(stored)
    return form


def _page(panel: Panel, form: HereForm | None) -> str:
    ranked = ranked_line(panel, current_actor())[1] if panel.is_open or form else []
    talk = [step for step in ranked if step.talk]
    return render_template(
        "meetings/index.html",
        panel=panel,
        round=panel.round,
        marking=MARKING,
        form=form,
        ranked=ranked,
        talk=talk,
        minuted=sum(step.minuted for step in talk),
        discussing=any(not step.settled for step in talk),
        first=next_open(in_order(ranked, "")),
        first_by_rank=next_open(ranked),
    )
