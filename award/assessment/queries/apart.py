"""Who is kept from scoring by what they were there as one who moderates. One condition, for whoever
asks somebody and for the lists of whom to ask."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import BindParameter, Select, exists, func, select
from sqlalchemy.orm import aliased

from award.applications.models import Application
from award.assessment.models.assignments import Assignment
from award.assessment.models.chairs import RoundChair, RoundModeration
from award.assessment.models.moderation import Recusal
from award.assessment.rules.states import AssignmentState
from award.foundation import clock
from award.foundation.many import plain_rows
from award.foundation.scopes import everything, within
from award.rounds.models import Round

_OTHERS = aliased(Assignment)
Now = datetime | BindParameter[Any]


@within("round_id")
def could_read_in(round_id: Any, now: Now) -> Select[int]:
    """Ids of people to whom sheets of the round (an id, or what stands for one) were open as a
    chair or deputy: none of the lists of whom to ask in it offers them."""
    opened = func.coalesce(RoundModeration.opened_at, Round.assessment_due_at)
    return (
        select(RoundChair.person_id)
        .select_from(RoundChair)
        .join(Round, Round.id == RoundChair.round_id)
        .outerjoin(RoundModeration, RoundModeration.round_id == Round.id)
        .where(Round.id == round_id, opened <= func.coalesce(RoundChair.ended_at, now))
    )


@within()
def could_read(now: Now) -> Select[int, int]:
    """Applications that have a sheet in, with people who could read it so: ids of both."""
    sent = exists().where(
        _OTHERS.application_id == Application.id, _OTHERS.state == AssignmentState.SUBMITTED
    )
    chairs = could_read_in(Application.round_id, now)
    return (
        select(Application.id, RoundChair.person_id)
        .join(RoundChair, RoundChair.round_id == Application.round_id)
        .where(RoundChair.person_id.in_(chairs.correlate(Application)), sent)
    )


@within()
def stepped_back() -> Select[int, int]:
    """Applications with people who said, as they moderated, that they have a conflict."""
    return select(Recusal.application_id, Recusal.person_id)


@everything("a draft deals out the whole round")
def apart_in(round_id: int) -> set[tuple[int, int]]:
    """Both kinds in a round: application and person."""
    of_round = select(Application.id).where(Application.round_id == round_id)
    stepped = stepped_back().where(Recusal.application_id.in_(of_round))
    read = could_read(clock.now()).where(Application.round_id == round_id)
    return {(row[0], row[1]) for row in plain_rows(read.union(stepped))}
