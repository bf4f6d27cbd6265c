"""Put somebody else in the place of an application's lead."""

from __future__ import annotations

from award.accounts.models import OrganisationMember, User
from award.accounts.rules.actors import roles_of
from award.applications.models import Application, HandOver
from award.applications.queries import applications
from award.foundation import audit
from award.foundation.acts import act
from award.foundation.db import db
from award.foundation.errors import Refused
from award.foundation.objections import hear
from award.foundation.outbox import send_notice
from award.foundation.policy import Actor, Role

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
    fresh = applications.application_for_update(application.id)
    before = fresh.lead
    _may_lead(person, fresh)
    hear("application.hand_over", fresh, person=person)
    if before.active:
        send_notice("application.handed_on", fresh, actor)
    joins = _join(person, fresh)
    fresh.lead = person
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
