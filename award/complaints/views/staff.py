"""The register of complaints, and what is done about one."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from award.complaints import services
from award.complaints.forms import FORMS
from award.complaints.models import Complaint
from award.complaints.queries import COMPLAINTS, complaint, steps_of
from award.complaints.rules.states import ABOUT, OUTCOMES, STEPS, WAITING
from award.design.lists import listing
from award.foundation.db import transaction
from award.foundation.policy import Actor
from award.foundation.web import attempt, current_actor, not_found, requires

blueprint = Blueprint("complaints_staff", __name__, url_prefix="/manage/complaints")

_STEPS = "'acknowledge', 'answer', 'set-aside', 'note', 'keep-from'"
_WAITING_ONLY = frozenset({"acknowledge", "answer", "set-aside"})


@blueprint.get("")
@requires("complaint.list")
def index() -> ResponseReturnValue:
    return render_template("complaints/register.html", listing=listing(COMPLAINTS))


@blueprint.get("/<reference>")
@requires("complaint.read", load=complaint)
def show(found: Complaint) -> ResponseReturnValue:
    return render_template(
        "complaints/show.html",
        complaint=found,
        steps=steps_of(found),
        words={"about": ABOUT, "outcome": OUTCOMES, "step": STEPS},
    )


@blueprint.route(f"/<reference>/<any({_STEPS}):step>", methods=["GET", "POST"])
@requires("complaint.handle", load=complaint)
def act(found: Complaint, step: str) -> ResponseReturnValue:
    """One step: acknowledge, answer, set aside, a note, or keep it from somebody."""
    reference, form = found.reference, FORMS[step]()
    if not form.is_submitted() and step in _WAITING_ONLY and found.state not in WAITING:
        return redirect(url_for(".show", reference=reference))
    if form.validate_on_submit():
        with attempt(form), transaction():
            flash(_done(step, found, form, current_actor()), "success")
            return redirect(url_for(".show", reference=reference))
    latest = complaint(current_actor(), reference) or not_found()
    return render_template("complaints/act.html", complaint=latest, step=step, form=form)


def _done(step: str, found: Complaint, form: Any, actor: Actor) -> str:
    """Do what the form asks; what to say of it."""
    letter = "The letter is on its way." if found.email else "Print the letter below and send it."
    if step == "acknowledge":
        services.acknowledge(found, words=form.letter.data, actor=actor)
        return f"You have acknowledged the complaint. {letter}"
    if step == "answer":
        services.answer(found, outcome=form.outcome.data, words=form.letter.data, actor=actor)
        return f"You have answered the complaint. {letter}"
    if step == "set-aside":
        services.set_aside(found, reason=form.reason.data, actor=actor)
        return "The complaint is set aside. No letter was sent."
    if step == "note":
        services.add_note(found, words=form.note.data, actor=actor)
        return "Your note is saved."
    name = services.keep_from(found, email=form.email.data, actor=actor)
    return f"{name} does not see this complaint any more."
