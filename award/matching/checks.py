"""What must be true of drafts of who reads what."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import and_, func, select

from award.assessment.models.assignments import Assignment
from award.foundation.db import db
from award.matching.models import Draft, DraftEntry, DraftLine
from award.matching.queries import lines
from award.rounds.models import Round


def drafts() -> Iterator[str]:
    """What each application is said to be short of is what its lines leave open, and whatever was
    released is an assignment."""
    yield from _short()
    yield from _released()


def _short() -> Iterator[str]:
    """With panels that have their own, a sheet too many of one makes up for none of the other."""
    of_entry = and_(
        DraftLine.draft_id == DraftEntry.draft_id,
        DraftLine.application_id == DraftEntry.application_id,
    )
    shown: list[Any] = [
        Round.reference, Draft.number, DraftEntry.application_id, DraftEntry.wanted,
        DraftEntry.lived, DraftEntry.short, func.count(DraftLine.id),
    ]  # fmt: skip
    query = (
        select(*shown)
        .join(Draft, Draft.id == DraftEntry.draft_id)
        .join(Round, Round.id == Draft.round_id)
        .outerjoin(DraftLine, of_entry)
        .group_by(DraftEntry.id, Round.reference, Draft.number)
        .order_by(DraftEntry.id)
    )
    for reference, number, application, wanted, lived, short, here in db.session.execute(query):
        least = max(0, wanted - here)
        most = least if lived is None else wanted
        if not least <= short <= most:
            yield (
                f"{reference}: draft {number} says that application {application} is {short} short"
            )


def _released() -> Iterator[str]:
    asked = and_(
        Assignment.application_id == DraftLine.application_id,
        Assignment.assessor_id == DraftLine.person_id,
    )
    query = (
        select(Round.reference, Draft.number, DraftLine.id)
        .join(Draft, Draft.id == DraftLine.draft_id)
        .join(Round, Round.id == Draft.round_id)
        .outerjoin(Assignment, asked)
        .where(
            ~lines.to_come() & Draft.released_at.is_(None)
            | DraftLine.released_at.is_not(None) & Assignment.id.is_(None)
        )
        .order_by(DraftLine.id)
    )
    for reference, number, line in db.session.execute(query):
        yield f"{reference}: line {line} of draft {number} was released to nobody"


CHECKS = (("Every draft says of its applications and people what became of them", drafts),)
