"""Asking the people of an organisation to be let in, by a number that it has here.

Whoever asks learns nothing of it until they are let in: neither its name nor whom we asked.
"""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import func, select

from award.accounts.models import (
    JoinRequest,
    Organisation,
    OrganisationMember,
    OrganisationNumber,
)
from award.accounts.queries.people import hold_open
from award.accounts.rules.identifiers import same_number
from award.accounts.rules.joining import GOOD_FOR, MOST_A_DAY
from award.accounts.rules.organisations import NUMBERS
from award.foundation import audit, clock
from award.foundation.acts import act
from award.foundation.db import db
from award.foundation.errors import Refused
from award.foundation.outbox import send_notice
from award.foundation.policy import Actor
from award.foundation.references import new_reference
from award.foundation.scopes import everything


@act("organisation.create")
def ask_to_join(kind: str, number: str, *, actor: Actor) -> None:
    """Email the people of the organisation that has the number, or staff where none of them can
    sign in. Asked again while a request waits or was turned down, nobody is written to twice.

    Refused when no other organisation has the number, and for more than a few a day: they would
    be letters of a stranger.
    """
    now, person_id = clock.now(), actor.user_id
    if person_id is None or kind not in NUMBERS:
        raise Refused("Sign in to ask", rule="organisation.create")
    hold_open(person_id)
    organisation = _with_number(kind, number, person_id)
    mine = select(func.count(JoinRequest.id)).where(JoinRequest.person_id == person_id)
    again = mine.where(
        JoinRequest.organisation_id == organisation.id, JoinRequest.asked_at > now - GOOD_FOR
    )
    if db.session.scalar(again):
        return
    if (db.session.scalar(mine.where(JoinRequest.asked_at > now - timedelta(days=1))) or 0) >= (
        MOST_A_DAY
    ):
        raise Refused(
            f"You have asked {MOST_A_DAY} organisations today. Try again tomorrow", field=kind
        )
    request = JoinRequest(
        reference=new_reference("JOIN"),
        organisation=organisation,
        person_id=person_id,
        asked_at=now,
    )
    db.session.add(request)
    changes = {"request": request.reference}
    audit.record(actor, "organisation.ask_to_join", organisation, changes, codes={"request"})
    db.session.flush()
    db.session.refresh(request, ["person"])
    send_notice("organisation.join_asked", request, actor)


@everything("whose a number is: the person who asks is told nothing of it")
def _with_number(kind: str, number: str, person_id: int) -> Organisation:
    found = db.session.scalar(
        select(Organisation)
        .join(OrganisationNumber, OrganisationNumber.organisation_id == Organisation.id)
        .where(
            OrganisationNumber.kind == kind, OrganisationNumber.number == same_number(kind, number)
        )
    )
    if found is None:
        raise Refused("No organisation has this number here any more: save again", field=kind)
    if db.session.get(OrganisationMember, (found.id, person_id)) is not None:
        raise Refused("You belong to this organisation already", field=kind)
    return found


@act("organisation.let_in")
def answer_join_request(request: JoinRequest, *, let_in: bool, actor: Actor) -> None:
    """Make the person a member and tell them; or don't, and tell them nothing. Refused when it was
    answered before, and when their account is suspended."""
    hold_open(*([request.person_id] if let_in else []), besides=[request.person_id])
    db.session.refresh(request, ["answered_at"])
    if request.answered_at is not None:
        raise Refused("This was answered already", rule="organisation.let_in")
    if let_in and not request.person.active:
        raise Refused("Their account is suspended", rule="organisation.let_in")
    request.answered_at, request.answered_by_id = clock.now(), actor.user_id
    request.let_in = let_in
    key = (request.organisation_id, request.person_id)
    if let_in and db.session.get(OrganisationMember, key) is None:
        db.session.add(OrganisationMember(organisation_id=key[0], user_id=key[1]))
    verb = "organisation.let_in" if let_in else "organisation.keep_out"
    changes = {"request": request.reference, "person": request.person.reference}
    audit.record(actor, verb, request.organisation, changes, codes={"request", "person"})
    db.session.flush()
    if let_in:
        send_notice("organisation.joined", request, actor)
