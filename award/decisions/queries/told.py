"""What applicants are told of scores with a decision: as it was kept, or as it would be now."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import contains_eager, joinedload

from award.applications.models import Application
from award.decisions.models import Decision, DecisionTold
from award.decisions.queries.decisions import conflicts_in
from award.decisions.queries.shortlist import line_now
from award.decisions.rules import told as rules
from award.decisions.rules.states import DecisionState
from award.decisions.rules.told import Scored, Terms, Told
from award.foundation.db import db
from award.foundation.policy import Actor, reads_everything
from award.foundation.scopes import within
from award.moderation.queries.panels import item_of, moderated_applications
from award.rounds.models import Round
from award.rounds.queries.rounds import with_criteria
from award.rounds.rules.values import GROUND


def told_in(round_: Round, actor: Actor, *, staged: bool) -> dict[int, Told]:
    """By application, of all that the actor may see in the round. `staged`: as if what is staged
    were released now. `round_` comes with its criteria. One statement."""
    if round_.scores_told == GROUND:
        return {}
    line, light = line_now(round_, actor)
    every = [
        Scored(
            place,
            row.scores_excluded or 0,
            row.panel_submitted or 0,
            row.panel_mean_pct,
        )
        for place in line.places
        for row in (light[place.candidate.key],)
    ]
    terms = _terms(round_)
    others = rules.others_in(terms, every, lambda one: one.released or staged)
    found = {one.place.candidate.key: rules.told(terms, one, others) for one in every}
    return {key: told for key, told in found.items() if told is not None}


def _terms(round_: Round) -> Terms:
    return Terms(
        round_.scores_told,
        round_.threshold_pct,
        tuple((one.key, one.title, one.weight) for one in round_.criteria),
        panels_named=round_.panels_named,
        first_stage=round_.followed,
    )


@within("decision")
def told_of(decision: Decision) -> Told | None:
    """As it was kept when the decision was released."""
    kept = db.session.get(DecisionTold, decision.id)
    return rules.read(kept.body) if kept else None


@dataclass(frozen=True)
class AsTold:
    """A decision with what its applicant is told of scores, or would be. `partial`: worked out
    without applications that the reader may not meet."""

    decision: Decision
    scores: Told | None
    partial: bool
    chair_ids: frozenset[int]


def as_told(actor: Actor, reference: str) -> AsTold | None:
    """For those who may see decisions, and once it is released for who chairs the round: neither
    with a tie to the application."""
    chairs = frozenset[int]()
    if not reads_everything(actor):
        item = item_of(actor, reference)
        if item is None:
            return None
        chairs = item.chair_ids
    decision = _decision(actor, reference)
    if decision is None:
        return None
    if decision.state == DecisionState.RELEASED:
        return AsTold(decision, told_of(decision), False, chairs)
    if chairs:
        return None
    round_ = decision.application.round
    found = told_in(round_, actor, staged=True)
    return AsTold(
        decision,
        found.get(decision.application_id),
        bool(found) and conflicts_in(actor, round_) > 0,
        chairs,
    )


def _decision(actor: Actor, reference: str) -> Decision | None:
    """With application, round and criteria."""
    found = (
        select(Decision)
        .join(Decision.application)
        .join(Application.round)
        .where(Application.reference == reference.upper(), moderated_applications(actor))
    )
    way = contains_eager(Decision.application)
    found = found.options(joinedload(Decision.feedback))
    return (
        db.session.scalars(with_criteria(found, Round, way.contains_eager(Application.round)))
        .unique()
        .one_or_none()
    )
