"""The front page: for a visitor what it is, and for who is signed in where they were."""

from __future__ import annotations

from flask import Blueprint, current_app, render_template, url_for
from flask.typing import ResponseReturnValue

from award.case_studies.queries.collection import collection
from award.case_studies.queries.public import latest
from award.foundation import clock
from award.foundation.menu import start_endpoint
from award.foundation.pointers import pointers
from award.foundation.public_pages import kept
from award.foundation.waits import what_waits
from award.foundation.web import current_actor, public
from award.rounds.queries.lists import open_and_next_rounds
from award.rounds.rules.phases import PHASES
from award.rounds.rules.stages import Stage
from award.rounds.views.holding import holds_for_list

blueprint = Blueprint("home", __name__)

FIRST = 3
"""What waits for somebody, at most; their own page has all of it."""


@blueprint.get("/")
@public
@kept()
def index() -> ResponseReturnValue:
    now = clock.now()
    rounds = open_and_next_rounds(now)
    holds_for_list(rounds, now)
    actor, told = current_actor(), collection()
    mine = not actor.is_anonymous
    open_now = [row for row in rounds if row.stage is Stage.OPEN]
    return render_template(
        "home/index.html",
        open_rounds=open_now,
        to_share=sum(row.budget_gbp for row in open_now if not row.invites),
        figures=pointers("front page", [0])[0],
        next_rounds=[row for row in rounds if row.stage is Stage.ANNOUNCED],
        about=PHASES,
        latest=latest(),
        told=len(told.ids),
        failed=told.failed.bit_count(),
        waits=what_waits(actor)[:FIRST] if mine else (),
        start=url_for(start_endpoint(actor, "applications.index")) if mine else "",
        contact_email=current_app.config["SETTINGS"].contact_email,
    )
