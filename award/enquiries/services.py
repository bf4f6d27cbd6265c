"""Taking enquiries in, and answering them."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from award.accounts.rules.emails import as_address
from award.enquiries.models import Enquiry
from award.enquiries.rules.limits import ANSWERED_WITHIN, KEPT_FOR
from award.enquiries.rules.states import EnquiryState
from award.foundation import audit, clock, workflow
from award.foundation.acts import act
from award.foundation.db import db
from award.foundation.errors import Refused
from award.foundation.outbox import send_notice
from award.foundation.policy import Actor
from award.foundation.references import new_reference
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


@act("enquiry.make")
def ask(
    round_: Round, values: EnquiryValues, told: list[str], *, actor: Actor, tell: bool = True
) -> Enquiry:
    """Take an enquiry in, and tell those who answer. With `tell` a receipt goes to the address: it
    has nothing in it that anybody typed: the address may be somebody else's."""
    email = as_address(values.email)
    if not email:
        raise Refused("Enter an email address, like name@example.org", field="email")
    idea, question = _text(values.idea), _text(values.question)
    if not idea or not question:
        field, words = ("question", "Say what you want to know") if idea else (
            "idea", "Describe your idea")  # fmt: skip
        raise Refused(words, field=field)
    now = clock.now()
    made = Enquiry(
        reference=new_reference("ENQ"),
        round=db.session.get_one(Round, round_.id),
        name=one_line(values.name),
        email=email,
        organisation=one_line(values.organisation),
        idea=idea,
        question=question,
        told=told or None,
        received_at=now,
        due_at=now + ANSWERED_WITHIN,
    )
    db.session.add(made)
    changes = {"round": round_.reference, "idea": idea, "question": question}
    audit.record(actor, "enquiry.receive", made, changes, codes={"round"})
    db.session.flush()
    if tell:
        send_notice("enquiry.received", made, actor)
    send_notice("enquiry.came_in", made, actor)
    return made


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
def forget(*, actor: Actor) -> int:
    """Let go of names, addresses and words of enquiries that were over long ago; how many."""
    old = db.session.scalars(
        select(Enquiry)
        .where(
            Enquiry.state != EnquiryState.RECEIVED,
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
