"""Making a case study of a project that somebody shared."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from award.case_studies.services import taking_on
from award.case_studies.views.staff import blueprint
from award.design.forms import Form
from award.foundation.db import transaction
from award.foundation.web import attempt, current_actor, not_found, requires
from award.sharing.models import Share
from award.sharing.queries import share
from award.sharing.rules.states import ShareState

__all__ = ["blueprint"]


@blueprint.route("/shared/<reference>/take-on", methods=["GET", "POST"])
@requires("share.handle", load=share)
def take_on(found: Share) -> ResponseReturnValue:
    reference, form, actor = found.reference, Form(), current_actor()
    if not form.is_submitted() and found.state != ShareState.RECEIVED:
        return redirect(url_for("sharing_staff.show", reference=reference))
    if form.validate_on_submit():
        with attempt(form), transaction():
            study = taking_on.take_on(found, actor=actor)
            flash(f"“{study.title}” is now a draft case study. We have emailed them.", "success")
            return redirect(url_for(".show", slug=study.slug))
    latest = share(actor, reference) or not_found()
    return render_template("sharing/take_on.html", share=latest, form=form)
