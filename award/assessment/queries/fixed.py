"""Sheets as they were submitted: when each was fixed, and from when others could read it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from typing import Any

from sqlalchemy import case, exists, func, select
from sqlalchemy.orm import aliased

from award.applications.models import Application
from award.assessment.models.assignments import Assignment
from award.assessment.models.fixed import FixedSheet, SheetShown
from award.assessment.queries.lists import staff_round
from award.assessment.queries.moves import moved_at
from award.assessment.queries.reach import visible_applications
from award.assessment.rules.fixed import Revised, Standing
from award.assessment.rules.states import AssignmentState
from award.foundation.columns import Column, Kind, Link
from award.foundation.db import db
from award.foundation.many import among
from award.foundation.paging import paged
from award.foundation.policy import Actor
from award.foundation.scopes import everything, within
from award.foundation.tables import ListView, Page, View
from award.rounds.models import Round


@within("assignment_id")
def times_fixed(assignment_id: int) -> int:
    """How often the sheet was submitted since sheets are kept so."""
    found = select(func.count()).where(FixedSheet.assignment_id == assignment_id)
    return db.session.scalar(found) or 0


@within("application_ids")
def standing_on(application_ids: Collection[int]) -> dict[int, tuple[str, list[Standing]]]:
    """By application: what its round says of showing sheets, and where its assignments stand."""
    last = (
        select(func.max(FixedSheet.id))
        .where(FixedSheet.assignment_id == Assignment.id)
        .correlate(Assignment)
        .scalar_subquery()
    )
    query = (
        select(Application.id, Round.reveal, Assignment.id, Assignment.state, last)
        .join(Round, Round.id == Application.round_id)
        .join(Assignment, Assignment.application_id == Application.id)
        .where(among(Application.id, application_ids), Round.reveal != "never")
    )
    found: dict[int, tuple[str, list[Standing]]] = {}
    for application_id, reveal, *one in db.session.execute(query):
        found.setdefault(application_id, (reveal, []))[1].append(Standing(*one))
    return found


@within("sheet_ids")
def shown_already(sheet_ids: Collection[int]) -> set[tuple[int, int]]:
    """Pairs of a sheet and the assignment whose assessor could read it before."""
    query = select(SheetShown.fixed_sheet_id, SheetShown.to_id)
    found = db.session.execute(query.where(among(SheetShown.fixed_sheet_id, sheet_ids)))
    return {(row[0], row[1]) for row in found}


@dataclass(frozen=True)
class FixedRow:
    """One submitted sheet. `shown_at`: from when anybody else could read it; `seen_at`: from when
    its author could read another's, None while they can't; `voided_at`: when it came to count no
    more, since a conflict was found."""

    reference: str
    alias: str
    number: int
    sha256: str
    fixed_at: datetime
    shown_at: datetime | None
    seen_at: datetime | None
    voided_at: datetime | None = None

    @property
    def apart(self) -> bool:
        """Was it fixed before its author could read another's?"""
        return self.seen_at is None or self.fixed_at <= self.seen_at


@within()
def _first(key: object, of: object) -> object:
    """When the first of those rows was noted."""
    found = select(func.min(SheetShown.shown_at)).where(key == of)  # type: ignore[arg-type]
    return found.correlate(FixedSheet).scalar_subquery()


_SHOWN: Any = _first(SheetShown.fixed_sheet_id, FixedSheet.id)
_SEEN: Any = _first(SheetShown.to_id, FixedSheet.assignment_id)

_VOIDED: Any = case((Assignment.state == AssignmentState.VOIDED, moved_at(AssignmentState.VOIDED)))


def _fixed_in(actor: Actor, view: View[FixedRow], round_id: int) -> Page[FixedRow]:
    shown = (
        Application.reference, Assignment.alias, FixedSheet.number, FixedSheet.sha256,
        FixedSheet.fixed_at, _SHOWN, _SEEN, _VOIDED,
    )  # fmt: skip
    query = (
        select(*shown)
        .join(Assignment, Assignment.id == FixedSheet.assignment_id)
        .join(Application, Application.id == Assignment.application_id)
        .where(Application.round_id == round_id, visible_applications(actor))
    )
    ties = (Application.reference, Assignment.alias, FixedSheet.number)
    return paged(query, view, *ties, rows=lambda found: [FixedRow(*row) for row in found])


@within("application_id")
def fixed_on(application_id: int) -> dict[int, list[FixedRow]]:
    """By assignment whose sheet is in, each time that it was submitted: the last stands."""
    query = (
        select(
            Assignment.id, Application.reference, Assignment.alias, FixedSheet.number,
            FixedSheet.sha256, FixedSheet.fixed_at, _SHOWN, _SEEN,
        )
        .join(Assignment, Assignment.id == FixedSheet.assignment_id)
        .join(Application, Application.id == Assignment.application_id)
        .where(
            Application.id == application_id, Assignment.state == AssignmentState.SUBMITTED
        )
        .order_by(FixedSheet.number)
    )  # fmt: skip
    found: dict[int, list[FixedRow]] = {}
    for assignment_id, *row in db.session.execute(query):
        found.setdefault(assignment_id, []).append(FixedRow(*row))
    return found


_LATER = aliased(FixedSheet)


@within("assignment_ids")
def revised_among(assignment_ids: Collection[int]) -> dict[int, Revised]:
    """Of these, those whose sheet was submitted again after its author could read another's. One
    statement."""
    if not assignment_ids:
        return {}
    again = exists().where(_LATER.assignment_id == Assignment.id, _LATER.fixed_at > _SEEN)
    query: Any = (
        select(Assignment.id, _SEEN, FixedSheet.fixed_at, FixedSheet.content)
        .join(FixedSheet, FixedSheet.assignment_id == Assignment.id)
        .where(
            among(Assignment.id, assignment_ids),
            Assignment.state == AssignmentState.SUBMITTED,
            again,
        )
        .order_by(FixedSheet.number)
    )
    found: dict[int, Revised] = {}
    for assignment_id, since, at, content in db.session.execute(query):
        known = found.setdefault(assignment_id, Revised(since, None))
        if at <= since:
            found[assignment_id] = replace(known, before=content)
    return found


def fixed_sheets(round_: Round) -> ListView[FixedRow]:
    """Every submitted sheet of a round, with its fingerprint."""
    return ListView(
        "sheets",
        "Submitted sheets and their fingerprints",
        (
            Column("reference", "Application", lambda r: r.reference, Kind.REFERENCE,
                   sort=Application.reference, names_row=True,
                   shows=lambda r: Link(r.reference, "assessment_staff.application",
                                        {"reference": r.reference})),
            Column("alias", "Assessor", lambda r: r.alias),
            Column("number", "Submitted", lambda r: r.number, Kind.INTEGER),
            Column("fixed_at", "Fixed at", lambda r: r.fixed_at, Kind.MOMENT,
                   sort=FixedSheet.fixed_at),
            Column("shown_at", "Others could read it from", lambda r: r.shown_at, Kind.MOMENT),
            Column("apart", "Fixed before its author could read another’s", lambda r: r.apart,
                   Kind.YES_NO),
            Column("voided_at", "Voided, conflict found", lambda r: r.voided_at, Kind.MOMENT),
            Column("sha256", "SHA-256", lambda r: r.sha256),
        ),
        rows=partial(_fixed_in, round_id=round_.id),
        permission="assessment.read_all",
        thing=round_,
        one="submitted sheet",
        sort="reference",
        empty="No sheet has been submitted yet.",
        download="reporting.export",
    )  # fmt: skip


def sheets_of(actor: Actor, reference: str) -> ListView[FixedRow] | None:
    """The list of the round with this reference, for its downloads."""
    round_ = staff_round(actor, reference)
    return fixed_sheets(round_) if round_ else None


@dataclass(frozen=True)
class Kept:
    """A kept sheet, and what stands beside it in rows of its own."""

    reference: str
    sheet: FixedSheet
    shown_at: datetime | None
    seen_at: datetime | None
    earlier: Sequence[FixedSheet] = ()
    """The same assignment's, submitted before it."""


@everything("flask sheets verify: whoever runs the service compares a list with what is stored")
def kept_sheets(digests: Iterable[str]) -> dict[str, Kept]:
    """Those that are kept, by SHA-256."""
    query = (
        select(Application.reference, FixedSheet, _SHOWN, _SEEN)
        .join(Assignment, Assignment.id == FixedSheet.assignment_id)
        .join(Application, Application.id == Assignment.application_id)
        .where(among(FixedSheet.sha256, list(digests)))
    )
    found = [Kept(*row) for row in db.session.execute(query)]
    earlier: dict[int, list[FixedSheet]] = {}
    assignments = {one.sheet.assignment_id for one in found if one.sheet.number > 1}
    query = select(FixedSheet).where(among(FixedSheet.assignment_id, assignments))
    for one in db.session.scalars(query.order_by(FixedSheet.number)) if assignments else ():
        earlier.setdefault(one.assignment_id, []).append(one)
    return {
        one.sheet.sha256: replace(
            one,
            earlier=[
                sheet
                for sheet in earlier.get(one.sheet.assignment_id, ())
                if sheet.number < one.sheet.number
            ],
        )
        for one in found
    }
