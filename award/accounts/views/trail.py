"""The audit trail: what was done, by whom, and whether the record of it is whole."""

from __future__ import annotations

from datetime import date
from urllib.parse import urlencode

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue

from award.accounts import queries
from award.foundation import audit, events
from award.foundation.text import day, number
from award.foundation.web import current_actor, requires

blueprint = Blueprint("audit", __name__, url_prefix="/manage/audit")

CHECKED_AT_ONCE = 20_000
FAULTS_SHOWN = 20


@blueprint.get("")
@requires("audit.read")
def index() -> ResponseReturnValue:
    wanted, typed, errors = _wanted()
    page = queries.trail(current_actor(), wanted, before=_number("before"), after=_number("after"))
    return render_template(
        "accounts/trail.html",
        page=page,
        typed=typed,
        errors=errors,
        filtered=any(typed.values()),
        events=events,
        newer=_beside(typed, "after", page.newer),
        older=_beside(typed, "before", page.older),
    )


def _beside(typed: dict[str, str], side: str, number: int | None) -> str | None:
    """The address of the page before or after this one, with the same filter."""
    if number is None:
        return None
    kept = {name: text for name, text in typed.items() if text}
    return f"{url_for('.index')}?{urlencode({**kept, side: number})}"


def _wanted() -> tuple[queries.Wanted, dict[str, str], list[tuple[str, str]]]:
    """What to show, what was typed (blank where nothing), and what is wrong with it."""
    names = ("event", "person", "subject", "since", "until")
    typed = {name: request.args.get(name, "").strip()[:255] for name in names}
    days: dict[str, date | None] = {}
    errors = []
    for name, words in (("since", "“From” must be a date"), ("until", "“To” must be a date")):
        days[name] = day(typed[name])
        if typed[name] and days[name] is None:
            errors.append((f"{words}, like 2026-11-23", f"#{name}"))
    wanted = queries.Wanted(typed["event"], typed["person"], typed["subject"], **days)
    return wanted, typed, errors


def _number(name: str) -> int | None:
    """A number of an event; one that no database holds counts as none."""
    return number(request.args.get(name))


@blueprint.get("/check")
@requires("audit.read")
def check() -> ResponseReturnValue:
    """Check the chain, so many events at a time that the page comes soon."""
    start = _number("after") or 0
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
