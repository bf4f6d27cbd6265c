"""Regimes as they are stored: of each version the record that was made last."""

from __future__ import annotations

from sqlalchemy import Subquery, func, select

from award.foundation import locks, public_version
from award.foundation.db import db
from award.foundation.many import plain_rows
from award.rounds.models import RegimeRecord
from award.rounds.rules.questions import QuestionSet
from award.rounds.rules.regimes import Regime, Regimes


def known() -> Regimes:
    """All of them: one statement, which asks whether anything has changed since."""
    return public_version.remembered("regimes", _read)


def known_for(questions: QuestionSet) -> Regimes:
    """The same for a set of questions: no statement where none of them rests on any."""
    return known() if questions.regimes else Regimes()


def _read() -> Regimes:
    latest = _latest()
    query = (
        select(RegimeRecord.body)
        .join(latest, RegimeRecord.id == latest.c.id)
        .order_by(RegimeRecord.key, RegimeRecord.id)
    )
    return Regimes(tuple(Regime.read(row.body) for row in plain_rows(query)))


def _latest() -> Subquery:
    return (
        select(func.max(RegimeRecord.id).label("id"))
        .group_by(RegimeRecord.key, RegimeRecord.version)
        .subquery()
    )


def latest_records() -> dict[str, RegimeRecord]:
    """Name ("dtac/1") -> its last record."""
    latest = _latest()
    query = select(RegimeRecord).join(latest, RegimeRecord.id == latest.c.id)
    return {f"{one.key}/{one.version}": one for one in db.session.scalars(query)}


def hold(key: str, version: str) -> None:
    """Nobody else records this version until the transaction ends."""
    query = select(RegimeRecord.id).where(RegimeRecord.key == key, RegimeRecord.version == version)
    locks.hold(RegimeRecord, db.session.scalars(query).all())


def records_of(name: str) -> list[RegimeRecord]:
    """Everything that was recorded of a version ("dtac/1"), the last first."""
    key, _, version = name.partition("/")
    query = (
        select(RegimeRecord)
        .where(RegimeRecord.key == key, RegimeRecord.version == version)
        .order_by(RegimeRecord.revision.desc())
    )
    return list(db.session.scalars(query))
