"""Which of the emails that needn't be said somebody wants."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import delete

from award.accounts.models import User
from award.foundation import audit
from award.foundation.acts import act
from award.foundation.db import db
from award.foundation.errors import Refused, there
from award.foundation.locks import hold
from award.foundation.many import insert_rows
from award.foundation.outbox import notices
from award.foundation.policy import Actor
from award.foundation.unwanted import UnwantedNotice, unwanted_of


@act("account.use")
def choose_emails(unwanted: Collection[str], *, actor: Actor) -> None:
    """These are not wanted, all others are. Refused for what must be said."""
    user_id = there(actor.user_id, "the account")
    known = notices()
    if any(key not in known or not known[key].optional for key in unwanted):
        raise Refused("This has to be said, so it can’t be switched off", field="wanted")
    hold(User, [user_id])
    before = unwanted_of(actor)
    db.session.execute(delete(UnwantedNotice).where(UnwantedNotice.user_id == user_id))
    insert_rows(UnwantedNotice, [{"user_id": user_id, "notice": key} for key in sorted(unwanted)])
    changes = {"off": [sorted(before), sorted(unwanted)]}
    person = db.session.get_one(User, user_id)
    audit.record(actor, "user_account.choose_emails", person, changes, codes={"off"})
    db.session.flush()
