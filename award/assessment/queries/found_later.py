"""Conflicts that came up with what somebody has already: what the service ends, and what it tells
staff of."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, ClassVar, Final

from sqlalchemy import and_, func, select
from sqlalchemy.orm import joinedload

from award.accounts.models import User
from award.applications.models import Application
from award.assessment.models.assignments import Assignment
from award.assessment.queries.conflicts import OPEN, can_be_assessed, that_stand
from award.assessment.queries.reach import colleagues, met_by
from award.assessment.rules.states import ACTIVE
from award.foundation import clock
from award.foundation.db import db
from award.foundation.kept import present
from award.foundation.many import among
from award.foundation.policy import Role
from award.foundation.scopes import everything, within
from award.interests.models import ConflictTold, InterestConflict

GATHERED: Final = timedelta(hours=1)
"""Staff hear of possible conflicts no more often than this."""


@everything("the service ends what is in conflict")
def assessed_in_conflict() -> list[int]:
    """Ids of assignments whose assessor has a part in the application, where what is kept is the
    present."""
    return list(
        db.session.scalars(
            select(Assignment.id)
            .join(
                InterestConflict,
                and_(
                    InterestConflict.application_id == Assignment.application_id,
                    InterestConflict.person_id == Assignment.assessor_id,
                ),
            )
            .join(Application, Application.id == Assignment.application_id)
            .where(
                can_be_assessed(),
                Assignment.state.in_(sorted(ACTIVE)),
                InterestConflict.hard,
                InterestConflict.round_id.in_(present()),
            )
            .order_by(Assignment.id)
            .limit(500)
        )
    )


@everything("the service ends what is in conflict")
def assignment_to_end(number: int) -> Assignment:
    return db.session.scalars(
        select(Assignment)
        .where(Assignment.id == number)
        .options(joinedload(Assignment.application), joinedload(Assignment.assessor))
    ).one()


@dataclass(frozen=True)
class Possible:
    """An assessment that waits for a decision, to tell staff of."""

    application_id: int
    person_id: int
    reference: str
    title: str
    person: str
    person_reference: str
    digest: str
    now: datetime


@dataclass(frozen=True)
class PossibleLetter:
    """One email to one of staff about all that wait for a decision and that they may meet."""

    __tablename__: ClassVar[str] = User.__tablename__

    id: int
    name: str
    email: str
    found: Sequence[Possible]


@within("found")
def letters_about(found: Sequence[Possible]) -> list[PossibleLetter]:
    """One for each of staff who can decide about any; one statement for each of them."""
    ids = {one.application_id for one in found}
    letters = []
    for person in colleagues(Role.STAFF, None):
        met = met_by(person.id, ids)
        theirs = [one for one in found if one.application_id in met and one.person_id != person.id]
        if theirs:
            letters.append(PossibleLetter(person.id, person.name, person.email, theirs))
    return letters


@everything("the service tells staff, each of what they may meet: `letters_about`")
def untold() -> list[Possible]:
    """Those that staff weren't told of, for the reasons that there are now. None while they were
    told of others within the hour: people declare one after the other, and it waits for the
    rest."""
    kept = InterestConflict
    rows = db.session.execute(
        select(
            Application.id, kept.person_id, Application.reference, Application.title, User.name,
            User.reference, kept.reasons,
        )
        .select_from(kept)
        .join(Application, Application.id == kept.application_id)
        .join(User, User.id == kept.person_id)
        .join(
            Assignment,
            and_(
                Assignment.application_id == kept.application_id,
                Assignment.assessor_id == kept.person_id,
            ),
        )
        .where(can_be_assessed(), that_stand(OPEN), kept.round_id.in_(present()))
        .order_by(Application.reference, User.id)
    ).all()  # fmt: skip
    if not rows:
        return []
    told = {
        tuple(row)
        for row in db.session.execute(
            select(ConflictTold.application_id, ConflictTold.person_id, ConflictTold.digest).where(
                among(ConflictTold.application_id, {row.id for row in rows})
            )
        )
    }
    now = clock.now()
    found = [
        Possible(number, person, reference, title, name, code, digest_of(reasons), now)
        for number, person, reference, title, name, code, reasons in rows
    ]
    new = [one for one in found if (one.application_id, one.person_id, one.digest) not in told]
    if not new:
        return []
    last = db.session.scalar(select(func.max(ConflictTold.told_at)))
    return new if last is None or last <= now - GATHERED else []


def digest_of(reasons: Sequence[Any]) -> str:
    return hashlib.sha256(json.dumps(list(reasons)).encode()).hexdigest()
