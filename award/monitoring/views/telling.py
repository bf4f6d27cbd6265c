"""The sums: for staff, and what applying cost for everybody."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from award.design.forms import Form
from award.foundation.db import transaction
from award.foundation.policy import can
from award.foundation.web import attempt, current_actor, not_found, public, requires
from award.monitoring import queries, services
from award.monitoring.rules.asked import Moment
from award.monitoring.rules.sums import merged
from award.rounds.models import Round
from award.rounds.queries.rounds import round_by_reference

blueprint = Blueprint("monitoring_told", __name__)


@blueprint.get("/manage/rounds/<reference>/who-applied")
@requires("monitoring.view", load=queries.round_to_report)
def who_applied(round_: Round) -> ResponseReturnValue:
    """The report, or the button that makes it, once every decision is released."""
    return _who_applied(round_, Form())


@blueprint.post("/manage/rounds/<reference>/who-applied")
@requires("monitoring.count", load=queries.round_to_report)
def count_who_applied(round_: Round) -> ResponseReturnValue:
    form = Form()
    if form.validate_on_submit():
        with attempt(form), transaction():
            services.count_who_applied(round_, actor=current_actor())
            flash("It is counted, and what each person said is deleted.", "success")
            return redirect(url_for(".who_applied", reference=round_.reference))
    return _who_applied(round_, form)


def _who_applied(round_: Round, form: Form) -> ResponseReturnValue:
    report = queries.report_of(round_.id)
    ready = report is None and Moment.DECIDED in queries.may_be_counted(round_)
    return render_template(
        "monitoring/who_applied.html",
        form=form,
        round=round_,
        report=report,
        ready=ready,
        merged=merged,
    )


@blueprint.get("/manage/rounds/<reference>/cost")
@requires("monitoring.view", load=queries.round_to_report)
def cost(round_: Round) -> ResponseReturnValue:
    """What was counted, with what would have helped, and buttons to count the rest."""
    return _cost(round_, Form())


@blueprint.post("/manage/rounds/<reference>/cost/<any(submitted, decided):moment>")
@requires("monitoring.count", load=queries.round_to_report)
def count_cost(round_: Round, moment: str) -> ResponseReturnValue:
    form = Form()
    if form.validate_on_submit():
        with attempt(form), transaction():
            services.count_cost(round_, moment=Moment(moment), actor=current_actor())
            flash("It is counted, and what each person told is deleted.", "success")
            return redirect(url_for(".cost", reference=round_.reference))
    return _cost(round_, form)


def _cost(round_: Round, form: Form) -> ResponseReturnValue:
    told = queries.costs_of(round_.id)
    open_now = queries.may_be_counted(round_) if can(current_actor(), "monitoring.count") else set()
    return render_template(
        "monitoring/what_it_cost.html",
        form=form,
        round=round_,
        told=told,
        ready=open_now - set(told),
        staff=True,
    )


@blueprint.get("/rounds/<reference>/cost")
@public
def public_cost(reference: str) -> ResponseReturnValue:
    """Medians for whoever thinks of applying; never what anybody wrote."""
    found = round_by_reference(current_actor(), reference) or not_found()
    return render_template(
        "monitoring/what_it_cost.html", round=found, told=queries.costs_of(found.id), staff=False
    )
