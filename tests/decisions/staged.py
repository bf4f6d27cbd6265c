"""A round with three staged decisions, planted with words that may not leave it."""

from __future__ import annotations

from sqlalchemy import select

from award.accounts.models import User
from award.applications.models import Application
from award.foundation.db import db
from award.foundation.outbox import OutboxMessage
from award.rounds.models import Round
from tests.build import applications, assessment, decisions

CONDITIONS = "planted-condition: agree a data sharing plan"


NOTE = "planted-note: the panel was split"


COMMENT = "planted-comment: a vivid account of the problem"


AMOUNT = 77_123


def letters() -> list[OutboxMessage]:
    query = select(OutboxMessage).where(OutboxMessage.notice.like("decision.%"))
    return list(db.session.scalars(query.order_by(OutboxMessage.id)))


def three(round_: Round, staff: User, lead: User) -> list[Application]:
    """One staged to fund (led by `lead`), one to reserve, one to reject."""
    found = [
        applications.submitted(round_, lead, title="Listening for falls"),
        applications.submitted(round_, title="Reserved one"),
        applications.submitted(round_, title="Rejected one"),
    ]
    for number, scores in enumerate(([8, 8, 8], [7, 7, 7])):
        person = assessment.assessor(f"Secret Assessor {number}")
        assessment.scored(found[0], scores, person, for_applicant=f"{COMMENT} {number}")
    decisions.staged(found[0], amount_gbp=AMOUNT, conditions=CONDITIONS, note=NOTE, staff=staff)
    decisions.staged(found[1], "reserve", reserve_position=1, note=NOTE, staff=staff)
    decisions.staged(found[2], "reject", note=NOTE, staff=staff)
    return found
