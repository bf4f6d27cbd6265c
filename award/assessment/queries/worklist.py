"""What an assessor has before them: their assignments, round by round, a page at a time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from itertools import groupby
from typing import Any

from sqlalchemy import ColumnElement, Integer, Select, and_, bindparam, case, func, select

from award.accounts.models import Organisation
from award.applications.models import Application
from award.applications.rules import changing
from award.applications.rules.states import DECIDED, ApplicationState
from award.assessment.models.assignments import Assignment, Score, Sheet
from award.assessment.models.people import AssessorTime
from award.assessment.queries.beginning import waiting
from award.assessment.queries.reach import own_assignments
from award.assessment.rules.machine import STATES
from award.assessment.rules.states import ACTIVE, UNFINISHED, AssignmentState
from award.foundation import arrival
from award.foundation.columns import Column, Kind
from award.foundation.many import plain_rows
from award.foundation.policy import Actor
from award.foundation.tables import ListView, Page, View, last_page
from award.rounds.models import Criterion, Round
from award.rounds.rules.values import BLINDNESS, applicant_hidden

LATER = "later"
"""The group of what nobody assesses yet; the others are named by their states."""
_GROUP = case(
    (and_(Assignment.state.in_(sorted(UNFINISHED)), waiting()), LATER), else_=Assignment.state
)
_ORDER = (AssignmentState.TO_DECLARE, AssignmentState.TO_SCORE, LATER, AssignmentState.SUBMITTED)
_NEXT_FIRST = case(
    {str(name): place for place, name in enumerate(_ORDER)}, value=_GROUP, else_=len(_ORDER)
)


@dataclass(frozen=True)
class DashboardRow:
    """One of an assessor's assignments; `own_pct` (0 to 100, unrounded) once submitted. Of the
    round's `criteria`, `scored` have a score on the assessor's sheet. What opens `later` has no
    title here: it can still change. No `organisation` where the round hides who applies."""

    round_id: int
    reference: str
    title: str
    group: str
    closes_at: datetime
    extended_until: datetime | None
    own_pct: float | None
    scored: int
    criteria: int
    changed_from: int | None
    phase: int
    asks: int | None
    organisation: str | None
    saved_at: datetime | None
    state: ApplicationState

    @property
    def became(self) -> str:
        """What was decided and released about one that is done."""
        told = self.group == AssignmentState.SUBMITTED and self.state in DECIDED
        return self.state if told else ""

    @property
    def changed(self) -> bool:
        """Did answers change since they read it?"""
        return self.changed_from is not None and self.group in ACTIVE

    @property
    def later(self) -> bool:
        return self.group == LATER

    @property
    def opens_at(self) -> datetime:
        """Of one that opens later."""
        return changing.closes(self.closes_at, self.extended_until)

    @property
    def colour(self) -> str:
        return "grey" if self.later else STATES[AssignmentState(self.group)].colour


@dataclass(frozen=True)
class RoundOfWork:
    """What an assessor has of a round, how many in each state, and the rows that are shown."""

    id: int
    title: str
    due_at: datetime
    reference: str
    counts: Mapping[str, int]
    rules: bool = False
    """Has it rules for its assessors?"""
    rows: Sequence[DashboardRow] = ()

    @property
    def total(self) -> int:
        return sum(self.counts.values())

    @property
    def asked(self) -> int:
        return self.total - self.counts.get(AssignmentState.CLOSED, 0)

    @property
    def done(self) -> int:
        return self.counts.get(AssignmentState.SUBMITTED, 0)

    @property
    def to_declare(self) -> int:
        return self.counts.get(AssignmentState.TO_DECLARE, 0)

    @property
    def left(self) -> bool:
        return not {*UNFINISHED, LATER}.isdisjoint(self.counts)

    @property
    def later(self) -> int:
        return self.counts.get(LATER, 0)


@dataclass(frozen=True)
class WorkPage(Page[DashboardRow]):
    """A page of the worklist, and the rounds that it shows."""

    rounds: list[RoundOfWork] = field(kw_only=True)

    @property
    def go_on(self) -> DashboardRow | None:
        """The one to turn to: what was begun, else the first that is to be scored."""
        open_ = [row for row in self.rows if row.group == AssignmentState.TO_SCORE]
        begun = [row for row in open_ if row.scored > 0]
        return next(iter([*begun, *open_]), None)


def work_of(actor: Actor, view: View[DashboardRow]) -> WorkPage:
    """A page of the worklist, two statements: of each round, what to do next comes first, then by
    each assessor's own order (`Assignment.reading_key`). Counts are the whole round's."""
    every = rounds_of(actor)
    total = sum(one.total for one in every)
    size = view.table.size if view.page is not None else 0
    number = min(view.page or 1, last_page(total, size))
    shown, skipped = _on_page(every, (number - 1) * size, size or total)
    which: dict[str, Any] = {f"round_{place}": one.id for place, one in enumerate(shown)}
    which |= {"start": skipped, "many": size or total, "now": arrival.moment()}
    rows = [
        DashboardRow(*row) for row in (plain_rows(_rows(actor, len(shown)), which) if shown else ())
    ]
    found = [
        RoundOfWork(one.id, one.title, one.due_at, one.reference, one.counts, one.rules,
                    [row for row in rows if row.round_id == one.id])
        for one in shown
    ]  # fmt: skip
    return WorkPage(rows, total, number, size, rounds=found)


def rounds_of(actor: Actor) -> list[RoundOfWork]:
    """The rounds that somebody assesses in: where work is left first, the soonest due first; then
    where none is, the newest first."""
    found = []
    for _key, rows in groupby(
        plain_rows(_counts(actor), {"now": arrival.moment()}), key=lambda row: row.id
    ):
        first, *more = rows
        counts = {row.group: row.number for row in (first, *more)}
        found.append(
            RoundOfWork(first.id, first.title, first.due_at, first.reference, counts, first.rules)
        )
    left = [one for one in found if one.left]
    return [*left, *reversed([one for one in found if not one.left])]


def _on_page(rounds: Sequence[RoundOfWork], start: int, many: int) -> tuple[list[RoundOfWork], int]:
    """The rounds that these rows belong to, and how many rows of the first come before them."""
    shown: list[RoundOfWork] = []
    before = skipped = 0
    for one in rounds:
        if before < start + many and before + one.total > start:
            skipped = skipped if shown else max(0, start - before)
            shown.append(one)
        before += one.total
    return shown, skipped


def due_for(actor: Actor) -> ColumnElement[datetime]:
    """When their scores of a round are due: its moment, or a later one of their own."""
    own = (
        select(AssessorTime.until)
        .where(AssessorTime.round_id == Round.id, AssessorTime.person_id == actor.user_id)
        .correlate(Round)
        .scalar_subquery()
    )
    return case((own > Round.assessment_due_at, own), else_=Round.assessment_due_at)


@lru_cache(maxsize=100)
def _counts(actor: Actor) -> Select[Any]:
    rules = Round.assessor_rules != ""
    shown: list[Any] = [
        Round.id, Round.title, Round.reference, due_for(actor).label("due_at"),
        _GROUP.label("group"), func.count().label("number"), rules.label("rules"),
    ]  # fmt: skip
    return (
        select(*shown)
        .select_from(Assignment)
        .join(Assignment.application)
        .join(Application.round)
        .where(own_assignments(actor))
        .group_by(Round.id, Round.title, Round.assessment_due_at, Round.reference, rules, _GROUP)
        .order_by(Round.assessment_due_at, Round.reference)
    )


@lru_cache(maxsize=100)
def _rows(actor: Actor, rounds: int) -> Select[Any]:
    """Of so many rounds, in their order. Ids first: scores are counted for those that are shown."""
    of = [bindparam(f"round_{place}", type_=Integer) for place in range(rounds)]
    place = case(*[(Application.round_id == one, number) for number, one in enumerate(of)])
    order = (place, _NEXT_FIRST, Assignment.reading_key, Application.reference)
    ids = (
        select(Assignment.id)
        .join(Assignment.application)
        .join(Application.round)
        .where(own_assignments(actor), Application.round_id.in_(of))
        .order_by(*order)
        .limit(bindparam("many", type_=Integer))
        .offset(bindparam("start", type_=Integer))
        .subquery("on_page")
    )
    criteria = select(func.count()).where(
        Criterion.round_id == Application.round_id,
        Criterion.panel == func.coalesce(Sheet.panel, ""),
    )
    scored = select(func.count(Score.value)).where(Score.sheet_id == Sheet.id)
    hidden = Round.blindness.in_([one for one in BLINDNESS if applicant_hidden(one)])
    shown: list[Any] = [
        Application.round_id,
        Application.reference,
        case((_GROUP == LATER, ""), else_=Application.title),
        _GROUP,
        Round.closes_at,
        Application.extended_until,
        case((Assignment.state == AssignmentState.SUBMITTED, Sheet.weighted_pct)),
        scored.correlate(Sheet).scalar_subquery(),
        criteria.correlate(Application, Sheet).scalar_subquery(),
        Assignment.changed_from,
        Application.phase,
        _unless_later(Application.amount_requested_gbp),
        _unless_later(case((~hidden, Organisation.name))),
        Sheet.updated_at,
        Application.state,
    ]
    return (
        select(*shown)
        .select_from(Assignment)
        .join(ids, ids.c.id == Assignment.id)
        .join(Assignment.application)
        .join(Application.round)
        .outerjoin(Application.organisation)
        .outerjoin(Sheet, Sheet.assignment_id == Assignment.id)
        .order_by(*order)
    )


def _unless_later(shown: Any) -> Any:
    """What can still change isn't told yet."""
    return case((_GROUP != LATER, shown))


WORK = ListView(
    "work",
    "Applications to assess",
    (
        Column("title", "Application", lambda r: r.title),
        Column("reference", "Reference", lambda r: r.reference, Kind.REFERENCE),
        Column("own_pct", "Your score", lambda r: r.own_pct, Kind.PERCENT),
    ),
    rows=work_of,
    permission="assessment.dashboard",
    one="application",
)
