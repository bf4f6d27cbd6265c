"""Who chairs which round, and what keeps them from an application of it: out of the rows of a copy,
and by none of the service's own reads, which are what a proof is about."""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import Connection, Row, select, union_all

from award.applications.queries.ties import parts_of
from award.applications.rules.states import READABLE
from award.assessment.rules.states import CONFLICTED, UNFINISHED
from award.foundation import clock
from award.foundation.db import Base
from award.foundation.scopes import everything, within

_TABLES: Final = Base.metadata.tables


@everything("the proof reads a copy of the round for nobody")
def chairs_of(connection: Connection, round_id: int) -> tuple[frozenset[int], bool]:
    """Chairs and deputies of now; and may they read?"""
    chair = _TABLES["round_chair"].c
    people = select(chair.person_id).where(chair.round_id == round_id, chair.ended_at.is_(None))
    return frozenset(connection.scalars(people)), round_id in _open_rounds(connection)


@within()
def _open_rounds(connection: Connection) -> set[int]:
    round_, opened = _TABLES["round"].c, _TABLES["round_moderation"].c
    due = select(round_.id).where(round_.assessment_due_at <= clock.now())
    return {*connection.scalars(due), *connection.scalars(select(opened.round_id))}


@everything("the proof reads a copy for nobody")
def chaired_elsewhere(connection: Connection, but: int, person: int) -> list[Row[Any]]:
    """Applications of other rounds that they read as who chairs those."""
    chair, application, round_ = (
        _TABLES["round_chair"].c, _TABLES["application"].c, _TABLES["round"]
    )  # fmt: skip
    chaired = select(chair.round_id).where(
        chair.person_id == person, chair.ended_at.is_(None), chair.round_id != but
    )
    rounds = {*connection.scalars(chaired)} & _open_rounds(connection)
    query = (
        select(_TABLES["application"], round_.c.blindness)
        .join(round_, round_.c.id == application.round_id)
        .where(application.round_id.in_(rounds), application.state.in_(sorted(READABLE)),
               application.submitted_at.is_not(None))
    )  # fmt: skip
    shut = {*mine_of(connection, person), *away_of(connection, person)}
    shut |= _still_to_score(connection, person)
    return [row for row in connection.execute(query) if row.id not in shut]


def _still_to_score(connection: Connection, person: int) -> set[int]:
    own = _TABLES["assignment"].c
    query = select(own.application_id).where(
        own.assessor_id == person, own.state.in_(sorted(UNFINISHED))
    )
    return {*connection.scalars(query)}


@everything("the proof reads a copy for nobody")
def mine_of(connection: Connection, person: int) -> frozenset[int]:
    """What they apply for, have or had a part in, or an organisation of theirs applies for."""
    application, member = _TABLES["application"].c, _TABLES["organisation_member"].c
    homes = select(member.organisation_id).where(member.user_id == person)
    query = union_all(
        select(application.id).where(application.lead_id == person),
        select(application.id).where(application.organisation_id.in_(homes)),
        *parts_of(person),
    )
    return frozenset(connection.scalars(query))


@everything("the proof reads a copy for nobody")
def away_of(connection: Connection, person: int) -> frozenset[int]:
    """What they have a conflict with: declared as an assessor or as who moderates, or hard."""
    own, recusal, conflict = (
        _TABLES["assignment"].c, _TABLES["recusal"].c, _TABLES["interest_conflict"].c
    )  # fmt: skip
    query = union_all(
        select(own.application_id).where(
            own.assessor_id == person, own.state.in_(sorted(CONFLICTED))
        ),
        select(recusal.application_id).where(recusal.person_id == person),
        select(conflict.application_id).where(conflict.person_id == person, conflict.hard),
    )
    return frozenset(connection.scalars(query))
