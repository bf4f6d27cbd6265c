"""A basket of applications, kept until it is emptied, and several assessors asked for them."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from award.assessment.forms.gathering import AskManyForm, BasketForm
from award.assessment.queries import gathering as gathered
from award.assessment.queries import lists, people, planning
from award.assessment.rules.sharing import Way
from award.assessment.services import gathering
from award.assessment.views import proposing
from award.assessment.views.lists import TICKED
from award.design.formatters import plural
from award.design.lists import listing
from award.foundation.db import transaction
from award.foundation.text import number
from award.foundation.web import current_actor, not_found, requires
from award.rounds.models import Round

blueprint = Blueprint("gathering", __name__)


@blueprint.get("/manage/rounds/<reference>/basket")
@requires("assessment.assign", load=lists.staff_round)
def show(round_: Round) -> ResponseReturnValue:
    return _page(round_, AskManyForm())


def _page(round_: Round, form: AskManyForm) -> str:
    where = {"reference": round_.reference}
    return render_template(
        "assessment/basket.html",
        round=round_,
        listing=listing(gathered.basket_list(round_), ".show", **where),
        form=form.offer(people.assessors_in(round_, current_actor())),
    )


@blueprint.post("/manage/rounds/<reference>/basket")
@requires("assessment.assign", load=lists.staff_round)
def ask(round_: Round) -> ResponseReturnValue:
    """Go on to the page that says what asking these people would come to."""
    reference = round_.reference
    form = AskManyForm().offer(people.assessors_in(round_, current_actor()))
    if form.validate_on_submit():
        chosen: dict[str, Any] = {"assessor": form.assessor.data, "way": form.way.data}
        return redirect(url_for(".propose", reference=reference, **chosen))
    return _page(lists.staff_round(current_actor(), reference) or not_found(), form)


@blueprint.post("/manage/rounds/<reference>/basket/take-out")
@requires("assessment.assign", load=lists.staff_round)
def take_out(round_: Round) -> ResponseReturnValue:
    """What is ticked, or everything."""
    actor, form = current_actor(), BasketForm()
    if form.validate_on_submit():
        if request.form.get("all"):
            with transaction():
                gathering.let_go(round_, None, actor=actor)
            flash("Your basket is empty.")
            return redirect(url_for("assessment_staff.applications", reference=round_.reference))
        ticked = request.form.getlist(TICKED)[: lists.MOST_CHOSEN]
        with transaction():
            chosen = gathered.all_gathered(actor, round_, ticked)
            gathering.let_go(round_, {one.id for one in chosen}, actor=actor)
        flash(f"{plural(len(chosen), 'application')} taken out of your basket.")
    return redirect(url_for(".show", reference=round_.reference))


@blueprint.route("/manage/rounds/<reference>/basket/assign", methods=["GET", "POST"])
@requires("assessment.assign", load=lists.staff_round)
def propose(round_: Round) -> ResponseReturnValue:
    """What asking these people for all of the basket comes to."""
    reference = round_.reference
    here, back = url_for(".propose", reference=reference), url_for(".show", reference=reference)
    given = [number(one) for one in request.values.getlist("assessor")]
    helpers = planning.helpers_among(current_actor(), round_, given)
    chosen = {"assessor": request.values.getlist("assessor"), "way": [str(_way())]}

    def choose(fresh: Round) -> proposing.Choice:
        applications = gathered.all_gathered(current_actor(), fresh)
        return proposing.Choice(applications, here, back, chosen, chosen, {})

    return proposing.propose(round_, helpers, _way(), choose)


def _way() -> Way:
    given = request.values.get("way", "")
    return Way(given) if given in set(Way) else Way.FILL
