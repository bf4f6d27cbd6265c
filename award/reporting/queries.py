"""How rounds stand: counted in the database where there may be many, in few statements always."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, exists, false, func, select

from award.accounts.models import User
from award.applications.models import Application
from award.applications.queries.apart import closed_for_everyone
from award.applications.rules.states import ASSESSABLE, ApplicationState
from award.assessment.models.assignments import Assignment
from award.assessment.models.kept import PersonLoad, ScoreSummary
from award.assessment.queries.keeping import Present, readable
from award.assessment.queries.reach import reachable_applications
from award.assessment.queries.workload import can_assess, covered, needs_assessor
from award.assessment.rules.states import ACTIVE, AssignmentState
from award.decisions.models import Decision
from award.decisions.queries.shortlist import ranked
from award.decisions.rules.states import DecisionState
from award.foundation import clock
from award.foundation.db import db
from award.foundation.kept import Kept, unsettled
from award.foundation.policy import SYSTEM, Actor, can
from award.foundation.scopes import everything, within
from award.reporting.counts import Figures, NextStep, StateCount, next_steps
from award.reporting.models import ApartCount, RoundFigures
from award.reporting.plots import MOST_LISTED
from award.rounds.models import Round
from award.rounds.queries.rounds import round_alone
from award.rounds.rules.stages import Stage, stage_of

MOST_ROUNDS = 50
BANDS = ((80, "80% or more"), (70, "70% to under 80%"), (60, "60% to under 70%"),
         (50, "50% to under 60%"), (0, "Under 50%"))  # fmt: skip


@dataclass(frozen=True)
class RoundRow:
    """A round in the overview."""

    reference: str
    title: str
    stage: Stage
    deadline: str
    deadline_at: datetime
    due_at: datetime
    figures: Figures
    next_steps: tuple[NextStep, ...]


def rounds_at_work(actor: Actor) -> list[RoundRow]:
    """The latest rounds, the most pressing first: the next deadline ahead, then those past, the
    last to be due in front. Two statements, however many rounds."""
    rounds = db.session.execute(
        select(
            Round.id,
            Round.reference,
            Round.title,
            Round.announced_at,
            Round.opens_at,
            Round.closes_at,
            Round.assessment_due_at,
            Round.own_criteria,
        )
        .order_by(Round.closes_at.desc(), Round.id.desc())
        .limit(MOST_ROUNDS)
    ).all()
    figures = _figures([row.id for row in rounds], actor)
    now = clock.now()
    found = []
    for row in rounds:
        stage = stage_of(row, now)
        deadline, at = _deadline(row, stage)
        numbers = figures.get(row.id, Figures())
        steps = next_steps(stage, numbers, row, now)
        due_at = row.assessment_due_at
        found.append(
            RoundRow(row.reference, row.title, stage, deadline, at, due_at, numbers, steps)
        )
    return sorted(found, key=lambda r: (not r.next_steps, r.deadline_at < now,
                                        abs((r.deadline_at - now).total_seconds())))  # fmt: skip


def _deadline(row: object, stage: Stage) -> tuple[str, datetime]:
    match stage:
        case Stage.SETUP:
            return "Announced", row.announced_at  # type: ignore[attr-defined]
        case Stage.ANNOUNCED:
            return "Opens", row.opens_at  # type: ignore[attr-defined]
        case Stage.OPEN:
            return "Closes", row.closes_at  # type: ignore[attr-defined]
    return "Assessments due", row.assessment_due_at  # type: ignore[attr-defined]


def kept_figures(round_ids: list[int], actor: Actor) -> dict[int, RoundFigures]:
    """What is kept of these rounds and the actor may be shown, in one statement."""
    rows = db.session.scalars(
        select(RoundFigures)
        .join(Kept, Kept.round_id == RoundFigures.round_id)
        .where(RoundFigures.round_id.in_(round_ids), readable(actor))
        .execution_options(populate_existing=True)
    )
    found = {row.round_id: row for row in rows}
    return {} if unsettled() else found


def _figures_of(kept: RoundFigures) -> Figures:
    return Figures.of(
        StateCount(ApplicationState(state), *numbers) for state, numbers in kept.states.items()
    )


def _figures(round_ids: list[int], actor: Actor) -> dict[int, Figures]:
    """Counts for each round: as they are kept, or else counted now, in a statement each."""
    found = {key: _figures_of(row) for key, row in kept_figures(round_ids, actor).items()}
    rest = set(round_ids) - set(found)
    now = states_now(rest, actor) if rest else {}
    return found | {round_id: Figures.of(counts) for round_id, counts in now.items()}


def states_now(round_ids: Collection[int], actor: Actor) -> dict[int, list[StateCount]]:
    """Counts for each round, in one statement. Applications with which the actor has a conflict
    of interest are in none."""
    rows = db.session.execute(
        select(
            Application.round_id,
            Application.state,
            func.count(),
            func.coalesce(func.sum(ScoreSummary.assigned), 0),
            func.coalesce(func.sum(ScoreSummary.submitted + ScoreSummary.panel_submitted), 0),
            _number(Decision.state == DecisionState.STAGED),
            _number(ranked(), Decision.id.is_(None)),
            _number(needs_assessor()),
            _number(
                covered().between(1, Round.min_assessments - 1),
                ~func.coalesce(ranked(), false()),
                Decision.id.is_(None),
            ),
        )
        .join(Round, Round.id == Application.round_id)
        .outerjoin(ScoreSummary, ScoreSummary.application_id == Application.id)
        .outerjoin(Decision, Decision.application_id == Application.id)
        .where(Application.round_id.in_(round_ids), reachable_applications(actor))
        .group_by(Application.round_id, Application.state)
    )
    found: dict[int, list[StateCount]] = {}
    for round_id, state, *counts in rows:
        found.setdefault(round_id, []).append(StateCount(state, *(int(n) for n in counts)))
    return found


def _number(*conditions: ColumnElement[bool]) -> ColumnElement[int]:
    """How many of a group fulfil all of these."""
    return func.sum(case((and_(*conditions), 1), else_=0))


@dataclass(frozen=True)
class RoundInNumbers:
    """One round in numbers. `by_day` are London dates; `bands` count weighted means. `kept`: they
    are those that are kept."""

    stage: Stage
    figures: Figures
    next_steps: tuple[NextStep, ...]
    by_day: Mapping[date, int]
    bands: tuple[tuple[str, int], ...]
    kept: Present | None


def round_in_figures(actor: Actor, reference: str) -> Round | None:
    """The round for those who may see decisions; by itself, since figures need no criteria."""
    return round_alone(actor, reference) if can(actor, "decision.view") else None


def in_numbers(round_: Round, actor: Actor) -> RoundInNumbers:
    """Figures, submissions by day and spread of means, in one statement, or three where what is
    kept can't be shown."""
    now = clock.now()
    stage = stage_of(round_, now)
    kept = kept_figures([round_.id], actor).get(round_.id)
    if kept is None:
        figures = Figures.of(states_now([round_.id], actor).get(round_.id, ()))
        days, means = days_and_means(round_.id, actor)
    else:
        figures, days, means = _figures_of(kept), kept.days, kept.means
    return RoundInNumbers(
        stage=stage,
        figures=figures,
        next_steps=next_steps(stage, figures, round_, now),
        by_day={date.fromisoformat(day): number for day, number in sorted(days.items())},
        bands=_bands(means),
        kept=Present(round_.id) if kept else None,
    )


def days_and_means(round_id: int, actor: Actor) -> tuple[dict[str, int], dict[str, int]]:
    """Submissions by London date, and means by band, as they are now."""
    rows = db.session.execute(
        select(Application.submitted_at, ScoreSummary.mean_pct)
        .outerjoin(ScoreSummary, ScoreSummary.application_id == Application.id)
        .where(
            Application.round_id == round_id,
            Application.submitted_at.is_not(None),
            Application.state != ApplicationState.WITHDRAWN,
            reachable_applications(actor),
        )
    ).all()
    days = Counter(clock.london(at).date().isoformat() for at, _mean in rows if at is not None)
    means = (mean for _at, mean in rows if mean is not None)
    bands = Counter(next(label for floor, label in BANDS if mean >= floor) for mean in means)
    return dict(days), dict(bands)


def _bands(counts: Mapping[str, int]) -> tuple[tuple[str, int], ...]:
    return tuple((label, counts.get(label, 0)) for _floor, label in BANDS) if counts else ()


@dataclass(frozen=True)
class AssessorRow:
    """How far an assessor has come with the undecided applications of a round. `able`: may they
    still assess?"""

    name: str
    to_come: int
    submitted: int
    able: bool


def assessor_progress(round_: Round, actor: Actor, *, kept: Present | None) -> list[AssessorRow]:
    """Assessors of the round who have most left to do in front, `MOST_LISTED` at most; out of what
    is `kept` if those of the round are."""
    rows = db.session.execute(_progress_kept(kept) if kept else _progress_now(round_, actor))
    return [AssessorRow(name, int(left), int(done), bool(able)) for name, left, done, able in rows]


def _progress_kept(kept: Present) -> Select[Any]:
    load, current = PersonLoad.load, PersonLoad.current
    shown: list[Any] = [User.name, load, current, can_assess()]
    return (
        select(*shown)
        .join(User, User.id == PersonLoad.user_id)
        .where(PersonLoad.round_id == kept.round_id, load + current > 0)
        .order_by(load.desc(), User.name_key, User.id)
        .limit(MOST_LISTED)
    )


def _progress_now(round_: Round, actor: Actor) -> Select[Any]:
    to_come = func.sum(case((Assignment.state == AssignmentState.SUBMITTED, 0), else_=1))
    shown: list[Any] = [
        User.name,
        to_come,
        func.sum(case((Assignment.state == AssignmentState.SUBMITTED, 1), else_=0)),
        can_assess(),
    ]
    return (
        select(*shown)
        .select_from(Assignment)
        .join(User, User.id == Assignment.assessor_id)
        .join(Application, Application.id == Assignment.application_id)
        .where(
            Application.round_id == round_.id,
            Application.state.in_(sorted(ASSESSABLE)),
            Assignment.state.in_(sorted(ACTIVE)),
            reachable_applications(actor),
        )
        .group_by(User.id, User.name)
        .order_by(to_come.desc(), User.name_key, User.id)
        .limit(MOST_LISTED)
    )


@everything("kept rows count everything; readers come through `readable`")
def figures_now(round_id: int) -> dict[str, dict[str, object]]:
    """The columns of a RoundFigures, counted for somebody who may meet everything."""
    counts = states_now([round_id], SYSTEM).get(round_id, ())
    days, means = days_and_means(round_id, SYSTEM)
    states = {str(state): list(numbers) for state, *numbers in counts}
    return {"states": {**states}, "days": {**days}, "means": {**means}}


@everything("the worker counts, once, what nobody may read")
def rounds_to_count() -> list[int]:
    """Rounds that have closed for everyone and are not counted yet."""
    counted = exists().where(ApartCount.round_id == Round.id)
    return list(db.session.scalars(select(Round.id).where(closed_for_everyone(), ~counted)))


@within("round_")
def counted_apart(round_: Round) -> ApartCount | None:
    return db.session.get(ApartCount, round_.id)
