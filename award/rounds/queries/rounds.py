"""Rounds by who asks, with what belongs to them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime
from functools import cache
from typing import Any, Final, TypeVar

from sqlalchemy import (
    ColumnElement,
    Select,
    Subquery,
    bindparam,
    false,
    literal,
    select,
    true,
    union_all,
)
from sqlalchemy.orm import aliased, contains_eager, defer, joinedload

from award.accounts.models import User
from award.foundation import arrival
from award.foundation.db import db
from award.foundation.digests import plain
from award.foundation.policy import SYSTEM, Actor, reads_everything
from award.rounds.models import Criterion, QuestionSetVersion, Round, RoundChange, RoundPhase
from award.rounds.rules.criteria import Band, CriterionValues
from award.rounds.rules.values import GROUND, ONE, PhaseValues, RoundValues

S = TypeVar("S", bound=Select[*tuple[Any, ...]])

COLUMNS = (
    "reference", "title", "summary", "announced_at", "opens_at", "closes_at", "assessment_due_at",
    "budget_gbp", "min_assessments", "threshold_pct", "blindness", "reveal", "ai_rules",
    "assessor_rules", "feeds", "follows_id", "assess_from", "panels_named",
    "scores_told", "feedback_apart", "deciders",
)  # fmt: skip


def visible_to(actor: Actor) -> ColumnElement[bool]:
    """Announced rounds for everybody, all for those who read everything."""
    if reads_everything(actor) or actor.is_system:
        return true()
    return Round.announced_at <= arrival.moment()


def round_by_reference(actor: Actor, reference: str) -> Round | None:
    """The round with phases, criteria and the heading of its question set, or None."""
    found = db.session.scalars(_whole().where(Round.reference == reference, visible_to(actor)))
    return found.unique().one_or_none()


def managed_round(actor: Actor, reference: str) -> Round | None:
    """The same for the staff's pages, which aren't there for anyone else."""
    if not reads_everything(actor):
        return None
    return db.session.scalars(_named(), {"reference": reference}).unique().one_or_none()


def round_alone(actor: Actor, reference: str) -> Round | None:
    """As `managed_round`, with nothing but its own columns."""
    scope = true() if reads_everything(actor) else false()
    return db.session.scalar(select(Round).where(Round.reference == reference, scope))


def reference_taken(reference: str) -> bool:
    """Does a round have this reference?"""
    found = select(Round.id).where(Round.reference == reference)
    return db.session.scalar(found) is not None


@cache
def _named() -> Select[Round]:
    return _whole().where(Round.reference == bindparam("reference"))


@cache
def _whole() -> Select[Round]:
    one = joinedload(Round.question_set).options(defer(QuestionSetVersion.body, raiseload=True))
    return with_criteria(select(Round), Round, phases=True).options(one)


_CALLED: Final = (aliased(Criterion), aliased(Criterion), aliased(RoundPhase))
"""Once for all statements: what a new name knows of its columns takes longer than to ask."""


def with_criteria(statement: S, round_: Any, way: Any = None, *, phases: bool = False) -> S:
    """The rounds of the statement with their criteria, where it gets to them by `way`.

    Each row brings one criterion, one of the lived-experience panel's or one phase: as many rows as
    there are of them, not every one of these beside every one of those.
    """
    own, lived, phase = _CALLED
    wanted: list[tuple[Any, Any, Any]] = [
        (round_.criteria, own, own.position),
        (round_.lived_criteria, lived, lived.position),
    ]
    wanted += [(round_.phases, phase, phase.phase)] if phases else []
    row = _numbers(len(wanted))
    statement = statement.join(row, true())
    for at, (what, called, order) in enumerate(wanted):
        statement = statement.outerjoin(what.of_type(called).and_(row.c.at == at)).order_by(order)
    loaded = [contains_eager(what.of_type(called)) for what, called, _ in wanted]
    return statement.options(*([way.options(*loaded)] if way else loaded))


@cache
def _numbers(count: int) -> Subquery:
    return union_all(*(select(literal(at).label("at")) for at in range(count))).subquery()


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


def values_of(round_: Round) -> RoundValues:
    """A round that was loaded with phases and criteria, as values to start a change from."""
    return RoundValues(
        **{name: getattr(round_, name) for name in COLUMNS},
        question_set_id=round_.question_set_id,
        phases=tuple(
            PhaseValues(p.phase, p.budget_gbp, p.cap_gbp, p.min_months, p.max_months)
            for p in sorted(round_.phases, key=lambda phase: phase.phase)
        ),
        criteria=_criteria_in(round_.criteria),
        lived_criteria=_criteria_in(round_.lived_criteria),
    )


def _criteria_in(criteria: Iterable[Criterion]) -> tuple[CriterionValues, ...]:
    return tuple(
        CriterionValues(
            key=criterion.key,
            title=criterion.title,
            weight=criterion.weight,
            guidance=criterion.guidance,
            plain=criterion.plain,
            bands=tuple(Band.read(band) for band in criterion.bands),
        )
        for criterion in sorted(criteria, key=lambda criterion: criterion.position)
    )


def as_data(round_: Round) -> dict[str, Any]:
    """All of a round that people set, in the one form of which the audit trail keeps a digest."""
    found: dict[str, Any] = plain(asdict(values_of(round_)))
    for name in ("ai_rules", "assessor_rules", "feeds", "lived_criteria", "panels_named",
                 "feedback_apart"):  # fmt: skip
        if not found[name]:
            del found[name]  # rounds are older than these, and so are digests
    if found["assess_from"] == "submission":
        del found["assess_from"]  # as it was for rounds that are older than the choice
    if found["scores_told"] == GROUND:
        del found["scores_told"]
    if found["deciders"] == ONE:
        del found["deciders"]
    return found
