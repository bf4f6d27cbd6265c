"""Requests of oneself, and those that staff answer. The need is read in one place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, exists, false, func, literal, or_, select
from sqlalchemy.orm import joinedload

from award.accounts.models import User
from award.adjustments.models import Adjustment, AdjustmentNeed
from award.adjustments.rules.asking import ASSESSED, over
from award.adjustments.rules.machine import ADJUSTMENT
from award.adjustments.rules.states import KINDS, AdjustmentState, Kind, Part
from award.applications.models import Application
from award.assessment.models.assignments import Assignment
from award.assessment.queries.reach import out_of_reach, own_assignments
from award.assessment.rules.states import UNFINISHED
from award.foundation import arrival, clock
from award.foundation.columns import Column, Link, Tag
from award.foundation.columns import Kind as ColumnKind
from award.foundation.db import db
from award.foundation.folding import fold
from award.foundation.marking import PERSONAL
from award.foundation.paging import paged
from award.foundation.policy import Actor, can, staff
from award.foundation.scopes import everything, scope, within
from award.foundation.tables import Filter, ListView, Page, View
from award.foundation.waits import Awaited
from award.rounds.models import Round


@dataclass(frozen=True)
class AdjustmentRow:
    """A line of staff's list. There is no need in it."""

    reference: str
    state: AdjustmentState
    part: Part
    kinds: list[str]
    asked_at: datetime
    due_at: datetime
    person: str
    round: str
    application: str | None

    @property
    def late(self) -> bool:
        return self.state == AdjustmentState.ASKED and self.due_at < clock.now()

    @property
    def days_left(self) -> int | None:
        if self.state != AdjustmentState.ASKED:
            return None
        return max(0, (clock.london(self.due_at).date() - clock.today()).days)


def _loaded(query: Select[Adjustment]) -> Select[Adjustment]:
    return query.options(
        joinedload(Adjustment.person),
        joinedload(Adjustment.round),
        joinedload(Adjustment.application),
    )


@scope
def own_requests(actor: Actor) -> ColumnElement[bool]:
    """SQL over Adjustment: what the actor asked for. Nobody did as a visitor."""
    return false() if actor.user_id is None else Adjustment.person_id == actor.user_id


@scope
def answerable(actor: Actor) -> ColumnElement[bool]:
    """SQL over Adjustment with its application, if it has one: requests of others, about nothing
    that is out of the actor's reach."""
    return and_(literal(staff(actor)), ~own_requests(actor), ~out_of_reach(actor))


def own_adjustments(actor: Actor) -> list[Adjustment]:
    """What the actor asked for, the latest first."""
    query = select(Adjustment).where(own_requests(actor))
    return list(db.session.scalars(_loaded(query).order_by(Adjustment.id.desc())))


def own_adjustment(actor: Actor, reference: str) -> Adjustment | None:
    query = select(Adjustment).where(own_requests(actor), Adjustment.reference == reference)
    return db.session.scalar(_loaded(query))


def adjustment_to_answer(actor: Actor, reference: str) -> Adjustment | None:
    """One that the actor may read: not their own, nor about an application out of their reach."""
    query = (
        select(Adjustment)
        .outerjoin(Application, Application.id == Adjustment.application_id)
        .where(Adjustment.reference == reference, answerable(actor))
    )
    reopened = joinedload(Adjustment.application).joinedload(Application.reopening)
    query = _loaded(query).options(reopened).execution_options(populate_existing=True)
    found = db.session.scalar(query)
    return found if found is not None and can(actor, "adjustment.read", found) else None


@within("about")
def need_of(about: Adjustment) -> str | None:
    """Why, while it is kept. For the page of the request, and nothing else."""
    found = db.session.get(AdjustmentNeed, about.id)
    return found.words if found else None


def assesses_in(actor: Actor, round_id: int) -> bool:
    """Has the actor anything to assess in the round?"""
    query = select(Assignment.id).join(Assignment.application)
    mine = query.where(Application.round_id == round_id, own_assignments(actor))
    return bool(db.session.scalar(select(exists(mine))))


def works_in(actor: Actor, round_id: int) -> bool:
    """Has the actor anything left to assess in the round?"""
    query = select(Assignment.id).join(Assignment.application)
    left = query.where(
        Application.round_id == round_id,
        own_assignments(actor),
        Assignment.state.in_(sorted(UNFINISHED)),
    )
    return bool(db.session.scalar(select(exists(left))))


def why_over(actor: Actor, round_: Round, application: Application | None) -> str:
    """Why there is nothing left that could be adjusted for the actor there; "" while there is."""
    if application is None and assesses_in(actor, round_.id):
        return "" if works_in(actor, round_.id) else ASSESSED
    return over(round_, application, arrival.moment())


def has_asked(actor: Actor) -> bool:
    """Did the actor ever ask for an adjustment?"""
    return bool(db.session.scalar(select(exists().where(own_requests(actor)))))


@everything("needs whose round is over, for the service itself")
def needs_to_forget(before: datetime) -> list[AdjustmentNeed]:
    """Of rounds whose last date was before, and of what was taken back."""
    last = case((Adjustment.part == Part.ASSESSING, Round.assessment_due_at), else_=Round.closes_at)
    over = or_(Adjustment.state == AdjustmentState.TAKEN_BACK, last < before)
    later = Adjustment.until.is_(None) | (Adjustment.until < before)
    query = (
        select(AdjustmentNeed)
        .join(Adjustment, Adjustment.id == AdjustmentNeed.adjustment_id)
        .join(Round, Round.id == Adjustment.round_id)
        .where(over, later)
        .order_by(AdjustmentNeed.adjustment_id)
        .limit(500)
    )
    return list(db.session.scalars(query))


@everything("one request, for what is done about it")
def adjustment_by_id(number: int) -> Adjustment:
    return db.session.get_one(Adjustment, number)


def awaited(actor: Actor) -> Awaited:
    """Requests that wait for an answer the actor could give."""
    now = clock.now()
    late = func.count().filter(Adjustment.due_at < now)
    due = func.min(Adjustment.due_at).filter(Adjustment.due_at >= now)
    query = (
        select(func.count(), late, due)
        .select_from(Adjustment)
        .outerjoin(Application, Application.id == Adjustment.application_id)
        .where(Adjustment.state == AdjustmentState.ASKED, answerable(actor))
    )
    number, behind, first = db.session.execute(query).one()
    return Awaited(number, behind, due=first)


def adjustments_found(actor: Actor, view: View[AdjustmentRow]) -> Page[AdjustmentRow]:
    """What waits comes first, the soonest due on top."""
    query = (
        select(
            Adjustment.reference, Adjustment.state, Adjustment.part, Adjustment.kinds,
            Adjustment.asked_at, Adjustment.due_at, User.name, Round.reference,
            Application.reference,
        )
        .join(User, User.id == Adjustment.person_id)
        .join(Round, Round.id == Adjustment.round_id)
        .outerjoin(Application, Application.id == Adjustment.application_id)
        .where(answerable(actor))
    )  # fmt: skip
    if view.q:
        typed = fold(view.q).strip()
        query = query.where(
            func.lower(Adjustment.reference).contains(typed, autoescape=True)
            | func.lower(func.coalesce(Application.reference, "")).contains(typed, autoescape=True)
        )
    if wanted := view.one("state"):
        query = query.where(Adjustment.state == AdjustmentState(wanted))
    if part := view.one("part"):
        query = query.where(Adjustment.part == Part(part))
    waits = case((Adjustment.state == AdjustmentState.ASKED, Adjustment.due_at))
    first = case((Adjustment.state == AdjustmentState.ASKED, 0), else_=1)
    return paged(query, view, first, waits, Adjustment.id.desc(), rows=_rows)


def _rows(found: Sequence[Any]) -> list[AdjustmentRow]:
    return [AdjustmentRow(*row) for row in found]


def named(kinds: Sequence[str]) -> str:
    """What was asked for, in words."""
    return ", ".join(KINDS[Kind(one)][0] for one in kinds if one in KINDS)


def _state(row: AdjustmentRow) -> str:
    return "Late" if row.late else ADJUSTMENT.states[row.state].staff_label


def _tag(row: AdjustmentRow) -> Tag:
    return Tag(_state(row), "red" if row.late else ADJUSTMENT.states[row.state].colour)


PARTS = {Part.APPLYING.value: "Applying", Part.ASSESSING.value: "Assessing"}

ADJUSTMENTS = ListView(
    "adjustments",
    "Adjustments",
    (
        Column("reference", "Reference", lambda r: r.reference, ColumnKind.REFERENCE, stays=True,
               names_row=True, sort=Adjustment.reference,
               shows=lambda r: Link(r.reference, "adjustments_staff.show",
                                    {"reference": r.reference})),
        Column("person", "Who", lambda r: r.person),
        Column("part", "For", lambda r: PARTS[r.part]),
        Column("round", "Round", lambda r: r.round),
        Column("application", "Application", lambda r: r.application or ""),
        Column("kinds", "Asks for", lambda r: named(r.kinds)),
        Column("asked_at", "Asked", lambda r: r.asked_at, ColumnKind.DATE, usual=False,
               sort=Adjustment.asked_at),
        Column("due_at", "Answer by", lambda r: r.due_at, ColumnKind.DATE,
               sort=Adjustment.due_at),
        Column("days_left", "Days left", lambda r: r.days_left, ColumnKind.INTEGER),
        Column("state", "State", _state, shows=_tag),
    ),
    rows=adjustments_found,
    permission="adjustment.list",
    one="request",
    search="Reference of the request or the application",
    empty="Nobody has asked for an adjustment yet.",
    no_match="No request has that reference.",
    filters=(
        Filter("state", "State",
               lambda: {one.value: told.staff_label for one, told in ADJUSTMENT.states.items()}),
        Filter("part", "For", lambda: dict(PARTS)),
    ),
    download="adjustment.list",
    marking=PERSONAL,
)  # fmt: skip
