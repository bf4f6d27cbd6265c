"""Taking enquiries in, and answering them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from award.accounts.rules.strangers import OVER, address_given
from award.enquiries.models import Enquiry
from award.enquiries.queries import can_be_confirmed
from award.enquiries.rules.limits import ANSWERED_WITHIN, CONFIRMED_WITHIN, KEPT_FOR
from award.enquiries.rules.states import EnquiryState
from award.foundation import arrival, audit, clock, workflow
from award.foundation.acts import act
from award.foundation.db import db
from award.foundation.errors import Refused
from award.foundation.links import digest_of, new_token
from award.foundation.outbox import send_notice
from award.foundation.policy import Actor
from award.foundation.references import new_reference
from award.foundation.strangers import forget_letters
from award.foundation.text import one_line, tidy
from award.rounds.models import Round

_FORGOTTEN_AT_ONCE = 200


@dataclass(frozen=True)
class EnquiryValues:
    """What somebody asks, as they typed it."""

    idea: str
    question: str
    name: str
    email: str
    organisation: str = ""


@dataclass(frozen=True)
class Letter:
    """What is written back."""

    words: str


@dataclass(frozen=True)
class Link:
    """What the email says that asks to confirm."""

    token: str
    until: datetime


@act("enquiry.make")
def ask(
    round_: Round, values: EnquiryValues, told: list[str], *, actor: Actor, may_send: bool = True
) -> Enquiry:
    """Take an enquiry in. From the confirmed address of whoever is signed in it counts at once;
    else a link goes to the address, and it counts once somebody who has that confirms it. The email
    has nothing in it that anybody typed: the address may be somebody else's. Refused where no email
    `may_send`: there would be no link."""
    given = address_given(values.email, actor=actor, may_send=may_send)
    idea, question = _text(values.idea), _text(values.question)
    if not idea or not question:
        field, words = ("question", "Say what you want to know") if idea else (
            "idea", "Describe your idea")  # fmt: skip
        raise Refused(words, field=field)
    now, token = clock.now(), new_token()
    made = Enquiry(
        reference=new_reference("ENQ"),
        round=db.session.get_one(Round, round_.id),
        name=one_line(values.name),
        email=given.email,
        organisation=one_line(values.organisation),
        idea=idea,
        question=question,
        told=told or None,
        received_at=now,
        due_at=now + ANSWERED_WITHIN,
        token_digest="" if given.theirs else digest_of(token),
    )
    db.session.add(made)
    changes = {"round": round_.reference, "idea": idea, "question": question}
    audit.record(actor, "enquiry.receive", made, changes, codes={"round"})
    db.session.flush()
    if given.theirs:
        workflow.fire(made, "confirm", actor=actor)
    else:
        link = Link(token, now + CONFIRMED_WITHIN)
        send_notice("enquiry.confirm", made, actor, vars(link))
    return made


@act("enquiry.confirm")
def confirm(enquiry: Enquiry, *, actor: Actor) -> None:
    """Whoever has the link says that the address is theirs: now it counts, and those who answer are
    told. Refused once it is too old, or has been confirmed."""
    if not can_be_confirmed(enquiry, arrival.moment()):
        raise Refused(OVER, rule="enquiry.confirm")
    move = workflow.judge(enquiry, "confirm", actor=actor)
    enquiry.due_at = clock.now() + ANSWERED_WITHIN
    workflow.make(move)


@act("enquiry.handle")
def answer(enquiry: Enquiry, *, words: str, actor: Actor) -> None:
    """Write back, once."""
    said = _text(words)
    if not said:
        raise Refused("Write the answer", field="letter")
    move = workflow.judge(enquiry, "answer", actor=actor)
    _end(enquiry, said, actor)
    workflow.make(move, changes={"letter": said}, says=Letter(said))


@act("enquiry.handle")
def set_aside(enquiry: Enquiry, *, reason: str, actor: Actor) -> None:
    """It asks nothing, say. No email is sent."""
    said = _text(reason)
    if not said:
        raise Refused("Say why it is set aside", field="letter")
    move = workflow.judge(enquiry, "set_aside", actor=actor, reason=said)
    _end(enquiry, said, actor)
    workflow.make(move)


def _end(enquiry: Enquiry, said: str, actor: Actor) -> None:
    enquiry.answer, enquiry.over_at = said, clock.now()
    enquiry.answered_by_id = actor.user_id


def _text(typed: str | None) -> str:
    return tidy(typed or "").replace("\x00", "").strip()


@act("enquiry.forget")
def forget_unconfirmed(*, actor: Actor) -> int:
    """Delete what nobody has confirmed in time; how many."""
    old = db.session.scalars(
        select(Enquiry)
        .where(
            Enquiry.state == EnquiryState.UNCONFIRMED,
            Enquiry.received_at < clock.now() - CONFIRMED_WITHIN,
        )
        .order_by(Enquiry.id)
        .limit(_FORGOTTEN_AT_ONCE)
    ).all()
    for each in old:
        audit.record(actor, "enquiry.drop", each)
        forget_letters(each, each.email)
        db.session.delete(each)
    db.session.flush()
    return len(old)


@act("enquiry.forget")
def forget(*, actor: Actor) -> int:
    """Let go of names, addresses and words of enquiries that were over long ago; how many."""
    old = db.session.scalars(
        select(Enquiry)
        .where(
            Enquiry.over_at < clock.now() - KEPT_FOR,
            Enquiry.forgotten_at.is_(None),
        )
        .order_by(Enquiry.id)
        .limit(_FORGOTTEN_AT_ONCE)
    ).all()
    for each in old:
        each.forgotten_at = clock.now()
        each.name = each.email = each.organisation = each.idea = each.question = each.answer = ""
        each.told = None
        audit.record(actor, "enquiry.forget", each)
    db.session.flush()
    return len(old)
