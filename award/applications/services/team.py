"""Who works on an application: ask, send again, accept, change, end, hand on the lead.

An invitation is only good for whoever confirmed the address that it was sent to; its link says
which one it is, and opens nothing by itself.
"""

from __future__ import annotations

from award.accounts.queries.people import hold_open
from award.applications.models import Application
from award.applications.queries import applications, team
from award.applications.queries.asked_about import asked_about
from award.applications.rules import changing
from award.applications.rules.states import (
    CollaboratorRole,
    CollaboratorState,
)
from award.applications.rules.team import (
    AGAIN_AFTER,
    GOOD_FOR,
    MOST_A_DAY,
    MOST_PEOPLE,
    MOST_TIMES,
)
from award.applications.services.locking import draft_for_update
from award.applications.together import Collaborator
from award.foundation import arrival, audit, clock
from award.foundation.acts import act
from award.foundation.db import db
from award.foundation.errors import Refused, there
from award.foundation.links import digest_of, new_token
from award.foundation.outbox import send_notice
from award.foundation.policy import Actor
from award.foundation.scopes import within

OVER = "This invitation no longer works"
NOT_THERE = "This person doesn’t work on the application any more"


@within("row")
def _whose(_actor: Actor, row: Collaborator) -> Application | None:
    return asked_about(row.application_id)


@act("application.invite_people")
def invite(
    application: Application, email: str, role: CollaboratorRole, *, actor: Actor
) -> Collaborator:
    """Write to an address, whether or not it has an account: nothing here depends on that.

    Refused when it was invited before and waits or is in, when there are too many people, and when
    the actor has sent too many letters today.
    """
    fresh = draft_for_update(application, actor, (), "application.invite_people")
    rows = {row.email: row for row in team.live_rows(fresh.id)}
    if email == fresh.lead.email:
        raise Refused("You lead this application already", field="email")
    if email in rows:
        waits = rows[email].state == CollaboratorState.INVITED
        said = "was invited already" if waits else "works on this application already"
        raise Refused(f"{email} {said}", field="email")
    if len(rows) >= MOST_PEOPLE:
        raise Refused(f"{MOST_PEOPLE} people is the most beside the lead", field="email")
    _not_too_many(actor)
    token, now = new_token(), clock.now()
    row = Collaborator(
        application=fresh, email=email, role=role, token_digest=digest_of(token),
        invited_by_id=there(actor.user_id, "a person"), invited_at=now, sent_at=now,
        times_sent=1, expires_at=now + GOOD_FOR,
    )  # fmt: skip
    db.session.add(row)
    db.session.flush()
    _record(actor, "application.invite_person", row, role=role)
    send_notice("collaborator.invited", row, actor, {"token": token})
    return row


def _not_too_many(actor: Actor) -> None:
    if team.sent_lately(there(actor.user_id, "a person")) >= MOST_A_DAY:
        raise Refused(
            f"You have sent {MOST_A_DAY} invitations today. Try again tomorrow", field="email"
        )


@act("application.invite_people", about=_whose)
def send_again(row: Collaborator, *, actor: Actor) -> None:
    """A new link for the same address; the one before stops working. Refused too soon after the
    last, and after a few."""
    row = _held(row, CollaboratorState.INVITED)
    if why := changing.why_nobody_joins(row.application, arrival.moment()):
        raise Refused(why)
    now = clock.now()
    if row.times_sent >= MOST_TIMES:
        raise Refused(
            f"This was sent {MOST_TIMES} times. Check the address, and take the invitation back if "
            "it is wrong"
        )
    if now < row.sent_at + AGAIN_AFTER:
        raise Refused("This was sent a moment ago. Wait 5 minutes before you send it again")
    _not_too_many(actor)
    token = new_token()
    row.token_digest, row.sent_at, row.expires_at = digest_of(token), now, now + GOOD_FOR
    row.times_sent += 1
    _record(actor, "application.invite_person_again", row)
    send_notice("collaborator.invited", row, actor, {"token": token})


@act("collaborator.join", words="This invitation is not for the account you are signed in with")
def accept(row: Collaborator, organisation: str, *, actor: Actor) -> None:
    """Take part from now on. Refused when the link is old, the invitation was taken back, or the
    application is no draft any more."""
    person = there(actor.user_id, "a person")
    hold_open(person)
    row = _held(row, CollaboratorState.INVITED)
    application = row.application
    if row.expires_at <= arrival.moment():
        raise Refused(OVER, rule="collaborator.join")
    if not changing.people_join(application):
        raise Refused(f"{OVER}: the application is no longer being written")
    if person == application.lead_id or person in application.team:
        raise Refused("You work on this application already", rule="collaborator.join")
    row.state, row.person_id, row.accepted_at = CollaboratorState.ACCEPTED, person, clock.now()
    row.organisation = organisation
    _record(actor, "application.join", row, role=row.role)
    send_notice("collaborator.accepted", row, actor)


@act("collaborator.decline")
def decline(row: Collaborator, *, actor: Actor) -> None:
    """Say no; the lead is told."""
    row = _held(row, CollaboratorState.INVITED)
    _end(row, CollaboratorState.DECLINED, actor, "application.decline_to_join")
    send_notice("collaborator.declined", row, actor)


@act("application.change_people", about=_whose)
def change_role(row: Collaborator, role: CollaboratorRole, *, actor: Actor) -> None:
    """Of somebody who is in or invited. It holds from their next click."""
    row = _held(row)
    if row.role == role:
        return
    before, row.role = row.role, role
    _record(actor, "application.change_part", row, role=[before, role])


@act("application.change_people", about=_whose)
def take_off(row: Collaborator, *, actor: Actor) -> None:
    """End somebody's part at once, and tell them; or take an invitation back, and tell nobody."""
    row = _held(row)
    if row.state == CollaboratorState.INVITED:
        _end(row, CollaboratorState.REVOKED, actor, "application.take_invitation_back")
        return
    _end(row, CollaboratorState.REMOVED, actor, "application.take_off")
    send_notice("collaborator.removed", row, actor)


@act("collaborator.leave")
def leave(row: Collaborator, *, actor: Actor) -> None:
    """End one's own part."""
    row = _held(row, CollaboratorState.ACCEPTED)
    _end(row, CollaboratorState.LEFT, actor, "application.leave")
    send_notice("collaborator.left", row, actor)


@act("application.offer_lead", about=_whose)
def offer_lead(row: Collaborator, *, actor: Actor) -> None:
    """Ask a collaborator to lead instead: theirs to accept."""
    row = _held(row, CollaboratorState.ACCEPTED)
    if row.offered_lead_at is None:
        row.offered_lead_at = clock.now()
        _record(actor, "application.offer_lead", row)
        send_notice("collaborator.lead_offered", row, actor)


@act("application.change_people", about=_whose)
def take_offer_back(row: Collaborator, *, actor: Actor) -> None:
    """The lead stays the lead after all."""
    row = _held(row, CollaboratorState.ACCEPTED)
    if row.offered_lead_at is not None:
        row.offered_lead_at = None
        _record(actor, "application.take_offer_back", row)


@act("collaborator.leave")
def refuse_lead(row: Collaborator, *, actor: Actor) -> None:
    """Say no to the lead, and go on as before."""
    row = _held(row, CollaboratorState.ACCEPTED)
    if row.offered_lead_at is not None:
        row.offered_lead_at = None
        _record(actor, "application.refuse_lead", row)
        send_notice("collaborator.lead_refused", row, actor)


def _held(row: Collaborator, *states: CollaboratorState) -> Collaborator:
    """The row as it is now, with its application held; Refused when it is over."""
    application = applications.application_for_update(row.application_id)
    row = team.collaborator_afresh(row.id)
    row.application = application
    wanted = states or (CollaboratorState.INVITED, CollaboratorState.ACCEPTED)
    if row.state not in wanted:
        invited = wanted == (CollaboratorState.INVITED,)
        raise Refused(OVER if invited else NOT_THERE, rule="collaborator")
    return row


def _end(row: Collaborator, state: CollaboratorState, actor: Actor, verb: str) -> None:
    row.state, row.ended_at, row.ended_by_id = state, clock.now(), actor.user_id
    row.offered_lead_at = None
    _record(actor, verb, row)


def _record(actor: Actor, verb: str, row: Collaborator, **changes: object) -> None:
    """Who it is about is a number: addresses are no part of the trail."""
    told = {"collaborator": row.id, **changes}
    audit.record(actor, verb, row.application, told, codes={"role"})
    db.session.flush()
    team.with_its_people(row)  # for the emails
