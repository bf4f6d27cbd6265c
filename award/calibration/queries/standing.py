"""Who of a round has scored its specimens, and how far they are from the panel's scores."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, exists, func, or_, select
from sqlalchemy.orm import selectinload

from award.accounts.models import User
from award.applications.models import Application
from award.assessment.models.assignments import Assignment
from award.assessment.models.people import AssessorProfile
from award.assessment.queries.reach import visible_applications
from award.assessment.rules.profiles import PANELS
from award.calibration.models import (
    Calibration,
    CalibrationExcuse,
    Specimen,
    SpecimenPart,
    SpecimenScore,
    SpecimenSheet,
)
from award.foundation.columns import Column, Kind, Link, Tag
from award.foundation.db import db
from award.foundation.marking import PERSONAL
from award.foundation.policy import Actor
from award.foundation.scopes import within
from award.foundation.tables import Filter, ListView, Page, View, page_of
from award.rounds.models import Round
from award.rounds.queries.rounds import managed_round

STATES = {"done": "Done", "to_come": "To come", "excused": "Excused", "not_asked": "Not asked"}
_COLOURS = {"done": "green", "to_come": "yellow", "excused": "grey", "not_asked": "grey"}


@dataclass(frozen=True)
class Standing:
    """Of somebody who assesses in the round. Differences are own less panel's, over all criteria
    that they submitted: `mean` says to which side, `apart` how far."""

    person: str
    name: str
    email: str
    panel: str
    needed: int
    done: int
    scores: int
    total: int
    total_apart: int
    last_at: datetime | None
    excused: bool

    @property
    def state(self) -> str:
        if not self.needed and not self.done:
            return "not_asked"
        if self.done >= self.needed:
            return "done"
        return "excused" if self.excused else "to_come"

    @property
    def mean(self) -> float | None:
        return self.total / self.scores if self.scores else None

    @property
    def apart(self) -> float | None:
        return self.total_apart / self.scores if self.scores else None


@within("round_")
def assesses_in(round_: Round, actor: Actor) -> ColumnElement[bool]:
    """SQL over User: whoever was asked to assess something of the round that the reader may meet,
    or has begun one of its specimens."""
    asked = (
        exists()
        .where(Assignment.assessor_id == User.id, Assignment.application_id == Application.id)
        .where(Application.round_id == round_.id, visible_applications(actor))
    )
    begun = (
        exists()
        .where(SpecimenSheet.person_id == User.id, SpecimenSheet.specimen_id == Specimen.id)
        .where(Specimen.round_id == round_.id)
    )
    return or_(asked, begun)


@within("round_")
def _standings(round_: Round, actor: Actor) -> Select[Any]:
    difference = SpecimenScore.value - SpecimenPart.score
    given = (
        select(
            SpecimenSheet.person_id,
            func.count(SpecimenSheet.id.distinct()).label("done"),
            func.count(SpecimenScore.value).label("scores"),
            func.sum(difference).label("total"),
            func.sum(func.abs(difference)).label("total_apart"),
            func.max(SpecimenSheet.submitted_at).label("last_at"),
        )
        .select_from(SpecimenSheet)
        .join(Specimen, Specimen.id == SpecimenSheet.specimen_id)
        .join(SpecimenScore, SpecimenScore.sheet_id == SpecimenSheet.id)
        .join(
            SpecimenPart,
            (SpecimenPart.specimen_id == Specimen.id)
            & (SpecimenPart.criterion_id == SpecimenScore.criterion_id),
        )
        .where(Specimen.round_id == round_.id, SpecimenSheet.submitted_at.is_not(None))
        .group_by(SpecimenSheet.person_id)
        .subquery()
    )
    excused = (
        exists()
        .where(CalibrationExcuse.person_id == User.id)
        .where(CalibrationExcuse.calibration_id == Calibration.id)
        .where(Calibration.round_id == round_.id)
    )
    needed = select(Calibration.needed).where(Calibration.round_id == round_.id).scalar_subquery()
    counts = (func.coalesce(given.c[name], 0) for name in ("done", "scores", "total"))
    shown: list[Any] = [
        User.reference, User.name, User.email, func.coalesce(AssessorProfile.panel, ""),
        func.coalesce(needed, 0), *counts, func.coalesce(given.c.total_apart, 0),
        given.c.last_at, excused,
    ]  # fmt: skip
    return (
        select(*shown)
        .outerjoin(AssessorProfile, AssessorProfile.user_id == User.id)
        .outerjoin(given, given.c.person_id == User.id)
        .where(assesses_in(round_, actor))
        .order_by(User.name_key, User.id)
    )


@within("round_")
def standings_in(actor: Actor, round_: Round) -> list[Standing]:
    """Everybody who assesses in the round, by name; one statement."""
    return [Standing(*row) for row in db.session.execute(_standings(round_, actor))]


def _signed(mean: float | None) -> str:
    """+1.1, −0.4, 0.0, or a dash."""
    if mean is None:
        return "–"
    return "0.0" if abs(mean) < 0.05 else f"{mean:+.1f}".replace("-", "−")


def standings_of(actor: Actor, reference: str) -> ListView[Standing] | None:
    round_ = managed_round(actor, reference)
    return standings(round_) if round_ else None


def standings(round_: Round) -> ListView[Standing]:
    """The furthest from the panel first; who has nothing to compare comes last, by name."""

    def rows(actor: Actor, view: View[Standing]) -> Page[Standing]:
        wanted = view.one("state")
        found = standings_in(actor, round_)
        return page_of([one for one in found if not wanted or one.state == wanted], view)

    return ListView(
        "calibration",
        "Who has scored the specimens",
        (
            Column("name", "Assessor", lambda r: r.name, stays=True, names_row=True,
                   sort=lambda r: r.name.casefold(),
                   shows=lambda r: Link(r.name, "calibration_staff.person",
                                        {"reference": round_.reference, "person": r.person})),
            Column("email", "Email", lambda r: r.email, usual=False),
            Column("panel", "Panel", lambda r: PANELS.get(r.panel, "")),
            Column("done", "Scored", lambda r: r.done, Kind.INTEGER,
                   sort=lambda r: r.done, downwards=True),
            Column("apart", "Points apart", lambda r: r.apart, Kind.DECIMAL,
                   sort=lambda r: r.apart, downwards=True,
                   shows=lambda r: "–" if r.apart is None else f"{r.apart:.1f}"),
            Column("mean", "Higher or lower", lambda r: r.mean, Kind.DECIMAL,
                   sort=lambda r: r.mean, downwards=True,
                   shows=lambda r: _signed(r.mean)),
            Column("last_at", "Last scored", lambda r: r.last_at, Kind.DATE,
                   sort=lambda r: r.last_at, downwards=True, usual=False),
            Column("state", "State", lambda r: STATES[r.state],
                   shows=lambda r: Tag(STATES[r.state], _COLOURS[r.state])),
        ),
        rows=rows,
        permission="calibration.read",
        one="assessor",
        sort="apart",
        thing=round_,
        filters=(Filter("state", "State", lambda: STATES),),
        empty="Nobody has been asked to assess in this round yet.",
        download="calibration.read",
        marking=PERSONAL,
        anchor="standings",
    )  # fmt: skip


@within("round_")
def person_in(round_: Round, actor: Actor, reference: str) -> User | None:
    """Somebody of the list."""
    query = select(User).where(User.reference == reference.upper(), assesses_in(round_, actor))
    return db.session.scalar(query)


@within("round_")
def excuse_of(round_: Round, person: User) -> CalibrationExcuse | None:
    query = (
        select(CalibrationExcuse)
        .join(Calibration, Calibration.id == CalibrationExcuse.calibration_id)
        .where(Calibration.round_id == round_.id, CalibrationExcuse.person_id == person.id)
    )
    return db.session.scalar(query)


@within("round_")
def submitted_by(round_: Round, person: User) -> Sequence[tuple[Specimen, SpecimenSheet]]:
    """What they submitted on the round's specimens, with the panel's scores, in order."""
    query = (
        select(Specimen, SpecimenSheet)
        .join(SpecimenSheet, SpecimenSheet.specimen_id == Specimen.id)
        .where(
            Specimen.round_id == round_.id,
            SpecimenSheet.person_id == person.id,
            SpecimenSheet.submitted_at.is_not(None),
        )
        .options(
            selectinload(Specimen.parts),
            selectinload(SpecimenSheet.scores).joinedload(SpecimenScore.criterion),
        )
        .order_by(SpecimenSheet.submitted_at)
    )
    return [(specimen, sheet) for specimen, sheet in db.session.execute(query)]
