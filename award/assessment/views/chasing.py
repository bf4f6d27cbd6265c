"""Assessors with sheets to come: reminding them, and handing on what they don't do."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from award.assessment.forms.chasing import ChaseForm, HeirsForm, SendForm, TimesForm
from award.assessment.queries import chasing as found
from award.assessment.queries import lists, planning
from award.assessment.queries.chase_letters import letters_about
from award.assessment.queries.chase_list import all_asked, chase_list
from award.assessment.queries.chasing import ChaseRow
from award.assessment.queries.handing_on import works_with
from award.assessment.queries.reach import reachable_applications
from award.assessment.rules.chasing import BY_HAND, REASONS, Chase
from award.assessment.services import chasing
from award.assessment.views.lists import TICKED
from award.design.formatters import plural
from award.design.lists import led_on, listing
from award.foundation import clock
from award.foundation.db import transaction
from award.foundation.errors import Refused
from award.foundation.previews import preview
from award.foundation.text import number
from award.foundation.web import attempt, current_actor, not_found, requires
from award.rounds.models import Round

blueprint = Blueprint("chasing", __name__)


@blueprint.get("/manage/rounds/<reference>/chasing")
@requires("assessment.read_all", load=lists.staff_round)
def show(round_: Round) -> ResponseReturnValue:
    return _page(round_, ChaseForm())


def _page(round_: Round, form: ChaseForm) -> str:
    where, ticked = {"reference": round_.reference}, request.values.getlist(TICKED)
    shown = replace(
        listing(chase_list(round_), ".show", **where), along=[(TICKED, one) for one in ticked]
    )
    here = {row.reference for row in shown.rows}
    return render_template(
        "assessment/chasing.html",
        round=round_,
        listing=shown,
        form=form,
        times=found.times_of(round_.id),
        asked=_back(round_),
        ticked=ticked,
        elsewhere=[one for one in dict.fromkeys(ticked) if one not in here],
    )


def _back(round_: Round) -> dict[str, Any]:
    asked = request.args.to_dict(flat=False)
    return chase_list(round_).read(asked, current_actor()).back


@blueprint.post("/manage/rounds/<reference>/chasing")
@requires("assessment.chase", load=lists.staff_round)
def choose(round_: Round) -> ResponseReturnValue:
    """Go on to the page that shows the email, for those that are ticked or all of the list; or to
    the list on another page or read otherwise with them."""
    form, reference = ChaseForm(), round_.reference
    if go := request.form.get("go"):
        there = {**led_on(chase_list(round_), go), TICKED: request.form.getlist(TICKED)}
        return redirect(url_for(".show", reference=reference, **there))
    if request.form.get("hand_on"):
        return _hand_on_those(round_, form)
    if form.validate_on_submit():
        with attempt(form):
            who = request.form.getlist(TICKED)
            if request.form.get("all"):
                asked = request.args.to_dict(flat=False)
                view = chase_list(round_).read(asked, current_actor())
                who = [one.reference for one in all_asked(current_actor(), round_, view)]
            if not who:
                raise Refused("Tick at least one assessor")
            chosen: dict[str, Any] = {"person": who, "reason": form.reason.data}
            return redirect(url_for(".send", reference=reference, **chosen))
    return _page(lists.staff_round(current_actor(), reference) or not_found(), form)


def _hand_on_those(round_: Round, form: ChaseForm) -> ResponseReturnValue:
    """Go on to the page that says where their work would go. Nobody is reminded."""
    there: dict[str, Any] = {"reference": round_.reference, "person": request.form.getlist(TICKED)}
    if there["person"]:
        return redirect(url_for("handing_on.several", **there))
    form.add_refusal("Tick at least one assessor")
    return _page(round_, form)


@blueprint.route("/manage/rounds/<reference>/chasing/send", methods=["GET", "POST"])
@requires("assessment.chase", load=lists.staff_round)
def send(round_: Round) -> ResponseReturnValue:
    """The email as the first of them gets it, who gets it, and who doesn't; and send it."""
    form, actor, reference = SendForm(), current_actor(), round_.reference
    given = request.values.get("reason", "")
    wanted = {number(one) for one in request.values.getlist("person")}
    people_ = [one for one in found.to_chase(actor, round_) if one.id in wanted]
    if given not in {str(one) for one in BY_HAND} or not people_:
        return redirect(url_for(".show", reference=reference))
    reason, now = Chase(given), clock.now()
    going = [one for one in people_ if one.hears(reason, now)]
    if form.validate_on_submit():
        with attempt(form), transaction():
            told = chasing.chase(round_, going, reason, actor=actor)
            flash(f"{plural(told, 'assessor')} reminded, each in one email.", "success")
            return redirect(url_for(".show", reference=reference))
        round_ = lists.staff_round(actor, reference) or not_found()
    reach = reachable_applications(actor)
    letters = letters_about(round_.id, going[:1], reach)
    email = preview("assessor.chased", letters[0], {"reason": str(reason)}) if letters else None
    return render_template(
        "assessment/chase.html",
        round=round_,
        form=form,
        going=going,
        told=[one for one in people_ if one.was_told(reason)],
        untrue=[one for one in people_ if one not in going and not one.was_told(reason)],
        reason=reason,
        words=REASONS[reason],
        email=email,
    )


@blueprint.route("/manage/rounds/<reference>/chasing/times", methods=["GET", "POST"])
@requires("assessment.chase", load=lists.staff_round)
def times(round_: Round) -> ResponseReturnValue:
    """When reminders go by themselves."""
    reference, now = round_.reference, found.times_of(round_.id)
    form = TimesForm(data=vars(now))
    if form.validate_on_submit():
        with attempt(form), transaction():
            chasing.choose_times(round_, form.times, actor=current_actor())
            flash("It is kept when reminders go by themselves.", "success")
            return redirect(url_for(".show", reference=reference))
        round_ = lists.staff_round(current_actor(), reference) or not_found()
    return render_template("assessment/chase_times.html", round=round_, form=form)


def _silent(round_: Round, number_: int) -> ChaseRow:
    rows = found.to_chase(current_actor(), round_)
    return next((one for one in rows if one.id == number_), None) or not_found()


@blueprint.route("/manage/rounds/<reference>/chasing/<int:number>", methods=["GET", "POST"])
@requires("assessment.assign", load=lists.staff_round)
def hand_on(round_: Round, number: int) -> ResponseReturnValue:
    """What somebody has still to do, and who takes it over."""
    silent, actor = _silent(round_, number), current_actor()
    work = works_with(actor, round_, silent.id)
    form = HeirsForm().offer(planning.heirs_of(actor, round_, work, silent.id))
    if form.validate_on_submit():
        to: dict[str, Any] = {
            "reference": round_.reference,
            "number": number,
            "assessor": form.assessor.data,
        }
        return redirect(url_for("handing_on.one", **to))
    return render_template(
        "assessment/hand_on.html",
        round=round_,
        silent=silent,
        work=work,
        form=form,
    )
