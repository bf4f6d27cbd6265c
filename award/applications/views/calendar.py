"""When one application closes, for the calendar of whoever writes it."""

from __future__ import annotations

from flask import current_app, redirect, url_for
from flask.typing import ResponseReturnValue

from award.applications.models import Application
from award.applications.queries import applications
from award.applications.queries.reminders import times_moved
from award.applications.rules import changing
from award.applications.views.blueprint import blueprint
from award.design.formatters import long_datetime
from award.foundation import arrival, calendar_files
from award.foundation.calendars import Entry, uid
from award.foundation.web import current_actor, requires


@blueprint.get("/applications/<reference>/closing.ics")
@requires("application.view", load=applications.own_application)
def closing_entry(application: Application) -> ResponseReturnValue:
    """The same entry as reminders have, with the application's own extension or the date of a
    change request; once it has closed, the page that says so."""
    if not changing.open_now(application, arrival.moment()):
        return redirect(url_for(".task_list", reference=application.reference))
    address = current_app.config["SETTINGS"].base_url
    page = f"{address}/applications/{application.reference}"
    closes_at = application.closes_at
    entry = Entry(
        uid=uid(f"closing-{application.reference}", address),
        sequence=times_moved(application.id, current_actor().user_id, closes_at),
        by=closes_at,
        summary=f"Closing: {application.title or application.reference}",
        description=f"{_says(application)}\n{page}",
        url=page,
    )
    return calendar_files.handed_out(entry, f"{application.reference}-closing.ics")


def _says(application: Application) -> str:
    """In words what ends then: its round may have closed long before."""
    until = long_datetime(application.closes_at)
    if changing.asking(application) is not None:
        return (
            f"Send the changes you were asked for by {until}. If you don’t, what you sent stands."
        )
    title = application.round.title
    return f"{title}: you can send it until {until}, and nothing can be sent after that."
