"""What goes from a first stage into a second."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import aliased, joinedload

from award.applications.models import Application, Submission
from award.applications.rules.states import ApplicationState
from award.foundation.db import db
from award.foundation.many import among
from award.foundation.scopes import within
from award.rounds.models import Round
from award.rounds.queries.question_sets import question_set, question_set_by_digest
from award.rounds.rules.carrying import carried


@within("application_id")
def continuation(application_id: int) -> Application | None:
    """The application of the second stage that goes on from this one, with its round."""
    return db.session.scalar(
        select(Application)
        .where(Application.continues_id == application_id)
        .options(joinedload(Application.round))
    )


@within("submission")
def carried_over(submission: Submission, question_set_id: int) -> dict[str, Any]:
    """Its answers that are answers to these questions too, by key."""
    first = question_set_by_digest(submission.content["question_set"]["digest"])
    return carried(first, question_set(question_set_id), submission.content["answers"])


@dataclass(frozen=True)
class Invitation:
    """An application that was invited on, the round that it is invited to, and the application
    there, if it has been started, with who leads that."""

    application_id: int
    reference: str
    lead_id: int
    round_title: str
    opens_at: datetime
    closes_at: datetime
    continued_as: str | None
    continued_by: int | None


@within("application_ids")
def invitations_of(application_ids: Collection[int]) -> list[Invitation]:
    """Of those that were invited."""
    following, started = aliased(Round), aliased(Application)
    rows = db.session.execute(
        select(
            Application.id, Application.reference, Application.lead_id, following.title,
            following.opens_at, following.closes_at, started.reference, started.lead_id,
        )
        .join(following, following.follows_id == Application.round_id)
        .outerjoin(started, started.continues_id == Application.id)
        .where(
            among(Application.id, application_ids), Application.state == ApplicationState.INVITED
        )
        .order_by(Application.id)
    )  # fmt: skip
    return [Invitation(*row) for row in rows]
