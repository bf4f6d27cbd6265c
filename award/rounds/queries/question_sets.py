"""Question sets as they are stored, each parsed once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from sqlalchemy import inspect, or_, select

from award.foundation.db import db
from award.rounds.models import QuestionSetVersion, Round
from award.rounds.rules import questions as question_rules
from award.rounds.rules.questions import QuestionSet
from award.rounds.rules.read_for import read_for
from award.rounds.rules.recordings import as_answered


@dataclass(frozen=True)
class QuestionSetRow:
    id: int
    key: str
    version: int
    title: str


_parsed: dict[str, QuestionSet] = {}


def question_set(version_id: int) -> QuestionSet:
    """The questions of a stored version; NoResultFound when there is none.

    Versions never change, so each is parsed once in a process, known by its digest.
    """
    digest = db.session.execute(
        select(QuestionSetVersion.digest).where(QuestionSetVersion.id == version_id)
    ).scalar_one()
    return question_set_by_digest(digest)


def questions_of(round_: Round) -> QuestionSet:
    """The questions of a round: no statement once parsed, where the round came with the digest of
    its set, as it does by itself and with an application that somebody opens."""
    if "question_set" in inspect(round_).unloaded:
        return read_for(question_set(round_.question_set_id), round_.feeds)
    return read_for(question_set_by_digest(round_.question_set.digest), round_.feeds)


def question_set_by_digest(digest: str) -> QuestionSet:
    """The questions of the version with this digest: no statement once parsed. NoResultFound when
    there is none."""
    if digest not in _parsed:
        body = db.session.execute(
            select(QuestionSetVersion.body).where(QuestionSetVersion.digest == digest)
        ).scalar_one()
        _parsed[digest] = question_rules.parse(body)
    return _parsed[digest]


def questions_in(
    content: Mapping[str, Any], feeds: Mapping[str, Sequence[str]] = MappingProxyType({})
) -> QuestionSet:
    """The questions that a submission answers, with its recordings; read for the criteria that its
    round says (`feeds`), for whoever reads by criterion."""
    questions = read_for(question_set_by_digest(content["question_set"]["digest"]), feeds)
    return as_answered(questions, content["answers"])


def question_sets() -> list[QuestionSetRow]:
    """Every stored version, by key, the newest first."""
    query = select(
        QuestionSetVersion.id,
        QuestionSetVersion.key,
        QuestionSetVersion.version,
        QuestionSetVersion.title,
    ).order_by(QuestionSetVersion.key, QuestionSetVersion.version.desc())
    return [QuestionSetRow(*row) for row in db.session.execute(query)]


def newest_question_sets() -> list[QuestionSet]:
    """The newest version of each, by key: one statement once they are parsed."""
    query = select(QuestionSetVersion.key, QuestionSetVersion.digest)
    query = query.order_by(QuestionSetVersion.key, QuestionSetVersion.version)
    newest = {row.key: row.digest for row in db.session.execute(query)}
    return [question_set_by_digest(digest) for digest in newest.values()]


def pairs_with(found: QuestionSet) -> list[tuple[QuestionSet, QuestionSet]]:
    """First stage and full set, for each newest version that stands in that relation to this."""
    newest: dict[str, QuestionSetRow] = {}
    for row in question_sets():
        newest.setdefault(row.key, row)
    others = [question_set(row.id) for row in newest.values() if row.key != found.key]
    pairs = [(found, other) for other in others if found.first_of == other.key]
    return pairs + [(other, found) for other in others if other.first_of == found.key]


def stored_version(key: str, version: int, digest: str) -> list[QuestionSetVersion]:
    """Versions that stand in the way of this one, or are the same."""
    same_name = (QuestionSetVersion.key == key) & (QuestionSetVersion.version == version)
    query = select(QuestionSetVersion).where(or_(QuestionSetVersion.digest == digest, same_name))
    return list(db.session.scalars(query))
