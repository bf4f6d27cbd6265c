"""Offering, answering, claiming, and deciding about a claim."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from sqlalchemy import delete

from award.accounts.models import User
from award.foundation import audit, clock, earlier, workflow
from award.foundation.acts import act
from award.foundation.db import db
from award.foundation.edits import Marks, still_as_shown
from award.foundation.errors import Refused, there
from award.foundation.locks import hold
from award.foundation.outbox import send_notice
from award.foundation.policy import Actor
from award.foundation.references import new_reference
from award.foundation.scopes import within
from award.foundation.text import one_line, tidy
from award.payments.models import PayAnswer, PayClaim, PayOffer, PaySheet
from award.payments.queries.claims import own_claims, shown_to_claim, to_make_again
from award.payments.queries.offers import answer_of, offer_again, offer_of
from award.payments.rules.offer import (
    MANY_HOURS,
    TITLES,
    Claimed,
    Offer,
    asked_twice,
    hours_in_words,
    lacking,
    meeting_pence,
    pounds,
)
from award.payments.rules.states import STANDS, Reply
from award.rounds.models import Round

CHANGED = "The offer has changed since you opened this page. Read it as it is now, then answer"
NOTHING = "Say what you claim for"
MADE_AGAIN = "You have made this claim again already, perhaps in another window"
STANDS_AS_IT_IS = "You do not assess any more, so your answer stays as it is. You can still claim"
WITHOUT_PAYMENT = (
    "You chose to take part without payment, so only what it costs you can be claimed. Remove the "
    "hours and the meetings, or change your answer first"
)
TWICE = (
    "You have claimed this in {} already. Remove it here, or say what is different, such as the day"
)
MANY = "You claim for {} in meetings, {}. Tick to say that this is right, or change it"
NO_SHEETS = "You have no submitted score sheet that can be claimed"
SHOWN_AS = {"state": "Where the claim is"}
CLAIM_SHOWN_AS = {
    "answer": "Your answer",
    "claims": "Your claims in this round",
    "sheets": "Your score sheets",
}
FIRST = "First read what you are offered, and say whether you accept it"


@act("pay_offer.write")
def write_offer(round_: Round, offer: Offer, *, actor: Actor) -> PayOffer:
    """Say what the round offers from now on. Whoever has accepted keeps what they accepted."""
    words: dict[str, Any] = {
        name: tidy(getattr(offer, name)).strip() for name in TITLES if "pence" not in name
    }
    for name, text in words.items():
        if not text:
            raise Refused(f"Write what stands under “{TITLES[name]}”", field=name)
    offer = replace(offer, **words)
    found = offer_of(round_)
    if found is not None and found.values == offer:
        return found
    by = there(actor.user_id, "somebody who is signed in")
    if found is None:
        found = PayOffer(round_id=round_.id, written_by_id=by, **offer.kept())
        db.session.add(found)
    else:
        was, now = found.values.kept(), offer.kept()
        earlier.keep("pay_offer", found.id, {k: v for k, v in was.items() if v != now[k]})
        for name, value in now.items():
            setattr(found, name, value)
        found.written_at, found.written_by_id = clock.now(), by
    db.session.flush()
    audit.record(actor, "pay_offer.write", found, {"round": round_.reference, **offer.kept()})
    db.session.flush()
    return found


@act("pay_offer.answer", words=STANDS_AS_IT_IS)
def answer(offer: PayOffer, said: Reply, *, seen: int | None, actor: Actor) -> PayAnswer:
    """Accept, with payment or without, in these words: they are kept. `seen` is the version that
    the page showed; Refused when it is another one by now, and for whom it isn't offered."""
    now = offer_again(actor, offer.id)
    if now is None:
        raise Refused("This is not offered to you", rule="pay_offer.answer")
    if seen != now.version:
        raise Refused(CHANGED, field="answer")
    made = PayAnswer(
        offer_id=offer.id,
        person_id=there(actor.user_id, "somebody who is signed in"),
        answer=said,
        offered=now.values.kept(),
        answered_at=clock.now(),
    )
    db.session.add(made)
    changes = {"answer": said.value, "offered": now.values.kept()}
    audit.record(actor, "pay_offer.answer", offer, changes, codes={"answer"})
    db.session.flush()
    return made


@act("pay_claim.make")
def claim(
    offer: PayOffer,
    claimed: Claimed,
    *,
    again: PayClaim | None = None,
    shown: Marks | None = None,
    actor: Actor,
) -> PayClaim:
    """Claim at the rates that the actor accepted; without payment, for expenses alone. `again`: a
    claim that came back, which this makes again. Changed, and nothing claimed, where they answered
    or claimed since the page was `shown`."""
    hold(User, [there(actor.user_id, "somebody who is signed in")])
    said = answer_of(actor, offer)
    if said is None:
        raise Refused(FIRST, rule="pay_claim.make")
    now = shown_to_claim(actor, offer, said)
    still_as_shown(shown, now, CLAIM_SHOWN_AS, "What you can claim")
    if again is not None and again.reference not in to_make_again(own_claims(actor)):
        raise Refused(MADE_AGAIN, rule="pay_claim.make")
    accepted, paid = Offer.read(said.offered), said.answer == Reply.PAID
    hundredths, meetings = claimed.meeting_hundredths, one_line(claimed.meetings)
    if not paid and (hundredths or meetings):
        raise Refused(WITHOUT_PAYMENT, field="meeting_hundredths")
    sheets: list[int] = now["sheets"] if claimed.sheets and paid else []
    if claimed.sheets and not sheets:
        raise Refused(NO_SHEETS)
    note = tidy(claimed.expenses_note).strip()
    if hundredths > MANY_HOURS and claimed.sure_of != hundredths:
        worth = pounds(meeting_pence(hundredths, accepted.hour_pence))
        raise Refused(MANY.format(hours_in_words(hundredths), worth), field="go_on")
    told = Claimed(bool(sheets), hundredths, meetings, claimed.expenses_pence, note)
    _complete(told)
    _only_once(told, offer.round_id, actor)
    made = PayClaim(
        reference=new_reference("PAY"),
        round_id=offer.round_id,
        person_id=there(actor.user_id, "somebody who is signed in"),
        sheets=len(sheets),
        sheets_pence=len(sheets) * accepted.sheet_pence,
        meeting_hundredths=hundredths,
        meetings_pence=meeting_pence(hundredths, accepted.hour_pence),
        meetings=meetings,
        expenses_pence=claimed.expenses_pence,
        expenses_note=note,
        made_at=clock.now(),
        again_id=again.id if again else None,
    )
    made.total_pence = made.sheets_pence + made.meetings_pence + made.expenses_pence
    db.session.add(made)
    db.session.flush()
    db.session.add_all(PaySheet(assignment_id=one, claim_id=made.id) for one in sheets)
    changes = {"sheets": made.sheets, "hours": hundredths, "total": made.total_pence, "note": note}
    audit.record(actor, "pay_claim.make", made, changes)
    db.session.flush()
    send_notice("pay_claim.made", made, actor)
    return made


def _complete(claimed: Claimed) -> None:
    for name, words in lacking(claimed).items():
        raise Refused(words, field=name)
    if not (claimed.sheets or claimed.meeting_hundredths or claimed.expenses_pence):
        raise Refused(NOTHING, field="expenses_pence")


@within("round_id")
def _only_once(claimed: Claimed, round_id: int, actor: Actor) -> None:
    """A sheet can't be claimed twice; a meeting or a ticket is told by its words."""
    for one in own_claims(actor):
        if one.round_id == round_id and one.state in STANDS:
            for field in asked_twice(claimed, one.claimed):
                raise Refused(TWICE.format(one.reference), field=field)


@act("pay_claim.take_back")
def take_back(claim: PayClaim, *, actor: Actor) -> None:
    """It was made by mistake: what it asked for can be claimed again."""
    workflow.fire(claim, "take_back", actor=actor)
    _free(claim)


def shown_of(claim: PayClaim) -> dict[str, str]:
    """What its page shows that can change: what is claimed stays as it was made."""
    return {"state": claim.state}


@act("pay_claim.decide")
def approve(claim: PayClaim, *, shown: Marks | None = None, actor: Actor) -> None:
    """Changed, like whatever is decided, where the page showed another state (`shown`)."""
    move = workflow.judge(claim, "approve", actor=actor)
    still_as_shown(shown, shown_of(claim), SHOWN_AS, "The claim")
    claim.decided_at, claim.decided_by_id = clock.now(), actor.user_id
    workflow.make(move, changes={"total": claim.total_pence})


@act("pay_claim.decide")
def send_back(claim: PayClaim, *, reason: str, shown: Marks | None = None, actor: Actor) -> None:
    """It can't be paid as it is; the reason goes to whoever made it, who claims again."""
    words = tidy(reason).strip()
    if not words:
        raise Refused("Say what should be put right", field="reason")
    move = workflow.judge(claim, "send_back", actor=actor, reason=words)
    still_as_shown(shown, shown_of(claim), SHOWN_AS, "The claim")
    claim.decided_at, claim.decided_by_id, claim.reason = clock.now(), actor.user_id, words
    workflow.make(move)
    _free(claim)


@act("pay_claim.decide")
def pay(claim: PayClaim, *, shown: Marks | None = None, actor: Actor) -> None:
    """Whoever pays has paid it."""
    move = workflow.judge(claim, "pay", actor=actor)
    still_as_shown(shown, shown_of(claim), SHOWN_AS, "The claim")
    claim.paid_at = clock.now()
    workflow.make(move, changes={"total": claim.total_pence})


@within("claim")
def _free(claim: PayClaim) -> None:
    statement = delete(PaySheet).where(PaySheet.claim_id == claim.id)
    db.session.execute(statement.execution_options(synchronize_session=False))
