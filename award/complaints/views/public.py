"""The form to complain with: for anyone, signed in or not."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, session, url_for
from flask.typing import ResponseReturnValue

from award.accounts.views.limits import slowed_forms
from award.accounts.views.waiting import may_send, slowed_email
from award.complaints import services
from award.complaints.forms import ComplaintForm
from award.complaints.rules.time_limits import ACKNOWLEDGED_WITHIN, FORMS_PER_ADDRESS
from award.foundation.db import transaction
from award.foundation.web import attempt, current_actor, public

blueprint = Blueprint("complaints", __name__)
_SENT = "complaint_sent"


@blueprint.route("/complain", methods=["GET", "POST"])
@public
@slowed_forms("complaints", FORMS_PER_ADDRESS)
@slowed_email("complaint")
def complain() -> ResponseReturnValue:
    """However often somebody asks, an address gets only so many receipts; every complaint is
    taken."""
    actor = current_actor()
    form = ComplaintForm(data=None if actor.is_anonymous else vars(actor))
    if form.validate_on_submit():
        with attempt(form), transaction():
            tell = bool(form.email.data) and may_send()
            made = services.complain(form.values, actor=actor, tell=tell)
            session[_SENT] = [made.reference, bool(made.email), made.due_at]
            return redirect(url_for(".sent"))
    return render_template("complaints/complain.html", form=form, days=ACKNOWLEDGED_WITHIN.days)


@blueprint.get("/complain/sent")
@public
def sent() -> ResponseReturnValue:
    """Says the reference to the browser that complained, and to nobody else."""
    if _SENT not in session:
        return redirect(url_for(".complain"))
    reference, emailed, until = session[_SENT]
    return render_template("complaints/sent.html", code=reference, emailed=emailed, until=until)
