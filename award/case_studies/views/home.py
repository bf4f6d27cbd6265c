"""The front page."""

from __future__ import annotations

from flask import Blueprint, current_app, render_template
from flask.typing import ResponseReturnValue

from award.case_studies.queries.public import latest
from award.foundation import clock
from award.foundation.public_pages import kept
from award.foundation.web import public
from award.rounds.queries.lists import open_and_next_rounds
from award.rounds.rules.phases import PHASES
from award.rounds.rules.stages import Stage
from award.rounds.views.holding import holds_for_list

blueprint = Blueprint("home", __name__)


@blueprint.get("/")
@public
@kept()
def index() -> ResponseReturnValue:
    now = clock.now()
    rounds = open_and_next_rounds(now)
    holds_for_list(rounds, now)
    return render_template(
        "home/index.html",
        open_rounds=[row for row in rounds if row.stage is Stage.OPEN],
        next_rounds=[row for row in rounds if row.stage is Stage.ANNOUNCED],
        about=PHASES,
        latest=latest(),
        contact_email=current_app.config["SETTINGS"].contact_email,
    )
