"""A round as somebody wants it, and what is wrong with it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

from award.foundation.problems import Problem
from award.rounds.rules import criteria as criteria_rules
from award.rounds.rules.criteria import CriterionValues

BLINDNESS = ("none", "assessor_hidden", "double")
REVEAL = ("never", "after_own", "after_all")
ASSESS_FROM = ("closing", "submission")
GROUND, OWN, BESIDE = "ground", "own", "beside"
SCORES_TOLD = (GROUND, OWN, BESIDE)
ONE, TWO = "one", "two"
DECIDERS = (ONE, TWO)
LONGEST_MONTHS = 60
LARGEST_GBP = 1_000_000_000
MONEY_RANGE = f"from £1 to £{LARGEST_GBP:,}"
MONTHS_RANGE = f"from 1 to {LONGEST_MONTHS} months"
RESERVED = frozenset({"ALL", "EDIT", "INDEX", "NEW"})
"""Words that are, or may become, addresses of pages beside those of the rounds."""
_REFERENCE = re.compile(r"[A-Z][A-Z0-9]*(-[A-Z0-9]+)*")


def applicant_hidden(blindness: str) -> bool:
    """Are organisation, people and identifying answers kept from assessors?"""
    return blindness == "double"


@dataclass(frozen=True)
class PhaseValues:
    """A phase that takes applications. Money in whole pounds; `cap_gbp` is the most that one
    application may ask for (None: no cap), `budget_gbp` the phase's share of the budget."""

    phase: int
    budget_gbp: int | None = None
    cap_gbp: int | None = None
    min_months: int = 6
    max_months: int = 36


@dataclass(frozen=True)
class RoundValues:
    """Everything about a round that staff decide. Moments are aware datetimes."""

    reference: str
    title: str
    summary: str
    announced_at: datetime
    opens_at: datetime
    closes_at: datetime
    assessment_due_at: datetime
    budget_gbp: int
    question_set_id: int
    phases: tuple[PhaseValues, ...]
    criteria: tuple[CriterionValues, ...]
    min_assessments: int = 3
    threshold_pct: int = 70
    blindness: str = "assessor_hidden"
    reveal: str = "after_own"
    ai_rules: str = ""
    assessor_rules: str = ""
    feeds: Mapping[str, list[str]] = field(default_factory=dict)
    follows_id: int | None = None
    """The round that is the first stage of this one."""
    lived_criteria: tuple[CriterionValues, ...] = ()
    """What the lived-experience panel scores, where that is something of its own."""
    panels_named: bool = False
    """Is an applicant told which comments are that panel's?"""
    assess_from: str = "closing"
    """From when assessors may read and score: once an application has closed, or at once."""
    scores_told: str = GROUND
    """How much of scores applicants are told with a decision (`decisions.rules.told`)."""
    feedback_apart: bool = False
    """Does feedback go out apart from decisions, and later?"""
    deciders: str = ONE
    """How many people stand behind each decision: who stages it alone, or a second too."""


_NO_TIME = datetime.max.replace(tzinfo=UTC)
BLANK = RoundValues(
    reference="", title="", summary="", announced_at=_NO_TIME, opens_at=_NO_TIME,
    closes_at=_NO_TIME, assessment_due_at=_NO_TIME, budget_gbp=0, question_set_id=0, phases=(),
    criteria=(),
)  # fmt: skip
"""A round of which nothing is known yet."""


def faults(values: RoundValues, unknown: Collection[str] = ()) -> list[Problem]:
    """All that is wrong with a round, whatever the time is now.

    `unknown` names fields whose values stand for nothing, since nobody could read what was typed:
    what would follow from them is left out.
    """
    found = (
        *_about(values),
        *_dates(values),
        *_phases(values),
        *_judging(values),
        *(Problem("criteria", problem) for problem in criteria_rules.problems(values.criteria)),
        *(
            Problem("lived_criteria", problem)
            for problem in criteria_rules.lived_problems(values.lived_criteria, values.criteria)
        ),
    )
    return [fault for fault in found if not {fault.field, *fault.beside} & {*unknown}]


def opening_fault(opens_at: datetime, now: datetime) -> Problem | None:
    """Why a round can't be set to open then."""
    return None if opens_at > now else Problem("opens_at", "The opening time must be in the future")


def _about(values: RoundValues) -> Iterator[Problem]:
    if not _REFERENCE.fullmatch(values.reference) or not 3 <= len(values.reference) <= 30:
        yield Problem(
            "reference",
            "The reference must be 3 to 30 capital letters, digits and hyphens, like ASC-2027",
        )
    elif values.reference in RESERVED:
        yield Problem(
            "reference",
            f"The reference can’t be {values.reference}, which is the address of another page",
        )
    if not values.title.strip():
        yield Problem("title", "Enter a title")
    elif len(values.title) > 150:
        yield Problem("title", "The title must be 150 characters or fewer")
    if not 1 <= values.budget_gbp <= LARGEST_GBP:
        yield Problem("budget_gbp", f"The budget must be {MONEY_RANGE}")


def _dates(values: RoundValues) -> Iterator[Problem]:
    if values.opens_at < values.announced_at:
        yield Problem(
            "opens_at",
            "The round must open at or after the time it is announced",
            ("announced_at",),
        )
    if values.closes_at <= values.opens_at:
        yield Problem("closes_at", "The round must close after it opens", ("opens_at",))
    if values.assessment_due_at <= values.closes_at:
        yield Problem(
            "assessment_due_at", "Assessments must be due after the round closes", ("closes_at",)
        )


def _phases(values: RoundValues) -> Iterator[Problem]:
    numbers = [phase.phase for phase in values.phases]
    if not numbers:
        yield Problem("phase_1_open", "Choose at least one phase")
    if len(set(numbers)) < len(numbers) or not set(numbers) <= {1, 2, 3, 4}:
        yield Problem("phase_1_open", "Phases are 1 to 4, each once")
        return
    for phase in values.phases:
        yield from _phase(phase, values.budget_gbp)
    shares = sum(phase.budget_gbp or 0 for phase in values.phases)
    if shares > values.budget_gbp:
        yield Problem(
            "budget_gbp",
            f"The phases’ shares come to £{shares:,}: £{shares - values.budget_gbp:,} more than"
            " the budget",
            tuple(f"phase_{number}_budget_gbp" for number in numbers),
        )


def _phase(phase: PhaseValues, budget_gbp: int) -> Iterator[Problem]:
    name = f"phase_{phase.phase}"
    if phase.cap_gbp is not None and not 1 <= phase.cap_gbp <= LARGEST_GBP:
        yield Problem(
            f"{name}_cap_gbp",
            f"Phase {phase.phase}: the most for one application must be {MONEY_RANGE}",
        )
    elif phase.cap_gbp is not None and phase.cap_gbp > (phase.budget_gbp or budget_gbp):
        there = "the phase’s share" if phase.budget_gbp else "the round’s budget"
        yield Problem(
            f"{name}_cap_gbp",
            f"Phase {phase.phase}: the most for one application is £{phase.cap_gbp:,}, more than"
            f" {there} of £{phase.budget_gbp or budget_gbp:,}",
            (f"{name}_budget_gbp",) if phase.budget_gbp else (f"{name}_budget_gbp", "budget_gbp"),
        )
    if phase.budget_gbp is not None and not 1 <= phase.budget_gbp <= LARGEST_GBP:
        yield Problem(
            f"{name}_budget_gbp",
            f"Phase {phase.phase}: the share of the budget must be {MONEY_RANGE}",
        )
    if not 1 <= phase.min_months <= LONGEST_MONTHS:
        yield Problem(
            f"{name}_min_months",
            f"Phase {phase.phase}: the shortest project must be {MONTHS_RANGE}",
        )
    if not phase.min_months <= phase.max_months <= LONGEST_MONTHS:
        yield Problem(
            f"{name}_max_months",
            f"Phase {phase.phase}: the longest project must be at least as long as the shortest,"
            f" and {LONGEST_MONTHS} months at most",
            (f"{name}_min_months",),
        )


def _judging(values: RoundValues) -> Iterator[Problem]:
    if not 1 <= values.min_assessments <= 9:
        yield Problem("min_assessments", "The number of assessments must be 1 to 9")
    if not 0 <= values.threshold_pct <= 100:
        yield Problem("threshold_pct", "The threshold must be 0 to 100")
    if values.blindness not in BLINDNESS:
        yield Problem("blindness", "Choose what is hidden")
    if values.reveal not in REVEAL:
        yield Problem("reveal", "Choose when assessors may see each other’s sheets")
    if values.assess_from not in ASSESS_FROM:
        yield Problem("assess_from", "Choose when assessors may begin")
    if values.scores_told not in SCORES_TOLD:
        yield Problem("scores_told", "Choose what applicants are told of scores")
    if values.deciders not in DECIDERS:
        yield Problem("deciders", "Choose how many people stand behind each decision")
