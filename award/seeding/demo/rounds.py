"""The rounds: one decided, one in assessment, one open, one of two stages that has invited, and
one of two stages whose first is open."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from itertools import count
from typing import TYPE_CHECKING

from award.decisions.queries import decisions, shortlist
from award.decisions.queries.grounds import given_in
from award.decisions.queries.staged import staged_decisions
from award.decisions.queries.telling import shown_in
from award.decisions.rules.releasing import ReleaseArguments
from award.decisions.rules.states import Outcome
from award.decisions.services.staging import stage_decision
from award.foundation import clock, work
from award.foundation.edits import marks_shown
from award.foundation.errors import there
from award.foundation.policy import SYSTEM
from award.rounds.models import Round
from award.rounds.queries.criteria import lived_start
from award.rounds.queries.question_sets import question_sets
from award.rounds.rules import ai
from award.rounds.rules.values import BESIDE, PhaseValues, RoundValues
from award.rounds.seeds import CRITERIA
from award.rounds.services.reference_data import (
    import_question_set,
    import_reference_data,
    load_criteria,
)
from award.rounds.services.rounds import create_round
from award.seeding.demo.files import DEMO
from award.seeding.demo.people import Cast
from award.seeding.demo.timeline import Timeline

if TYPE_CHECKING:
    from award.seeding.demo.applications import Bids

QUESTIONS = "asc-ai"
"""Key of the questions, and of the criteria, of every round."""
PHASES = (
    PhaseValues(1, cap_gbp=150_000, min_months=6, max_months=12),
    PhaseValues(2, min_months=12, max_months=36),
    PhaseValues(3, min_months=12, max_months=36),
    PhaseValues(4, min_months=12, max_months=36),
)


@dataclass(frozen=True)
class Call:
    """A round with the days, from today, on which it opened and closed and results went out."""

    round: Round
    opens: float
    closes: float
    closes_at: datetime


@dataclass(frozen=True)
class Plan:
    """What a round is to be; `days` from today: announced, opens, closes, assessments due."""

    reference: str
    title: str
    summary: str
    days: tuple[float, float, float, float]
    budget_gbp: int
    phases: tuple[int, ...] = (1, 2, 3, 4)
    questions: int = 4
    """Version of the questions, and of the criteria, that were the newest when it was set up."""
    criteria: int = 1
    ai_rules: str = ""
    key: str = QUESTIONS
    follows: str = ""
    """Which of these is its first stage."""
    min_assessments: int = 2
    own_criteria: bool = False
    """Does the lived-experience panel score criteria of its own?"""
    blindness: str = "assessor_hidden"
    rules: bool = False
    """Do its assessors agree to rules, though it was set up before applicants were asked to?"""
    feedback_apart: bool = False
    deciders: str = "one"


PLANS = {
    "decided": Plan(
        reference="ASC-1",
        title="AI in adult social care: first round",
        summary=(
            "For ideas and products that help people who draw on care and support, unpaid carers "
            "and care workers. This round has been decided. Read what it funded in the "
            "case studies."
        ),
        days=(-290, -280, -215, -170),
        budget_gbp=4_500_000,  # what is left doesn't reach the first on the reserve list
        phases=(1, 2, 3),
        blindness="none",
    ),
    "assessment": Plan(
        reference="ASC-2",
        title="AI in adult social care: second round",
        summary=(
            "For work at any phase, from an idea to a product in use at several sites. We most "
            "want to hear from providers and councils with a problem to be solved."
        ),
        days=(-100, -90, -21, 20),
        budget_gbp=3_000_000,
        own_criteria=True,
        rules=True,
        deciders="two",
    ),
    "open": Plan(
        reference="ASC-3",
        title="AI in adult social care: third round",
        summary=(
            "For work that gives care workers time, helps people stay independent at home, or "
            "makes care safer. Small providers are welcome: Phase 1 needs no product yet."
        ),
        days=(-30, -20, 25, 75),
        budget_gbp=5_000_000,
        questions=8,
        criteria=2,
        ai_rules=ai.USUAL,
    ),
    "short": Plan(
        reference="ASC-4",
        title="Small ideas in adult social care: first stage",
        summary=(
            "A short form, for care providers and charities without a grants team. Those "
            "that do well are invited to a second stage, and keep what they have written."
        ),
        days=(-80, -75, -40, -14),
        budget_gbp=1_000_000,
        phases=(1, 2),
        questions=3,
        criteria=2,
        ai_rules=ai.USUAL,
        key=f"{QUESTIONS}-first",
        min_assessments=1,
        blindness="double",
        feedback_apart=True,
    ),
    "full": Plan(
        reference="ASC-5",
        title="Small ideas in adult social care: second stage",
        summary=(
            "The full questions, for applications that the first stage has invited. What they "
            "wrote there is carried over."
        ),
        days=(-79, -9, 40, 90),
        budget_gbp=1_000_000,
        phases=(1, 2),
        questions=8,
        criteria=2,
        ai_rules=ai.USUAL,
        follows="short",
    ),
    "ideas": Plan(
        reference="ASC-6",
        title="First ideas in adult social care: first stage",
        summary=(
            "A short form about a problem that you know and an idea that might help. Open to "
            "anyone who gives care or buys it. Those that do well are invited to a second stage."
        ),
        days=(-25, -20, 30, 60),
        budget_gbp=1_200_000,
        phases=(1, 2),
        questions=3,
        criteria=2,
        ai_rules=ai.USUAL,
        key=f"{QUESTIONS}-first",
        min_assessments=1,
    ),
    "grown": Plan(
        reference="ASC-7",
        title="First ideas in adult social care: second stage",
        summary=(
            "The full questions, for applications that the first stage has invited. What they "
            "wrote there is carried over."
        ),
        days=(-24, 75, 120, 160),
        budget_gbp=1_200_000,
        phases=(1, 2),
        questions=8,
        criteria=2,
        ai_rules=ai.USUAL,
        follows="ideas",
    ),
}


def seed(timeline: Timeline, cast: Cast) -> dict[str, Call]:
    """Load questions and criteria, and create the rounds on the days they were announced."""
    with clock.at(timeline.day(-299)):
        import_question_set(DEMO / "question_sets" / "asc-ai-4.toml", actor=SYSTEM)
        import_reference_data(actor=SYSTEM)
    versions = {(one.key, one.version): one.id for one in question_sets()}
    calls: dict[str, Call] = {}
    for key, plan in PLANS.items():
        announced, opens, closes, due = plan.days
        values = RoundValues(
            reference=plan.reference,
            title=plan.title,
            summary=plan.summary,
            announced_at=timeline.day(announced),
            opens_at=timeline.day(opens),
            closes_at=timeline.day(closes, 13),
            assessment_due_at=timeline.day(due, 23, 59),
            budget_gbp=plan.budget_gbp,
            question_set_id=versions[plan.key, plan.questions],
            phases=tuple(phase for phase in PHASES if phase.phase in plan.phases),
            criteria=load_criteria(CRITERIA / f"{QUESTIONS}-{plan.criteria}.toml").criteria,
            ai_rules=plan.ai_rules,
            assessor_rules=ai.USUAL_FOR_ASSESSORS if plan.ai_rules or plan.rules else "",
            blindness=plan.blindness,
            min_assessments=plan.min_assessments,
            lived_criteria=lived_start() if plan.own_criteria else (),
            panels_named=plan.own_criteria,
            scores_told=BESIDE,
            feedback_apart=plan.feedback_apart,
            deciders=plan.deciders,
            follows_id=calls[plan.follows].round.id if plan.follows else None,
        )
        with clock.at(timeline.day(announced - 5)):
            created = create_round(values, actor=cast.actor("staff"))
        calls[key] = Call(created, opens, closes, timeline.day(closes, 13))
    return calls


RELEASED = -150


def plan_release(timeline: Timeline, cast: Cast, calls: dict[str, Call], bids: Bids) -> None:
    """Stage the decided round's decisions one day and release them the next."""
    staff = cast.actor("staff")
    outcomes = {
        "awarded": Outcome.FUND,
        "reserved": Outcome.RESERVE,
        "rejected": Outcome.REJECT,
    }

    def stage() -> None:
        found = there(
            decisions.round_to_decide(staff, calls["decided"].round.reference), "the round"
        )
        ranked = {row.reference: n for n, row in enumerate(shortlist.shortlist(found, staff).rows)}
        bids_in_order = sorted(
            (bid for bid in bids.of_round("decided") if bid.data["target"] in outcomes),
            key=lambda bid: ranked[bid.application.reference],
        )
        given = given_in(found, staff)
        places = count(1)
        for bid in bids_in_order:
            outcome = outcomes[bid.data["target"]]
            ask = bid.application.amount_requested_gbp
            stage_decision(
                bid.application,
                outcome,
                amount_gbp=ask if outcome == Outcome.FUND else None,
                reserve_position=next(places) if outcome == Outcome.RESERVE else None,
                conditions=bid.data.get("conditions", ""),
                ground=given[bid.application.id] if outcome == Outcome.REJECT else None,
                actor=staff,
            )

    def publish() -> None:
        round_ = calls["decided"].round
        staged = staged_decisions(round_, staff)
        job = work.ask(
            "decision.release",
            ReleaseArguments(round_.reference, "", json.dumps(marks_shown(shown_in(staged)))),
            title=f"Release {len(staged)} decisions of {round_.reference}",
            total=len(staged),
            actor=staff,
            round_id=round_.id,
        )
        work.run_here(job, staff)

    timeline.at(timeline.day(RELEASED - 3, 15), stage)
    timeline.at(timeline.day(RELEASED, 10), publish)
