"""What stands of a draft's lines, as SQL to put into queries. Conflicts are those that are kept, as
they are now: enough to show, and asked again when a draft is released."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import ColumnElement, SQLColumnExpression, and_, case, exists, literal

from award.foundation.many import among
from award.foundation.scopes import within
from award.interests.models import InterestConflict
from award.matching.models import DraftEntry, DraftLine


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


@within("short")
def shortness(short: Mapping[int, int]) -> ColumnElement[int]:
    """Over entries: how many sheets each lacks now, as `short` has it by application."""
    alike: dict[int, list[int]] = {}
    for number, many in short.items():
        alike.setdefault(many, []).append(number)
    whens = [(among(DraftEntry.application_id, some), many) for many, some in sorted(alike.items())]
    return case(*whens, else_=0) if whens else literal(0)
