"""What came in from people outside and waits, for the page where staff begin."""

from __future__ import annotations

from typing import NamedTuple

from sqlalchemy import select

from award.case_studies.queries.to_do import waiting
from award.challenges.queries import told
from award.foundation.db import db
from award.foundation.policy import Actor
from award.foundation.scopes import within
from award.sharing import queries as sharing


class Received(NamedTuple):
    challenges: int
    shares: int
    changes: int
    questions: int


@within("actor")
def received(actor: Actor) -> Received:
    """Challenges and shared projects that nobody has read, case studies whose team asked for
    changes, questions that their teams have not answered: how many, in one statement."""
    wanted = select(told.unread(), sharing.unread(), *waiting(actor))
    return Received(*db.session.execute(wanted).one())
