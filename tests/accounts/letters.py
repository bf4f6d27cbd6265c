"""Reads what the service has queued to send."""

from __future__ import annotations

import re

import sqlalchemy as sa

from award.foundation.db import db
from award.foundation.outbox import OutboxMessage


def letters(recipient: str) -> list[OutboxMessage]:
    """Emails to somebody, oldest first."""
    return list(
        db.session.scalars(
            sa.select(OutboxMessage)
            .where(OutboxMessage.recipient == recipient)
            .order_by(OutboxMessage.id)
        )
    )


def told(*notices: str) -> list[OutboxMessage]:
    """Emails of these kinds to anybody, oldest first."""
    query = sa.select(OutboxMessage).where(OutboxMessage.notice.in_(notices))
    return list(db.session.scalars(query.order_by(OutboxMessage.id)))


def link_in(letter: OutboxMessage, path: str) -> str:
    """The path of the link in a letter that starts with `path`."""
    found = re.search(rf"http://localhost({re.escape(path)}\S+)", letter.body)
    assert found, letter.body
    return found.group(1)
