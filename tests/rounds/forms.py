"""The round's forms as a browser would send them."""

from __future__ import annotations

from typing import Any

from award.foundation.policy import SYSTEM
from award.rounds.models import Round
from award.rounds.queries import rounds
from tests.build import rounds as build
from tests.client import CheckedClient
from tests.page import Page


def values(page: Page, **changes: Any) -> dict[str, Any]:
    sent: dict[str, Any] = {**page.form_values(), **changes}
    return {name: value for name, value in sent.items() if value is not None}


def moment(field: str, day: int, month: int, year: int, time: str) -> dict[str, str]:
    parts = {"day": day, "month": month, "year": year, "time": time}
    return {f"{field}-{part}": str(value) for part, value in parts.items()}


def stored(reference: str = "ASC-1") -> Round:
    found = rounds.round_by_reference(SYSTEM, reference)
    assert found is not None
    return build.whole(found.id)


NEW = {
    "reference": "asc-2027",
    "title": "A new round",
    "summary": "For everybody.",
    **moment("announced_at", 1, 6, 2027, "9am"),
    **moment("opens_at", 1, 7, 2027, "9am"),
    **moment("closes_at", 5, 11, 2027, "1pm"),
    **moment("assessment_due_at", 20, 12, 2027, "11.59pm"),
    "budget_gbp": "£2,000,000",
    "phase_1_open": "y",
    "phase_1_cap_gbp": "150,000",
    "phase_1_min_months": "6",
    "phase_1_max_months": "12",
    "min_assessments": "3",
    "threshold_pct": "65",
    "blindness": "double",
    "reveal": "after_all",
    "assess_from": "closing",
    "scores_told": "ground",
    "feedback_apart": "no",
    "deciders": "one",
    "criteria_from": "asc-ai",
}


def new_round(staff: CheckedClient, status: int = 302, **changes: Any) -> Page:
    chosen = {"question_set_id": str(build.question_set().id), **NEW, **changes}
    sent = {name: value for name, value in chosen.items() if value is not None}
    return staff.post("/manage/rounds/new", sent, status=status)
