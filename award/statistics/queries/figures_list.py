"""A round's figures for those who ask how it went, such as by a request for information."""

from __future__ import annotations

from functools import partial
from typing import Any

from sqlalchemy import and_, case, exists, func, select

from award.accounts.models import Organisation
from award.accounts.rules.organisations import TYPES
from award.applications.models import Application
from award.applications.rules.states import ApplicationState
from award.assessment.models.assignments import Assignment
from award.assessment.models.kept import ScoreSummary
from award.assessment.models.people import AssessorProfile
from award.assessment.queries.reach import out_of_reach, visible_applications
from award.assessment.queries.workload import sat_on
from award.assessment.rules.profiles import PANELS
from award.assessment.rules.states import AssignmentState
from award.decisions.models import Decision
from award.decisions.queries.decisions import round_to_decide
from award.decisions.rules.states import DecisionState, Outcome
from award.foundation.columns import Column, Kind
from award.foundation.db import db
from award.foundation.many import plain_rows
from award.foundation.policy import Actor
from award.foundation.tables import Filter, ListView, Page, View, page_of
from award.rounds.models import Round
from award.statistics.rules.figures import Fact, Figure, figures, methods
from award.statistics.rules.figures import partial as not_all

PARTS = {
    "Applications": "applications",
    "Decisions": "decisions",
    "Money": "money",
    "Scores": "scores",
    "Scores by band": "bands",
    "By phase, of all received": "phase",
    "By region, of all received": "region",
    "By type of organisation, of all received": "type",
    "Mean score by criterion": "criterion",
    "Assessors with a sheet submitted": "assessors",
    "Method": "method",
}


def _facts(round_: Round, actor: Actor) -> list[Fact]:
    """One statement, over what the actor may meet."""
    ranked = (ScoreSummary.submitted >= round_.min_assessments) & ScoreSummary.mean_pct.is_not(None)
    score = func.coalesce(ScoreSummary.moderated_pct, ScoreSummary.mean_pct)
    query = (
        select(
            Application.phase, Organisation.region, Organisation.org_type, Application.state,
            case((ranked, score)), Decision.outcome, Decision.amount_gbp,
            ScoreSummary.criterion_means,
        )
        .select_from(Application)
        .outerjoin(Organisation, Organisation.id == Application.organisation_id)
        .outerjoin(ScoreSummary, ScoreSummary.application_id == Application.id)
        .outerjoin(Decision, and_(Decision.application_id == Application.id,
                                  Decision.state == DecisionState.RELEASED))
        .where(Application.round_id == round_.id, visible_applications(actor))
    )  # fmt: skip
    return [_fact(*row) for row in plain_rows(query)]


def _fact(
    phase: int, region: str | None, kind: str | None, state: ApplicationState,
    score: float | None, outcome: Outcome | None, amount: int | None, means: Any,
) -> Fact:  # fmt: skip
    return Fact(
        phase=f"Phase {phase}",
        region=region or "",
        org_type=TYPES.get(kind or "", "").partition(" (")[0],
        withdrawn=state == ApplicationState.WITHDRAWN,
        score_pct=score,
        funded={Outcome.REJECT: False, Outcome.FUND: True, Outcome.INVITE: True}.get(outcome)
        if outcome
        else None,
        amount_gbp=amount,
        criterion_means=means or {},
        reserved=outcome == Outcome.RESERVE,
    )


def _assessors(round_: Round, actor: Actor) -> dict[str, int]:
    """Who submitted a sheet, by panel: one statement."""
    panel = sat_on()
    query = (
        select(panel, func.count(Assignment.assessor_id.distinct()))
        .select_from(Assignment)
        .join(Application, Application.id == Assignment.application_id)
        .outerjoin(AssessorProfile, AssessorProfile.user_id == Assignment.assessor_id)
        .where(
            Application.round_id == round_.id,
            Assignment.state == AssignmentState.SUBMITTED,
            visible_applications(actor),
        )
        .group_by(panel)
    )
    found = dict(plain_rows(query))
    return {words: found.get(key, 0) for key, words in PANELS.items()}


def _found(actor: Actor, view: View[Figure], round_: Round) -> Page[Figure]:
    titles = {one.key: one.title for one in round_.criteria}
    every = figures(_facts(round_, actor), titles, _assessors(round_, actor))
    every += methods(round_.threshold_pct, first_stage=round_.followed)
    part = view.one("part")
    found = [one for one in every if part in ("", PARTS.get(one.part))]
    return page_of([*found, *([not_all()] if _left_out(round_, actor) else [])], view)


def _left_out(round_: Round, actor: Actor) -> bool:
    """Was anything submitted there that the actor may not meet?"""
    hidden = exists().where(
        Application.round_id == round_.id,
        Application.submitted_at.is_not(None),
        out_of_reach(actor),
    )
    return bool(db.session.scalar(select(hidden)))


def _said(figure: Figure) -> str:
    """On the page: with its unit, so that no column is of that alone."""
    value, unit = figure.value, figure.unit
    if value is None:
        return "Not told" if unit else "In words"
    if unit == "£":
        return f"£{int(value):,}"
    if unit in ("applications", "assessors"):
        return f"{int(value):,} {unit.removesuffix('s') if value == 1 else unit}"
    return f"{value:.1f}%" if unit.startswith("%") else f"{value:.1f} {unit}"


def figures_list(round_: Round) -> ListView[Figure]:
    """Of a round, with small numbers left out."""
    return ListView(
        "figures",
        "Figures for requests",
        (
            Column("part", "About", lambda r: r.part),
            Column("what", "Figure", lambda r: r.what, stays=True, names_row=True),
            Column("value", "Number", lambda r: r.value, Kind.DECIMAL, shows=_said),
            Column("unit", "Of", lambda r: r.unit, usual=False),
            Column("why", "In words, or why it isn’t told", lambda r: r.why),
        ),
        rows=partial(_found, round_=round_),
        permission="decision.view",
        one="figure",
        filters=(Filter("part", "About", lambda: {key: words for words, key in PARTS.items()}),),
        size=100,
        folds_by="part",
        thing=round_,
        download="reporting.export",
    )


def figures_of(actor: Actor, reference: str) -> ListView[Figure] | None:
    """That list of the round with this reference."""
    round_ = round_to_decide(actor, reference)
    return figures_list(round_) if round_ else None
