"""Rounds and applications as those who moderate them may meet them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, and_, exists, func, or_, select
from sqlalchemy.orm import aliased, contains_eager, joinedload

from award.accounts.models import User
from award.applications.models import Application
from award.applications.rules.states import ASSESSABLE, READABLE
from award.assessment.models.assignments import Assignment
from award.assessment.models.chairs import RoundChair, RoundModeration
from award.assessment.models.kept import ScoreSummary
from award.assessment.queries.reach import reachable_applications, visible_applications
from award.assessment.queries.usual import usual_in
from award.assessment.queries.workload import covered, needed_in
from award.assessment.rules.states import UNFINISHED
from award.foundation import clock
from award.foundation.db import db
from award.foundation.marks import NOW
from award.foundation.policy import Actor, Role, reads_everything
from award.foundation.scopes import scope, within
from award.rounds.models import Round
from award.rounds.queries.rounds import with_criteria

_OWN = aliased(Assignment)
_round, _same = aliased(Round), aliased(Application)


@dataclass(frozen=True)
class Panel:
    """A round, who chairs it now, and since when its chairs may read."""

    round: Round
    chairs: tuple[RoundChair, ...]
    opened_at: datetime | None

    @property
    def chair_ids(self) -> frozenset[int]:
        return frozenset(one.person_id for one in self.chairs)

    @property
    def reference(self) -> str:
        return self.round.reference

    @property
    def is_open(self) -> bool:
        """May its chairs read?"""
        return self.opened_at is not None or self.round.assessment_due_at <= clock.now()


@dataclass(frozen=True)
class Item:
    """An application that a panel may talk about. `asked`: sheets that count towards its mean, or
    can still come to."""

    application: Application
    panel: Panel
    summary: ScoreSummary | None
    asked: int = 0
    usual: float | None = None
    """The variance of totals within applications of the round (see `queries.usual`)."""

    @property
    def application_id(self) -> int:
        return self.application.id

    @property
    def reference(self) -> str:
        return self.application.reference

    @property
    def round(self) -> Round:
        return self.panel.round

    @property
    def chair_ids(self) -> frozenset[int]:
        return self.panel.chair_ids

    @property
    def to_come(self) -> int:
        """Sheets that somebody is still to submit, and that would change the mean."""
        return self.asked - (self.summary.submitted if self.summary else 0)

    @property
    def unranked(self) -> str:
        """Why nothing ranks it yet, whatever is agreed; "" where it does rank."""
        submitted, mean = (
            (self.summary.submitted, self.summary.mean_pct) if self.summary else (0, None)
        )
        return needed_in(self.round).unranked(submitted, mean)


def chaired_rounds(actor: Actor) -> Any:
    """Ids of rounds that the actor chairs and may read by now."""
    return (
        select(RoundChair.round_id)
        .join(Round, Round.id == RoundChair.round_id)
        .outerjoin(RoundModeration, RoundModeration.round_id == Round.id)
        .where(
            RoundChair.person_id == actor.user_id,
            RoundChair.ended_at.is_(None),
            or_(RoundModeration.opened_at.is_not(None), Round.assessment_due_at <= clock.now()),
        )
    )


@within("round_id")
def chairs_reading(round_id: int) -> Any:
    """Ids of those who chair the round and may read it by now."""
    return (
        select(RoundChair.person_id)
        .join(Round, Round.id == RoundChair.round_id)
        .outerjoin(RoundModeration, RoundModeration.round_id == Round.id)
        .where(
            RoundChair.round_id == round_id,
            RoundChair.ended_at.is_(None),
            or_(RoundModeration.opened_at.is_not(None), Round.assessment_due_at <= clock.now()),
        )
    )


CHAIRS: Final = (
    select(RoundChair.id)
    .join(Round, Round.id == RoundChair.round_id)
    .outerjoin(RoundModeration, RoundModeration.round_id == Round.id)
    .where(
        RoundChair.person_id == User.id,
        RoundChair.ended_at.is_(None),
        or_(RoundModeration.opened_at.is_not(None), Round.assessment_due_at <= NOW),
    )
    .correlate(User)
    .exists()
)
"""Does the account that is loaded chair a round that is open to its chairs?"""


@dataclass(frozen=True)
class Chaired:
    """A round that somebody chairs, and whether they may read it by now."""

    round: Round
    is_open: bool


@within("person_ids")
def chaired_by(person_ids: Collection[int]) -> dict[int, list[Chaired]]:
    """By person, the rounds that they chair now: open ones first, then the newest."""
    rows = db.session.execute(
        select(RoundChair.person_id, Round, RoundModeration.opened_at)
        .join(Round, Round.id == RoundChair.round_id)
        .outerjoin(RoundModeration, RoundModeration.round_id == Round.id)
        .where(RoundChair.person_id.in_(person_ids), RoundChair.ended_at.is_(None))
        .order_by(Round.opens_at.desc(), Round.id.desc())
    )
    found: dict[int, list[Chaired]] = {}
    for person_id, round_, opened_at in rows:
        is_open = opened_at is not None or round_.assessment_due_at <= clock.now()
        found.setdefault(person_id, []).append(Chaired(round_, is_open))
    return {key: sorted(some, key=lambda one: not one.is_open) for key, some in found.items()}


def to_agree(actor: Actor, round_ids: Collection[int]) -> dict[int, tuple[int, int]]:
    """By round, how many of the undecided applications with sheets that they may moderate have no
    score agreed, and how many there are; one statement."""
    summary = ScoreSummary
    query = (
        select(
            Application.round_id,
            func.count().filter(summary.moderated_pct.is_(None)),
            func.count(),
        )
        .join(summary, summary.application_id == Application.id)
        .where(
            Application.round_id.in_(round_ids),
            Application.state.in_(sorted(ASSESSABLE)),
            or_(summary.submitted > 0, summary.panel_submitted > 0),
            moderated_applications(actor),
        )
        .group_by(Application.round_id)
    )
    return {number: (open_, all_) for number, open_, all_ in db.session.execute(query)}


@within("person_id")
def still_chaired(person_id: int) -> list[str]:
    """Titles of rounds that they chair and in which something waits for a decision or will."""
    undecided = exists().where(
        Application.round_id == Round.id, Application.state.in_(sorted(ASSESSABLE))
    )
    query = (
        select(Round.title)
        .join(RoundChair, RoundChair.round_id == Round.id)
        .where(RoundChair.person_id == person_id, RoundChair.ended_at.is_(None))
        .where(or_(Round.assessment_due_at > clock.now(), undecided))
        .order_by(Round.opens_at, Round.id)
    )
    return list(db.session.scalars(query))


@scope
def moderated_applications(actor: Actor) -> ColumnElement[bool]:
    """SQL over Application: those whose sheets the actor may read beside each other. The programme
    team: all that they may meet. A chair: those of the round once it is open to them, but for
    those that they have themselves still to score."""
    if reads_everything(actor) or actor.is_system:
        return visible_applications(actor)
    if not actor.has(Role.ASSESSOR):
        return visible_applications(actor)  # none
    to_score = exists().where(
        _OWN.application_id == Application.id,
        _OWN.assessor_id == actor.user_id,
        _OWN.state.in_(sorted(UNFINISHED)),
    )
    return and_(
        Application.round_id.in_(chaired_rounds(actor)),
        Application.state.in_(sorted(READABLE)),
        Application.submitted_at.is_not(None),
        reachable_applications(actor),
        ~to_score,
    )


def panel_of(actor: Actor, reference: str) -> Panel | None:
    """The panel of the round, for the programme team and for those who chair it: two statements."""
    found = (
        select(Round, RoundModeration.opened_at)
        .outerjoin(RoundModeration, RoundModeration.round_id == Round.id)
        .where(Round.reference == reference)
    )
    row = db.session.execute(with_criteria(found, Round, phases=True)).unique().one_or_none()
    if row is None:
        return None
    panel = _panel(row[0], row[1])
    if reads_everything(actor):
        return panel
    return panel if actor.has(Role.ASSESSOR) and actor.user_id in panel.chair_ids else None


@within("round_")
def _panel(round_: Round, opened_at: datetime | None) -> Panel:
    chairs = db.session.scalars(
        select(RoundChair)
        .where(RoundChair.round_id == round_.id, RoundChair.ended_at.is_(None))
        .options(joinedload(RoundChair.person).load_only(User.name, User.email))
        .order_by(RoundChair.deputy, RoundChair.id)
    )
    return Panel(round_, tuple(chairs), opened_at)


def item_of(actor: Actor, reference: str) -> Item | None:
    """An application for who moderates it, with round, criteria and organisation, and what
    lists sort it by: two statements."""
    which = select(_same.round_id).where(_same.reference == reference.upper()).scalar_subquery()
    found = (
        select(
            Application,
            RoundModeration.opened_at,
            ScoreSummary,
            covered(),
            usual_in(which, moderated_applications(actor)),
        )
        .join(Application.round.of_type(_round))
        .outerjoin(RoundModeration, RoundModeration.round_id == Application.round_id)
        .outerjoin(ScoreSummary, ScoreSummary.application_id == Application.id)
        .where(Application.reference == reference.upper(), moderated_applications(actor))
        .options(joinedload(Application.organisation))
    )
    way = contains_eager(Application.round.of_type(_round))
    row = db.session.execute(with_criteria(found, _round, way)).unique().one_or_none()
    return Item(row[0], _panel(row[0].round, row[1]), *row[2:]) if row else None
