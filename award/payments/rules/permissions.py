"""Who offers, who answers and claims, and who decides about a claim: nobody about their own."""

from __future__ import annotations

from award.foundation.policy import (
    Permission,
    assessor,
    predicate,
    reads_everything,
    signed_in,
    staff,
)

theirs = predicate(
    lambda actor, one: actor.user_id is not None and one.person_id == actor.user_id, "who claims"
)

PERMISSIONS = (
    Permission("pay_offer.write", staff, "Say what lived-experience assessors are offered"),
    Permission("pay_offer.see", reads_everything, "Read what a round offers, and who has answered"),
    # What somebody accepted and did stays theirs when they assess no more.
    Permission("pay_offer.read", signed_in, "Read what I am offered for assessing"),
    Permission("pay_offer.answer", assessor, "Answer what I am offered for assessing"),
    Permission("pay_claim.make", signed_in, "Claim for what I did"),
    Permission("pay_claim.take_back", theirs, "Take back what one claimed"),
    Permission("pay_claim.list", reads_everything, "See what assessors claim"),
    Permission("pay_claim.read", reads_everything & ~theirs, "Read a claim of somebody else"),
    Permission("pay_claim.decide", staff & ~theirs, "Approve a claim, send it back, mark it paid"),
)
