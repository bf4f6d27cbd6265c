"""What a change makes of a round, and what may no longer change."""

from __future__ import annotations

from dataclasses import asdict, fields
from datetime import datetime
from typing import Any

from award.foundation.problems import Problem
from award.rounds.rules.criteria import CriterionValues
from award.rounds.rules.values import RoundValues

FROZEN = {
    "reference": "the reference",
    "announced_at": "when it was announced",
    "opens_at": "when it opened",
    "phases": "phases and their money",
    "criteria": "criteria and weights",
    "feeds": "which answers are read for which criterion",
    "lived_criteria": "criteria of the lived-experience panel",
    "panels_named": "whether an applicant is told which comments are that panel’s",
    "question_set_id": "the questions",
    "min_assessments": "the number of assessments",
    "threshold_pct": "the threshold",
    "blindness": "blindness",
    "assess_from": "when assessors may begin",
    "scores_told": "what applicants are told of scores",
    "feedback_apart": "whether feedback goes out apart from the decisions",
    "deciders": "how many people stand behind each decision",
    "ai_rules": "the rules on using AI",
    "assessor_rules": "the rules for assessors",
    "follows_id": "the round that it follows",
}
"""What stays as it was once a round has opened, in words."""


def differences(before: RoundValues, after: RoundValues) -> dict[str, list[Any]]:
    """`{name: [before, after]}` as the audit trail keeps it; one entry for each criterion."""
    found: dict[str, list[Any]] = {}
    for item in fields(RoundValues):
        old, new = getattr(before, item.name), getattr(after, item.name)
        if old == new:
            continue
        if item.name in ("criteria", "lived_criteria"):
            found |= _criteria_differences(old, new, "lived " if item.name != "criteria" else "")
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


def opened_faults(
    before: RoundValues, after: RoundValues, reason: str, now: datetime
) -> list[Problem]:
    """Why a round that has opened can't be changed so; without `field` where it is no one's."""
    found = []
    held = frozen_differences(before, after)
    if held:
        found.append(Problem("", f"The round has opened, so this can’t change: {', '.join(held)}"))
    if after.closes_at < before.closes_at:
        words = "The round has opened, so it can close later but not earlier"
        found.append(Problem("closes_at", words))
    elif after.closes_at != before.closes_at and after.closes_at <= now:
        found.append(Problem("closes_at", "The new closing time must be in the future"))
    if not reason.strip():
        words = "Give a reason: the round has opened, and the reason is kept on record"
        found.append(Problem("reason", words))
    return found


def _criteria_differences(
    old: tuple[CriterionValues, ...], new: tuple[CriterionValues, ...], of: str = ""
) -> dict[str, list[Any]]:
    before = {criterion.key: asdict(criterion) for criterion in old}
    after = {criterion.key: asdict(criterion) for criterion in new}
    found: dict[str, list[Any]] = {
        f"{of}criterion {key}": [before.get(key), after.get(key)]
        for key in dict.fromkeys([*before, *after])
        if before.get(key) != after.get(key)
    }
    if [*before] != [*after]:
        found[f"{of}criteria order"] = [[*before], [*after]]
    return found
