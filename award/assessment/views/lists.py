"""Lists for staff: a round's applications with their assessors, and the assessors themselves."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from award.applications.models import Application
from award.assessment.forms.staff import AssignForm
from award.assessment.queries import list_reads, lists, planning, workload
from award.assessment.queries import people as people_queries
from award.assessment.queries.assessor_list import ASSESSORS
from award.assessment.queries.gathering import number_gathered
from award.assessment.queries.lists import ApplicationRow
from award.assessment.queries.reach import has_ties
from award.assessment.queries.workload import needed_in
from award.assessment.rules.machine import STATES
from award.assessment.rules.sharing import Way
from award.assessment.services import gathering
from award.assessment.views import proposing
from award.assessment.views.staff import blueprint
from award.design.formatters import plural
from award.design.lists import led_on, listing
from award.foundation.db import transaction
from award.foundation.errors import Refused
from award.foundation.policy import can
from award.foundation.tables import View
from award.foundation.text import number
from award.foundation.web import attempt, current_actor, not_found, requires
from award.interests.queries.declarations import standing_of
from award.interests.rules.declared import UNDECLARED
from award.rounds.models import Round

TICKED = "application"


@blueprint.get("/manage/rounds/<reference>/applications")
@requires("assessment.read_all", load=lists.staff_round)
def applications(round_: Round) -> ResponseReturnValue:
    return render_template("assessment/applications.html", **_list(round_, AssignForm()))


def _list(round_: Round, form: AssignForm) -> dict[str, Any]:
    """One page of the list as the address asks for it; what is ticked on others goes along."""
    where: dict[str, Any] = {"reference": round_.reference}
    ticked = request.values.getlist(TICKED)[: lists.MOST_CHOSEN]
    found = replace(
        listing(lists.application_list(round_), ".applications", **where),
        along=[(TICKED, one) for one in ticked],
    )
    people = (
        people_queries.assessors_in(round_, current_actor())
        if can(current_actor(), "assessment.assign")
        else []
    )
    here = {row.reference for row in found.rows}
    return {
        "round": round_,
        "listing": found,
        "counts": lists.counts_on(found.page),
        "needed": needed_in(round_),
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
    """Go on to the page that asks whether to assign those that are ticked, or to the list on
    another page or read otherwise with them; or put them into the basket."""
    reference = round_.reference
    form = AssignForm().offer(people_queries.assessors_in(round_, current_actor()))
    if request.form.get("basket"):
        return _gather(round_)
    if go := request.form.get("go"):
        ticked = request.form.getlist(TICKED)[: lists.MOST_CHOSEN]
        there = {**led_on(lists.application_list(round_), go), TICKED: ticked}
        return redirect(url_for(".applications", reference=reference, **there))
    if form.validate_on_submit():
        with attempt(form):
            who: dict[str, Any] = {"assessor": form.assessor.data, **_which(_chosen(round_))}
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
    """What asking this person for what was chosen comes to."""
    reference, given, asked = round_.reference, request.values, asked_of(round_)
    helpers = planning.helpers_among(current_actor(), round_, {number(given.get("assessor", ""))})

    def choose(fresh: Round) -> proposing.Choice:
        applications = _chosen(fresh)
        ticked = _which(applications)
        which = {"assessor": [helpers[0].id], **ticked}
        back = url_for(".applications", reference=reference, **asked, **ticked)
        carried = {**{key: _listed(value) for key, value in asked.items()}, **which}
        return proposing.Choice(applications, here, back, which, carried, asked)

    if not helpers or not (given.get(TICKED) or given.get("all")):
        return redirect(url_for(".applications", reference=reference, **asked))
    here = url_for(".assign_many", reference=reference, **asked)
    return proposing.propose(round_, helpers, Way.EACH, choose)


def _listed(value: Any) -> list[Any]:
    return [*value] if isinstance(value, list | tuple) else [value]


def view_of(round_: Round) -> View[ApplicationRow]:
    return lists.application_list(round_).read(request.args.to_dict(flat=False), current_actor())


def asked_of(round_: Round) -> dict[str, Any]:
    """What was asked of the list, to go back to it so."""
    return view_of(round_).back


def _chosen(round_: Round) -> list[Application]:
    """All of the list that the address asks for, or what was ticked."""
    actor, given = current_actor(), request.values
    if given.get("all"):
        return list_reads.all_listed(actor, round_, view_of(round_))
    ticked = given.getlist(TICKED)
    if not ticked:
        raise Refused("Tick at least one application")
    return lists.chosen_applications(actor, round_, ticked[: lists.MOST_CHOSEN])


def _which(chosen: list[Application]) -> dict[str, Any]:
    """How addresses and forms carry what was chosen: each, or that it is all of the list."""
    if request.values.get("all"):
        return {"all": ["1"]}
    return {TICKED: [one.reference for one in chosen]}


@blueprint.get("/manage/assessors")
@requires("assessment.read_all")
def assessors() -> ResponseReturnValue:
    who = request.args.get("assessor")
    if who is None:
        return render_template(
            "assessment/assessors.html",
            listing=listing(ASSESSORS, ".assessors"),
            stranded=people_queries.stranded_assessors(current_actor()),
        )
    actor = current_actor()
    person = people_queries.assessor_row(actor, who) or not_found()
    return render_template(
        "assessment/assessor.html",
        person=person,
        work=workload.open_assignments(actor, person.id),
        tied=has_ties(actor),
        states=STATES,
        undeclared=can(actor, "interests.list") and standing_of(person.id) in UNDECLARED,
    )
