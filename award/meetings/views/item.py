"""One application on screen: what its assessors gave, its minute, its decision."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from award.applications.rules.states import ASSESSABLE
from award.decisions.models import Decision, MeetingMinute
from award.decisions.queries import decisions
from award.decisions.rules.grounds import GROUNDS
from award.decisions.rules.shortlist_columns import MARKING
from award.decisions.rules.states import OUTCOME_COLOURS, outcomes_of
from award.decisions.views.deciding import (
    can_be_changed,
    chosen,
    look_once_more,
    say_if_over,
    to_decide,
)
from award.design import saving
from award.design.formatters import clock_time, short_datetime
from award.foundation import clock
from award.foundation.clock import london
from award.foundation.db import transaction
from award.foundation.edits import marks_of
from award.foundation.errors import Refused
from award.foundation.policy import can
from award.foundation.web import attempt, by_script, current_actor, not_found, requires
from award.meetings.forms import DecideForm, MinuteForm
from award.meetings.queries.minutes import minute_of, words_of
from award.meetings.queries.room import room_of
from award.meetings.queries.sureness import sureness_of
from award.meetings.queries.walk import Outside, drawn_line, on_screen, ranked_line
from award.meetings.rules.walking import in_order, neighbours, way_at
from award.meetings.services.minuting import OVER, stage_in_meeting, write_minute
from award.meetings.views.pages import asked_order, blueprint, unless_known
from award.moderation.queries.panels import Item, item_of
from award.moderation.views.panel import shown_of

_ONE = "/manage/applications/<reference>/meeting"
ELSEWHERE = "by somebody else in the meeting"


@blueprint.get(_ONE)
@requires("meeting.view", load=on_screen)
def show(found: Item | Outside) -> ResponseReturnValue:
    """The page; its script asks here too what the minute says by now."""
    if isinstance(found, Outside):
        return render_template("meetings/outside.html", panel=found.panel), 404
    minute = minute_of(found)
    if by_script():
        return unless_known(
            words=words_of(minute), base=marks_of({"note": words_of(minute)}), said=_said(minute)
        )
    decision = decisions.decision_of(found.application)
    return _page(found, _form(found, decision, minute), decision, minute)


@blueprint.post(_ONE)
@requires("meeting.minute", load=item_of)
def minute(item: Item) -> ResponseReturnValue:
    """Keep the minute; a decision that is typed beside it waits for its own button."""
    stored = {"note": words_of(minute_of(item))}
    form, reference = MinuteForm(data=stored), item.reference
    form.over(stored)
    if form.validate_on_submit():
        with attempt(form), transaction():
            write_minute(
                item,
                form.note.data,
                form.base_marks(),
                about_nobody=form.about_nobody,
                actor=current_actor(),
            )
            form.remember()
            return _kept(item, form)
    return _again(reference, form)


@blueprint.get(f"{_ONE}/stage")
@requires("decision.view", load=item_of)
def stage_where(item: Item) -> ResponseReturnValue:
    """The button stands on the page."""
    return redirect(url_for(".show", reference=item.reference, **asked_order()))


@blueprint.post(f"{_ONE}/stage")
@requires("decision.stage", load=item_of)
def stage(item: Item) -> ResponseReturnValue:
    """Keep the minute, stage the decision with it, and go on."""
    stored = {"note": words_of(minute_of(item))}
    form, actor, reference = DecideForm(data=stored), current_actor(), item.reference
    form.over(stored)
    if form.validate_on_submit():
        with attempt(form), transaction():
            stage_in_meeting(item, chosen(form), form.note.data, form.base_marks(), actor=actor)
            look_once_more(form, item.application)
            flash(f"Staged for {reference}. Nobody outside the programme sees it.", "success")
            say_if_over(item.round)
            return redirect(_onwards(item))
    return _again(reference, form)


def _onwards(item: Item) -> str:
    order = asked_order()
    steps = in_order(ranked_line(item.panel, current_actor())[1], order.get("by", ""))
    way = way_at(steps, item.reference, order.get("by", ""))
    if way is None or not way.after:
        return url_for(".index", reference=item.round.reference)
    return url_for(".show", reference=way.after, **order)


def _kept(item: Item, form: MinuteForm) -> ResponseReturnValue:
    made, decision = minute_of(item), decisions.decision_of(item.application)
    typed, stored = DecideForm(), {"note": words_of(made)}
    more = can_be_changed(item.application, decision) and typed.says_more_than(decision)
    if by_script():
        bases = form.bases(stored)
        if more:
            said = f"{_said(made)}. The decision is not staged yet"
            return saving.partly_saved("error", said, bases=bases, theirs=form.theirs())
        return saving.saved(_said(made), bases=bases, theirs=form.theirs())
    if more:
        typed.over(stored)
        typed.catch_up(stored)
        flash("The minute is kept. The decision below is not staged yet.", "success")
        return _page(item, typed, decision, made)
    flash("The minute is kept.", "success")
    return redirect(url_for(".show", reference=item.reference, **asked_order()))


def _again(reference: str, form: MinuteForm) -> ResponseReturnValue:
    """The page with what was typed, beside what both changed."""
    item = item_of(current_actor(), reference) or not_found()
    made = minute_of(item)
    if item.application.state not in ASSESSABLE:
        if by_script():
            return saving.not_saved("refused", f"Not saved. {OVER}")
        raise Refused(form.first_refusal(OVER), rule="meeting.over")
    decision = decisions.decision_of(item.application)
    if not isinstance(form, DecideForm) and can_be_changed(item.application, decision):
        errors, form = form.note.errors, _with_decision(item, made)
        form.note.errors = [*errors]
    form.catch_up({"note": words_of(made)}, ELSEWHERE)
    if by_script():
        said = ". ".join(one.text for one in form.error_list())
        return saving.not_saved("conflict" if form.clashes else "error", f"Not saved. {said}.")
    return _page(item, form, decision, made)


def _with_decision(item: Item, made: MeetingMinute | None) -> DecideForm:
    form = DecideForm(data={"note": words_of(made)})
    form.over({"note": words_of(made)})
    return form


def _form(item: Item, decision: Decision | None, made: MeetingMinute | None) -> MinuteForm | None:
    """None for who only reads, and once it is decided."""
    application, stored = item.application, {"note": words_of(made)}
    if application.state not in ASSESSABLE or not can(current_actor(), "meeting.minute", item):
        return None
    form: MinuteForm = (DecideForm if can_be_changed(application, decision) else MinuteForm)(
        data=stored
    )
    form.over(stored)
    return form


def _said(made: MeetingMinute | None) -> str:
    """Who wrote it last, and when."""
    if made is None:
        return "Nothing is written yet"
    at = made.written_at
    today = london(at).date() == clock.today()
    return f"Saved {'at ' + clock_time(at) if today else short_datetime(at)}, {made.author.name}"


def _page(
    item: Item, form: MinuteForm | None, decision: Decision | None, made: MeetingMinute | None
) -> str:
    actor, order = current_actor(), asked_order()
    drawn, ranked = drawn_line(item.panel, actor)
    line = drawn[0]
    steps = in_order(ranked, order.get("by", ""))
    sees = can(actor, "decision.view", item)
    more: dict[str, Any] = {"outcomes": outcomes_of(first_stage=item.round.followed)}
    if sees:
        is_open = isinstance(form, DecideForm)
        boxes = form if isinstance(form, DecideForm) else DecideForm(formdata=None)
        more = to_decide(
            boxes, item.application, decision, item.summary, is_open=is_open, line=line
        )
    shown = shown_of(item)
    views = can(actor, "statistics.view", item.panel)
    return render_template(
        "meetings/item.html",
        **shown,
        sure=sureness_of(item, actor, shown["sheets"], drawn) if views else None,
        **more,
        form=form,
        sees=sees,
        deciding=isinstance(form, DecideForm),
        decision=decision,
        grounds=GROUNDS,
        colours=OUTCOME_COLOURS,
        minute=made,
        said_of_minute=_said(made),
        marking=MARKING,
        way=way_at(steps, item.reference, order.get("by", "")),
        step=next((one for one in ranked if one.reference == item.reference), None),
        neighbours=neighbours(ranked, item.reference),
        room=room_of(item, actor),
        asked=order,
        this_page="meetings.show",
    )
