"""Who has had a conflict of interest with an application since they took part in it."""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import ColumnElement, exists
from sqlalchemy.orm import aliased

from award.assessment.models.assignments import Assignment
from award.assessment.models.moderation import Recusal
from award.assessment.rules.states import CONFLICTED
from award.foundation.scopes import within
from award.interests.models import InterestConflict

_THEIRS = aliased(Assignment)
LEFT: Final = "has a conflict of interest with it since then"


@within("application_id")
def left_since(application_id: int, person_id: Any) -> ColumnElement[bool]:
    """SQL: is the application out of the reach of this person (a column) now, because they stepped
    back, declared a conflict as its assessor, or one was found?"""
    return (
        exists().where(Recusal.application_id == application_id, Recusal.person_id == person_id)
        | exists().where(
            _THEIRS.application_id == application_id,
            _THEIRS.assessor_id == person_id,
            _THEIRS.state.in_(sorted(CONFLICTED)),
        )
        | exists().where(
            InterestConflict.application_id == application_id,
            InterestConflict.person_id == person_id,
            InterestConflict.hard,
        )
    )


def marked(name: str | None, left: bool | None) -> str:
    """Who decided something, and that they left it since."""
    return f"{name} ({LEFT})" if name and left else name or ""
