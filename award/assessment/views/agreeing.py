"""A round's rules for assessors: agreed to once, before the first application is read."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from award.assessment.forms.sheet import AgreeForm
from award.assessment.queries import agreements
from award.assessment.services import agreeing
from award.foundation.db import transaction
from award.foundation.web import attempt, current_actor, not_found, requires
from award.rounds.models import Round
from award.rounds.queries.rounds import managed_round

blueprint = Blueprint("agreeing", __name__)


@blueprint.route("/assess/rounds/<reference>/rules", methods=["GET", "POST"])
@requires("assessment.dashboard", load=agreements.round_of_mine)
def rules(round_: Round) -> ResponseReturnValue:
    """To agree to, and to read again afterwards."""
    if not round_.assessor_rules:
        not_found()
    form, actor, reference = AgreeForm(), current_actor(), round_.reference
    if form.validate_on_submit():
        with attempt(form), transaction():
            agreeing.agree(round_, actor=actor)
            flash("Thank you. You have agreed to the rules.", "success")
            return redirect(url_for("assessment.dashboard"))
    again = agreements.round_of_mine(actor, reference) or not_found()
    return render_template(
        "assessment/rules.html",
        round=again,
        form=form,
        agreed_at=agreements.agreed_at(again, actor.user_id),
    )


@blueprint.get("/manage/rounds/<reference>/assessor-rules")
@requires("assessment.read_all", load=managed_round)
def agreed(round_: Round) -> ResponseReturnValue:
    """For staff: who has agreed, and who hasn't yet."""
    people = agreements.agreements_in(current_actor(), round_)
    return render_template("assessment/rules_agreed.html", round=round_, people=people)
