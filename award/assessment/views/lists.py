"""Lists for staff: a round's applications with their assessors, and the assessors themselves."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from award.assessment import queries, services
from award.assessment.forms import AssignForm, PanelForm
from award.assessment.views.staff import blueprint
from award.design.pagination import pages
from award.foundation.db import transaction
from award.foundation.errors import Refused
from award.foundation.policy import can
from award.foundation.web import attempt, current_actor, not_found, requires
from award.foundation.workflow import machines
from award.rounds.models import Round


@blueprint.get("/manage/rounds/<reference>/applications")
@requires("assessment.read_all", load=queries.staff_round)
def applications(round_: Round) -> ResponseReturnValue:
    return render_template("assessment/applications.html", **_list(round_, AssignForm()))


def _list(round_: Round, form: AssignForm) -> dict[str, Any]:
    """One page of the list, as the address asks for it."""
    state, text = request.args.get("state", ""), request.args.get("q", "")
    page = max(1, request.args.get("page", 1, type=int))
    found = queries.applications_in(current_actor(), round_, state=state, text=text, page=page)
    last = max(1, -(-found.total // queries.PER_PAGE))
    if page > last:
        not_found()
    here: dict[str, Any] = {"reference": round_.reference, "state": state, "q": text}
    people = queries.assessors() if can(current_actor(), "assessment.assign") else []
    return {
        "round": round_,
        "found": found,
        "state": state,
        "text": text,
        "page": page,
        "pages": pages(page, last, lambda number: url_for(".applications", page=number, **here)),
        "states": machines()["application"].states,
        "people": people,
        "form": form.offer(people),
        "ticked": request.form.getlist("application"),
    }


@blueprint.post("/manage/rounds/<reference>/applications")
@requires("assessment.assign", load=queries.staff_round)
def assign_many(round_: Round) -> ResponseReturnValue:
    reference, form = round_.reference, AssignForm().offer(queries.assessors())
    if form.validate_on_submit():
        with attempt(form), transaction():
            _assign_ticked(round_, form)
            asked: dict[str, Any] = {key: request.args.get(key) for key in ("state", "q", "page")}
            return redirect(url_for(".applications", reference=reference, **asked))
    again = queries.staff_round(current_actor(), reference) or not_found()
    return render_template("assessment/applications.html", **_list(again, form))


def _assign_ticked(round_: Round, form: AssignForm) -> None:
    actor, ticked = current_actor(), request.form.getlist("application")[: queries.PER_PAGE]
    person = queries.assessor_by_number(form.assessor.data)
    if person is None:
        raise Refused("Choose someone from the list", field="assessor")
    if not ticked:
        raise Refused("Tick at least one application")
    chosen = queries.chosen_applications(actor, round_, ticked)
    done, refused = services.assign_many(chosen, person, actor=actor)
    if done:
        flash(f"{person.name} has been asked to assess {', '.join(done)}.", "success")
    for application, reason in refused.items():
        flash(f"{application} was not assigned. {reason.rstrip('.')}.", "warning")


@blueprint.get("/manage/assessors")
@requires("assessment.read_all")
def assessors() -> ResponseReturnValue:
    return render_template("assessment/assessors.html", people=queries.assessors(), form=None)


@blueprint.post("/manage/assessors")
@requires("assessment.profiles")
def set_panel() -> ResponseReturnValue:
    form = PanelForm()
    if form.validate_on_submit():
        with attempt(form), transaction():
            person = queries.assessor_by_number(form.assessor.data)
            if person is None:
                raise Refused("Choose someone from the list", field="assessor")
            services.set_profile(person, panel=form.panel.data, actor=current_actor())
            flash(f"{person.name} sits on the panel you chose.", "success")
            return redirect(url_for(".assessors"))
    return render_template("assessment/assessors.html", people=queries.assessors(), form=form)
