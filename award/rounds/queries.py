"""Every read of rounds, their questions and their criteria."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import ColumnElement, Select, false, func, or_, select, true
from sqlalchemy.orm import defer, joinedload, selectinload

from award.accounts.models import User
from award.foundation import arrival, clock
from award.foundation.db import db
from award.foundation.digests import plain
from award.foundation.policy import SYSTEM, Actor, reads_everything
from award.rounds.models import Criterion, QuestionSetVersion, Round, RoundChange, RoundPhase
from award.rounds.rules import criteria as criteria_rules
from award.rounds.rules import questions as question_rules
from award.rounds.rules.criteria import Band, CriteriaSet, CriterionValues
from award.rounds.rules.questions import QuestionSet
from award.rounds.rules.stages import Stage, stage_of
from award.rounds.rules.values import PhaseValues, RoundValues
from award.rounds.seeds import CRITERIA, read

PAGE_SIZE = 50
COLUMNS = (
    "reference", "title", "summary", "announced_at", "opens_at", "closes_at", "assessment_due_at",
    "budget_gbp", "min_assessments", "threshold_pct", "blindness", "reveal",
)  # fmt: skip


@dataclass(frozen=True)
class PhaseRow:
    """A phase of a listed round; money in whole pounds, None where there is no limit."""

    phase: int
    budget_gbp: int | None
    cap_gbp: int | None


@dataclass(frozen=True)
class RoundRow:
    """A round as lists show it."""

    id: int
    reference: str
    title: str
    stage: Stage
    announced_at: datetime
    opens_at: datetime
    closes_at: datetime
    budget_gbp: int
    phases: tuple[PhaseRow, ...]


@dataclass(frozen=True)
class RoundPage:
    """One page of a list of rounds."""

    rows: list[RoundRow]
    total: int
    page: int

    @property
    def last(self) -> int:
        return max(1, -(-self.total // PAGE_SIZE))


@dataclass(frozen=True)
class QuestionSetRow:
    id: int
    key: str
    version: int
    title: str


def visible_to(actor: Actor) -> ColumnElement[bool]:
    """Announced rounds for everybody, all for those who read everything."""
    if reads_everything(actor) or actor.is_system:
        return true()
    return Round.announced_at <= arrival.moment()


def round_by_reference(actor: Actor, reference: str) -> Round | None:
    """The round with phases, criteria and the heading of its question set, or None."""
    return db.session.scalar(_whole().where(Round.reference == reference, visible_to(actor)))


def managed_round(actor: Actor, reference: str) -> Round | None:
    """The same for the staff's pages, which aren't there for anyone else."""
    scope = true() if reads_everything(actor) else false()
    return db.session.scalar(_whole().where(Round.reference == reference, scope))


def reference_taken(reference: str) -> bool:
    """Does a round have this reference?"""
    found = select(Round.id).where(Round.reference == reference)
    return db.session.scalar(found) is not None


def _whole() -> Select[Round]:
    return select(Round).options(
        selectinload(Round.phases),
        selectinload(Round.criteria),
        joinedload(Round.question_set).options(defer(QuestionSetVersion.body, raiseload=True)),
    )


def criteria_of(round_id: int) -> list[Criterion]:
    """A round's criteria, in order."""
    found = select(Criterion).where(Criterion.round_id == round_id).order_by(Criterion.position)
    return list(db.session.scalars(found))


def reasons_for_changes(round_: Round) -> list[tuple[datetime, str, list[str], str]]:
    """Changes that needed a reason, newest first: when, by whom, of what, and why."""
    rows = db.session.execute(
        select(RoundChange, User.name)
        .outerjoin(User, User.id == RoundChange.changed_by_id)
        .where(RoundChange.round_id == round_.id, RoundChange.reason != "")
        .order_by(RoundChange.id.desc())
    )
    return [
        (one.changed_at, name or SYSTEM.name, sorted(one.changes), one.reason) for one, name in rows
    ]


def open_and_next_rounds(now: datetime) -> list[RoundRow]:
    """Announced rounds that haven't closed, those that close first in front."""
    return _rows(
        _listed().where(Round.announced_at <= now, Round.closes_at > now)
        .order_by(Round.closes_at, Round.id).limit(PAGE_SIZE), now
    )  # fmt: skip


def closed_rounds(now: datetime, page: int = 1) -> RoundPage:
    """One page of announced rounds that have closed, the last to close in front."""
    return _page(_listed().where(Round.announced_at <= now, Round.closes_at <= now), page, now)


def all_rounds(page: int = 1) -> RoundPage:
    """One page of every round for staff, those that close last in front."""
    return _page(_listed(), page, clock.now())


def _page(query: _Listed, page: int, now: datetime) -> RoundPage:
    """A page beyond the last is the last."""
    total = db.session.scalar(select(func.count()).select_from(query.subquery())) or 0
    page = min(page, max(1, -(-total // PAGE_SIZE)))
    newest = query.order_by(Round.closes_at.desc(), Round.id)
    return RoundPage(
        _rows(newest.limit(PAGE_SIZE).offset((page - 1) * PAGE_SIZE), now), total, page
    )


_Listed = Select[int, str, str, datetime, datetime, datetime, int]


def _listed() -> _Listed:
    return select(Round.id, Round.reference, Round.title, Round.announced_at, Round.opens_at,
                  Round.closes_at, Round.budget_gbp)  # fmt: skip


def _rows(query: _Listed, now: datetime) -> list[RoundRow]:
    found = db.session.execute(query).all()
    phases = _phases_of([row.id for row in found])
    return [
        RoundRow(
            id=row.id,
            reference=row.reference,
            title=row.title,
            stage=stage_of(row, now),
            announced_at=row.announced_at,
            opens_at=row.opens_at,
            closes_at=row.closes_at,
            budget_gbp=row.budget_gbp,
            phases=tuple(phases.get(row.id, ())),
        )
        for row in found
    ]


def _phases_of(round_ids: Iterable[int]) -> dict[int, list[PhaseRow]]:
    query = (
        select(RoundPhase.round_id, RoundPhase.phase, RoundPhase.budget_gbp, RoundPhase.cap_gbp)
        .where(RoundPhase.round_id.in_(list(round_ids)))
        .order_by(RoundPhase.round_id, RoundPhase.phase)
    )
    found: dict[int, list[PhaseRow]] = {}
    for round_id, phase, budget_gbp, cap_gbp in db.session.execute(query):
        found.setdefault(round_id, []).append(PhaseRow(phase, budget_gbp, cap_gbp))
    return found


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
    """The questions of a round that was loaded by this module: no statement once parsed."""
    return question_set_by_digest(round_.question_set.digest)


def question_set_by_digest(digest: str) -> QuestionSet:
    """The questions of the version with this digest: no statement once parsed. NoResultFound when
    there is none."""
    if digest not in _parsed:
        body = db.session.execute(
            select(QuestionSetVersion.body).where(QuestionSetVersion.digest == digest)
        ).scalar_one()
        _parsed[digest] = question_rules.parse(body)
    return _parsed[digest]


def question_sets() -> list[QuestionSetRow]:
    """Every stored version, by key, the newest first."""
    query = select(
        QuestionSetVersion.id,
        QuestionSetVersion.key,
        QuestionSetVersion.version,
        QuestionSetVersion.title,
    ).order_by(QuestionSetVersion.key, QuestionSetVersion.version.desc())
    return [QuestionSetRow(*row) for row in db.session.execute(query)]


def stored_version(key: str, version: int, digest: str) -> list[QuestionSetVersion]:
    """Versions that stand in the way of this one, or are the same."""
    same_name = (QuestionSetVersion.key == key) & (QuestionSetVersion.version == version)
    query = select(QuestionSetVersion).where(or_(QuestionSetVersion.digest == digest, same_name))
    return list(db.session.scalars(query))


@cache
def criteria_sets(folder: Path = CRITERIA) -> tuple[CriteriaSet, ...]:
    """Sets of criteria that a round can start from: the files that came with this release."""
    return tuple(criteria_rules.parse(read(path)) for path in sorted(folder.glob("*.toml")))


def values_of(round_: Round) -> RoundValues:
    """A round that was loaded with phases and criteria, as values to start a change from."""
    return RoundValues(
        **{name: getattr(round_, name) for name in COLUMNS},
        question_set_id=round_.question_set_id,
        phases=tuple(
            PhaseValues(p.phase, p.budget_gbp, p.cap_gbp, p.min_months, p.max_months)
            for p in sorted(round_.phases, key=lambda phase: phase.phase)
        ),
        criteria=tuple(
            CriterionValues(
                key=criterion.key,
                title=criterion.title,
                weight=criterion.weight,
                guidance=criterion.guidance,
                plain=criterion.plain,
                bands=tuple(Band.read(band) for band in criterion.bands),
            )
            for criterion in sorted(round_.criteria, key=lambda criterion: criterion.position)
        ),
    )


def as_data(round_: Round) -> dict[str, Any]:
    """All of a round that people set, in the one form of which the audit trail keeps a digest."""
    found: dict[str, Any] = plain(asdict(values_of(round_)))
    return found
