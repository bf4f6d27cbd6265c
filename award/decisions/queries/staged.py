"""What is staged in a round, what it comes to, and who else is at it."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import case, func, select
from sqlalchemy.orm import contains_eager, joinedload

from award.accounts.models import User
from award.applications.models import Application
from award.applications.rules.states import ApplicationState
from award.assessment.models.assignments import Assignment, Sheet
from award.assessment.models.kept import ScoreSummary
from award.assessment.queries.reach import (
    out_of_reach,
    reachable_applications,
    visible_applications,
)
from award.assessment.rules.states import UNFINISHED
from award.decisions.models import Decision, FeedbackDraft
from award.decisions.queries.grounds import given_in
from award.decisions.queries.said import Draft, as_released, comments_shown
from award.decisions.queries.words import words_of
from award.decisions.rules.confirming import lacks_second
from award.decisions.rules.drafting import LATER, Way, promised, to_read, way_of
from award.decisions.rules.exceptions import exceptions
from award.decisions.rules.feedback import Words
from award.decisions.rules.refusing import fault_of
from award.decisions.rules.releasing import releasing
from award.decisions.rules.states import DECIDABLE, DecisionState, Outcome
from award.foundation import clock
from award.foundation.db import db
from award.foundation.locks import hold
from award.foundation.policy import Actor
from award.foundation.scopes import everything, within
from award.foundation.work import Job, unfinished
from award.rounds.models import Round

_FUND_FIRST = case(
    (Decision.outcome.in_((Outcome.FUND, Outcome.INVITE)), 0),
    (Decision.outcome == Outcome.RESERVE, 1),
    else_=2,
)
_DATES_AND_MONEY = ("closes_at", "budget_gbp", "min_assessments", "threshold_pct", "version")


@dataclass(frozen=True)
class Staged:
    """A staged decision and what it rests on: `comments` counts those that its applicant will
    read with it (None where they come later), `unfinished` the score sheets that nobody has
    submitted, `exceptions` says what it departs from (see `rules.exceptions`), `ground_fault` what
    stands against its ground."""

    decision: Decision
    comments: int | None
    unfinished: int
    exceptions: tuple[str, ...]
    ground_fault: str = ""
    words: Words | None = None
    """Those for its applicant, where there are any."""
    was_reserved: bool = False
    list_closed: bool = False
    """Is nobody left on the reserve list it was on?"""
    feedback: str = ""
    """What its applicant reads with it instead of those comments, where it was drafted."""
    edited_by_id: int | None = None
    """Who edited that last, if anybody did."""

    @property
    def edited(self) -> bool:
        return self.edited_by_id is not None

    @property
    def to_read(self) -> dict[str, object]:
        return to_read(self.comments, self.feedback)

    @property
    def promise(self) -> str:
        """What its letter says there is to read beside the decision."""
        later = self.comments is None
        return LATER if later else promised(self.comments, drawn_up=bool(self.feedback))

    @property
    def way(self) -> Way:
        return way_of(self.feedback, self.comments or 0, edited=self.edited)

    @property
    def lacks_second(self) -> bool:
        """Has a second person to confirm it before it is released?"""
        return lacks_second(self.decision, self.decision.application)

    @property
    def lacks_reason(self) -> bool:
        return bool(self.exceptions) and not self.decision.exception_reason


def lock_round(round_: Round) -> None:
    """Wait for whoever stages, releases or changes dates and money in the same round, then look
    at dates and money afresh. Held until the transaction ends; take it before any application's."""
    hold(Round, [round_.id])
    db.session.refresh(round_, _DATES_AND_MONEY)


@everything("a lock, whose rows nobody is shown")
def lock_staged(round_: Round) -> None:
    """Wait for whoever withdraws, scores or returns an application that is about to be decided."""
    staged = db.session.scalars(
        select(Decision.application_id)
        .join(Decision.application)
        .where(Application.round_id == round_.id, Decision.state == DecisionState.STAGED)
    )
    hold(Application, staged, referred=False)


def being_released(round_: Round) -> Job | None:
    """The job that releases the round's decisions now, or will."""
    return unfinished(releasing(round_.id))


def staged_decisions(
    round_: Round, actor: Actor, *, only: Application | None = None, held: bool = False
) -> list[Staged]:
    """Staged decisions that can go out and that the actor may see, in order of outcome and title,
    each with its application, lead, organisation and round: of the round, or of `only` one of its
    applications. Those about applications since withdrawn stay behind, and those that are `held`
    back unless they are asked for too."""
    comments = comments_shown(Application.id).with_only_columns(func.count(Sheet.id))
    unfinished = select(func.count(Assignment.id)).where(
        Assignment.application_id == Application.id, Assignment.state.in_(sorted(UNFINISHED))
    )
    rows = db.session.execute(
        select(
            Decision, comments.scalar_subquery(), unfinished.scalar_subquery(), ScoreSummary,
            FeedbackDraft.text, FeedbackDraft.edited_by_id,
        )
        .join(Decision.application)
        .join(User, User.id == Application.lead_id)
        .outerjoin(FeedbackDraft, FeedbackDraft.application_id == Application.id)
        .outerjoin(ScoreSummary, ScoreSummary.application_id == Application.id)
        .where(
            Application.round_id == round_.id,
            Application.state.in_(DECIDABLE),
            Decision.state == DecisionState.STAGED,
            visible_applications(actor),
            *([] if held else [Decision.held_because == ""]),
            *([] if only is None else [Application.id == only.id]),
        )
        .options(
            contains_eager(Decision.application).options(
                joinedload(Application.lead),
                joinedload(Application.organisation),
                joinedload(Application.round),
            )
        )
        .order_by(_FUND_FIRST, Decision.reserve_position, Application.title_key, Decision.id)
    ).all()  # fmt: skip
    now = clock.now()
    refused = any(decision.outcome == Outcome.REJECT for decision, *_ in rows)
    given = given_in(round_, actor) if refused else {}
    apart = round_.feedback_apart
    texts = as_released(
        Draft(decision.application_id, "" if apart else text or "", edited is not None)
        for decision, _said, _left, _summary, text, edited in rows
    )
    return [
        Staged(
            decision,
            None if apart else said or 0,
            left or 0,
            exceptions(decision.outcome, summary, round_, now, decision.ground),
            fault_of(decision.ground, given.get(decision.application_id))
            if decision.outcome == Outcome.REJECT
            else "",
            words_of(decision, summary),
            feedback=texts[decision.application_id].text,
            edited_by_id=edited,
        )
        for decision, said, left, summary, _text, edited in rows
    ]


@dataclass(frozen=True)
class Tally:
    """What a round's decisions come to: how many applications have nothing staged (`undecided`),
    are staged or released, and the money awarded by either, in whole pounds; `held_gbp` is what of
    the staged money is held back. Applications since withdrawn don't count, nor those out of the
    reach of who asks: `hidden` is how many they are."""

    undecided: int
    staged: int
    released: int
    staged_gbp: int
    released_gbp: int
    held_gbp: int
    hidden: int

    @property
    def promised_gbp(self) -> int:
        return self.staged_gbp + self.released_gbp

    def over(self, budget_gbp: int, going_gbp: int) -> int:
        """What a release of so much would promise beyond the budget, with what is held back; below
        zero what it leaves."""
        return self.released_gbp + self.held_gbp + going_gbp - budget_gbp


@within("application_id")
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


@dataclass(frozen=True)
class Left:
    """Whole pounds of a budget. `partial`: something that the person who asks may not meet may
    take some of it, and isn't told."""

    gbp: int
    partial: bool


def left_for(round_: Round, decision: Decision | None, actor: Actor) -> Left:
    """What is promised to nobody else than `decision`'s applicant, as far as the actor may know;
    below zero when more is promised than there is."""
    found = tally(round_.id, actor)
    own = (decision.amount_gbp or 0) if decision else 0
    return Left(round_.budget_gbp - found.promised_gbp + own, found.hidden > 0)


def tally(round_id: int, actor: Actor) -> Tally:
    """One statement."""
    hidden = select(func.count(Application.id)).where(
        Application.round_id == round_id, out_of_reach(actor)
    )
    staged, released = (
        Decision.state == DecisionState.STAGED,
        Decision.state == DecisionState.RELEASED,
    )
    held = staged & (Decision.held_because != "")
    pending = Decision.id.is_(None) & Application.state.in_(DECIDABLE)
    row = db.session.execute(
        select(
            func.count(case((pending, 1))),
            func.count(case((staged, 1))),
            func.count(case((released, 1))),
            func.coalesce(func.sum(case((staged, Decision.amount_gbp))), 0),
            func.coalesce(func.sum(case((released, Decision.amount_gbp))), 0),
            func.coalesce(func.sum(case((held, Decision.amount_gbp))), 0),
            hidden.scalar_subquery(),
        )
        .select_from(Application)
        .outerjoin(Decision, Decision.application_id == Application.id)
        .where(
            Application.round_id == round_id,
            Application.state != ApplicationState.WITHDRAWN,
            reachable_applications(actor),
        )
    ).one()
    return Tally(*row)


def reserve_places(round_id: int, actor: Actor) -> dict[int, list[str]]:
    """Place on the round's reserve list -> references of the applications that have it and
    that the actor may meet. More than one where one of them couldn't see the other's: whoever
    releases sees both."""
    rows = db.session.execute(
        select(func.coalesce(Decision.reserve_position, 0), Application.reference)
        .join(Application, Application.id == Decision.application_id)
        .where(
            Application.round_id == round_id,
            Application.state.in_((*DECIDABLE, ApplicationState.RESERVED)),
            Decision.outcome == Outcome.RESERVE,
            Decision.reserve_position.is_not(None),
            visible_applications(actor),
        )
        .order_by(Decision.reserve_position, Application.reference)
    )
    found: dict[int, list[str]] = {}
    for place, reference in rows:
        found.setdefault(place, []).append(reference)
    return found
