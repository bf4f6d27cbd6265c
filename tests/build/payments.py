"""Offers of pay, answers and claims, through the services."""

from __future__ import annotations

from typing import Any

from award.accounts.models import User
from award.accounts.queries.people import user_with_roles
from award.assessment.services import profiles
from award.foundation.db import transaction
from award.foundation.errors import there
from award.foundation.policy import SYSTEM, Role
from award.payments import services
from award.payments.models import PayClaim
from award.payments.queries.claims import claim_of_another, own_claim
from award.payments.queries.offers import offer_for
from award.payments.rules.offer import ADVICE, BENEFITS, EXPENSES, HOURS, Claimed, Offer
from award.payments.rules.states import Reply
from award.rounds.models import Round
from tests.build.accounts import actor_of, user

USUAL = Offer(2_000, 1_380, HOURS, EXPENSES, BENEFITS, ADVICE)


def offered(round_: Round, offer: Offer = USUAL, *, staff: User | None = None) -> None:
    """Committed: what the round offers."""
    who = staff or user("Sam Staff", roles=(Role.STAFF,))
    actor = actor_of(there(user_with_roles(who.id), "the account"))
    with transaction():
        services.write_offer(round_, offer, actor=actor)


def answered(round_: Round, person: User, answer: Reply = Reply.PAID) -> None:
    """Committed: the person accepts what they are offered."""
    actor = actor_of(there(user_with_roles(person.id), "the account"))
    offer = offer_for(actor, round_.reference)
    assert offer is not None
    with transaction():
        services.answer(offer, answer, seen=offer.version, actor=actor)


def claimed(
    round_: Round, person: User, *, again: PayClaim | None = None, **values: Any
) -> PayClaim:
    """Committed: what the person claims; a meeting of two hours where nothing is said."""
    actor = actor_of(there(user_with_roles(person.id), "the account"))
    offer = offer_for(actor, round_.reference)
    assert offer is not None
    usual = {"meeting_hundredths": 200, "meetings": "The panel on 4 March"}
    with transaction():
        made = services.claim(offer, Claimed(**(values or usual)), again=again, actor=actor)
    found = own_claim(actor, made.reference)
    assert found is not None
    return found


def a_claim(round_: Round, person: User) -> PayClaim:
    """Committed: somebody who was asked to assess in the round joins the panel that is paid, is
    offered pay, and claims."""
    with transaction():
        profiles.set_profile(person, panel="lived_experience", actor=SYSTEM)
    offered(round_)
    answered(round_, person)
    return claimed(round_, person)


def sent_back(claim: PayClaim, staff: User) -> None:
    """Committed: staff give it back."""
    with transaction():
        services.send_back(to_decide(claim, staff), reason="For when?", actor=actor_of(staff))


def to_decide(claim: PayClaim, staff: User) -> PayClaim:
    found = claim_of_another(actor_of(staff), claim.reference)
    assert found is not None
    return found
