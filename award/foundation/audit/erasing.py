"""Taking a person's name out of the trail, which stays whole."""

from __future__ import annotations

from sqlalchemy import update

from award.foundation.audit.chain import ERASE
from award.foundation.audit.models import ERASED, AuditPerson
from award.foundation.audit.recording import Thing, record
from award.foundation.db import db
from award.foundation.policy import Actor


def erase_person(user_id: int, *, actor: Actor) -> None:
    """Every name and address that the trail knows of this account becomes "Erased person". What
    they did stays, by the number of their account."""
    db.session.execute(
        update(AuditPerson)
        .where(AuditPerson.user_id == user_id, AuditPerson.name != ERASED)
        .values(name=ERASED, address="", salt="")
    )
    record(actor, ERASE, Thing("user_account", user_id))
