"""Put somebody else in the place of an application's lead."""

from __future__ import annotations

import secrets

from award.accounts.models import OrganisationMember, User
from award.accounts.queries.people import hold_open, user_with_roles
from award.accounts.rules.actors import roles_of
from award.applications.models import Application
from award.applications.queries import applications, team
from award.applications.rules.states import BEFORE_DECISION, CollaboratorRole, CollaboratorState
from award.applications.together import Collaborator, HandOver
from award.foundation import audit, clock
from award.foundation.acts import act
from award.foundation.db import db
from award.foundation.errors import Refused, there
from award.foundation.objections import hear
from award.foundation.outbox import send_notice
from award.foundation.policy import Actor, Role

OFFERED = "Offered by the lead, and accepted"
OF_THE_PROGRAMME = frozenset({Role.STAFF, Role.PUBLISHER, Role.AUDITOR, Role.ADMIN})
"""Who holds one of these can't be made the lead of an application by a colleague."""


@act("application.hand_over")
def hand_over(application: Application, person: User, *, reason: str, actor: Actor) -> None:
    """Make `person` (roles loaded) the lead, and a member of the organisation that applies; tell
    them and, where the account can be written to, the lead before them. The case study of the
    application goes with it, since it is its lead's to agree.

    Refused to whoever doesn't run the programme, without a reason, and when the person can't
    sign in to write, leads it already, works for the programme, or has been asked to assess it.
    """
    why = reason.strip()
    if not why:
        raise Refused("Say why somebody else becomes the lead", field="reason")
    hold_open(person.id, suspended=True)
    person = there(user_with_roles(person.id), "the account")
    fresh = applications.application_for_update(application.id)
    before = fresh.lead
    _may_lead(person, fresh)
    hear("application.hand_over", fresh, person=person)
    if before.active:
        send_notice("application.handed_on", fresh, actor)
    joins = _join(person, fresh)
    fresh.lead = person
    _end_part(person, fresh)
    db.session.add(
        HandOver(
            application_id=fresh.id,
            from_id=before.id,
            to_id=person.id,
            handed_over_by_id=actor.user_id,
            reason=why,
        )
    )
    changes = {"lead": [before.id, person.id], "joins_organisation": joins}
    audit.record(actor, "application.hand_over", fresh, {**changes, "reason": why})
    db.session.flush()
    send_notice("application.handed_over", fresh, actor)


@act("collaborator.take_lead")
def take_lead(row: Collaborator, *, actor: Actor) -> None:
    """The collaborator to whom the lead was offered accepts: they lead, and who led is an editor.

    Refused when the offer was taken back, or has come to somebody who may not lead.
    """
    leads = team.lead_id_of(row.application_id)
    hold_open(there(actor.user_id, "a person"), besides=[leads])
    application = applications.application_for_update(row.application_id)
    if application.lead_id != leads:
        raise Refused("The lead is not offered to you any more", rule="collaborator.take_lead")
    row = team.collaborator_afresh(row.id)
    if row.state != CollaboratorState.ACCEPTED or row.offered_lead_at is None:
        raise Refused("The lead is not offered to you any more", rule="collaborator.take_lead")
    if application.state not in BEFORE_DECISION:
        raise Refused("The application has been decided about", rule="collaborator.take_lead")
    number, before = there(row.person_id, "the person"), application.lead
    person = there(user_with_roles(number), "the account")
    _may_lead(person, application)
    hear("application.hand_over", application, person=person)
    joins, now = _join(person, application), clock.now()
    row.state, row.ended_at, row.ended_by_id = CollaboratorState.LEADS, now, person.id
    row.offered_lead_at = None
    application.lead = person
    stays = _as_editor(before, person, application)
    handed = HandOver(
        application_id=application.id, from_id=before.id, to_id=person.id,
        handed_over_by_id=before.id, reason=OFFERED,
    )  # fmt: skip
    db.session.add_all([handed, stays])
    changes = {"lead": [before.id, person.id], "joins_organisation": joins}
    audit.record(actor, "application.take_lead", application, changes)
    db.session.flush()
    if before.active:
        send_notice("collaborator.lead_taken", stays, actor)


def _as_editor(before: User, now: User, application: Application) -> Collaborator:
    """Who led goes on writing."""
    home = application.organisation
    own = team.spoke_for(application.id, before.id) or (home.name if home else "")
    return Collaborator(
        application=application, email=before.email, person=before, invited_by=now,
        role=CollaboratorRole.EDITOR, state=CollaboratorState.ACCEPTED,
        organisation=own, token_digest=secrets.token_hex(32),
        expires_at=clock.now(), accepted_at=clock.now(),
    )  # fmt: skip


def _end_part(person: User, application: Application) -> None:
    """Who leads is no collaborator beside that."""
    for row in team.live_rows(application.id):
        if row.email == person.email:
            was_in = row.state == CollaboratorState.ACCEPTED
            row.state = CollaboratorState.LEADS if was_in else CollaboratorState.REVOKED
            row.ended_at, row.offered_lead_at = clock.now(), None


def _may_lead(person: User, application: Application) -> None:
    if person.id == application.lead_id:
        raise Refused(f"{person.name} leads this application already", field="person")
    if not person.active or person.confirmed_at is None:
        raise Refused(
            f"{person.name} can’t sign in: the account is suspended or was never confirmed",
            field="person",
        )
    if OF_THE_PROGRAMME & roles_of(person):
        raise Refused(f"{person.name} works for the programme, so can’t apply here", field="person")


def _join(person: User, application: Application) -> bool:
    """See to it that the person belongs to the organisation; did they have to join?"""
    if application.organisation_id is None:
        return False
    key = (application.organisation_id, person.id)
    if db.session.get(OrganisationMember, key) is not None:
        return False
    db.session.add(OrganisationMember(organisation_id=key[0], user_id=key[1]))
    return True
