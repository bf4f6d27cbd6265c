"""The audit trail: what was done, by whom, and whether the record of it is whole."""

from __future__ import annotations

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue

from award.accounts.queries import trail
from award.design.lists import listing
from award.foundation import audit, events
from award.foundation.text import number
from award.foundation.web import current_actor, requires

blueprint = Blueprint("audit", __name__, url_prefix="/manage/audit")

CHECKED_AT_ONCE = 20_000
FAULTS_SHOWN = 20


@blueprint.get("")
@requires("audit.read")
def index() -> ResponseReturnValue:
    actor = current_actor()
    return render_template(
        "accounts/trail.html", listing=listing(trail.trail_for(actor)), events=events
    )


@blueprint.get("/check")
@requires("audit.read")
def check() -> ResponseReturnValue:
    """Check the chain, so many events at a time that the page comes soon."""
    start = number(request.args.get("after")) or 0
    links = list(audit.chain(start, CHECKED_AT_ONCE))
    more = len(links) == CHECKED_AT_ONCE and bool(list(audit.chain(links[-1].id, 1)))
    faults = [link for link in links if not link.whole]
    return render_template(
        "accounts/trail_check.html",
        events=events,
        start=start,
        count=len(links),
        last=links[-1] if links else None,
        faults=faults[:FAULTS_SHOWN],
        fault_count=len(faults),
        further=url_for(".check", after=links[-1].id) if more else None,
    )
