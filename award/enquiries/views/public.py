"""The form to ask with: for anyone, signed in or not."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from award.accounts.views.limits import slow_guesses, slowed_forms
from award.accounts.views.waiting import may_send, slowed_email
from award.design.forms import Form
from award.enquiries import services
from award.enquiries.forms import EnquiryForm
from award.enquiries.models import Enquiry
from award.enquiries.queries import can_be_confirmed, enquiries_from, enquiry_by
from award.enquiries.rules.limits import (
    ANSWERED_WITHIN,
    CONFIRMED_WITHIN,
    FORMS_PER_ADDRESS,
    GUESSES_PER_ADDRESS,
)
from award.enquiries.rules.states import EnquiryState
from award.foundation import arrival
from award.foundation.db import transaction
from award.foundation.errors import Refused
from award.foundation.security import by_link
from award.foundation.web import attempt, current_actor, not_found, public, requires
from award.rounds.models import Round
from award.rounds.queries.rounds import round_by_reference
from award.rounds.rules.stages import Stage, stage_of

blueprint = Blueprint("enquiries", __name__)
TOLD = "told"
"""In the session: what the eligibility check was told, in lines to read, and for which round."""
TOO_LATE = "This round takes no more applications, so there is nothing to ask before applying"
_SENT = "enquiry_sent"


@blueprint.route("/rounds/<reference>/enquiry", methods=["GET", "POST"])
@public
@slowed_forms("enquiries", FORMS_PER_ADDRESS)
@slowed_email("enquiry")
def ask(reference: str) -> ResponseReturnValue:
    """However often somebody asks, an address gets only so many receipts; every enquiry is
    taken, as long as the round takes applications or will."""
    actor = current_actor()
    round_ = round_by_reference(actor, reference) or not_found()
    if stage_of(round_, arrival.moment()) is Stage.CLOSED:
        if request.method == "POST":
            raise Refused(TOO_LATE, rule="enquiry.make")  # its page keeps what was typed
        return render_template("enquiries/too_late.html", round=round_)
    told = _told(round_)
    form = EnquiryForm(data=None if actor.is_anonymous else vars(actor))
    if form.validate_on_submit():
        with attempt(form), transaction():
            made = services.ask(round_, form.values, told, actor=actor, may_send=may_send())
            return _arrived(made)
    return render_template(
        "enquiries/ask.html",
        round=round_,
        form=form,
        told=told,
        days=ANSWERED_WITHIN.days,
        kept=CONFIRMED_WITHIN.days,
        theirs=actor.email if actor.user_id is not None else "",
    )


def _arrived(made: Enquiry) -> ResponseReturnValue:
    """On to the page that says so, in this browser."""
    waits = made.state == EnquiryState.UNCONFIRMED
    session[_SENT] = ["", made.email] if waits else [made.reference, made.due_at]
    return redirect(url_for(".sent"))


def _told(round_: Round) -> list[str]:
    kept = session.get(TOLD) or {}
    return [str(one) for one in kept.get("lines", ())] if kept.get(
        "round") == round_.reference else []  # fmt: skip


@blueprint.get("/enquiry/sent")
@public
def sent() -> ResponseReturnValue:
    """Says the reference to the browser that asked, and to nobody else."""
    if _SENT not in session:
        return redirect(url_for("rounds.index"))
    reference, said = session[_SENT]
    if not reference:
        return render_template("enquiries/to_confirm.html", email=said, days=CONFIRMED_WITHIN.days)
    return render_template("enquiries/sent.html", code=reference, until=said)


@blueprint.route("/enquiry/confirm/<token>", methods=["GET", "POST"])
@public
@by_link
@slow_guesses("enquiry links", GUESSES_PER_ADDRESS)
def confirm(token: str) -> ResponseReturnValue:
    """Opening it does nothing, since scanners of mail do; a person presses a button."""
    found, form = enquiry_by(current_actor(), token) or not_found(), Form()
    if not can_be_confirmed(found, arrival.moment()):
        if found.state == EnquiryState.UNCONFIRMED:
            return render_template("enquiries/confirm_over.html", enquiry=found), 410
        return render_template("enquiries/sent.html", code=found.reference, until=found.due_at)
    if form.validate_on_submit():
        with attempt(form), transaction():
            services.confirm(found, actor=current_actor())
            return _arrived(found)
    again = enquiry_by(current_actor(), token) or not_found()
    return render_template("enquiries/confirm.html", enquiry=again, form=form)


@blueprint.get("/account/enquiries")
@requires("account.use")
def mine() -> ResponseReturnValue:
    """What came from the person's own address, and what was answered."""
    return render_template("enquiries/mine.html", enquiries=enquiries_from(current_actor()))
