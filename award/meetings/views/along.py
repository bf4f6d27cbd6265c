"""The meeting as somebody of the panel reads along who is at it: nothing is written here."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from award.assessment.queries.peers import peers_sheets
from award.assessment.queries.pins import passages_beside
from award.assessment.queries.sheets import stored_sheet
from award.assessment.queries.submissions import reading_of
from award.assessment.views.files import way_of
from award.decisions.models import MeetingMinute
from award.decisions.rules.shortlist_columns import MARKING
from award.design.errors import error_page, failed
from award.design.formatters import clock_time, short_datetime
from award.foundation import clock
from award.foundation.clock import london
from award.foundation.policy import Actor, can
from award.foundation.web import by_script, current_actor, requires
from award.meetings.queries.along import (
    Heard,
    HeardMinute,
    HeardRound,
    heard,
    minute_heard,
    round_heard,
)
from award.meetings.queries.minutes import minute_of
from award.meetings.views.pages import unless_known
from award.moderation.queries.talks import remarks_of
from award.moderation.views.talking import titles_of

blueprint = Blueprint("along", __name__)


@blueprint.errorhandler(404)
def not_theirs(error: NotFound) -> ResponseReturnValue:
    """The same words whatever the reason: a tie, one who left the room, a mistyped reference."""
    if by_script() or not can(current_actor(), "assessment.dashboard"):
        return failed(error)
    return error_page(404, template="not_along"), 404


@blueprint.get("/assess/rounds/<reference>/meeting")
@requires("meeting.read_along", load=round_heard)
def index(found: HeardRound) -> str:
    return render_template("meetings/along_all.html", found=found, marking=MARKING)


def _asked(actor: Actor, reference: str) -> Heard | HeardMinute | None:
    return minute_heard(actor, reference) if by_script() else heard(actor, reference)


@blueprint.get("/assess/<reference>/meeting")
@requires("meeting.read_along", load=_asked)
def show(one: Heard | HeardMinute) -> ResponseReturnValue:
    """The page; its script asks here too what the minute says by now, and for nothing else."""
    if isinstance(one, HeardMinute):
        return unless_known(words=one.words, said=_said(one))
    minute = minute_of(one)
    mine, talk, actor = one.mine, one.talk, current_actor()
    return render_template(
        "meetings/along.html",
        one=one,
        application=mine.application,
        sheet=mine.sheet,
        values=stored_sheet(mine),
        peers=peers_sheets(mine) or (),
        passages=passages_beside(mine, reading_of(mine, way_of(mine))),
        said=remarks_of(talk, actor, titles_of(talk)),
        minute=minute,
        said_of_minute=_said(minute),
        marking=MARKING,
    )


def _said(minute: MeetingMinute | HeardMinute | None) -> str:
    """When it was written, and not by whom."""
    at = minute.written_at if minute and minute.words else None
    if at is None:
        return "Nothing is written yet"
    today = london(at).date() == clock.today()
    return f"As written {'at ' + clock_time(at) if today else short_datetime(at)}"
