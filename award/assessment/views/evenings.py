"""A proposal for the evenings, as a page where it is changed and as entries for a calendar."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from flask import Blueprint, Response, render_template, request, url_for
from flask.typing import ResponseReturnValue

from award.assessment.queries.evenings import works_of
from award.assessment.queries.own import panel_and_evening
from award.assessment.rules.evenings import USUAL_EACH, Evening, Plan, planned, usual_minutes
from award.design.formatters import london, plural
from award.foundation import calendars, clock
from award.foundation.text import number
from award.foundation.web import current_actor, requires

blueprint = Blueprint("evenings", __name__)

LENGTHS = (20, 30, 45, 60, 75, 90, 120)
NUMBERS = (1, 2, 3, 4, 5)


def plan_now(
    minutes: int | None, each: int | None, profile: tuple[str, int | None] | None = None
) -> Plan:
    """For whoever asks, from now on; as many in an evening as their profile says, each as long as
    is usual on their panel. `profile`: both, where they are known already."""
    panel, evening = profile or panel_and_evening(current_actor())
    each, minutes = each or evening or USUAL_EACH, minutes or usual_minutes(panel)
    works = [replace(one, due_at=london(one.due_at)) for one in works_of(current_actor())]
    return planned(works, minutes, each, london(clock.now()))


def _asked() -> tuple[int | None, int | None]:
    """What the address asks for, as far as it is one of those that are offered."""
    minutes, each = (number(request.args.get(name, "")) for name in ("minutes", "each"))
    return (
        minutes if minutes in LENGTHS else None,
        each if each in NUMBERS else None,
    )


@blueprint.get("/assess/evenings")
@requires("assessment.dashboard")
def show() -> ResponseReturnValue:
    """Nothing is kept: the choice is in the address."""
    minutes, each = _asked()
    plan = plan_now(minutes, each)
    return render_template(
        "assessment/evenings.html",
        plan=plan,
        lengths={str(one): plural(one, "minute") for one in LENGTHS},
        numbers={str(one): str(one) for one in sorted({*NUMBERS, plan.each})},
    )


@blueprint.get("/assess/evenings.ics")
@requires("assessment.dashboard")
def calendar() -> ResponseReturnValue:
    """One entry for each evening, with references alone: a calendar is seen by others."""
    file = calendars.file_of([_entry(one) for one in plan_now(*_asked()).evenings], "evenings.ics")
    return Response(
        file.content,
        mimetype="text/calendar",
        headers={"Content-Disposition": f"attachment; filename={file.name}"},
    )


def _entry(evening: Evening) -> calendars.Entry:
    begins = datetime.combine(evening.day, evening.slots[0].at, tzinfo=london(clock.now()).tzinfo)
    end = evening.slots[-1]
    count = len(evening.slots)
    here = url_for("assessment.dashboard", _external=True)
    return calendars.Entry(
        uid=calendars.uid(f"evening-{evening.day}-{current_actor().user_id}", here),
        sequence=int(clock.now().timestamp()) // 60,
        begins=begins,
        by=datetime.combine(evening.day, end.at, tzinfo=begins.tzinfo) + end.length,
        summary=f"Assess {plural(count, 'application')}",
        description=", ".join(slot.work.reference for slot in evening.slots),
        url=here,
    )
