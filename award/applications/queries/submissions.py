"""Which submission of an application counts."""

from __future__ import annotations

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import aliased

from award.applications.models import Submission
from award.foundation.scopes import within


@within()
def stands() -> ColumnElement[bool]:
    """SQL over Submission: is it the one that stands? Numbers of one application are never given
    twice and rows never change, so it is the highest."""
    other = aliased(Submission)
    highest = select(func.max(other.number)).where(
        other.application_id == Submission.application_id
    )
    return Submission.number == highest.correlate(Submission).scalar_subquery()
