"""What is staged in a round, what it comes to, and who else is at it."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Select, SQLColumnExpression, case, func, select
from sqlalchemy.orm import contains_eager, joinedload

from award.accounts.models import User
from award.applications.models import Application
from award.applications.rules.states import ApplicationState
from award.assessment.models import Assignment, ScoreSummary, Sheet
from award.assessment.rules.states import UNFINISHED, AssignmentState
from award.decisions.models import Decision
from award.decisions.rules.exceptions import exceptions
from award.decisions.rules.states import DECIDABLE, DecisionState, Outcome
from award.foundation import clock
from award.foundation.db import db
from award.foundation.locks import hold
from award.rounds.models import Round

_FUND_FIRST = case(
    (Decision.outcome == Outcome.FUND, 0), (Decision.outcome == Outcome.RESERVE, 1), else_=2
)
_DATES_AND_MONEY = ("closes_at", "budget_gbp", "min_assessments", "threshold_pct", "version")


@dataclass(frozen=True)
class Staged:
    """A staged decision and what it rests on: `comments` counts those that its applicant will
    read, `unfinished` the score sheets that nobody has submitted, `exceptions` says what it
    departs from (see `rules.exceptions`)."""

    decision: Decision
    comments: int
    unfinished: int
    exceptions: tuple[str, ...]

    @property
    def lacks_reason(self) -> bool:
        return bool(self.exceptions) and not self.decision.exception_reason

    @property
    def mark(self) -> str:
        """Differs when the decision was changed, or its letter would read otherwise."""
        return f"{self.decision.id}:{self.decision.version}:{bool(self.comments)}"


def lock_round(round_: Round) -> None:
    """Wait for whoever stages, releases or changes dates and money in the same round, then look
    at dates and money afresh. Held until the transaction ends; take it before any application's."""
    hold(Round, [round_.id])
    db.session.refresh(round_, _DATES_AND_MONEY)


def lock_staged(round_: Round) -> None:
    """Wait for whoever withdraws, scores or returns an application that is about to be decided."""
    staged = db.session.scalars(
        select(Decision.application_id)
        .join(Decision.application)
        .where(Application.round_id == round_.id, Decision.state == DecisionState.STAGED)
    )
    hold(Application, staged, referred=False)


def comments_shown(application_id: SQLColumnExpression[int] | int) -> Select[str]:
    """The assessors' words that an applicant is shown; voided and conflicted sheets left out."""
    return (
        select(Sheet.comments_for_applicant)
        .join(Assignment, Assignment.id == Sheet.assignment_id)
        .where(
            Assignment.application_id == application_id,
            Assignment.state == AssignmentState.SUBMITTED,
            Sheet.comments_for_applicant != "",
        )
    )


def staged_decisions(round_: Round) -> list[Staged]:
    """Staged decisions that can go out, in order of outcome and title, each with its application,
    lead, organisation and round. Those about applications since withdrawn stay behind."""
    comments = comments_shown(Application.id).with_only_columns(func.count(Sheet.id))
    unfinished = select(func.count(Assignment.id)).where(
        Assignment.application_id == Application.id, Assignment.state.in_(sorted(UNFINISHED))
    )
    rows = db.session.execute(
        select(Decision, comments.scalar_subquery(), unfinished.scalar_subquery(), ScoreSummary)
        .join(Decision.application)
        .join(User, User.id == Application.lead_id)
        .outerjoin(ScoreSummary, ScoreSummary.application_id == Application.id)
        .where(
            Application.round_id == round_.id,
            Application.state.in_(DECIDABLE),
            Decision.state == DecisionState.STAGED,
        )
        .options(
            contains_eager(Decision.application).options(
                joinedload(Application.lead),
                joinedload(Application.organisation),
                joinedload(Application.round),
            )
        )
        .order_by(_FUND_FIRST, Decision.reserve_position, Application.title_key, Decision.id)
    )
    now = clock.now()
    return [
        Staged(decision, said or 0, left or 0, exceptions(decision.outcome, summary, round_, now))
        for decision, said, left, summary in rows
    ]


@dataclass(frozen=True)
class Tally:
    """What a round's decisions come to: how many applications have nothing staged (`undecided`),
    are staged or released, and the money awarded by either, in whole pounds. Applications since
    withdrawn don't count."""

    undecided: int
    staged: int
    released: int
    staged_gbp: int
    released_gbp: int


def staged_about(application_id: int) -> tuple[Decision, ScoreSummary | None, Round] | None:
    """What is staged about one application, what it rests on, and its round; None for nothing."""
    row = db.session.execute(
        select(Decision, ScoreSummary, Round)
        .join(Application, Application.id == Decision.application_id)
        .join(Round, Round.id == Application.round_id)
        .outerjoin(ScoreSummary, ScoreSummary.application_id == Application.id)
        .where(Decision.application_id == application_id, Decision.state == DecisionState.STAGED)
    ).one_or_none()
    return (row[0], row[1], row[2]) if row else None


def left_for(round_: Round, decision: Decision | None) -> int:
    """Whole pounds of the budget that are promised to nobody else than `decision`'s applicant;
    below zero when more is promised than there is."""
    found = tally(round_.id)
    own = (decision.amount_gbp or 0) if decision else 0
    return round_.budget_gbp - found.staged_gbp - found.released_gbp + own


def tally(round_id: int) -> Tally:
    """One statement."""
    staged, released = (
        Decision.state == DecisionState.STAGED,
        Decision.state == DecisionState.RELEASED,
    )
    pending = Decision.id.is_(None) & Application.state.in_(DECIDABLE)
    row = db.session.execute(
        select(
            func.count(case((pending, 1))),
            func.count(case((staged, 1))),
            func.count(case((released, 1))),
            func.coalesce(func.sum(case((staged, Decision.amount_gbp))), 0),
            func.coalesce(func.sum(case((released, Decision.amount_gbp))), 0),
        )
        .select_from(Application)
        .outerjoin(Decision, Decision.application_id == Application.id)
        .where(Application.round_id == round_id, Application.state != ApplicationState.WITHDRAWN)
    ).one()
    return Tally(*row)


def reserve_places(round_id: int) -> dict[int, list[str]]:
    """Place on the round's reserve list -> references of the applications that have it. Never
    more than one, but for places given before that was a rule."""
    rows = db.session.execute(
        select(func.coalesce(Decision.reserve_position, 0), Application.reference)
        .join(Application, Application.id == Decision.application_id)
        .where(
            Application.round_id == round_id,
            Application.state.in_((*DECIDABLE, ApplicationState.RESERVED)),
            Decision.outcome == Outcome.RESERVE,
            Decision.reserve_position.is_not(None),
        )
        .order_by(Decision.reserve_position, Application.reference)
    )
    found: dict[int, list[str]] = {}
    for place, reference in rows:
        found.setdefault(place, []).append(reference)
    return found
