"""Specimens as staff write them, as an assessor scores them, and as both read them afterwards."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, exists, false, func, or_, select, true
from sqlalchemy.orm import aliased, joinedload, selectinload

from award.applications.models import Application
from award.assessment.models.assignments import Assignment
from award.assessment.queries.reach import own_assignments
from award.assessment.rules.sheet import ScoreValue, SheetValues, problems
from award.calibration.models import (
    Calibration,
    Specimen,
    SpecimenPart,
    SpecimenScore,
    SpecimenSheet,
)
from award.calibration.rules.compared import Compared
from award.calibration.rules.specimens import PartValues, SpecimenValues, called
from award.foundation import earlier
from award.foundation.db import db
from award.foundation.edits import Telling
from award.foundation.policy import Actor, Role, can
from award.foundation.problems import Problem
from award.foundation.scopes import scope, within
from award.rounds.models import Criterion, Round
from award.rounds.queries.rounds import managed_round

_MINE = aliased(SpecimenSheet)


@scope
def to_be_scored_by(actor: Actor) -> ColumnElement[bool]:
    """SQL over Specimen: those of rounds that ask for them and in which the actor has work, and
    what they began once."""
    if not actor.has(Role.ASSESSOR):
        return false()
    asks = exists().where(Calibration.round_id == Specimen.round_id, Calibration.needed > 0)
    works = (
        exists()
        .where(Assignment.application_id == Application.id)
        .where(Application.round_id == Specimen.round_id, own_assignments(actor))
    )
    begun = exists().where(_MINE.specimen_id == Specimen.id, _MINE.person_id == actor.user_id)
    return or_(and_(asks, works, ~Specimen.draft), begun)


@within("round_")
def all_criteria(round_: Round) -> list[Criterion]:
    """Every criterion that somebody of the round scores, a panel’s own last."""
    found = select(Criterion).where(Criterion.round_id == round_.id)
    return list(db.session.scalars(found.order_by(Criterion.panel, Criterion.position)))


@within("round_")
def calibration_of(round_: Round) -> Calibration | None:
    """What the round asks for, if that was ever said; as it is in the database now."""
    query = select(Calibration).where(Calibration.round_id == round_.id)
    return db.session.scalar(query.execution_options(populate_existing=True))


@dataclass(frozen=True)
class SpecimenRow:
    """A line of the round's specimens. `begun`: somebody has, so it is fixed."""

    reference: str
    title: str
    draft: bool
    written_at: datetime
    begun: bool
    submitted: int


def _readable(actor: Actor) -> ColumnElement[bool]:
    """SQL over Specimen: until it is offered a draft is a thought of the programme team's."""
    return true() if can(actor, "calibration.set_up") else ~Specimen.draft


@within("round_")
def specimens_in(round_: Round, actor: Actor) -> list[SpecimenRow]:
    sheets = SpecimenSheet.specimen_id == Specimen.id
    query = (
        select(
            Specimen.reference, Specimen.title, Specimen.draft, Specimen.written_at,
            exists().where(sheets),
            select(func.count(SpecimenSheet.submitted_at)).where(sheets).scalar_subquery(),
        )
        .where(Specimen.round_id == round_.id, _readable(actor))
        .order_by(Specimen.id)
    )  # fmt: skip
    return [SpecimenRow(*row) for row in db.session.execute(query)]


@within("round_")
def titled(round_: Round, title: str) -> Specimen | None:
    """The one of that title, with its parts."""
    query = select(Specimen).where(Specimen.round_id == round_.id, Specimen.title == title)
    return db.session.scalar(query.options(selectinload(Specimen.parts)).limit(1))


def managed_specimen(actor: Actor, reference: str) -> Specimen | None:
    """For whoever runs rounds or audits them, with its round and parts."""
    query = (
        select(Specimen, Round.reference)
        .join(Round, Round.id == Specimen.round_id)
        .where(Specimen.reference == reference.upper(), _readable(actor))
        .options(joinedload(Specimen.round), selectinload(Specimen.parts))
        .execution_options(populate_existing=True)
    )
    row = db.session.execute(query).one_or_none()
    if row is None or managed_round(actor, row[1]) is None:
        return None
    return row[0]


@within("specimen")
def is_begun(specimen: Specimen) -> bool:
    """Has somebody begun to score it? Then it stays as it is."""
    return bool(db.session.scalar(select(exists().where(SpecimenSheet.specimen_id == specimen.id))))


@within("specimen")
def values_of(specimen: Specimen, criteria: Sequence[Criterion]) -> SpecimenValues:
    """With a part for each criterion; its parts loaded."""
    parts = {one.criterion_id: one for one in specimen.parts}
    return SpecimenValues(
        specimen.title,
        specimen.summary,
        {
            one.key: PartValues(part.text, part.score, part.reason)
            for one in criteria
            for part in [parts[one.id]]
        },
    )


def telling(specimen: Specimen, criteria: Sequence[Criterion]) -> Telling:
    """How the page that removes it says what was rewritten since it was opened."""
    return Telling(
        called({one.key: one.title for one in criteria}),
        lambda _key, value: str(value or ""),
        lambda marks: earlier.find("specimen", specimen.id, marks),
    )


@within("round_")
def to_copy_from(round_: Round) -> list[tuple[str, str, str]]:
    """Specimens of other rounds that answer every criterion of this one, by key, the latest first:
    reference, title, and the round's title."""
    keys = [one.key for one in all_criteria(round_)]
    answered = (
        select(func.count())
        .select_from(SpecimenPart)
        .join(Criterion, Criterion.id == SpecimenPart.criterion_id)
        .where(SpecimenPart.specimen_id == Specimen.id, Criterion.key.in_(keys))
        .scalar_subquery()
    )
    query = (
        select(Specimen.reference, Specimen.title, Round.title)
        .join(Round, Round.id == Specimen.round_id)
        .where(Specimen.round_id != round_.id, ~Specimen.draft, answered == len(keys))
        .order_by(Specimen.id.desc())
        .limit(100)
    )
    return [(row[0], row[1], row[2]) for row in db.session.execute(query)]


@dataclass(frozen=True)
class OwnSpecimen:
    """One of a round in which the reader assesses."""

    reference: str
    title: str
    begun: bool
    submitted_at: datetime | None


def own_specimens(actor: Actor, round_: Round) -> list[OwnSpecimen]:
    query = (
        select(
            Specimen.reference, Specimen.title, SpecimenSheet.id.is_not(None),
            SpecimenSheet.submitted_at,
        )
        .outerjoin(
            SpecimenSheet,
            and_(
                SpecimenSheet.specimen_id == Specimen.id,
                SpecimenSheet.person_id == actor.user_id,
            ),
        )
        .where(Specimen.round_id == round_.id, to_be_scored_by(actor))
        .order_by(Specimen.id)
    )  # fmt: skip
    return [OwnSpecimen(*row) for row in db.session.execute(query)]


def round_to_calibrate(actor: Actor, reference: str) -> Round | None:
    """A round that has specimens for the actor."""
    here = exists().where(Specimen.round_id == Round.id, to_be_scored_by(actor))
    return db.session.scalar(select(Round).where(Round.reference == reference.upper(), here))


def specimen_to_score(actor: Actor, reference: str) -> Specimen | None:
    """With its round and parts, if it is for the actor."""
    query = (
        select(Specimen)
        .where(Specimen.reference == reference.upper(), to_be_scored_by(actor))
        .options(joinedload(Specimen.round), selectinload(Specimen.parts))
        .execution_options(populate_existing=True)
    )
    return db.session.scalar(query)


@within("specimen")
def criteria_in(specimen: Specimen, panel: str) -> list[Criterion]:
    """Those that somebody of the panel scores, in order."""
    query = (
        select(Criterion)
        .where(Criterion.round_id == specimen.round_id, Criterion.panel == panel)
        .order_by(Criterion.position)
    )
    return list(db.session.scalars(query))


@within("specimen")
def sheet_on(specimen: Specimen, person_id: int | None) -> SpecimenSheet | None:
    """What somebody made of it, with scores and criteria, as it is in the database now."""
    query = (
        select(SpecimenSheet)
        .where(SpecimenSheet.specimen_id == specimen.id, SpecimenSheet.person_id == person_id)
        .options(selectinload(SpecimenSheet.scores).joinedload(SpecimenScore.criterion))
        .execution_options(populate_existing=True)
    )
    return db.session.scalar(query)


def sheet_values(sheet: SpecimenSheet | None) -> SheetValues:
    """Its scores and reasons, in the terms of any score sheet."""
    if sheet is None:
        return SheetValues()
    return SheetValues(
        {one.criterion.key: ScoreValue(one.value, one.justification) for one in sheet.scores}
    )


def missing_in(criteria: Sequence[Criterion], sheet: SpecimenSheet | None) -> list[Problem]:
    """What stands in the way of submitting; the same of a reason as on any score sheet."""
    asked = tuple(f"{part}_{one.key}" for part in ("score", "justification") for one in criteria)
    found = problems(sheet_values(sheet), criteria)
    return [problem for problem in found if problem.field in asked]


@within("specimen")
def compared(specimen: Specimen, sheet: SpecimenSheet) -> list[Compared]:
    """A submitted sheet beside the panel's scores, in the order of its criteria; parts, scores and
    their criteria loaded."""
    parts = {one.criterion_id: one for one in specimen.parts}
    given = sorted(sheet.scores, key=lambda one: one.criterion.position)
    return [
        Compared(
            one.criterion.title, parts[one.criterion_id].text, one.value or 0, one.justification,
            parts[one.criterion_id].score or 0, parts[one.criterion_id].reason,
        )
        for one in given
    ]  # fmt: skip
