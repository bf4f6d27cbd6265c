"""What stands of a draft's lines, as SQL to put into queries. Conflicts are those that are kept, as
they are now: enough to show, and asked again when a draft is released."""

from __future__ import annotations

from sqlalchemy import ColumnElement, SQLColumnExpression, and_, exists

from award.foundation.scopes import within
from award.interests.models import InterestConflict
from award.matching.models import DraftLine


def to_come() -> ColumnElement[bool]:
    """Over lines: nothing became of it yet."""
    return and_(DraftLine.released_at.is_(None), DraftLine.refused == "")


@within()
def _tied(*conditions: SQLColumnExpression[bool]) -> ColumnElement[bool]:
    return exists().where(
        InterestConflict.application_id == DraftLine.application_id,
        InterestConflict.person_id == DraftLine.person_id,
        *conditions,
    )


def undecided() -> ColumnElement[bool]:
    """Over lines: nothing becomes of it until staff have decided about a possible conflict."""
    soft = _tied(~InterestConflict.hard, ~InterestConflict.settled)
    return and_(to_come(), soft)


def tied() -> ColumnElement[bool]:
    """Over lines: there is a conflict between the two for sure."""
    return _tied(InterestConflict.hard)


def accepted() -> ColumnElement[bool]:
    """Over lines: staff have decided that the person may, though they may be in conflict."""
    return _tied(~InterestConflict.hard, InterestConflict.settled)
