"""The challenges that people told of, and what becomes of each."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from award.challenges import services
from award.challenges.forms import FORMS
from award.challenges.models import Challenge
from award.challenges.queries.told import CHALLENGES, challenge
from award.challenges.rules.asked import ORGANISATIONS, PLACES, WANTED, kinds_in_words
from award.design.lists import listing
from award.foundation.db import transaction
from award.foundation.web import attempt, current_actor, not_found, requires

blueprint = Blueprint("challenges_staff", __name__, url_prefix="/manage/challenges")
_DONE = {
    "publish": "Anyone can read these words now.",
    "count": "It counts with the next numbers. Nobody else reads its words.",
    "ask": "Your question is on its way.",
    "decline": "It is declined. No email was sent.",
    "take-down": "Its words are taken down.",
}


@blueprint.get("")
@requires("challenge.list")
def index() -> ResponseReturnValue:
    return render_template("challenges/list.html", listing=listing(CHALLENGES))


@blueprint.get("/<reference>")
@requires("challenge.read", load=challenge)
def show(found: Challenge) -> ResponseReturnValue:
    return render_template(
        "challenges/show.html",
        challenge=found,
        kinds=kinds_in_words(found.kinds),
        organisation=ORGANISATIONS[found.organisation],
        setting=PLACES[found.setting],
        problem=WANTED.get(found.problem, "Not said"),
    )


@blueprint.route(
    "/<reference>/<any('publish', 'count', 'ask', 'decline', 'take-down'):decision>",
    methods=["GET", "POST"],
)
@requires("challenge.decide", load=challenge)
def act(found: Challenge, decision: str) -> ResponseReturnValue:
    reference, actor = found.reference, current_actor()
    form: Any = FORMS[decision](data={"letter": found.words} if decision == "publish" else None)
    if form.validate_on_submit():
        with attempt(form), transaction():
            _do(decision, found, form, actor)
            flash(_DONE[decision], "success")
            return redirect(url_for(".show", reference=reference))
    latest = challenge(actor, reference) or not_found()
    return render_template("challenges/act.html", challenge=latest, step=decision, form=form)


def _do(step: str, found: Challenge, form: Any, actor: Any) -> None:
    if step == "publish":
        services.publish(found, words=form.letter.data, actor=actor)
    elif step == "count":
        services.count(found, actor=actor)
    elif step == "ask":
        services.ask(found, question=form.letter.data, actor=actor)
    elif step == "decline":
        services.decline(found, reason=form.letter.data, actor=actor)
    else:
        services.take_down(found, reason=form.letter.data, actor=actor)
