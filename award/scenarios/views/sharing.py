"""The switch of a scenario: whether its panel reads it, and can say what it thinks."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from award.foundation.db import transaction
from award.foundation.errors import Refused
from award.foundation.web import attempt, current_actor, requires
from award.scenarios.forms import SharingForm
from award.scenarios.queries.scenarios import Told, scenario_told
from award.scenarios.services import sharing

blueprint = Blueprint("scenarios_sharing", __name__)
_PANEL = "/manage/rounds/<reference>/scenarios/<int:number>/panel"
_DOES = {
    "share": (sharing.share, "Shared with the panel. Its people are told by email once."),
    "take_back": (sharing.take_back, "Taken back: the panel doesn’t read it any more."),
    "close": (sharing.close, "Closed. What the panel said of it stands."),
    "open": (sharing.let_say_again, "The panel can say again whether it agrees."),
}


@blueprint.get(_PANEL)
@requires("scenario.share", load=scenario_told)
def where(told: Told) -> ResponseReturnValue:
    """The buttons stand on the scenario’s page."""
    return redirect(_back(told))


@blueprint.post(_PANEL)
@requires("scenario.share", load=scenario_told)
def switch(told: Told) -> ResponseReturnValue:
    form, back = SharingForm(), _back(told)
    if form.validate_on_submit():
        act, done = _DOES[form.do.data]
        with attempt(form), transaction():
            act(told, actor=current_actor())
            flash(done, "success")
            return redirect(back)
    raise Refused(form.first_refusal("Choose what to do with it"), rule="scenario.share")


def _back(told: Told) -> str:
    return url_for(
        "scenarios.show", reference=told.panel.reference, number=told.scenario.id, _anchor="panel"
    )
