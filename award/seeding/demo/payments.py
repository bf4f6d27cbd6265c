"""What the round in assessment offers its lived-experience assessors, and two claims of one: one is
paid, one waits."""

from __future__ import annotations

from datetime import timedelta

from award.foundation.errors import there
from award.payments.models import PayClaim
from award.payments.queries.claims import claim_of_another
from award.payments.queries.offers import offer_for, unanswered
from award.payments.rules.offer import ADVICE, BENEFITS, EXPENSES, HOURS, Claimed, Offer
from award.payments.rules.states import Reply
from award.payments.services import answer, approve, claim, pay, write_offer
from award.seeding.demo.people import Cast
from award.seeding.demo.rounds import Call
from award.seeding.demo.timeline import Timeline

PANEL = ("assessor7", "assessor8")
OFFER = Offer(
    sheet_pence=2_500, hour_pence=1_600, hours=HOURS, expenses=EXPENSES, benefits=BENEFITS,
    advice=ADVICE,
)  # fmt: skip
"""Figures of this demonstration, of nobody else."""


def plan(timeline: Timeline, cast: Cast, calls: dict[str, Call]) -> None:
    """Offered before it closes, answered when they are asked, claimed after they have scored."""
    call, staff = calls["assessment"], cast.actor("staff")
    claims: list[PayClaim] = []

    def answers() -> None:
        for one in PANEL:
            actor = cast.actor(one)
            if unanswered(actor, [call.round.id]):
                offer = there(offer_for(actor, call.round.reference), "the offer")
                answer(offer, Reply.PAID, seen=offer.version, actor=actor)

    def claims_for(claimed: Claimed) -> None:
        actor = cast.actor(PANEL[0])
        offer = there(offer_for(actor, call.round.reference), "the offer")
        claims.append(claim(offer, claimed, actor=actor))

    def first() -> PayClaim:
        return there(claim_of_another(staff, claims[0].reference), "the claim")

    timeline.at(timeline.day(-30), lambda: write_offer(call.round, OFFER, actor=staff))
    timeline.at(call.closes_at + timedelta(days=2, hours=6), answers)
    timeline.at(
        timeline.day(-7, 19),
        lambda: claims_for(Claimed(True, 150, "Briefing of the panel, online")),
    )
    timeline.at(timeline.day(-6, 10), lambda: approve(first(), actor=staff))
    timeline.at(timeline.day(-3, 10), lambda: pay(first(), actor=staff))
    spent = Claimed(
        expenses_pence=1_840, expenses_note="Taxi home from the meeting: the lift was out of order"
    )
    timeline.at(timeline.day(-1, 18), lambda: claims_for(spent))
