"""Stages by the clock, criteria, and what is wrong with a round."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from award.foundation.clock import LONDON
from award.rounds.rules import changes, criteria, values
from award.rounds.rules.criteria import Band
from award.rounds.rules.stages import Stage, frozen, stage_of
from award.rounds.rules.values import PhaseValues, RoundValues
from award.rounds.services.reference_data import load_criteria
from tests.build.rounds import SMALL_CRITERIA

OPENS = datetime(2026, 10, 5, 9, tzinfo=LONDON)
CLOSES = datetime(2026, 12, 4, 13, tzinfo=LONDON)
MOMENT = timedelta(microseconds=1)
SMALL = load_criteria(SMALL_CRITERIA).criteria


@dataclass(frozen=True)
class Timed:
    announced_at: datetime = OPENS - timedelta(days=5)
    opens_at: datetime = OPENS
    closes_at: datetime = CLOSES


@pytest.mark.parametrize(
    ("now", "stage"),
    [
        (OPENS - timedelta(days=5) - MOMENT, Stage.SETUP),
        (OPENS - timedelta(days=5), Stage.ANNOUNCED),
        (OPENS - MOMENT, Stage.ANNOUNCED),
        (OPENS, Stage.OPEN),
        (CLOSES - MOMENT, Stage.OPEN),
        (CLOSES, Stage.CLOSED),
    ],
)
def test_the_stage_at_each_edge(now: datetime, stage: Stage) -> None:
    assert stage_of(Timed(), now) == stage
    assert frozen(Timed(), now) is (now >= OPENS)


def test_a_round_across_the_change_of_clocks_closes_at_the_hour_london_shows() -> None:
    """Opens in summer time (UTC+1), closes in winter time: 1pm is 13:00 UTC, not 12:00."""
    utc_noon = datetime(2026, 12, 4, 12, 30, tzinfo=UTC)
    assert stage_of(Timed(), utc_noon) == Stage.OPEN
    assert stage_of(Timed(), datetime(2026, 12, 4, 13, tzinfo=UTC)) == Stage.CLOSED
    assert stage_of(Timed(), datetime(2026, 10, 5, 8, tzinfo=UTC)) == Stage.OPEN


@pytest.mark.parametrize(
    ("weights", "problem"),
    [([50, 30, 20], None), ([50, 45], "Weights sum to 95: add 5"),
     ([60, 45], "Weights sum to 105: take away 5")],
)  # fmt: skip
def test_weights(weights: list[int], problem: str | None) -> None:
    assert criteria.weights_problem(weights) == problem


def bands(*limits: tuple[int, int]) -> tuple[Band, ...]:
    return tuple(Band(low, high, "Text") for low, high in limits)


FIVE = "five bands must cover scores from 10 down to 1 without a break"


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"key": "A b"}, "Problem: the key must be lower-case letters, digits and underscores"),
        ({"title": " "}, "problem: enter a title"),
        ({"title": "x" * 121}, f"{'x' * 121}: the title must be 120 characters or fewer"),
        ({"bands": bands((9, 10), (7, 8), (5, 6), (1, 4))}, f"Problem: {FIVE}"),
        ({"bands": bands((1, 2), (3, 4), (5, 6), (7, 8), (9, 10))}, f"Problem: {FIVE}"),
        ({"bands": bands((9, 10), (7, 8), (5, 6), (3, 3), (1, 2))}, f"Problem: {FIVE}"),
        ({"bands": bands((9, 10), (7, 8), (5, 6), (3, 4), (2, 2))}, f"Problem: {FIVE}"),
        ({"bands": (*bands((9, 10), (7, 8), (5, 6), (3, 4)), Band(1, 2, " "))},
         "Problem: describe every score band"),
        ({"key": "people"}, "The key people stands twice"),
    ],
)  # fmt: skip
def test_a_faulty_criterion(change: dict[str, Any], problem: str) -> None:
    assert criteria.problems([replace(SMALL[0], **change), *SMALL[1:]]) == [problem]


def test_criteria_need_weights_that_sum_to_100() -> None:
    assert criteria.problems(SMALL) == []
    assert criteria.problems(SMALL[:2]) == ["Weights sum to 80: add 20"]
    assert criteria.problems([]) == ["Add at least one criterion"]
    odd = replace(SMALL[0], weight=0)
    assert criteria.problems([odd, *SMALL[1:]]) == [
        "Problem: the weight must be from 1 to 100", "Weights sum to 50: add 50"
    ]  # fmt: skip
    uneven = replace(SMALL[0], bands=bands((10, 10), (8, 9), (5, 7), (2, 4), (1, 1)))
    assert criteria.problems([uneven, *SMALL[1:]]) == []


def round_values(**change: Any) -> RoundValues:
    return replace(
        RoundValues(
            reference="ASC-2027", title="A round", summary="", announced_at=OPENS, opens_at=OPENS,
            closes_at=CLOSES, assessment_due_at=CLOSES + timedelta(days=9), budget_gbp=1_000_000,
            question_set_id=1, phases=(PhaseValues(1, cap_gbp=150_000), PhaseValues(3)),
            criteria=SMALL,
        ), **change
    )  # fmt: skip


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"reference": "asc"}, "reference"),
        ({"reference": "A"}, "reference"),
        ({"reference": "A--B"}, "reference"),
        ({"reference": "A" * 31}, "reference"),
        ({"title": " "}, "title"),
        ({"title": "x" * 151}, "title"),
        ({"announced_at": OPENS + MOMENT}, "opens_at"),
        ({"closes_at": OPENS}, "closes_at"),
        ({"assessment_due_at": CLOSES}, "assessment_due_at"),
        ({"budget_gbp": 0, "phases": (PhaseValues(1),)}, "budget_gbp"),
        ({"phases": ()}, "phase_1_open"),
        ({"phases": (PhaseValues(5),)}, "phase_1_open"),
        ({"phases": (PhaseValues(2), PhaseValues(2))}, "phase_1_open"),
        ({"phases": (PhaseValues(2, cap_gbp=0),)}, "phase_2_cap_gbp"),
        ({"phases": (PhaseValues(2, cap_gbp=1_000_001),)}, "phase_2_cap_gbp"),
        ({"phases": (PhaseValues(2, budget_gbp=10, cap_gbp=11),)}, "phase_2_cap_gbp"),
        ({"phases": (PhaseValues(2, budget_gbp=-1),)}, "phase_2_budget_gbp"),
        ({"phases": (PhaseValues(2, budget_gbp=1_000_001),)}, "budget_gbp"),
        ({"phases": (PhaseValues(2, min_months=0),)}, "phase_2_min_months"),
        ({"phases": (PhaseValues(2, min_months=9, max_months=8),)}, "phase_2_max_months"),
        ({"phases": (PhaseValues(2, max_months=61),)}, "phase_2_max_months"),
        ({"min_assessments": 0}, "min_assessments"),
        ({"min_assessments": 10}, "min_assessments"),
        ({"threshold_pct": 101}, "threshold_pct"),
        ({"blindness": "triple"}, "blindness"),
        ({"reveal": "always"}, "reveal"),
        ({"assess_from": "never"}, "assess_from"),
        ({"criteria": SMALL[:2]}, "criteria"),
    ],
)
def test_a_faulty_round(change: dict[str, Any], field: str) -> None:
    assert values.faults(round_values()) == []
    assert [fault.field for fault in values.faults(round_values(**change))] == [field]


def test_differences_name_each_criterion() -> None:
    lighter = replace(SMALL[0], weight=40)
    after = round_values(title="Another", criteria=(lighter, *SMALL[1:]))
    found = changes.differences(round_values(), after)
    assert sorted(found) == ["criterion problem", "title"]
    assert found["title"] == ["A round", "Another"]
    assert [side["weight"] for side in found["criterion problem"]] == [50, 40]
    assert changes.frozen_differences(round_values(), after) == ["criteria and weights"]
    turned = round_values(criteria=SMALL[::-1])
    assert sorted(changes.differences(round_values(), turned)) == ["criteria order"]
