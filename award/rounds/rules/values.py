"""A round as somebody wants it, what is wrong with it, and what may no longer change."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass, fields
from datetime import datetime
from typing import Any

from award.rounds.rules import criteria as criteria_rules
from award.rounds.rules.criteria import CriterionValues

BLINDNESS = ("none", "assessor_hidden", "double")
REVEAL = ("never", "after_own", "after_all")
LONGEST_MONTHS = 60
LARGEST_GBP = 1_000_000_000
_REFERENCE = re.compile(r"[A-Z][A-Z0-9]*(-[A-Z0-9]+)*")

FROZEN = {
    "reference": "the reference",
    "announced_at": "when it was announced",
    "opens_at": "when it opened",
    "phases": "phases and their money",
    "criteria": "criteria and weights",
    "question_set_id": "the questions",
    "min_assessments": "the number of assessments",
    "threshold_pct": "the threshold",
    "blindness": "blindness",
}
"""What stays as it was once a round has opened, in words."""


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


@dataclass(frozen=True)
class Fault:
    """One thing wrong. `field` names a form field, such as `closes_at` or `phase_2_cap_gbp`."""

    field: str
    message: str


def faults(values: RoundValues) -> list[Fault]:
    """All that is wrong with a round, whatever the time is now."""
    return [
        *_about(values),
        *_dates(values),
        *_phases(values),
        *_judging(values),
        *(Fault("criteria", problem) for problem in criteria_rules.problems(values.criteria)),
    ]


def differences(before: RoundValues, after: RoundValues) -> dict[str, list[Any]]:
    """`{name: [before, after]}` as the audit trail keeps it; one entry for each criterion."""
    found: dict[str, list[Any]] = {}
    for item in fields(RoundValues):
        old, new = getattr(before, item.name), getattr(after, item.name)
        if old == new:
            continue
        if item.name == "criteria":
            found |= _criteria_differences(old, new)
        elif item.name == "phases":
            found["phases"] = [[asdict(phase) for phase in side] for side in (old, new)]
        else:
            found[item.name] = [old, new]
    return found


def frozen_differences(before: RoundValues, after: RoundValues) -> list[str]:
    """Which frozen parts differ, in words."""
    return [
        words for name, words in FROZEN.items() if getattr(before, name) != getattr(after, name)
    ]


def _about(values: RoundValues) -> Iterator[Fault]:
    if not _REFERENCE.fullmatch(values.reference) or not 3 <= len(values.reference) <= 30:
        yield Fault(
            "reference",
            "The reference must be 3 to 30 capital letters, digits and hyphens, like ASC-2027",
        )
    if not values.title.strip():
        yield Fault("title", "Enter a title")
    elif len(values.title) > 150:
        yield Fault("title", "The title must be 150 characters or fewer")
    if not 1 <= values.budget_gbp <= LARGEST_GBP:
        yield Fault("budget_gbp", f"The budget must be from £1 to £{LARGEST_GBP:,}")


def _dates(values: RoundValues) -> Iterator[Fault]:
    if values.opens_at < values.announced_at:
        yield Fault("opens_at", "The round must open at or after the time it is announced")
    if values.closes_at <= values.opens_at:
        yield Fault("closes_at", "The round must close after it opens")
    if values.assessment_due_at <= values.closes_at:
        yield Fault("assessment_due_at", "Assessments must be due after the round closes")


def _phases(values: RoundValues) -> Iterator[Fault]:
    numbers = [phase.phase for phase in values.phases]
    if not numbers:
        yield Fault("phase_1_open", "Choose at least one phase")
    if len(set(numbers)) < len(numbers) or not set(numbers) <= {1, 2, 3, 4}:
        yield Fault("phase_1_open", "Phases are 1 to 4, each once")
        return
    for phase in values.phases:
        yield from _phase(phase, values.budget_gbp)
    shares = sum(phase.budget_gbp or 0 for phase in values.phases)
    if shares > values.budget_gbp:
        yield Fault(
            "budget_gbp",
            f"The phases’ shares come to £{shares:,}: £{shares - values.budget_gbp:,} more than"
            " the budget",
        )


def _phase(phase: PhaseValues, budget_gbp: int) -> Iterator[Fault]:
    name = f"phase_{phase.phase}"
    if phase.cap_gbp is not None and phase.cap_gbp < 1:
        yield Fault(f"{name}_cap_gbp", f"Phase {phase.phase}: the cap must be £1 or more")
    elif phase.cap_gbp is not None and phase.cap_gbp > (phase.budget_gbp or budget_gbp):
        there = "the phase’s share" if phase.budget_gbp else "the round’s budget"
        yield Fault(
            f"{name}_cap_gbp",
            f"Phase {phase.phase}: the most for one application is £{phase.cap_gbp:,}, more than"
            f" {there} of £{phase.budget_gbp or budget_gbp:,}",
        )
    if phase.budget_gbp is not None and phase.budget_gbp < 1:
        yield Fault(f"{name}_budget_gbp", f"Phase {phase.phase}: the share must be £1 or more")
    if not 1 <= phase.min_months <= LONGEST_MONTHS:
        yield Fault(
            f"{name}_min_months",
            f"Phase {phase.phase}: the shortest project must be 1 to {LONGEST_MONTHS} months",
        )
    if not phase.min_months <= phase.max_months <= LONGEST_MONTHS:
        yield Fault(
            f"{name}_max_months",
            f"Phase {phase.phase}: the longest project must be at least as long as the shortest,"
            f" and {LONGEST_MONTHS} months at most",
        )


def _judging(values: RoundValues) -> Iterator[Fault]:
    if not 1 <= values.min_assessments <= 9:
        yield Fault("min_assessments", "The number of assessments must be 1 to 9")
    if not 0 <= values.threshold_pct <= 100:
        yield Fault("threshold_pct", "The threshold must be 0 to 100")
    if values.blindness not in BLINDNESS:
        yield Fault("blindness", "Choose what is hidden")
    if values.reveal not in REVEAL:
        yield Fault("reveal", "Choose when assessors may see each other’s sheets")


def _criteria_differences(
    old: tuple[CriterionValues, ...], new: tuple[CriterionValues, ...]
) -> dict[str, list[Any]]:
    before = {criterion.key: asdict(criterion) for criterion in old}
    after = {criterion.key: asdict(criterion) for criterion in new}
    found: dict[str, list[Any]] = {
        f"criterion {key}": [before.get(key), after.get(key)]
        for key in dict.fromkeys([*before, *after])
        if before.get(key) != after.get(key)
    }
    if [*before] != [*after]:
        found["criteria order"] = [[*before], [*after]]
    return found
