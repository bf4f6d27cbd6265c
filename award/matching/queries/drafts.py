"""Drafts as staff read them: without what is out of their reach."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, String, cast, distinct, func, select
from sqlalchemy.orm import contains_eager

from award.accounts.models import User
from award.applications.models import Application
from award.assessment.models.assignments import Assignment
from award.assessment.models.people import AssessorProfile
from award.assessment.queries.reach import visible_applications
from award.assessment.rules.states import ACTIVE
from award.foundation.db import db
from award.foundation.many import among
from award.foundation.policy import Actor, reads_everything
from award.foundation.scopes import within
from award.matching.models import Draft, DraftEntry, DraftLine
from award.rounds.models import Round


@dataclass(frozen=True)
class DraftRow:
    """A draft among those of a round. `placed`: lines within reach."""

    number: int
    asked_at: Any
    made: bool
    released: bool
    cap: int | None
    placed: int
    short: int


@dataclass(frozen=True)
class Figures:
    """What a draft comes to, of what its reader may meet."""

    wanted: int
    placed: int
    applications: int
    complete: int
    known: int
    soft: int
    people: int
    refused: int
    released: int
    read: int
    """Applications that somebody new would read."""

    @property
    def short(self) -> int:
        return self.applications - self.complete

    @property
    def known_share(self) -> int:
        return round(100 * self.known / self.read) if self.read else 0


@dataclass(frozen=True)
class LoadRow:
    """Somebody in a draft: `load` with what they have already, of `most`."""

    id: int
    reference: str
    name: str
    panel: str
    load: int
    most: int
    apart: int

    @property
    def full(self) -> bool:
        return self.load >= self.most


def any_draft(actor: Actor, reference: str, number: int) -> Draft | None:
    """The draft of a round by its number, with its round, for those who read everything; also one
    that is being made."""
    if not reads_everything(actor):
        return None
    return db.session.scalar(
        select(Draft)
        .join(Draft.round)
        .where(Round.reference == reference, Draft.number == number)
        .options(contains_eager(Draft.round))
    )


def draft_of(actor: Actor, reference: str, number: int) -> Draft | None:
    """The same, once it is made."""
    found = any_draft(actor, reference, number)
    return found if found is not None and found.made_at is not None else None


def drafts_in(actor: Actor, round_: Round) -> list[DraftRow]:
    """The latest first."""
    lines = (
        select(func.count())
        .select_from(DraftLine)
        .join(Application, Application.id == DraftLine.application_id)
        .where(DraftLine.draft_id == Draft.id, visible_applications(actor))
        .correlate(Draft)
        .scalar_subquery()
    )
    short = (
        select(func.count())
        .select_from(DraftEntry)
        .join(Application, Application.id == DraftEntry.application_id)
        .where(DraftEntry.draft_id == Draft.id, DraftEntry.short > 0, visible_applications(actor))
        .correlate(Draft)
        .scalar_subquery()
    )
    shown: list[Any] = [
        Draft.number, Draft.asked_at, Draft.made_at.is_not(None), Draft.released_at.is_not(None),
        Draft.cap, lines, short,
    ]  # fmt: skip
    rows = db.session.execute(
        select(*shown).where(Draft.round_id == round_.id).order_by(Draft.number.desc())
    )
    return [DraftRow(*row) for row in rows]


@within("draft")
def figures(actor: Actor, draft: Draft) -> Figures:
    """Two statements."""
    entry = DraftEntry
    some: list[Any] = [
        func.coalesce(func.sum(entry.wanted), 0),
        func.count(),
        func.count().filter(entry.short == 0),
    ]
    wanted, applications, complete = db.session.execute(
        select(*some)
        .join(Application, Application.id == entry.application_id)
        .where(entry.draft_id == draft.id, visible_applications(actor))
    ).one()
    line = DraftLine
    told: list[Any] = [
        func.count(),
        func.count(distinct(line.application_id)).filter(_knows()),
        func.count().filter(line.soft != ""),
        func.count(distinct(line.person_id)),
        func.count().filter(line.refused != ""),
        func.count().filter(line.released_at.is_not(None)),
        func.count(distinct(line.application_id)),
    ]
    placed, known, soft, people, refused, released, read = db.session.execute(
        select(*told)
        .join(Application, Application.id == line.application_id)
        .where(line.draft_id == draft.id, visible_applications(actor))
    ).one()
    return Figures(
        wanted, placed, applications, complete, known, soft, people, refused, released, read
    )


def _knows() -> ColumnElement[bool]:
    return cast(DraftLine.fits, String).contains("/")


@within("draft")
def shared_out(actor: Actor, draft: Draft) -> list[LoadRow]:
    """Everybody who could be given something, those with most first; three statements."""
    places: Mapping[str, int] = draft.facts.get("places", {})
    apart: Mapping[str, int] = draft.facts.get("apart", {})
    given = db.session.execute(
        select(DraftLine.person_id, func.count())
        .join(Application, Application.id == DraftLine.application_id)
        .where(
            DraftLine.draft_id == draft.id,
            DraftLine.released_at.is_(None),
            visible_applications(actor),
        )
        .group_by(DraftLine.person_id)
    )
    have = db.session.execute(
        select(Assignment.assessor_id, func.count())
        .join(Application, Application.id == Assignment.application_id)
        .where(
            Application.round_id == draft.round_id,
            Assignment.state.in_(sorted(ACTIVE)),
            visible_applications(actor),
        )
        .group_by(Assignment.assessor_id)
    )
    new = {row[0]: row[1] for row in given}
    has = {row[0]: row[1] for row in have}
    panel = func.coalesce(AssessorProfile.panel, "professional")
    people = db.session.execute(
        select(User.id, User.reference, User.name, panel)
        .outerjoin(AssessorProfile, AssessorProfile.user_id == User.id)
        .where(among(User.id, {*(int(key) for key in places), *new}))
        .order_by(User.name_key, User.id)
    )
    rows = [
        LoadRow(
            one.id, one.reference, one.name, one[3],
            load=new.get(one.id, 0) + has.get(one.id, 0),
            most=places.get(str(one.id), 0) + (0 if draft.released_at else has.get(one.id, 0)),
            apart=apart.get(str(one.id), 0),
        )
        for one in people
    ]  # fmt: skip
    return sorted(rows, key=lambda one: -one.load)
