"""Conflicts of interest that were found, and deciding about them."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from award.accounts.models import User
from award.applications.models import Application
from award.applications.rules.states import ASSESSABLE
from award.assessment.forms.conflicts import DecideForm
from award.assessment.queries import conflicts, staff
from award.assessment.queries.conflict_list import conflict_list
from award.assessment.rules.machine import ASSIGNMENT
from award.assessment.services.conflicts import SHOWN_AS, SO, decide, shown_of
from award.design.lists import listing
from award.foundation.db import transaction
from award.foundation.earlier import among
from award.foundation.edits import Telling
from award.foundation.web import attempt, current_actor, not_found, requires
from award.interests.queries.declarations import declarations_of
from award.interests.queries.ties import tie_between, ties_shown
from award.interests.rules.conflicts import Tie
from award.interests.rules.declared import KINDS
from award.interests.services.deciding import undoable

blueprint = Blueprint("conflicts", __name__, url_prefix="/manage/conflicts")


@blueprint.get("")
@requires("conflict.list")
def index() -> ResponseReturnValue:
    return render_template(
        "assessment/conflicts.html",
        listing=listing(conflict_list()),
        waiting=conflicts.number_to_decide(current_actor()),
    )


@blueprint.get("/<reference>/<person>")
@requires("conflict.list", load=staff.application_for_staff)
def show(found: Application, person: str) -> ResponseReturnValue:
    """What was found between somebody and an application, what was decided, and a decision."""
    return _show(found, person)


@blueprint.post("/<reference>/<person>")
@requires("conflict.decide", load=staff.application_for_staff)
def decided(found: Application, person: str) -> ResponseReturnValue:
    return _show(found, person)


def _show(found: Application, person: str) -> ResponseReturnValue:
    reference, form = found.reference, DecideForm()
    about = conflicts.person_about(found, person) or not_found()
    if form.validate_on_submit():
        with attempt(form), transaction():
            decide(
                found,
                about,
                form.decision.data,
                form.reason.data,
                shown=form.marks,
                actor=current_actor(),
            )
            flash(f"Decided about {about.name} and {reference}.", "success")
            return redirect(url_for(".index"))
    again = staff.application_for_staff(current_actor(), reference) or not_found()
    who = conflicts.person_about(again, person) or not_found()
    return _page(again, who, form)


def _page(found: Application, about: User, form: DecideForm) -> str:
    pair = found.id, about.id
    # As it is kept, in as many statements as ever; as it is now where what was sent didn't fit it.
    kept = ties_shown([pair[0]], [pair[1]]).get(pair)
    tie = tie_between(*pair) if form.is_submitted() else kept
    taken = conflicts.taken_from(*pair)
    may_assess = tie is None or not tie.hard or undoable(tie)
    form.offer(may_assess=may_assess, found=tie is not None, taken=taken is not None)
    shows = shown_of(tie)
    form.show(shows, _telling(kept))
    state, said_at = conflicts.held_between(found, about) or (None, None)
    last = next(iter(declarations_of(about)), None)
    return render_template(
        "assessment/conflict_found.html",
        application=found,
        person=about,
        tie=tie,
        shows=shows,
        over=found.state not in ASSESSABLE,
        part=not may_assess,
        has_it=ASSIGNMENT.states[state].staff_label if state else "Not asked",
        said_at=said_at,
        declared=[f"{KINDS[one.kind]}: {one.organisation}" for one in last.interests]
        if last
        else [],
        decided=conflicts.decided_before(found, about),
        form=form,
    )


def _telling(kept: Tie | None) -> Telling:
    """What a page showed is what is still kept, until the worker has been by."""
    known = {"found": [shown_of(one)["found"] for one in (None, kept)], "so": SO}
    return Telling(SHOWN_AS, lambda _, words: str(words or ""), lambda marks: among(marks, known))
