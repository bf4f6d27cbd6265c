"""Emails to people who have no account, and when they are let go.

An email to an account is evidence for as long as there are accounts (ADR 72). A stranger has asked
us something, or shared something, and what they were told stands with that, as long as it is kept.
Their email is one copy more, with an address and a link in it. One rule for all kinds: a month
after it was written it loses whom it went to and what it said, and sooner where an address was
given for something that is over. That an email of its kind went out about that thing, and when,
stays.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any, Final

from sqlalchemy import ColumnElement, case, delete, exists, select, update

from award.foundation import clock
from award.foundation.db import Base, db, transaction
from award.foundation.outbox import OutboxAttachment, OutboxMessage
from award.foundation.scopes import everything, within

KEPT: Final = timedelta(days=30)
_NO_WORDS: Final = dict.fromkeys(("subject", "body", "names"), "")
_NOTHING: Final = {"recipient": "", "recipient_name": "", **_NO_WORDS}


def sweep_letters() -> None:
    """Hourly."""
    let_go_of_letters()


@everything("emails of a kind, whosever they are")
def let_go_of_letters() -> int:
    """Of what is over, sent or given up, and went to an address that is no account’s. How many."""
    account = Base.metadata.tables["user_account"]
    old = (
        OutboxMessage.state.in_(("sent", "failed")),
        OutboxMessage.created_at < clock.now() - KEPT,
        OutboxMessage.recipient != "",
        ~exists().where(account.c.email == OutboxMessage.recipient),
    )
    with transaction():
        return _let_go(*old)


@within("about")
def forget_letters(about: Any, address: str) -> None:
    """At once, of all that went to this address about a thing for which alone it was given; what
    has not gone out yet goes no more."""
    if not address:
        return
    with db.session.no_autoflush:  # before it nothing goes that is half changed
        _let_go(
            OutboxMessage.about_kind == about.__tablename__,
            OutboxMessage.about_id == about.id,
            OutboxMessage.recipient == address,
        )


@within("about")
def empty_letters(about: Any) -> None:
    """What was written to anybody about a thing whose words are let go: that it was stays; what has
    not gone out yet goes no more."""
    mine = (OutboxMessage.about_kind == about.__tablename__, OutboxMessage.about_id == about.id)
    with db.session.no_autoflush:
        _let_go(*mine, nothing=_NO_WORDS)


@within("which")
def _let_go(*which: ColumnElement[bool], nothing: Mapping[str, str] = _NOTHING) -> int:
    plain = {"synchronize_session": False}
    ids = select(OutboxMessage.message_id).where(*which)
    gone = delete(OutboxAttachment).where(OutboxAttachment.message_id.in_(ids))
    db.session.execute(gone, execution_options=plain)
    given_up = case((OutboxMessage.state == "sent", "sent"), else_="failed")
    done = update(OutboxMessage).where(*which).values(**nothing, error=None, state=given_up)
    return int(db.session.execute(done, execution_options=plain).rowcount)  # type: ignore[attr-defined]
