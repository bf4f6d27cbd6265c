"""What a round offers, and what assessors claim."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from award.design.forms import Form
from award.design.lists import listing
from award.foundation.db import transaction
from award.foundation.earlier import among
from award.foundation.edits import Telling
from award.foundation.errors import MOVED_ON, Refused
from award.foundation.web import attempt, current_actor, not_found, requires
from award.foundation.workflow import available
from award.payments import services
from award.payments.forms import OfferForm, SendBackForm
from award.payments.models import PayClaim
from award.payments.queries import claims, offers
from award.payments.rules.machine import PAY_CLAIM
from award.payments.rules.offer import TITLES
from award.payments.rules.states import ANSWERS, ClaimState
from award.rounds.models import Round
from award.rounds.queries.rounds import managed_round

blueprint = Blueprint("payments_staff", __name__, url_prefix="/manage")
_EITHER = "Nothing has happened: remove this to go on with the claim, or send it back"
_TELLING = Telling(
    services.SHOWN_AS,
    lambda _, state: PAY_CLAIM.states[state].staff_label if state else "",
    lambda marks: among(marks, {"state": [*ClaimState]}),
)


@blueprint.get("/rounds/<reference>/pay")
@requires("pay_offer.see", load=managed_round)
def offer(round_: Round) -> ResponseReturnValue:
    """What is offered, in words that staff write, and who has answered."""
    return _offer(round_)


@blueprint.post("/rounds/<reference>/pay")
@requires("pay_offer.write", load=managed_round)
def write(round_: Round) -> ResponseReturnValue:
    return _offer(round_)


def _offer(round_: Round) -> ResponseReturnValue:
    reference, found = round_.reference, offers.offer_of(round_)
    form = OfferForm.of(found.values if found else None)
    if form.validate_on_submit():
        with attempt(form), transaction():
            services.write_offer(round_, form.offer, actor=current_actor())
            flash("The offer is saved. Whoever has accepted keeps what they accepted.", "success")
            return redirect(url_for(".offer", reference=reference))
    now = managed_round(current_actor(), reference) or not_found()
    found = offers.offer_of(now)
    if found is not None:
        form.catch_up(found.values.kept())
    return render_template(
        "payments/write.html",
        round=now,
        form=form,
        offer=found,
        answered=offers.answers_in(now),
        answers={one.value: words[0] for one, words in ANSWERS.items()},
        titles=TITLES,
    )


@blueprint.get("/pay")
@requires("pay_claim.list")
def index() -> ResponseReturnValue:
    return render_template("payments/claims.html", listing=listing(claims.CLAIMS))


@blueprint.get("/pay/<reference>")
@requires("pay_claim.read", load=claims.claim_of_another)
def show(found: PayClaim) -> ResponseReturnValue:
    return _show(found, SendBackForm())


@blueprint.post("/pay/<reference>/approve")
@requires("pay_claim.decide", load=claims.claim_of_another)
def approve(found: PayClaim) -> ResponseReturnValue:
    done = "Approved. They are told by email."
    return _onwards(found, "approve", services.approve, done)


@blueprint.post("/pay/<reference>/send-back")
@requires("pay_claim.decide", load=claims.claim_of_another)
def send_back(found: PayClaim) -> ResponseReturnValue:
    form, reference = SendBackForm(), found.reference
    if form.validate_on_submit():
        with attempt(form), transaction():
            reason = form.reason.data
            services.send_back(found, reason=reason, shown=form.marks, actor=current_actor())
            flash("Sent back. They read the reason in an email, and can claim again.", "success")
            return redirect(url_for(".show", reference=reference))
    return _show(claims.claim_of_another(current_actor(), reference) or not_found(), form)


@blueprint.post("/pay/<reference>/paid")
@requires("pay_claim.decide", load=claims.claim_of_another)
def paid(found: PayClaim) -> ResponseReturnValue:
    return _onwards(found, "pay", services.pay, "Marked as paid. They are told by email.")


def _onwards(
    found: PayClaim, move: str, service: Callable[..., None], done: str
) -> ResponseReturnValue:
    """Not while a reason to send it back is typed: one of the two is a slip."""
    typed, reference = SendBackForm(), found.reference
    offered = move in _moves(found)
    if Form().validate_on_submit():
        with attempt(typed), transaction():
            if offered and typed.reason.data:
                raise Refused(_EITHER, field="reason")
            service(found, shown=typed.marks, actor=current_actor())
            flash(done, "success")
            return redirect(url_for(".show", reference=reference))
    if offered:
        return _show(claims.claim_of_another(current_actor(), reference) or not_found(), typed)
    raise Refused(typed.first_refusal(MOVED_ON), rule=f"pay_claim.{move}")


def _show(found: PayClaim, form: SendBackForm) -> str:
    form.show(services.shown_of(found), _TELLING)
    return render_template(
        "payments/show.html",
        claim=found,
        form=form,
        moves=_moves(found),
        alike=claims.alike(found),
        unpaid_since=claims.unpaid_since(found),
    )


def _moves(found: PayClaim) -> set[str]:
    """What they may do with it now."""
    return {one.action for one in available(found, current_actor())}
