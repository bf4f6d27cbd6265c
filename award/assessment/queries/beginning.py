"""Which applications wait for their closing before anybody assesses them."""

from __future__ import annotations

from sqlalchemy import BindParameter, ColumnElement, and_, bindparam, or_

from award.applications.models import Application
from award.assessment.models.assignments import Assignment
from award.assessment.rules.beginning import AT_CLOSING, NOT_YET, waits_until
from award.foundation import arrival
from award.foundation.errors import NotYet
from award.foundation.scopes import within
from award.rounds.models import Round


def waiting() -> ColumnElement[bool]:
    """SQL over Application joined to Round, with the moment of asking as the parameter `now`: can
    nobody assess it yet? The same as `rules.beginning.waits_until`."""
    now: BindParameter[object] = bindparam("now", type_=Round.__table__.c.closes_at.type)
    return and_(
        Round.assess_from == AT_CLOSING,
        or_(
            Round.closes_at > now,
            and_(Application.extended_until.is_not(None), Application.extended_until > now),
        ),
    )


@within("assignment")
def refuse_before_closing(assignment: Assignment) -> None:
    """NotYet while nobody assesses its application; application and round loaded."""
    opens_at = waits_until(assignment.application, arrival.moment())
    if opens_at is not None:
        raise NotYet(NOT_YET, opens_at)
