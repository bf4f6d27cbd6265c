"""Lists for staff: a round's applications with their assessors, and the assessors themselves."""

from __future__ import annotations

from collections import Counter
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from award.accounts.models import User
from award.applications.models import Application
from award.assessment.forms.staff import AssignForm, AssignManyForm
from award.assessment.queries import list_reads, lists, workload
from award.assessment.queries import people as people_queries
from award.assessment.queries.assessor_list import ASSESSORS
from award.assessment.queries.gathering import number_gathered
from award.assessment.queries.lists import ApplicationRow
from award.assessment.queries.reach import has_ties
from award.assessment.rules.asking import about_assigning
from award.assessment.rules.machine import STATES
from award.assessment.services import assigning, gathering
from award.assessment.views.staff import blueprint
from award.design.formatters import plural
from award.design.lists import listing
from award.foundation.db import transaction
from award.foundation.errors import Refused
from award.foundation.policy import can
from award.foundation.tables import View
from award.foundation.web import attempt, current_actor, not_found, requires
from award.foundation.work import AT_ONCE, Job
from award.rounds.models import Round

TICKED = "application"


@blueprint.get("/manage/rounds/<reference>/applications")
@requires("assessment.read_all", load=lists.staff_round)
def applications(round_: Round) -> ResponseReturnValue:
    return render_template("assessment/applications.html", **_list(round_, AssignForm()))


def _list(round_: Round, form: AssignForm) -> dict[str, Any]:
    """One page of the list as the address asks for it; what is ticked on others goes along."""
    where: dict[str, Any] = {"reference": round_.reference}
    found = listing(lists.application_list(round_), ".applications", **where)
    people = (
        people_queries.assessors(current_actor())
        if can(current_actor(), "assessment.assign")
        else []
    )
    ticked = request.values.getlist("application")[: lists.MOST_CHOSEN]
    here = {row.reference for row in found.rows}
    return {
        "round": round_,
        "listing": found,
        "counts": lists.counts_on(found.page),
        "people": people,
        "form": form.offer(people),
        "ticked": ticked,
        "elsewhere": [one for one in dict.fromkeys(ticked) if one not in here],
        "asked": asked_of(round_),
        "gathered": number_gathered(current_actor(), round_),
    }


@blueprint.post("/manage/rounds/<reference>/applications")
@requires("assessment.assign", load=lists.staff_round)
def choose_many(round_: Round) -> ResponseReturnValue:
    """Go on to the page that asks whether to assign those that are ticked, or to another page of
    the list with them; or put them into the basket."""
    reference, form = (
        round_.reference,
        AssignForm().offer(people_queries.assessors(current_actor())),
    )
    if request.form.get("basket"):
        return _gather(round_)
    if page := request.form.get("go"):
        ticked = request.form.getlist("application")[: lists.MOST_CHOSEN]
        there = {**asked_of(round_), "page": page, "application": ticked}
        return redirect(url_for(".applications", reference=reference, **there))
    if form.validate_on_submit():
        with attempt(form):
            person, chosen = _chosen(round_)
            assigning.would_assign(chosen, person)  # refused for people who can't be asked at all
            who: dict[str, Any] = {"assessor": person.id, **_which(chosen)}
            return redirect(url_for(".assign_many", reference=reference, **asked_of(round_), **who))
    again = lists.staff_round(current_actor(), reference) or not_found()
    return render_template("assessment/applications.html", **_list(again, form))


def _gather(round_: Round) -> ResponseReturnValue:
    """What is ticked, or all of the list that the address asks for, goes into the basket; and back
    to the same page. It is no page of its own: a browser lets go of the ticks that it kept once
    their form was taken where it leads."""
    actor, given, back = current_actor(), request.form, asked_of(round_)
    where = url_for(".applications", reference=round_.reference, **back)
    ticked, every = given.getlist(TICKED)[: lists.MOST_CHOSEN], given["basket"] == "all"
    if not ticked and not every:
        flash("Tick at least one application to put it into your basket.", "info")
        return redirect(where)
    with transaction():
        chosen = (
            list_reads.all_listed(actor, round_, view_of(round_))
            if every
            else lists.chosen_applications(actor, round_, ticked)
        )
        new = gathering.gather(chosen, round_, actor=actor)
    there = len(chosen) - new
    said = f"{plural(new, 'application')} put into your basket."
    flash(said + (f" {there} {'was' if there == 1 else 'were'} there already." if there else ""))
    return redirect(where)


@blueprint.route("/manage/rounds/<reference>/applications/assign", methods=["GET", "POST"])
@requires("assessment.assign", load=lists.staff_round)
def assign_many(round_: Round) -> ResponseReturnValue:
    """What pressing the button will do, and what it can't; and do it."""
    reference, form, given = round_.reference, AssignManyForm(), request.values
    if not given.get("application") and not given.get("all"):
        return redirect(url_for(".applications", reference=reference, **asked_of(round_)))
    person, chosen = _chosen(round_)
    if form.validate_on_submit():
        with attempt(form), transaction():
            actor, shown = current_actor(), form.marks
            done = assigning.assign_or_ask(chosen, person, round_, actor=actor, shown=shown)
            if isinstance(done, Job):
                return redirect(url_for("work.show", reference=done.reference))
            _tell(person, done)
            return redirect(url_for(".applications", reference=reference, **asked_of(round_)))
        round_ = lists.staff_round(current_actor(), reference) or not_found()
        person, chosen = _chosen(round_)
    return _ask_first(round_, person, chosen, form)


def view_of(round_: Round) -> View[ApplicationRow]:
    return lists.application_list(round_).read(request.args.to_dict(flat=False), current_actor())


def asked_of(round_: Round) -> dict[str, Any]:
    """What was asked of the list, to go back to it so."""
    return view_of(round_).back


def _chosen(round_: Round) -> tuple[User, list[Application]]:
    """Who is to assess what: all of the list that the address asks for, or what was ticked."""
    actor, given = current_actor(), request.values
    person, ticked = (
        people_queries.assessor_by_number(given.get("assessor", "")),
        given.getlist(TICKED),
    )
    if person is None:
        raise Refused("Choose someone from the list", field="assessor")
    if given.get("all"):
        return person, list_reads.all_listed(actor, round_, view_of(round_))
    if not ticked:
        raise Refused("Tick at least one application")
    few = ticked[: lists.MOST_CHOSEN]
    return person, lists.chosen_applications(actor, round_, few)


def _which(chosen: list[Application]) -> dict[str, Any]:
    """How addresses and forms carry what was chosen: each, or that it is all of the list."""
    if request.values.get("all"):
        return {"all": "1"}
    return {TICKED: [one.reference for one in chosen]}


def _ask_first(round_: Round, person: User, chosen: list[Application], form: AssignManyForm) -> str:
    would = assigning.would_assign(chosen, person)
    form.show(assigning.shown_of(would), about_assigning(would, person.name))
    refused = [(one, reason) for one in chosen if (reason := would[one.reference])]
    return render_template(
        "assessment/assign.html",
        form=form,
        round=round_,
        person=person,
        possible=[one for one in chosen if would[one.reference] is None],
        refused=refused,
        reasons=Counter(reason for _, reason in refused).most_common(),
        at_once=AT_ONCE,
        asked=asked_of(round_),
        which=_which(chosen),
    )


def _tell(person: User, done: list[str]) -> None:
    if done:
        many = done[0] if len(done) == 1 else f"{len(done)} applications"
        flash(f"{person.name} has been asked to assess {many}, in one email.", "success")


@blueprint.get("/manage/assessors")
@requires("assessment.read_all")
def assessors() -> ResponseReturnValue:
    number = request.args.get("assessor")
    if number is None:
        return render_template(
            "assessment/assessors.html",
            listing=listing(ASSESSORS, ".assessors"),
            stranded=people_queries.stranded_assessors(current_actor()),
        )
    actor = current_actor()
    person = people_queries.assessor_row(actor, number) or not_found()
    return render_template(
        "assessment/assessor.html",
        person=person,
        work=workload.open_assignments(actor, person.id),
        tied=has_ties(actor),
        states=STATES,
    )
