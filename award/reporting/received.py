"""What came in from people outside and waits to be read, for the page where staff begin."""

from __future__ import annotations

from typing import NamedTuple

from sqlalchemy import select

from award.challenges.queries import told
from award.foundation.db import db
from award.sharing import queries as sharing


class Received(NamedTuple):
    challenges: int
    shares: int


def received() -> Received:
    """Of each kind how many nobody has read, in one statement."""
    return Received(*db.session.execute(select(told.unread(), sharing.unread())).one())
