"""Whom and what decisions are about, and what an applicant may read of theirs."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, exists, func, select
from sqlalchemy.orm import aliased, contains_eager, joinedload, undefer

from award.accounts.models import User
from award.applications.models import Application
from award.applications.queries.scopes import own_applications
from award.assessment.models.assignments import Assignment, Sheet
from award.assessment.queries import staff
from award.assessment.queries.reach import out_of_reach, ties_of
from award.decisions.models import AcceptedQuestion, Decision, Release, ReservePlace
from award.decisions.queries.said import comments_shown
from award.decisions.rules.states import DecisionState
from award.foundation.acts import Concealed
from award.foundation.db import db
from award.foundation.many import among
from award.foundation.outbox import OutboxMessage
from award.foundation.policy import SYSTEM, Actor, can
from award.foundation.scopes import scope, within
from award.foundation.workflow import StateChange
from award.rounds.models import Round
from award.rounds.queries import rounds
from award.rounds.rules.criteria import LIVED


def round_to_decide(actor: Actor, reference: str) -> Round | None:
    """The round with its criteria, for those who may see decisions."""
    return rounds.managed_round(actor, reference) if can(actor, "decision.view") else None


def first_stage_to_decide(actor: Actor, reference: str) -> Round | None:
    """The same of a round that another follows."""
    found = round_to_decide(actor, reference)
    return found if found is not None and found.followed else None


def application_to_decide(actor: Actor, reference: str) -> Application | None:
    """A submitted application with its round, organisation and lead, for those who may see
    decisions and have no conflict of interest with it."""
    if not can(actor, "decision.view"):
        return None
    return staff.application_for_staff(actor, reference)


def conflicts_in(actor: Actor, round_: Round) -> int:
    """How many of the round's applications are out of the actor's reach."""
    return (
        db.session.scalar(
            select(func.count(Application.id)).where(
                Application.round_id == round_.id, out_of_reach(actor)
            )
        )
        or 0
    )


@within("application")
def decision_of(application: Application) -> Decision | None:
    return db.session.scalar(select(Decision).where(Decision.application_id == application.id))


@within("application_ids")
def decisions_of(application_ids: Collection[int]) -> dict[int, Decision]:
    """By application, of those that have one."""
    found = select(Decision).where(among(Decision.application_id, application_ids))
    return {one.application_id: one for one in db.session.scalars(found)}


BEFORE_GROUNDS = (
    "outcome", "amount_gbp", "reserve_position", "conditions", "note", "exception_reason",
)  # fmt: skip
DECIDED = (*BEFORE_GROUNDS, "ground", "words_for_applicant")


def as_data(decision: Decision, names: Sequence[str] = DECIDED) -> dict[str, Any]:
    """What was decided, in the one form of which the audit trail keeps a digest. Events that don't
    name the ground are from before there was one: theirs is of BEFORE_GROUNDS."""
    return {name: getattr(decision, name) for name in names}


@scope
def released_to(actor: Actor) -> ColumnElement[bool]:
    """SQL over Decision joined to Application: those that the actor is told as an applicant."""
    return own_applications(actor) & (Decision.state == DecisionState.RELEASED)


def outcome_for_lead(actor: Actor, reference: str) -> Decision | None:
    """The released decision about the actor's own application; None for everybody else, and
    before release."""
    decision = db.session.scalar(
        select(Decision)
        .join(Decision.application)
        .where(Application.reference == reference.upper(), released_to(actor))
        .options(
            contains_eager(Decision.application).options(
                joinedload(Application.round), undefer(Application.team_text)
            ),
            joinedload(Decision.feedback),
        )
    )
    return decision if can(actor, "decision.outcome", decision) else None


@dataclass(frozen=True)
class Comment:
    """What an assessor wrote for the applicant. `by` is "Assessor B" and never a name: it is what
    the programme team calls the same person, so that an applicant can ask about it."""

    by: str
    text: str
    lived: bool = False
    """Of the lived-experience panel, in a round that tells which comments are."""


def comments_for_applicant(decision: Decision) -> tuple[Comment, ...]:
    """Every comment that the applicant is shown. Aliases are dealt at random within an
    application, so they tell nothing."""
    shown = comments_shown(decision.application_id).add_columns(Assignment.alias, Sheet.panel)
    rows = db.session.execute(shown.order_by(Assignment.alias)).all()
    sitting = sum(panel == LIVED for _text, _alias, panel in rows)
    named = decision.application.round.panels_named and sitting > 1
    return tuple(Comment(alias, text, named and panel == LIVED) for text, alias, panel in rows)


@dataclass(frozen=True)
class History:
    """Who staged a decision, confirmed it and released it (None for nobody yet), the place on the
    reserve list that it had once that was decided about, and the letters as sent."""

    staged_by: str
    confirmed_by: str | None
    released_by: str | None
    was_reserved: ReservePlace | None
    letters: Sequence[Any]


@within("decision")
def history_of(decision: Decision) -> History:
    """Two statements at most; letters have recipient, recipient_name, subject, body, state and
    sent_at."""
    second = aliased(User)
    staged_by, confirmed_by, released_by, was_reserved = db.session.execute(
        select(User.name, second.name, StateChange.actor_name, ReservePlace)
        .select_from(User)
        .outerjoin(second, second.id == decision.confirmed_by_id)
        .outerjoin(ReservePlace, ReservePlace.decision_id == decision.id)
        .outerjoin(
            StateChange,
            (StateChange.kind == "decision")
            & (StateChange.subject_id == decision.id)
            & (StateChange.action == "release"),
        )
        .where(User.id == decision.decided_by_id)
    ).one()
    letters = _letters_about(decision) if released_by else ()
    return History(staged_by, confirmed_by, released_by, was_reserved, letters)


@within("decision")
def _letters_about(decision: Decision) -> Sequence[Any]:
    return db.session.execute(
        select(
            OutboxMessage.recipient,
            OutboxMessage.recipient_name,
            OutboxMessage.subject,
            OutboxMessage.body,
            OutboxMessage.state,
            OutboxMessage.sent_at,
        )
        .where(OutboxMessage.about_kind == "decision", OutboxMessage.about_id == decision.id)
        .order_by(OutboxMessage.id)
    ).all()


@dataclass(frozen=True)
class PastRelease:
    """One release of a round: when, by whom, and how many of each outcome went out."""

    at: datetime
    by: str
    counts: dict[str, int]
    over_budget_because: str


def accepted_in(
    actor: Actor, round_: Round, *, of_feedback: bool = False
) -> Sequence[AcceptedQuestion]:
    """What went out although its words raised a question, the newest first: where the actor may see
    all of the round, as what went out."""
    return db.session.scalars(
        select(AcceptedQuestion)
        .where(
            AcceptedQuestion.round_id == round_.id,
            AcceptedQuestion.of_feedback.is_(of_feedback),
            ~exists().where(Application.round_id == round_.id, out_of_reach(actor)),
        )
        .order_by(AcceptedQuestion.id.desc())
    ).all()


def past_releases(actor: Actor, round_: Round) -> list[PastRelease]:
    """Newest first. None where something in the round is out of the actor's reach: the counts of
    a release are written down once, with everything in them."""
    rows = db.session.execute(
        select(Release, User.name)
        .outerjoin(User, User.id == Release.released_by_id)
        .where(
            Release.round_id == round_.id,
            ~exists().where(Application.round_id == round_.id, out_of_reach(actor)),
        )
        .order_by(Release.id.desc())
    )
    return [
        PastRelease(
            one.released_at,
            name or SYSTEM.name,
            {name: getattr(one, name) for name in ("invite", "fund", "reserve", "reject")},
            one.over_budget_because,
        )
        for one, name in rows
    ]


def concealed(actor: Actor) -> Mapping[str, Concealed]:
    """Whose events in the audit trail the actor may not read: what a release counts and adds up
    tells of what is in it, and of one from the reserve list all; what is drafted for a round's
    applicants, of what is decided."""
    mine = select(Decision.id).where(Decision.application_id.in_(ties_of(actor)))
    rounds_of_mine = select(Application.round_id).where(Application.id.in_(ties_of(actor)))
    counted = (
        "round.release_decisions", "round.release_feedback", "round.draft_feedback",
        "round.close_reserve",
    )  # fmt: skip
    return {"decision": mine, **dict.fromkeys(counted, rounds_of_mine)}
