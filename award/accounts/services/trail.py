"""What may be changed of the trail: a person's name goes, what they did stays."""

from __future__ import annotations

from sqlalchemy import select

from award.accounts.models import User
from award.foundation import audit, workflow
from award.foundation.acts import act
from award.foundation.db import db
from award.foundation.errors import Refused
from award.foundation.policy import Actor


@act("people.manage")
def erase_person_from_trail(user_id: int, *, actor: Actor) -> None:
    """Take the name and address of whoever has or had this account out of the audit trail and the
    record of moves; both stay whole, and the trail says that it was done.

    Refused while the account is open: its next act would bring the name back.
    """
    if db.session.scalar(select(User.active).where(User.id == user_id)):
        raise Refused("Suspend the account first: what it does next would bring the name back.")
    workflow.erase_person(user_id)
    audit.erase_person(user_id, actor=actor)
