"""What an assessor is offered, their answer, and their claims."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from award.design.formatters import short_datetime
from award.design.forms import Form
from award.foundation.db import transaction
from award.foundation.earlier import among
from award.foundation.edits import Telling
from award.foundation.errors import MOVED_ON, Refused
from award.foundation.policy import can
from award.foundation.web import attempt, current_actor, not_found, requires
from award.payments import services
from award.payments.forms import AnswerForm, ClaimForm
from award.payments.models import PayAnswer, PayClaim, PayOffer
from award.payments.queries import claims, offers
from award.payments.rules.offer import TITLES, Offer
from award.payments.rules.states import ANSWERS, Reply

blueprint = Blueprint("payments", __name__)
ACCEPTED = {
    Reply.PAID: "Thank you. You have accepted, with payment.",
    Reply.UNPAID: "Thank you. You have accepted, without payment.",
}
SENT = "We have your claim. We check it and tell you by email."


@blueprint.get("/pay")
@requires("pay_offer.read", load=offers.pay_of)
def index(found: offers.Offers) -> ResponseReturnValue:
    """Every round that pays the person or paid them, and what they claimed."""
    found_claims = claims.own_claims(current_actor())
    return render_template(
        "payments/index.html",
        offers=found,
        claims=found_claims,
        again=claims.to_make_again(found_claims),
        answers=ANSWERS,
    )


@blueprint.route("/pay/<reference>", methods=["GET", "POST"])
@requires("pay_offer.read", load=offers.offer_for)
def offer(found: PayOffer) -> ResponseReturnValue:
    """What the round offers, and the answer to it. An answer can be changed by a later one, for as
    long as one assesses."""
    form, reference = AnswerForm(), found.round.reference
    if form.is_submitted() and not can(current_actor(), "pay_offer.answer"):
        raise Refused(services.STANDS_AS_IT_IS, rule="pay_offer.answer")
    if form.validate_on_submit():
        with attempt(form), transaction():
            services.answer(found, form.said, seen=form.seen_version, actor=current_actor())
            flash(ACCEPTED[form.said], "success")
            return redirect(url_for("assessment.dashboard"))
    now = offers.offer_for(current_actor(), reference) or not_found()
    form.seen.data = str(now.version)
    said = offers.answer_of(current_actor(), now)
    return render_template(
        "payments/offer.html",
        offer=now,
        form=form,
        titles=TITLES,
        said=said,
        answers=ANSWERS,
        accepted=Offer.read(said.offered) if said else None,
    )


@blueprint.route("/pay/<reference>/claim", methods=["GET", "POST"])
@requires("pay_claim.make", load=offers.offer_for)
def claim(found: PayOffer) -> ResponseReturnValue:
    """`again` names a claim of theirs that came back: the form begins with what it said."""
    actor, reference = current_actor(), found.round.reference
    said = offers.answer_of(actor, found)
    if said is None:
        return redirect(url_for(".offer", reference=reference))
    here = [one for one in claims.own_claims(actor) if one.round_id == found.round_id]
    before = claims.to_make_again(here).get(request.args.get("again", "").upper())
    form = _claim_form(found, said, before)
    if form.validate_on_submit():
        with attempt(form), transaction():
            services.claim(found, form.claimed, again=before, shown=form.marks, actor=actor)
            flash(SENT, "success")
            return redirect(url_for(".index"))
    now = offers.offer_for(actor, reference) or not_found()
    said = offers.answer_of(actor, now) or not_found()
    there_is, paid = claims.shown_to_claim(actor, now, said), said.answer == Reply.PAID
    if form.sheets and not (there_is["sheets"] and paid):
        del form.sheets
    form.ask_about(form.claimed.meeting_hundredths)
    form.show(there_is, _telling(now, there_is))
    return render_template(
        "payments/claim.html",
        offer=now,
        form=form,
        before=before,
        sheets=len(there_is["sheets"]),
        accepted=Offer.read(said.offered),
        paid=paid,
    )


def _telling(offer: PayOffer, now: Mapping[str, Any]) -> Telling:
    """Which sheets there were is not known any more: how many there are stands beside their box."""
    said = {
        one.id: f"{ANSWERS[one.answer][0]}, {short_datetime(one.answered_at)}"
        for _, one in offers.own_pay_answers(current_actor())
        if one.offer_id == offer.id
    }
    claimed = [now["claims"][:number] for number in range(1, len(now["claims"]))]
    return Telling(
        {key: services.CLAIM_SHOWN_AS[key] for key in ("answer", "claims")},
        lambda key, value: (
            said.get(value, "") if key == "answer" else ", ".join(value or ["No claim"])
        ),
        lambda marks: among(marks, {"answer": [*said], "claims": claimed}),
    )


def _claim_form(found: PayOffer, said: PayAnswer, before: PayClaim | None) -> ClaimForm:
    names = ("meeting_hundredths", "meetings", "expenses_pence", "expenses_note")
    start = {name: getattr(before, name) or None for name in names} if before else {}
    sheets = len(offers.unclaimed_sheets(current_actor(), found.round_id))
    return ClaimForm(data=start).only(sheets=sheets, paid=said.answer == Reply.PAID)


@blueprint.post("/pay/claims/<reference>/take-back")
@requires("pay_claim.take_back", load=claims.own_claim)
def take_back(found: PayClaim) -> ResponseReturnValue:
    form = Form()
    if form.validate_on_submit():
        with attempt(form), transaction():
            services.take_back(found, actor=current_actor())
            flash("You have taken the claim back. You can claim again.", "success")
            return redirect(url_for(".index"))
    raise Refused(form.first_refusal(MOVED_ON), rule="pay_claim.take_back")
