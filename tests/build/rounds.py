"""Rounds at any stage, through the services, on a small question set and three criteria."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from datetime import timedelta
from itertools import count
from pathlib import Path
from typing import Any

from award.foundation import clock
from award.foundation.db import db, transaction
from award.foundation.policy import SYSTEM, Actor, Role
from award.rounds.models import QuestionSetVersion, Round
from award.rounds.queries import rounds
from award.rounds.rules.values import PhaseValues, RoundValues
from award.rounds.services import reference_data
from award.rounds.services.rounds import create_round

SMALL_SET = Path(__file__).with_name("small_set.toml")
SMALL_CRITERIA = Path(__file__).with_name("small_criteria.toml")
_number = count(1)
STAFF = Actor(None, "Sam Staff", roles=frozenset({Role.STAFF}))


def question_set(source: Path = SMALL_SET) -> QuestionSetVersion:
    """A committed question set: the small one unless told otherwise."""
    with transaction():
        return reference_data.import_question_set(source, actor=SYSTEM)


def with_a_staff_question() -> QuestionSetVersion:
    """The small one, and a question `exclude_reviewers` that assessors aren't shown."""
    data = tomllib.loads(SMALL_SET.read_text(encoding="utf-8"))
    data = {**data, "key": "with-staff-only", "sections": [*data["sections"]]}
    data["sections"].append({
        "key": "people_not_to_ask",
        "title": "People not to ask",
        "questions": [{
            "key": "exclude_reviewers", "kind": "long_text", "label": "Who should not assess it?",
            "short": "Not to ask", "max_words": 50, "required": False, "staff_only": True,
        }],
    })  # fmt: skip
    with transaction():
        return reference_data.import_question_set(data, actor=SYSTEM)


def with_barriers() -> QuestionSetVersion:
    """The small one, and what stands in the way."""
    data = tomllib.loads(SMALL_SET.read_text(encoding="utf-8"))
    data = {**data, "key": "with-barriers", "sections": [*data["sections"]]}
    kinds = ("money", "skills", "none")
    data["sections"].append({
        "key": "what_stands", "title": "What stands in the way",
        "questions": [{
            "key": "barriers", "kind": "choices", "label": "What stands in your way most?",
            "short": "In the way", "exclusive": "none", "means": "barriers", "required": False,
            "options": [{"value": kind, "label": kind.title()} for kind in kinds],
        }],
    })  # fmt: skip
    with transaction():
        return reference_data.import_question_set(data, actor=SYSTEM)


def whole(round_id: int) -> Round:
    """The round as staff's pages load it, with phases and criteria."""
    reference = db.session.get_one(Round, round_id).reference
    found = rounds.managed_round(STAFF, reference)
    assert found is not None
    return found


def round_values(**overrides: Any) -> RoundValues:
    """Values of a valid round that opens in ten days, with phases 1 to 3.

    Override any field of RoundValues.
    """
    number = next(_number)
    opens_at = clock.shifted(days=10)
    values: dict[str, Any] = {
        "reference": f"TEST-{number}",
        "title": f"Test round {number}",
        "summary": "A round that tests made.",
        "announced_at": opens_at - timedelta(days=5),
        "opens_at": opens_at,
        "closes_at": opens_at + timedelta(days=30),
        "assessment_due_at": opens_at + timedelta(days=60),
        "budget_gbp": 1_000_000,
        "phases": (
            PhaseValues(1, cap_gbp=150_000, min_months=6, max_months=12),
            PhaseValues(2, min_months=12),
            PhaseValues(3, min_months=12),
        ),
        "criteria": reference_data.load_criteria(SMALL_CRITERIA).criteria,
        "min_assessments": 2,
        "assess_from": "submission",  # most tests score at once; what waits is asked for by name
        **overrides,
    }
    if "question_set_id" not in values:
        values["question_set_id"] = question_set().id
    return RoundValues(**values)


def make_round(values: RoundValues, actor: Actor = SYSTEM) -> Round:
    """The committed round, set up a day before it was announced so that it may be open by now."""
    with clock.at(min(clock.now(), values.announced_at - timedelta(days=1))), transaction():
        return create_round(values, actor=actor)


def _between(opens_days: int, closes_days: int, overrides: dict[str, Any]) -> Round:
    opens_at = overrides.get("opens_at", clock.shifted(days=opens_days))
    closes_at = overrides.get("closes_at", clock.shifted(days=closes_days))
    dates = {
        "announced_at": min(opens_at, clock.shifted(days=opens_days)) - timedelta(days=5),
        "opens_at": opens_at,
        "closes_at": closes_at,
        "assessment_due_at": max(closes_at, clock.now()) + timedelta(days=30),
    }
    return make_round(round_values(**{**dates, **overrides}))


def setup_round(**overrides: Any) -> Round:
    """Nobody but staff knows of it: announced in 15 days."""
    return _between(20, 50, overrides)


def announced_round(**overrides: Any) -> Round:
    """Anyone may read it; it opens in 3 days."""
    return _between(3, 30, overrides)


def open_round(**overrides: Any) -> Round:
    """Opened 10 days ago, closes in 11."""
    return _between(-10, 11, overrides)


def closed_round(**overrides: Any) -> Round:
    """Opened 40 days ago, closed 10 days ago; assessments are due in 30."""
    return _between(-40, -10, overrides)


def start_on() -> str:
    """A day on which a project can start: well after any round of these is assessed."""
    return (clock.today() + timedelta(days=365)).replace(day=1).isoformat()


def small_answers(**overrides: Any) -> dict[str, Any]:
    """A complete set of answers to the small questions for phase 1 or 2; None leaves one out."""
    answers: dict[str, Any] = {
        "project_title": "Spotting dehydration early in care homes",
        "plain_summary": "A tool that tells care workers who may need a drink.",
        "start_on": start_on(),
        "duration_months": 12,
        "problem": "People who live in care homes go to hospital because they drink too little.",
        "care_settings": ["residential_home"],
        "people_helped": "yes",
        "how_people_helped": "Six residents chose what the tool may record.",
        "project": "We will try the tool in two homes.",
        "team": "Ada Example, Brightwater Care, project lead",
        "amount_requested": 120_000,
        "agree": True,
        **overrides,
    }
    return {key: value for key, value in answers.items() if value is not None}


def changed(round_: Round, **changes: Any) -> RoundValues:
    """What the round is now, with these changes."""
    return replace(rounds.values_of(round_), **changes)
