"""Drafts of who reads what, as rows: nothing is solved."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import func, select

from award.accounts.models import User
from award.applications.models import Application
from award.foundation import clock
from award.foundation.db import db
from award.matching.models import Draft, DraftEntry, DraftLine
from award.rounds.models import Round


def draft(
    round_: Round, staff: User, pairs: Sequence[tuple[Application, User]] = (), *, short: int = 0
) -> Draft:
    """A committed draft in which these people would read these applications; each of them is short
    of so many more."""
    number = db.session.scalar(select(func.count()).where(Draft.round_id == round_.id)) or 0
    made = Draft(
        round_id=round_.id, number=number + 1, seed="0", otherwise=40, made_at=clock.now(),
        made_by_id=staff.id, facts={},
    )  # fmt: skip
    made.round = round_
    db.session.add(made)
    db.session.flush()
    for one in {application.id for application, _ in pairs}:
        many = sum(application.id == one for application, _ in pairs)
        db.session.add(
            DraftEntry(draft_id=made.id, application_id=one, wanted=many + short, short=short)
        )
    for application, person in pairs:
        db.session.add(
            DraftLine(
                draft_id=made.id, application_id=application.id, person_id=person.id,
                fits=["settings/homecare"],
            )
        )  # fmt: skip
    db.session.commit()
    return made
