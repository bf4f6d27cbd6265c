"""Receiving complaints, and what is done about them."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from award.accounts.rules.emails import as_address
from award.complaints.models import Complaint, ComplaintNamed, ComplaintStep
from award.complaints.queries import HANDLED_BY, readers
from award.complaints.rules.naming import least_tied, may_be_meant
from award.complaints.rules.states import (
    OUTCOMES,
    OVER,
    About,
    Outcome,
    Step,
)
from award.complaints.rules.time_limits import ACKNOWLEDGED_WITHIN, KEPT_FOR
from award.foundation import audit, clock, workflow
from award.foundation.acts import act
from award.foundation.db import db
from award.foundation.errors import Refused
from award.foundation.outbox import send_notice
from award.foundation.policy import Actor, Role
from award.foundation.references import new_reference
from award.foundation.scopes import within
from award.foundation.text import one_line, tidy
from award.foundation.unseen import as_typed

_AT_ONCE = 200


@dataclass(frozen=True)
class ComplaintValues:
    """What somebody says, as they typed it."""

    concerns: str
    what: str
    name: str
    email: str = ""
    otherwise: str = ""
    thing: str = ""
    person: str = ""
    wish: str = ""


@dataclass(frozen=True)
class Letter:
    """What a letter says in the words of whoever wrote it."""

    words: str


@dataclass(frozen=True)
class Finding(Letter):
    """What was found, in plain words."""

    finding: str


@act("complaint.make")
def complain(values: ComplaintValues, *, actor: Actor, tell: bool = True) -> Complaint:
    """Take a complaint in, keep it from whom it seems to be about, and tell those who deal with it.
    With `tell` a receipt goes to the address that was given, which has nothing in it that anybody
    typed: the address may be somebody else's."""
    email = as_address(values.email) or "" if values.email else ""
    if not email and not values.otherwise.strip():
        raise Refused(
            "Enter an email address, or say how else we can reach you", field="email"
        )  # fmt: skip
    now = clock.now()
    made = Complaint(
        reference=new_reference("CMP"),
        about=About(values.concerns),
        name=as_typed(values.name),
        email=email,
        otherwise=_text(values.otherwise),
        thing=one_line(values.thing),
        person=as_typed(values.person),
        words=_text(values.what),
        wish=_text(values.wish),
        received_at=now,
        due_at=now + ACKNOWLEDGED_WITHIN,
        named=[ComplaintNamed(user_id=one.id) for one in may_be_meant(values.person, readers())],
    )
    _find_handlers(made)
    db.session.add(made)
    changes = {"about": made.about.value, "words": made.words}
    audit.record(actor, "complaint.receive", made, changes, codes={"about"})
    db.session.flush()
    if tell:
        send_notice("complaint.received", made, actor)
    send_notice("complaint.came_in", made, actor)
    return made


@within("complaint")
def _find_handlers(complaint: Complaint) -> bool:
    """See to it that somebody can deal with it; was there anything to do?"""
    handlers = readers(*HANDLED_BY)
    if not handlers or any(one.id not in complaint.named_ids for one in handlers):
        return False
    admins = {one.id for one in readers(Role.ADMIN)}
    left = {one.id for one in least_tied(complaint.person, handlers, admins)}
    if not left:
        return False
    complaint.names_all = True
    complaint.named = [one for one in complaint.named if one.user_id not in left]
    return True


@act("complaint.remind")
def find_handlers(complaint: Complaint, *, actor: Actor) -> bool:
    """Where whoever could deal with a complaint has gone since; was it so?"""
    if not _find_handlers(complaint):
        return False
    audit.record(actor, "complaint.find_handlers", complaint, {"names_all": True})
    db.session.flush()
    send_notice("complaint.came_in", complaint, actor)
    return True


def _text(typed: str) -> str:
    return tidy(typed).replace("\x00", "").strip()


@act("complaint.handle")
def acknowledge(complaint: Complaint, *, words: str, actor: Actor) -> None:
    """A person has read it, and says what happens next."""
    said = _needed(words, "Say what happens next")
    move = workflow.judge(complaint, "acknowledge", actor=actor)
    complaint.acknowledged_at = clock.now()
    _note(complaint, Step.ACKNOWLEDGED, said, actor)
    workflow.make(move, changes={"letter": said}, says=Letter(said))


@act("complaint.handle")
def answer(complaint: Complaint, *, outcome: str, words: str, actor: Actor) -> None:
    """Tell the outcome. One that nobody acknowledged before is acknowledged by this."""
    said = _needed(words, "Say what you found, and what happens now")
    move = workflow.judge(complaint, "answer", actor=actor)
    now = clock.now()
    complaint.outcome, complaint.over_at = Outcome(outcome), now
    complaint.acknowledged_at = complaint.acknowledged_at or now
    _note(complaint, Step.ANSWERED, said, actor)
    workflow.make(
        move,
        changes={"letter": said, "outcome": outcome},
        codes={"outcome"},
        says=Finding(said, OUTCOMES[complaint.outcome].lower()),
    )


@act("complaint.handle")
def set_aside(complaint: Complaint, *, reason: str, actor: Actor) -> None:
    """It is no complaint, or was taken back: no letter goes out."""
    said = _needed(reason, "Say why it is set aside", field="reason")
    move = workflow.judge(complaint, "set_aside", actor=actor, reason=said)
    complaint.over_at = clock.now()
    _note(complaint, Step.SET_ASIDE, said, actor)
    workflow.make(move)


@act("complaint.handle")
def add_note(complaint: Complaint, *, words: str, actor: Actor) -> None:
    """What was found out or done on the way; only those who deal with it read it."""
    said = _needed(words, "Enter a note", field="note")
    _note(complaint, Step.NOTED, said, actor)
    audit.record(actor, "complaint.note", complaint, {"words": said})
    db.session.flush()


@act("complaint.handle")
def keep_from(complaint: Complaint, *, email: str, actor: Actor) -> str:
    """Keep it from somebody of the programme whom it is about; their name. Refused for whoever asks
    and where nobody would be left to deal with it."""
    wanted = (email or "").strip().lower()
    found = next((one for one in readers() if one.email == wanted), None)
    if found is None:
        raise Refused("Nobody who could read complaints has this address", field="email")
    if found.id == actor.user_id:
        raise Refused("If it is about you, ask somebody else to deal with it", field="email")
    if found.id in complaint.named_ids:
        raise Refused(f"It is kept from {found.name} already", field="email")
    db.session.add(ComplaintNamed(complaint_id=complaint.id, user_id=found.id))
    _note(complaint, Step.NAMED, found.name, actor)
    audit.record(actor, "complaint.keep_from", complaint, {"person": found.id})
    db.session.flush()
    return found.name


def _needed(words: str, otherwise: str, field: str = "letter") -> str:
    said = _text(words or "")
    if not said:
        raise Refused(otherwise, field=field)
    return said


def _note(complaint: Complaint, kind: Step, words: str, actor: Actor) -> None:
    if actor.user_id is None:
        raise Refused("Sign in to deal with complaints")
    db.session.add(
        ComplaintStep(complaint_id=complaint.id, kind=kind, words=words, by_id=actor.user_id)
    )


@act("complaint.remind")
def remind(complaint: Complaint, *, actor: Actor) -> None:
    """Tell those who deal with complaints, once for each, that the time to acknowledge one is
    nearly over."""
    complaint.reminded_at = clock.now()
    audit.record(actor, "complaint.remind", complaint)
    db.session.flush()
    send_notice("complaint.nearly_due", complaint, actor)


@act("complaint.forget")
def forget(*, actor: Actor) -> int:
    """Let go of names, addresses and words of complaints that were over long ago; how many."""
    old = db.session.scalars(
        select(Complaint)
        .where(
            Complaint.state.in_(sorted(OVER)),
            Complaint.over_at < clock.now() - KEPT_FOR,
            Complaint.forgotten_at.is_(None),
        )
        .order_by(Complaint.id)
        .limit(_AT_ONCE)
    ).all()
    for each in old:
        each.forgotten_at = clock.now()
        each.name = each.email = each.otherwise = each.thing = ""
        each.person = each.words = each.wish = ""
        steps = select(ComplaintStep).where(ComplaintStep.complaint_id == each.id)
        for step in db.session.scalars(steps):
            step.words = ""
        audit.record(actor, "complaint.forget", each)
    db.session.flush()
    return len(old)
