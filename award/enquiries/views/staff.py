"""The register of enquiries, and the answer to one."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from award.design.lists import listing
from award.enquiries import services
from award.enquiries.forms import FORMS
from award.enquiries.models import Enquiry
from award.enquiries.queries import ENQUIRIES, enquiry
from award.enquiries.rules.limits import days_left
from award.enquiries.rules.states import EnquiryState
from award.foundation import clock
from award.foundation.db import transaction
from award.foundation.web import attempt, current_actor, not_found, requires

blueprint = Blueprint("enquiries_staff", __name__, url_prefix="/manage/enquiries")


@blueprint.get("")
@requires("enquiry.list")
def index() -> ResponseReturnValue:
    return render_template("enquiries/register.html", listing=listing(ENQUIRIES))


@blueprint.get("/<reference>")
@requires("enquiry.read", load=enquiry)
def show(found: Enquiry) -> ResponseReturnValue:
    left = days_left(found.due_at, clock.now())
    return render_template("enquiries/show.html", enquiry=found, left=left)


@blueprint.route("/<reference>/<any('answer', 'set-aside'):step>", methods=["GET", "POST"])
@requires("enquiry.handle", load=enquiry)
def act(found: Enquiry, step: str) -> ResponseReturnValue:
    """Answer it, or set it aside."""
    reference, form, actor = found.reference, FORMS[step](), current_actor()
    if not form.is_submitted() and found.state != EnquiryState.RECEIVED:
        return redirect(url_for(".show", reference=reference))
    if form.validate_on_submit():
        with attempt(form), transaction():
            if step == "answer":
                services.answer(found, words=form.letter.data, actor=actor)
                flash("Your answer is on its way.", "success")
            else:
                services.set_aside(found, reason=form.letter.data, actor=actor)
                flash("The enquiry is set aside. No email was sent.", "success")
            return redirect(url_for(".show", reference=reference))
    latest = enquiry(actor, reference) or not_found()
    return render_template("enquiries/act.html", enquiry=latest, step=step, form=form)
